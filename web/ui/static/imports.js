"use strict";
// The import page as it happens, and files dropped onto it. Without this file the form sends them and the page comes again.
(() => {
  const box = document.getElementById("progress");
  if (box && window.EventSource) {
    const recent = document.getElementById("recent");
    let running = null;
    new EventSource(box.dataset.events).addEventListener("message", (e) => {
      const s = JSON.parse(e.data);
      if (running && !s.running) { location.reload(); return; }
      running = s.running;
      box.hidden = !(s.running || s.done || s.error);
      document.getElementById("h-now").textContent = s.running ? document.getElementById("h-now").dataset.running : document.getElementById("h-now").dataset.ended;
      const bar = document.getElementById("bar");
      bar.max = Math.max(s.total, s.done, 1);
      bar.value = s.done;
      for (const n of document.querySelectorAll("#count [data-of]")) n.textContent = s[n.dataset.of];
      document.getElementById("now").textContent = s.now ?? "";
      const error = document.getElementById("error");
      error.hidden = !s.error;
      error.textContent = s.error ?? "";
      recent.replaceChildren(...(s.recent ?? []).map((l) => {
        const li = document.createElement("li"), tag = document.createElement("span"), why = document.createElement("span");
        tag.className = "tag " + l.outcome;
        tag.textContent = recent.dataset[l.outcome] ?? l.outcome;
        why.className = "soft";
        why.textContent = l.reason ?? "";
        let name = document.createTextNode(l.path);
        if (l.id && l.outcome !== "quarantined") {
          name = document.createElement("a");
          name.href = "/doc/" + l.id;
          name.textContent = l.path;
        }
        li.append(tag, " ", name, " ", why);
        return li;
      }));
    });
  }
  const drop = document.getElementById("drop");
  if (!drop) return;
  const files = document.getElementById("files");
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (e) => { e.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (e) => {
    e.preventDefault();
    if (!e.dataTransfer.files.length) return;
    files.files = e.dataTransfer.files;
    drop.requestSubmit();
  });
  drop.addEventListener("submit", () => { document.getElementById("sending").textContent = `${files.files.length} ↑ …`; });
})();
