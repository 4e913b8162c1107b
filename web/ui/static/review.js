"use strict";
// The review page without reloading, by keyboard, and with boxes drawn on the scan. Without this file its forms do the same.
(() => {
  const review = document.getElementById("review");
  if (!review) return;
  const scan = document.getElementById("scan");
  const items = () => [...review.querySelectorAll("[data-item]")];
  const current = () => document.activeElement?.closest?.("[data-item]");
  let last = 0;

  function go(item, into) {
    if (!item) return;
    last = items().indexOf(item);
    const field = into && item.querySelector("input:not([type=hidden])");
    if (field) { field.focus(); field.select(); } else item.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  // The place on the scan that belongs to an item is shown with it.
  function point(item) {
    for (const r of review.querySelectorAll("rect.here")) r.classList.remove("here");
    const rect = item && review.querySelector(`#marks a[href="#${CSS.escape(item.id)}"] rect`);
    if (!rect) return;
    rect.classList.add("here");
    const to = rect.getBoundingClientRect(), box = scan.getBoundingClientRect();
    if (to.top < box.top || to.bottom > box.bottom) scan.scrollTop += to.top - box.top - box.height / 3;
  }
  review.addEventListener("focusin", (e) => {
    const item = e.target.closest("[data-item]");
    if (item) { last = items().indexOf(item); point(item); }
  });

  // Saving keeps the page and goes on with the next item.
  review.addEventListener("submit", async (e) => {
    const form = e.target, button = e.submitter;
    if (form.method !== "post") return;
    e.preventDefault();
    const item = form.closest("[data-item]"), list = items();
    const following = item && list[list.indexOf(item) + 1]?.id, typing = document.activeElement?.matches("input");
    const data = new FormData(form, button);
    for (const b of form.querySelectorAll("button")) b.disabled = true;
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.reload();
      return;
    }
    const work = page.getElementById("work"), marks = page.getElementById("marks");
    if (!work || !marks) { document.documentElement.replaceWith(page.documentElement); return; }
    document.getElementById("marks").replaceWith(document.adoptNode(marks));
    const told = work.querySelector("#told"), text = told?.textContent;
    if (told) told.textContent = ""; // the text comes after the page, so that it is read out
    document.getElementById("work").replaceWith(document.adoptNode(work));
    if (told) requestAnimationFrame(() => { told.textContent = text; });
    const kept = item && document.getElementById(item.id);
    const open = button?.value === "undo" || button?.value === "keep" || (button?.value === "hide" && item?.id.startsWith("f"));
    const next = open && kept ? kept : (following && document.getElementById(following)) || items()[Math.min(last, items().length - 1)];
    if (item || !form.id) go(next, typing);
    else document.getElementById("p-box").focus();
  });

  // Single letters count only while the focus is inside (WCAG 2.1.4).
  review.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const field = e.target.matches("input, select, textarea");
    if (field) {
      if (e.key === "Escape") { current()?.focus(); e.preventDefault(); }
      return;
    }
    const list = items(), at = current() ? list.indexOf(current()) : last - 1;
    const press = (button) => { if (button) { button.click(); e.preventDefault(); } };
    switch (e.key) {
      case "j": go(list[Math.min(at + 1, list.length - 1)]); e.preventDefault(); break;
      case "k": go(list[Math.max(at - 1, 0)]); e.preventDefault(); break;
      case "t": case "h": press(current()?.querySelector(`button[data-key="${e.key}"]`)); break;
      case "u": press(review.querySelector('button[data-key="u"]')); break;
      case "n": document.getElementById("next").click(); break;
      case "Enter":
        if (e.target.matches("[data-item]")) { go(e.target, true); e.preventDefault(); }
        break;
    }
  });

  // A box is drawn with the mouse; a click on a word takes the word's box; a click on a finding or a doubtful word leads
  // to it in the list.
  let from = null, frame = null;
  const place = (e) => {
    const svg = document.getElementById("marks"), r = svg.getBoundingClientRect(), v = svg.viewBox.baseVal;
    const clamp = (x, most) => Math.round(Math.min(Math.max(x, 0), most));
    return [clamp((e.clientX - r.left) / r.width * v.width, v.width), clamp((e.clientY - r.top) / r.height * v.height, v.height)];
  };
  const boxOf = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  scan.addEventListener("pointerdown", (e) => {
    if (e.button !== 0 || e.pointerType === "touch" || !e.target.closest("#marks")) return;
    from = place(e);
  });
  addEventListener("pointermove", (e) => {
    if (!from) return;
    const b = boxOf(from, place(e));
    if (!frame) {
      if (b[2] - b[0] < 8 || b[3] - b[1] < 8) return;
      frame = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      frame.setAttribute("class", "drawn");
      document.getElementById("marks").append(frame);
    }
    for (const [name, value] of [["x", b[0]], ["y", b[1]], ["width", b[2] - b[0]], ["height", b[3] - b[1]]]) frame.setAttribute(name, value);
  });
  addEventListener("pointerup", (e) => {
    if (!from) return;
    const b = boxOf(from, place(e)), drawn = frame;
    from = null;
    if (!drawn) return;
    frame = null;
    drawn.remove();
    fill(b.join(","), "");
    scan.addEventListener("click", (c) => { c.preventDefault(); c.stopPropagation(); }, { capture: true, once: true });
  });
  function fill(box, text) {
    document.getElementById("p-box").value = box;
    const field = document.getElementById("p-text");
    field.value = text;
    field.focus();
    field.scrollIntoView({ block: "center" });
  }
  scan.addEventListener("click", (e) => {
    const link = e.target.closest("a");
    if (link) {
      e.preventDefault();
      const item = document.getElementById(link.getAttribute("href").slice(1));
      go(item);
      (item?.querySelector("button[data-key=t]") ?? item?.querySelector("input:not([type=hidden])"))?.focus();
      return;
    }
    if (e.target.dataset.box) fill(e.target.dataset.box, e.target.dataset.text);
  });
  if (!location.hash) go(items()[0]);
})();
