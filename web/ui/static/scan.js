// The scan of a page: zoom and pan with tiles, words linked with the text both ways, hits stepped with n and p, regions
// marked and cited. Without this script the page shows the same scan, hits and places, at one size.

function open(figure) {
  const svg = figure.querySelector("svg");
  const [width, height] = svg.viewBox.baseVal ? [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height] : [0, 0];
  const view = camera(figure, svg, width, height);
  tiles(figure, svg, view);
  const words = linkWords(svg, view);
  const hits = stepHits(svg, view);
  regions(figure, svg, view);
  view.start(hits);
  dragging(figure, svg, view, words);
  keys(figure, view);
}

// camera keeps which part of the page is seen: its centre and scale, in pixels of the screen a pixel of the page.
function camera(figure, svg, width, height) {
  const c = { x: width / 2, y: 0, scale: 1, width, height, changed: [] };
  figure.classList.add("live");
  figure.tabIndex = 0;
  const size = () => [Math.max(1, figure.clientWidth), Math.max(1, figure.clientHeight)];
  const fit = () => Math.min(size()[0] / width, size()[1] / height);
  const clamp = (v, lo, hi) => lo > hi ? (lo + hi) / 2 : Math.min(Math.max(v, lo), hi);
  c.show = () => {
    const [w, h] = size();
    c.scale = Math.min(Math.max(c.scale, fit() * 0.9), 4);
    const vw = w / c.scale, vh = h / c.scale;
    c.x = clamp(c.x, vw / 2, width - vw / 2);
    c.y = clamp(c.y, vh / 2, height - vh / 2);
    c.box = [c.x - vw / 2, c.y - vh / 2, vw, vh];
    svg.setAttribute("viewBox", c.box.map(v => v.toFixed(2)).join(" "));
    c.changed.forEach(f => f());
  };
  c.point = e => {
    const r = svg.getBoundingClientRect();
    return [c.box[0] + (e.clientX - r.left) / c.scale, c.box[1] + (e.clientY - r.top) / c.scale];
  };
  c.zoom = (factor, at) => { // the point at stays where it is on the screen
    const [px, py] = at || [c.x, c.y], before = c.scale;
    c.scale = Math.min(Math.max(c.scale * factor, fit() * 0.9), 4);
    c.x = px + (c.x - px) * before / c.scale;
    c.y = py + (c.y - py) * before / c.scale;
    c.show();
  };
  c.move = (dx, dy) => { c.x -= dx / c.scale; c.y -= dy / c.scale; c.show(); };
  c.whole = () => { c.scale = fit(); c.x = width / 2; c.y = height / 2; c.show(); };
  c.wide = () => { c.scale = size()[0] / width; c.x = width / 2; c.y = 0; c.show(); };
  c.look = ([x, y, w, h], close) => { // bring a box into sight, larger if it would be too small to read
    const [sw, sh] = size();
    if (close) c.scale = Math.min(sw / (w * 1.4), sh / (h * 1.6), Math.max(c.scale, 1));
    let [bx, by, bw, bh] = c.box;
    bx += bw * .06; by += bh * .12; bw *= .88; bh *= .76; // near the edge is not in sight
    if (close || x < bx || y < by || x + w > bx + bw || y + h > by + bh) { c.x = x + w / 2; c.y = y + h / 2; }
    c.show();
  };
  c.start = hits => {
    c.wide();
    const place = svg.querySelector(".place");
    if (place) c.look(boxOf(place), true);
    else if (location.hash === "#hits") hits.go(1);
    else if (hits.box) c.look(hits.box, false);
  };
  addEventListener("beforeprint", () => svg.setAttribute("viewBox", `0 0 ${width} ${height}`));
  addEventListener("afterprint", c.show);
  new ResizeObserver(() => c.box && c.show()).observe(figure);
  return c;
}

const boxOf = rect => ["x", "y", "width", "height"].map(a => +rect.getAttribute(a));

function rectangle(parent, cls, [x, y, w, h]) {
  const r = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  r.setAttribute("class", cls);
  place(r, [x, y, w, h]);
  return parent.appendChild(r);
}

function place(r, [x, y, w, h]) {
  r.setAttribute("x", x); r.setAttribute("y", y); r.setAttribute("width", w); r.setAttribute("height", h);
}

// tiles lays the tiles of the finest level that is needed over the picture of the whole page.
function tiles(figure, svg, view) {
  const { tiles: url, stamp, side } = figure.dataset;
  const levels = figure.dataset.levels.split(" ").map(s => s.split("x").map(Number));
  const group = svg.querySelector(".tiles"), base = 1240 / view.width;
  let shown = new Map(), due = 0;
  const draw = () => {
    due = 0;
    const need = view.scale * devicePixelRatio;
    if (need <= base * 1.1) { group.replaceChildren(); shown.clear(); return; }
    let level = 0;
    while (level + 1 < levels.length && need <= levels[level + 1][0] / view.width) level++;
    const step = side * view.width / levels[level][0], [x, y, w, h] = view.box, keep = new Map();
    const cols = Math.ceil(levels[level][0] / side), rows = Math.ceil(levels[level][1] / side);
    for (let row = Math.max(0, Math.floor(y / step)); row < Math.min(rows, Math.ceil((y + h) / step)); row++) {
      for (let col = Math.max(0, Math.floor(x / step)); col < Math.min(cols, Math.ceil((x + w) / step)); col++) {
        const key = `${level}/${col}/${row}`;
        keep.set(key, shown.get(key) || tile(key, col, row, level, step));
      }
    }
    for (const [key, image] of shown) if (!keep.has(key)) image.remove();
    shown = keep;
  };
  const tile = (key, col, row, level, step) => {
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image"), [lw, lh] = levels[level], one = step / side;
    const w = Math.min(side, lw - col * side) * one, h = Math.min(side, lh - row * side) * one;
    place(image, [col * step, row * step, w, h]);
    image.setAttribute("preserveAspectRatio", "none");
    image.setAttribute("href", `${url}/${key}?v=${stamp}`);
    return group.appendChild(image);
  };
  view.changed.push(() => { if (!due) due = setTimeout(draw, 60); });
}

// linkWords shows the word under the pointer in both places.
function linkWords(svg, view) {
  const boxes = span => span.dataset.b.split(" ").map(b => b.split(",").map(Number));
  const words = [...document.querySelectorAll("[data-b]")].map(span => ({ span, boxes: boxes(span) }));
  let rects = [], last;
  const light = word => {
    if (word === last) return;
    last?.span.classList.remove("at");
    rects.forEach(r => r.remove());
    last = word;
    word?.span.classList.add("at");
    rects = word ? word.boxes.map(box => rectangle(svg, "over", box)) : [];
  };
  const bySpan = new Map(words.map(w => [w.span, w]));
  for (const text of document.querySelectorAll(".print")) {
    text.addEventListener("pointerover", e => light(bySpan.get(e.target.closest("[data-b]"))));
    text.addEventListener("pointerleave", () => light());
    text.addEventListener("click", e => {
      const word = bySpan.get(e.target.closest("[data-b]"));
      if (word && getSelection().isCollapsed) { light(word); view.look(word.boxes[0], false); }
    });
  }
  const under = e => {
    const [x, y] = view.point(e);
    return words.find(({ boxes }) => boxes.some(([bx, by, w, h]) => x >= bx && y >= by && x < bx + w && y < by + h));
  };
  svg.addEventListener("pointermove", e => { if (!e.buttons) light(under(e)); });
  svg.addEventListener("pointerleave", () => light());
  return { click: e => {
    const word = under(e);
    light(word);
    word?.span.scrollIntoView({ block: "nearest" });
  } };
}

// stepHits goes from hit to hit with n and p, and on to the next page that has some. It gives the first hit's box and the
// function that goes.
function stepHits(svg, view) {
  const rects = [...svg.querySelectorAll(".hits rect")], bar = document.getElementById("hits");
  let at = -1;
  const beside = matchMedia("(min-width: 60rem)"); // scan and text stand side by side
  const go = step => {
    const next = at + step;
    if (bar && next < 0 && bar.dataset.before) { location.href = bar.dataset.before; return; }
    if (bar && next >= rects.length && bar.dataset.after) { location.href = bar.dataset.after; return; }
    if (!rects.length) return;
    rects[at]?.classList.remove("now");
    document.getElementById("hit" + (at + 1))?.classList.remove("now");
    at = Math.min(Math.max(next, 0), rects.length - 1);
    rects[at].classList.add("now");
    view.look(boxOf(rects[at]), false);
    const mark = document.getElementById("hit" + (at + 1));
    mark?.classList.add("now");
    if (beside.matches) mark?.scrollIntoView({ block: "nearest" });
    const status = bar?.querySelector("[role=status]");
    if (status) status.textContent = `${at + 1} / ${rects.length}`;
  };
  for (const button of bar?.querySelectorAll("[data-step]") || []) {
    button.hidden = false;
    button.addEventListener("click", () => go(+button.dataset.step));
  }
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select")) return;
    if (e.key === "n") go(1);
    else if (e.key === "p") go(-1);
  });
  return { box: rects.length ? boxOf(rects[0]) : null, go };
}

// regions shows places named by a link or #xywh=, and lets one be marked.
function regions(figure, svg, view) {
  const button = document.querySelector("[data-do=region]"), said = document.getElementById("region");
  const show = (box, close) => {
    place(svg.querySelector(".place") || rectangle(svg, "place", box), box);
    if (close) view.look(box, true);
    if (!said) return;
    const url = new URL(location);
    url.hash = "xywh=" + box.map(Math.round).join(",");
    const link = said.querySelector("a");
    link.href = link.textContent = url.href;
    said.hidden = false;
  };
  const fromHash = () => {
    const m = location.hash.match(/^#xywh=(?:pixel:)?([\d.]+),([\d.]+),([\d.]+),([\d.]+)$/);
    if (m) show(m.slice(1).map(Number), true);
  };
  addEventListener("hashchange", fromHash);
  setTimeout(fromHash);
  document.addEventListener("click", e => {
    const link = e.target.closest("a[data-xywh]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    history.replaceState(null, "", "#xywh=" + link.dataset.xywh);
    fromHash();
    figure.scrollIntoView({ block: "nearest" });
  });
  button?.addEventListener("click", () => {
    const on = figure.classList.toggle("marking");
    button.setAttribute("aria-pressed", on);
  });
  view.mark = (from, to) => show([Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])], false);
  view.marked = () => {
    figure.classList.remove("marking");
    button?.setAttribute("aria-pressed", "false");
    const r = svg.querySelector(".place");
    if (r) history.replaceState(null, "", "#xywh=" + boxOf(r).map(Math.round).join(","));
  };
}

// dragging moves with one pointer and zooms with two, with the wheel and the buttons.
function dragging(figure, svg, view, words) {
  const down = new Map();
  let from, moved;
  svg.addEventListener("pointerdown", e => {
    if (e.button) return;
    svg.setPointerCapture(e.pointerId);
    down.set(e.pointerId, e);
    from = view.point(e); moved = false;
  });
  svg.addEventListener("pointermove", e => {
    const last = down.get(e.pointerId);
    if (!last) return;
    if (Math.hypot(e.clientX - last.clientX, e.clientY - last.clientY) > 0) moved = moved || Math.hypot(e.movementX, e.movementY) > 2 || down.size > 1;
    if (figure.classList.contains("marking") && down.size === 1) { view.mark(from, view.point(e)); return; }
    figure.classList.add("moving");
    if (down.size === 2) {
      const other = [...down].find(([id]) => id !== e.pointerId)[1];
      const d = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      view.zoom(d(e, other) / Math.max(1, d(last, other)), view.point({ clientX: (e.clientX + other.clientX) / 2, clientY: (e.clientY + other.clientY) / 2 }));
      view.move((e.clientX - last.clientX) / 2, (e.clientY - last.clientY) / 2);
    } else {
      view.move(e.clientX - last.clientX, e.clientY - last.clientY);
    }
    down.set(e.pointerId, e);
  });
  const up = e => {
    if (!down.delete(e.pointerId)) return;
    figure.classList.remove("moving");
    if (figure.classList.contains("marking")) view.marked();
    else if (!moved) words.click(e);
  };
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", up);
  svg.addEventListener("dblclick", e => view.zoom(2, view.point(e)));
  figure.addEventListener("wheel", e => {
    e.preventDefault();
    view.zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0015)), view.point(e));
  }, { passive: false });
}

function keys(figure, view) {
  const acts = { in: () => view.zoom(1.4), out: () => view.zoom(1 / 1.4), fit: view.whole };
  const bar = document.querySelector(".zoom");
  if (bar) bar.hidden = false;
  bar?.addEventListener("click", e => acts[e.target.dataset.do]?.());
  figure.addEventListener("keydown", e => {
    const act = { "+": acts.in, "=": acts.in, "-": acts.out, "0": acts.fit,
      ArrowLeft: () => view.move(80, 0), ArrowRight: () => view.move(-80, 0), ArrowUp: () => view.move(0, 80), ArrowDown: () => view.move(0, -80) }[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  });
}

// copying puts citation and link on the clipboard.
function copying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy], [data-copy-url]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { copy, copyUrl } = button.dataset;
      await navigator.clipboard.writeText(copy ? document.getElementById(copy).textContent : copyUrl + (location.hash.startsWith("#xywh") ? location.hash : ""));
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 2000);
    });
  }
}

addEventListener("beforeprint", () => document.querySelector(".made")?.setAttribute("open", "")); // where it is from belongs to the sheet

const scan = document.getElementById("scan");
if (scan) open(scan);
copying();
