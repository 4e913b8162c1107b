// A reading room for the tests: memos read by the real engine, users, and a second room without users for viewers of other
// houses. AKTE names the program.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const akte = process.env.AKTE ?? resolve(here, "../../bin/akte");
const memos = resolve(here, "../../testdata/memos");
export const password = "correct horse battery";
export const evil = `"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>`;

export const browserPath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

// missing says what the tests lack; in CI that is an error.
export function missing() {
  const lacks = !browserPath ? "no Chromium; make test-browser installs it" : !existsSync(akte) ? `no program at ${akte}; make build makes it` : "";
  if (lacks && process.env.CI) throw new Error(lacks);
  return lacks;
}

export const truth = (name) => JSON.parse(readFileSync(join(memos, name + ".truth.json"), "utf8"));

export async function open() {
  const dir = mkdtempSync(join(tmpdir(), "akte-browser-"));
  const archive = join(dir, "archive"), incoming = join(dir, "incoming");
  const run = (args, options = {}) => execFileSync(akte, args, { env: { ...process.env, AKTE_ARCHIVE: archive }, stdio: ["pipe", "pipe", "inherit"], encoding: "utf8", ...options });
  cpSync(join(memos, "gedreht.jpg"), join(incoming, "gedreht.jpg")); // upside down, with a stamp and a signature
  cpSync(join(memos, "followup.pdf"), join(incoming, "followup.pdf")); // confidential: its box is ticked
  cpSync(join(memos, "rueckhalt.pdf"), join(incoming, "rueckhalt.pdf"));
  writeFileSync(join(incoming, evil.replaceAll("/", "") + ".txt"), `Hausmitteilung\n\nBetreff: Skriptprobe ${evil}\n\nDie Skriptprobe ${evil} steht hier.\n`);
  run(["import", incoming]);
  const other = join(dir, "other"); // without users, for viewers of other houses
  cpSync(archive, other, { recursive: true });
  for (const [name, role] of [["petra", "archivist"], ["rudi", "reader"], ["ada", "admin"]]) run(["user", "add", name, "--role", role], { input: password + "\n" });
  const docs = {};
  for (const line of run(["list", "--json"]).trim().split("\n")) {
    const d = JSON.parse(line);
    docs[d.source?.name ?? d.name] = d.id;
  }
  const rooms = [await serve(archive), await serve(other)];
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  return {
    url: rooms[0].url, open: rooms[1].url, browser, run, docs, dir,
    async page(options = {}) {
      const context = await browser.newContext({ locale: "de-DE", viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(20000);
      page.problems = [];
      page.on("pageerror", (e) => page.problems.push(e.message));
      page.on("console", (m) => { if (m.type() === "error" && !/status of [45]\d\d/.test(m.text())) page.problems.push(m.text()); });
      return page;
    },
    async as(name, options) {
      const page = await this.page(options);
      await page.goto(this.url + "/login");
      await page.fill("#name", name);
      await page.fill("#password", password);
      await Promise.all([page.waitForURL((u) => !u.pathname.startsWith("/login")), page.press("#password", "Enter")]);
      return page;
    },
    async close() {
      await browser.close();
      for (const r of rooms) await r.end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

// serve opens a reading room and waits until it answers.
async function serve(archive) {
  const child = spawn(akte, ["serve", "--listen", "127.0.0.1:0", "--follow", "200ms", "--archive", archive], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (d) => { log = (log + d).slice(-20000); });
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (d) => {
      said += d;
      const m = said.match(/http:\/\/\S+/);
      if (m) found(m[0]);
    });
    child.on("exit", (code) => failed(new Error(`serve ended with ${code}: ${log}`)));
  });
  for (let i = 0; ; i++) {
    const r = await fetch(url + "/readyz").catch(() => null);
    if (r?.ok) break;
    if (i > 300) throw new Error("serve is not ready: " + log);
    await new Promise((r) => setTimeout(r, 100));
  }
  return { url, end: () => new Promise((done) => { child.on("exit", done); child.kill("SIGTERM"); }) };
}

// inverse-free: a point of the scan in the view.
export const toView = (m, [x, y]) => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];

// boxToView is the box around a box of the scan in the view.
export function boxToView(m, b) {
  const all = [[b[0], b[1]], [b[2], b[1]], [b[0], b[3]], [b[2], b[3]]].map((p) => toView(m, p));
  return [Math.min(...all.map((p) => p[0])), Math.min(...all.map((p) => p[1])), Math.max(...all.map((p) => p[0])), Math.max(...all.map((p) => p[1]))];
}

// overlap is intersection over union.
export function overlap(a, b) {
  const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (w <= 0 || h <= 0) return 0;
  const area = (x) => (x[2] - x[0]) * (x[3] - x[1]);
  return w * h / (area(a) + area(b) - w * h);
}
