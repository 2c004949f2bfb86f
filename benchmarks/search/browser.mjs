// Measures a search box in a slowed Chromium: node browser.mjs ASKED.json FOUND.json
//
// ASKED: {site, page, input, item, rate, visits: [{paste, type}]}. `input` and `item` are selectors of the box and of a result in its list.
// FOUND: {quiet: {bytes, paths}, visits: […]}: what a page view without a search loads, and each visit in a new context:
//   slowed  {main, worker}: by how much each really was, by a sum that takes about as long as it takes
//   first, settled  ms from opening the box with a whole query in it until the first result stands, until the list rests
//   bytes, files    over the wire from opening until the list rests
//   typed  {lag}: another query, letter by letter: ms from the last letter until the list rests
//   longest  ms that the longest task of the main thread took since the box was opened (0: none over 50 ms), by the clock
//   longestCpu  the same in CPU time, in a visit of its own that is not slowed, times the rate: other work on the machine does not count
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { launch, mainTasks, serve, served, traced, typedIn } from "./site.mjs";

const [askedPath, foundPath] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(askedPath, "utf8"));
const REST = 1500; // ms without a change: the list rests
const PATIENCE = 120_000;
const PAUSE = 80; // ms between letters
const SEARCH = /\/search\/|workers\/search|\/lunr\/|pagefind/;

const BURN = "function burn() { const began = performance.now(); let x = 0; for (let i = 0; i < 3e7; i++) x += Math.sqrt(i); return performance.now() - began; }";
// A page that measures how fast its main thread and a worker are.
const CALIBRATION = {
  "/__calibrate.html": served(".html", `<!doctype html><title>x</title><script>${BURN}
    const worker = new Worker("/__calibrate.js");
    const inWorker = () => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); worker.postMessage(0); });
    // The quickest of some: the first ones wait for the compiler.
    const quickest = async (run) => { let best = Infinity; for (let i = 0; i < 4; i++) best = Math.min(best, await run()); return best; };
    async function calibrate() { return { main: await quickest(burn), worker: await quickest(inWorker) }; }</script>`),
  "/__calibrate.js": served(".js", `${BURN} onmessage = () => postMessage(burn());`),
};

const server = await serve(asked.site, CALIBRATION);
const found = { quiet: await quiet(), visits: [] };
for (const visit of asked.visits) found.visits.push(await visited(visit));
writeFileSync(foundPath, JSON.stringify(found));
server.close();

async function quiet() {
  const { page, close } = await opened();
  server.sent.clear();
  await page.goto(server.address + asked.page, { waitUntil: "networkidle" });
  const sent = [...server.sent].filter(([path]) => SEARCH.test(path));
  const all = sum(server.sent.values());
  await close();
  return { bytes: sum(sent.map(([, bytes]) => bytes)), all, paths: sent.map(([path]) => path) };
}

async function visited({ paste, type }) {
  const { browser, page, close } = await opened();
  const { slowed, fast } = await slowedDown(browser, page);
  await page.goto(server.address + asked.page, { waitUntil: "load" });
  await page.evaluate(() => 0);
  server.sent.clear();
  const found = await searched(page, paste, type);
  await fast();
  await close();
  const longestCpu = await longestByCpu({ paste, type });
  return { slowed, ...found, longestCpu };
}

async function longestByCpu({ paste, type }) {
  const { browser, page, close } = await opened();
  await page.goto(server.address + asked.page, { waitUntil: "load" });
  await page.evaluate(() => 0);
  const events = await traced(browser, () => searched(page, paste, type));
  await close();
  return Math.max(0, ...mainTasks(events, "box-opened").map(({ cpu }) => cpu)) * asked.rate;
}

// One query at once, then another letter by letter. What the tool itself brings into the page is there before.
async function searched(page, paste, type) {
  const pasted = await page.evaluate((known) => observed.pasted(known), { ...asked, text: paste, rest: REST, patience: PATIENCE });
  const sent = [...server.sent];
  await page.evaluate((input) => { document.querySelector(input).value = ""; }, asked.input);
  await typedIn(page, type, PAUSE);
  const typed = await page.evaluate(([rest, patience]) => observed.typed(rest, patience), [REST, PATIENCE]);
  return { ...pasted, ...typed, bytes: sum(sent.map(([, bytes]) => bytes)), files: sent.length, paths: sent.map(([path]) => path) };
}

// A page on the site's origin, so that its process is the one that will show the site.
async function opened() {
  const browser = await launch();
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(observe);
  await page.goto(`${server.address}__calibrate.html`);
  return { browser, page, close: () => browser.close() };
}

// Stopping takes a moment, so what is reached is less than what is asked: it is measured, and asked again by so much more.
async function slowedDown(browser, page) {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => String(id));
  const plain = await page.evaluate(() => calibrate());
  const slower = async () => {
    const slow = await page.evaluate(() => calibrate());
    return { main: slow.main / plain.main, worker: slow.worker / plain.worker };
  };
  const first = await stopAndGo(pids, asked.rate);
  const { main, worker } = await slower();
  await first();
  const more = Math.min(2, Math.max(1, asked.rate / ((main + worker) / 2)));
  const fast = await stopAndGo(pids, asked.rate * more);
  return { slowed: await slower(), fast };
}

async function stopAndGo(pids, rate) {
  const slow = spawn("node", [new URL("slow.mjs", import.meta.url).pathname, String(rate), ...pids], { stdio: ["pipe", "inherit", "inherit"] });
  const ended = new Promise((resolve) => slow.on("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return () => { slow.stdin.end(); return ended; };
}

// Runs in the page, before its own scripts.
function observe() {
  const tasks = [];
  let changed = 0;
  let lastKey = 0;
  addEventListener("keyup", () => { lastKey = performance.now(); }, true);
  let opened = Infinity;
  new PerformanceObserver((list) => {
    tasks.push(...list.getEntries().filter((entry) => entry.startTime >= opened).map((entry) => entry.duration));
  }).observe({ type: "longtask" });
  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const rest = async (since, ms, patience) => {
    while (!changed || performance.now() - Math.max(changed, since) < ms) {
      if (performance.now() - since > patience) break;
      await later(50);
    }
    return changed;
  };
  const watch = (item, seen) => new MutationObserver((records) => {
    if (!records.some(({ target }) => target instanceof Element && target.closest(item.split(" ")[0]))) return;
    if (document.querySelector(item)) { changed = performance.now(); seen(changed); }
  }).observe(document, { subtree: true, childList: true });

  globalThis.observed = {
    tasks,
    async pasted({ input, item, text, rest: ms, patience }) {
      let first = null;
      watch(item, (now) => { first ??= now; });
      const box = document.querySelector(input);
      performance.mark("box-opened");
      const began = opened = performance.now();
      box.focus();
      box.value = text;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, key: "x" }));
      const settled = await rest(began, ms, patience);
      return { first: first && first - began, settled: settled && settled - began, results: document.querySelectorAll(item).length };
    },
    async typed(ms, patience) {
      const settled = await rest(lastKey, ms, patience);
      return { lag: Math.max(0, settled - lastKey), longest: Math.max(0, ...tasks) };
    },
  };
}

function sum(numbers) {
  return [...numbers].reduce((total, number) => total + number, 0);
}
