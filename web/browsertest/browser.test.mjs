import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { PNG } from "pngjs";
import { boxToView, evil, missing, open, overlap, password, truth } from "./room.mjs";

const lacks = missing();
const require = createRequire(import.meta.url);
let room;

describe("the reading room", { skip: lacks || false }, () => {
  before(async () => { room = await open(); }, { timeout: 240000 });
  after(async () => { await room?.close(); });

  // hitOn gives the outlined place of the first hit, in pixels of the view and of the screen.
  const hitOn = (page) => page.evaluate(() => {
    const r = document.querySelector("#scan .hits rect"), b = r.getBoundingClientRect(), n = (a) => +r.getAttribute(a);
    return { view: [n("x"), n("y"), n("x") + n("width"), n("y") + n("height")], screen: { x: b.x, y: b.y, width: b.width, height: b.height } };
  });

  test("search, open: the highlight lies on the word on the scan", async () => {
    const page = await room.as("rudi");
    await page.fill("#ask", "Grundstücksfonds");
    await page.press("#ask", "Enter");
    await page.locator("article.paper h2 a").first().click();
    await page.waitForSelector("#scan .hits rect", { state: "attached" });
    const id = page.url().match(/doc\/([0-9a-f]{64})/)[1];
    assert.equal(id, room.docs["gedreht.jpg"]);
    const hit = await hitOn(page);

    // Where the truth says that the word was drawn, on a sheet that lay upside down.
    const word = truth("gedreht").pages[0].words.find((w) => w.text.startsWith("Grundstücksfonds"));
    const { toView } = await (await page.request.get(`${room.url}/api/v1/documents/${id}/pages/1`)).json();
    const want = boxToView(toView, word.box);
    assert.ok(overlap(hit.view, want) > 0.6, `outlined ${hit.view}, drawn ${want.map(Math.round)}`);

    // And in pixels: ink under the outline, paper in the strip below it, where the lines are apart.
    await page.evaluate(() => {
      document.querySelector("#scan .hits rect").scrollIntoView({ block: "center", behavior: "instant" });
      for (const g of document.querySelectorAll("#scan .hits, #scan .marks")) g.style.visibility = "hidden";
    });
    await page.waitForLoadState("networkidle"); // the scan and its tiles
    await page.waitForTimeout(300);
    const b = (await hitOn(page)).screen;
    const shot = PNG.sync.read(await page.screenshot(process.env.SHOTS ? { path: process.env.SHOTS + "/hit.png" } : {}));
    const dark = (x0, y0, x1, y1) => {
      let n = 0, all = 0;
      for (let y = Math.round(y0); y < y1; y++) for (let x = Math.round(x0); x < x1; x++, all++) if (shot.data[(y * shot.width + x) * 4] < 200) n++;
      return n / Math.max(all, 1);
    };
    const inside = dark(b.x, b.y, b.x + b.width, b.y + b.height);
    assert.ok(inside > 0.15, `${inside} of the outlined pixels are ink`);
    const above = dark(b.x, b.y - b.height * 0.25, b.x + b.width, b.y - 1);
    assert.ok(above < inside / 3, `between the lines ${above}, on the word ${inside}`);
    assert.deepEqual(page.problems, []);
  });

  test("a facet narrows and keeps the query", async () => {
    const page = await room.as("petra");
    await page.goto(room.url + "/?q=die");
    const before = await page.locator("article.paper").count();
    const facet = page.locator(".counts a", { hasText: "2010" }).first();
    await facet.click();
    await page.waitForURL(/f=/);
    assert.equal(new URL(page.url()).searchParams.get("q"), "die");
    const after = await page.locator("article.paper").count();
    assert.ok(after >= 1 && after < before, `${before} papers, narrowed ${after}`);
    await page.locator(".chip").first().click();
    assert.equal(await page.locator("article.paper").count(), before);
  });

  test("a hidden stamp is back in the text with two clicks, and gone again when taken back", async () => {
    const page = await room.as("petra");
    const id = room.docs["gedreht.jpg"], text = async () => (await (await page.request.get(`${room.url}/api/v1/documents/${id}/pages/1`)).json()).body;
    const before = await text();
    assert.ok(!before.includes("POSTEINGANG"));
    await page.goto(`${room.url}/review/${id}/1`);
    const items = page.locator("#work [data-item]", { hasText: "POSTEINGANG" });
    const key = await items.first().getAttribute("id");
    await page.locator(`#marks a[href="#${key}"] rect`).click(); // one
    await page.locator(`#${key} button[data-key=t]`).click(); // two
    await page.waitForSelector(`#${key} button[data-key=h]`);
    assert.ok((await text()).includes("POSTEINGANG"));
    await page.goto(`${room.url}/doc/${id}/1`);
    assert.ok((await page.locator(".text .print").first().innerText()).includes("POSTEINGANG"));
    await page.waitForTimeout(1500); // the index follows
    await page.goto(`${room.url}/?q=POSTEINGANG`);
    assert.equal(await page.locator("article.paper").count(), 1);
    await page.goto(`${room.url}/review/${id}/1`);
    await page.locator("button.undo").first().click();
    await page.waitForSelector(`#${key} button[data-key=t]`);
    assert.equal(await text(), before);
    assert.deepEqual(page.problems, []);
  });

  test("a word is corrected by keyboard alone, and found by what it reads now", async () => {
    const page = await room.as("petra");
    const id = room.docs["rueckhalt.pdf"];
    await page.goto(`${room.url}/review/${id}/1`);
    assert.ok(await page.evaluate(() => document.activeElement.matches("[data-item]")), "the first thing to judge has the focus");
    for (let i = 0; i < 40; i++) {
      if (await page.evaluate(() => document.activeElement.matches(".item.word"))) break;
      await page.keyboard.press("j");
    }
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".item.word input[name=text]")), "Enter opens the field");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Zauberwort");
    await Promise.all([page.waitForResponse((r) => r.request().method() === "GET" && r.url().includes("said=read")), page.keyboard.press("Enter")]);
    await page.waitForFunction(() => document.querySelector("#told").textContent.trim() !== "");
    await page.waitForTimeout(1500);
    await page.goto(`${room.url}/?q=Zauberwort`);
    assert.equal(await page.locator("article.paper").count(), 1);
    await page.goto(`${room.url}/review/${id}/1`);
    await page.locator("[data-item]").first().focus();
    await Promise.all([page.waitForResponse((r) => r.url().includes("said=undo")), page.keyboard.press("u")]);
    await page.waitForFunction(() => !document.querySelector("#work").innerText.includes("Zauberwort"));
  });

  test("search and read by keyboard alone", async () => {
    const page = await room.as("rudi");
    await page.goto(room.url + "/");
    let inField = false;
    for (let i = 0; i < 12 && !inField; i++) {
      await page.keyboard.press("Tab");
      inField = await page.evaluate(() => document.activeElement.name === "q");
    }
    assert.ok(inField, "Tab reaches the field");
    await page.keyboard.type("Grundstücksfonds");
    await Promise.all([page.waitForURL(/q=/), page.keyboard.press("Enter")]);
    let onHit = false;
    for (let i = 0; i < 40 && !onHit; i++) {
      await page.keyboard.press("Tab");
      onHit = await page.evaluate(() => document.activeElement.closest("article.paper h2") !== null);
    }
    assert.ok(onHit, "Tab reaches the hit");
    await Promise.all([page.waitForURL(/\/doc\//), page.keyboard.press("Enter")]);
    assert.ok(await page.evaluate(() => document.querySelector("#scan .hits rect") !== null));
  });

  test("a telephone shows everything within its width", async () => {
    const page = await room.as("petra", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const id = room.docs["gedreht.jpg"];
    for (const path of ["/", "/?q=die", `/doc/${id}/1?q=Elbmark`, "/deadlines", "/ref/A3352/22", "/review/", `/review/${id}/1`, "/imports/", "/login"]) {
      await page.goto(room.url + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${path} is ${wide} pixels too wide`);
    }
  });

  test("German and English, by the browser and by the switch", async () => {
    for (const [locale, word, other] of [["de-DE", "Anmelden", "Sign in"], ["en-GB", "Sign in", "Anmelden"], ["fr-FR", "Sign in", "Anmelden"]]) {
      const page = await room.page({ locale });
      await page.goto(room.url + "/login");
      assert.equal(await page.locator("h1").innerText(), word);
      await page.locator("a.lang").click();
      if (locale !== "fr-FR") assert.equal(await page.locator("h1").innerText(), other);
      await page.context().close();
    }
  });

  test("a confidential paper is nowhere for a reader", async () => {
    const secret = room.docs["followup.pdf"], traces = [secret, "A3013/21", "followup.pdf", "Yarrowdale", "2023-09-20"];
    const [reader, archivist] = [await room.as("rudi"), await room.as("petra")];
    const lists = ["/", "/?q=Council", "/?q=Yarrowdale", "/?q=A3013%2F21", "/?q=type:follow-up", "/?from=2022-11-14&to=2022-11-14", "/?q=Yarrowdal", "/results.csv?q=Council", "/results.json?q=Council", "/suggest?q=Yarrow", "/deadlines", "/deadlines.csv",
      "/deadlines.ics", "/missing", "/api/v1/search?q=Council&facets=50", "/api/v1/suggest?q=Yarrow", "/api/v1/documents?limit=100", "/api/v1/deadlines?on=2020-01-01", "/api/v1/missing"];
    let seen = 0;
    for (const path of lists) {
      const body = await (await reader.request.get(room.url + path)).text(), full = await (await archivist.request.get(room.url + path)).text();
      const asked = decodeURIComponent(path);
      for (const trace of traces) {
        if (!asked.includes(trace)) assert.ok(!body.includes(trace), `${path} tells a reader of ${trace}`);
        if (full.includes(trace)) seen++;
      }
    }
    assert.ok(seen > 10, `the archivist sees it in ${seen} places only: the test looks in the wrong ones`);
    for (const path of [`/doc/${secret}`, `/doc/${secret}/1`, `/doc/${secret}/1?q=Council`, `/doc/${secret}/1/tile/0/0/0`, `/doc/${secret}/1/crop?box=0,0,100,100`, `/doc/${secret}/original`, `/export/text/${secret}`, `/export/pdf/${secret}`, `/ref/A3013/21`,
      `/api/v1/documents/${secret}`, `/api/v1/documents/${secret}/original`, `/api/v1/documents/${secret}/pages/1/words`, `/api/v1/documents/${secret}/within?q=a`, `/iiif/doc/${secret}/manifest`, `/iiif/doc/${secret}/search?q=a`,
      `/iiif/image/${secret}-1/info.json`, `/iiif/image/${secret}-1/full/200,/0/default.jpg`, `/?like=${secret}`]) {
      const answer = await reader.request.get(room.url + path);
      const body = await answer.text();
      assert.ok(answer.status() === 404 || path.startsWith("/ref/") && !body.includes(secret), `${path} answers a reader ${answer.status()}`);
    }
    for (const path of ["/review/", "/imports/", "/imports/events", "/api/v1/batches", "/audit"]) assert.equal((await reader.request.get(room.url + path)).status(), 403, path);
    const nobody = await room.page();
    for (const path of [...lists, `/doc/${room.docs["gedreht.jpg"]}`, "/review/"]) {
      const answer = await nobody.request.get(room.url + path, { maxRedirects: 0 });
      assert.ok([303, 401].includes(answer.status()), `${path} answers nobody ${answer.status()}`);
    }
  });

  test("script in a text and in a file's name stays text", async () => {
    const page = await room.as("petra");
    const id = Object.entries(room.docs).find(([name]) => name.includes("onerror"))[1];
    for (const path of ["/", "/?q=Skriptprobe", `/?q=${encodeURIComponent(evil)}`, `/doc/${id}/1?q=Skriptprobe`, `/review/${id}/1`, "/review/", "/imports/", `/ref/${encodeURIComponent(evil)}`, `/login?next=${encodeURIComponent(evil)}`]) {
      await page.goto(room.url + path);
      await page.waitForTimeout(100);
      assert.equal(await page.evaluate(() => window.hacked), undefined, path);
      assert.equal(await page.locator("img[src=x]").count(), 0, path);
    }
    const shown = await page.goto(`${room.url}/doc/${id}/1`).then(() => page.locator(".text").innerText());
    assert.ok(shown.includes("<script>window.hacked=1</script>"), shown);
    assert.deepEqual(page.problems, []);
  });

  test("axe finds nothing serious on any page", async () => {
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    const id = room.docs["rueckhalt.pdf"], found = [];
    for (const colorScheme of ["light", "dark"]) {
      const page = await room.as("ada", { colorScheme, bypassCSP: true });
      const batch = await page.goto(room.url + "/imports/").then(() => page.locator("table.batches a").first().getAttribute("href"));
      for (const path of ["/", "/?q=die", "/?q=nirgendwo", `/doc/${id}/1?q=Netzwerkleitstelle`, `/doc/${id}/3`, "/ref/A3352/22", "/deadlines", "/missing", "/login", "/review/", `/review/${id}/1`, "/imports/", batch, "/audit", "/nothing"]) {
        await page.goto(room.url + path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
        for (const v of violations) if (["serious", "critical"].includes(v.impact)) found.push(`${colorScheme} ${path}: ${v.id} at ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
      }
      await page.context().close();
    }
    assert.deepEqual(found, []);
  });

  test("files handed in are read while one watches", async () => {
    const page = await room.as("petra");
    await page.goto(room.url + "/imports/");
    await page.setInputFiles("#files", [{ name: "neu.txt", mimeType: "text/plain", buffer: Buffer.from("Der Stadtrat hat die Einlieferungsprobe beschlossen.\n") }, { name: "kaputt.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nbroken") }]);
    await page.locator("#drop button").click();
    await page.waitForFunction(() => /neu\.txt/.test(document.querySelector("#recent")?.textContent ?? "") && /kaputt\.pdf/.test(document.body.textContent), null, { timeout: 60000 });
    await page.waitForSelector("#h-quarantine", { timeout: 60000 });
    assert.ok((await page.locator("#h-quarantine ~ form table").innerText()).includes("kaputt.pdf"));
    await page.waitForTimeout(1500);
    await page.goto(room.url + "/?q=Einlieferungsprobe");
    assert.equal(await page.locator("article.paper").count(), 1);
    assert.deepEqual(page.problems, []);
  });

  test("what another process imports appears by itself", async () => {
    const page = await room.as("rudi");
    const path = room.dir + "/spaeter.txt";
    (await import("node:fs")).writeFileSync(path, "Der Stadtrat nimmt die Nachzüglerprobe zur Kenntnis.\n");
    room.run(["import", path], { stdio: ["pipe", "pipe", "pipe"] });
    let n = 0;
    for (let i = 0; i < 50 && n === 0; i++) {
      await page.goto(room.url + "/?q=Nachzüglerprobe");
      n = await page.locator("article.paper").count();
    }
    assert.equal(n, 1);
  });

  test("who guesses passwords is braked", async () => {
    const page = await room.page();
    const guess = (password) => page.request.post(room.url + "/login", { form: { name: "rudi", password }, maxRedirects: 0 });
    for (let i = 0; i < 5; i++) assert.equal((await guess("wrong " + i)).status(), 401);
    assert.equal((await guess(password)).status(), 429);
  });

  test("Mirador opens a manifest, and its search outlines a word", async () => {
    const id = room.docs["rueckhalt.pdf"];
    const script = readFileSync(new URL("node_modules/mirador/dist/mirador.min.js", import.meta.url));
    const host = createServer((q, a) => {
      if (q.url === "/mirador.js") { a.setHeader("Content-Type", "text/javascript"); a.end(script); return; }
      a.setHeader("Content-Type", "text/html; charset=utf-8");
      a.end(`<!doctype html><title>viewer</title><div id="m" style="position:absolute;inset:0"></div><script src="/mirador.js"></script>
        <script>window.viewer = Mirador.viewer({ id: "m", windows: [{ manifestId: "${room.open}/iiif/doc/${id}/manifest", sideBarOpen: true, sideBarPanel: "search" }] });</script>`);
    });
    await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
    try {
      const page = await room.page({ locale: "en-GB" });
      const answers = [];
      page.on("response", (r) => { if (r.url().includes("/iiif/")) answers.push([r.status(), r.url()]); });
      await page.goto(`http://127.0.0.1:${host.address().port}/`);
      const state = () => page.evaluate(() => {
        const s = window.viewer.store.getState(), found = Object.values(s.searches ?? {}).flatMap((w) => Object.values(w)).flatMap((c) => Object.values(c.data ?? {})).filter((d) => d.json);
        return { manifests: Object.values(s.manifests ?? {}).filter((m) => m.json).length, items: found.flatMap((d) => d.json.resources ?? []) };
      });
      await page.waitForSelector("input[id^=search-]", { timeout: 30000 });
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(1000);
      const yellow = async (path) => {
        if (path) await page.screenshot({ path });
        const shot = PNG.sync.read(await page.screenshot({ clip: { x: 400, y: 70, width: 860, height: 700 } })); // the sheet without what is around it
        let n = 0; // Mirador outlines what its search found in yellow or orange; paper, ink and its own buttons are grey and blue
        for (let i = 0; i < shot.data.length; i += 4) if (shot.data[i] - shot.data[i + 2] > 60) n++;
        return n;
      };
      const before = await yellow();
      await page.locator("input[id^=search-]").fill("Netzwerkleitstelle");
      await page.keyboard.press("Enter");
      let s;
      for (let i = 0; i < 100; i++) {
        s = await state();
        if (s.items.length && answers.some(([code, url]) => code === 200 && url.includes("default.jpg"))) break;
        await page.waitForTimeout(200);
      }
      assert.equal(s.manifests, 1, JSON.stringify(answers));
      assert.ok(s.items.length >= 1, "the search found nothing: " + JSON.stringify(answers.slice(-5)));
      assert.ok(answers.every(([code]) => code < 400), JSON.stringify(answers.filter(([code]) => code >= 400)));

      // It is where the word was drawn, and on the screen there is an outline that was not there before.
      const [x, y, w, h] = s.items[0].on.match(/xywh=([\d,]+)/)[1].split(",").map(Number);
      const words = truth("rueckhalt").pages[0].words.filter((t) => t.text.startsWith("Netzwerkleitstelle"));
      const { toView } = await (await page.request.get(`${room.open}/api/v1/documents/${id}/pages/1`)).json();
      assert.ok(words.some((t) => overlap(boxToView(toView, t.box), [x, y, x + w, y + h]) > 0.6), `${s.items[0].on} is not where the word was drawn`);
      let drawn = 0;
      for (let i = 0; i < 30 && drawn < 40; i++) {
        await page.waitForTimeout(300);
        drawn = await yellow(process.env.SHOTS && process.env.SHOTS + "/mirador.png") - before;
      }
      assert.ok(drawn >= 40, `${drawn} more coloured pixels on the screen`);
    } finally {
      host.close();
    }
  });
});
