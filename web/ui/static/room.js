// On every page: "/" goes to the search field, which completes what is being typed.

const field = document.getElementById("ask"), list = document.getElementById("completions");

document.addEventListener("keydown", e => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || !field || e.target.closest("input, textarea, select")) return;
  e.preventDefault();
  field.focus();
  field.select();
});

let waiting, asked = "";
field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const typed = field.value;
    if (typed.trim().length < 2 || typed === asked) return;
    asked = typed;
    const answer = await fetch("/suggest?q=" + encodeURIComponent(typed));
    if (!answer.ok || field.value !== typed) return;
    const [, completions] = await answer.json();
    list.replaceChildren(...completions.map(text => Object.assign(document.createElement("option"), { value: text })));
  }, 150);
});
