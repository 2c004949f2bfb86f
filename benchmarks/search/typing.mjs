// Types queries letter by letter into the search box of a site, in a Chromium whose page is slowed: node typing.mjs ASKED.json FOUND.json
//
// ASKED: {site, rate, pause, widths, queries}. FOUND: for each width {width, tasks, lags}:
//   tasks  [{clock, cpu}, …] ms of each task of the main thread over 20 ms, from the key that opens the box on. A slowed page burns the
//          time that it loses, so CPU time has the slowing in it; other work on the machine is in the clock's alone
//   lags   [{answer, rest}, …] ms from a query's last letter until its first result stands, until its list rests
import { readFileSync, writeFileSync } from "node:fs";
import { launch, mainTasks, serve, traced, typedIn } from "./site.mjs";

const [askedPath, foundPath] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(askedPath, "utf8"));
const REST = 1500; // ms: by then the list rests
const LEAST = 20;

const server = await serve(asked.site);
const found = [];
for (const width of asked.widths) found.push(await measured(width));
writeFileSync(foundPath, JSON.stringify(found));
server.close();

async function measured(width) {
  const browser = await launch();
  const page = await (await browser.newContext({ viewport: { width, height: 844 } })).newPage();
  await page.addInitScript(observe);
  await page.goto(server.address, { waitUntil: "networkidle" });
  await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: asked.rate });
  const lags = [];
  const events = await traced(browser, async () => {
    await page.evaluate(() => performance.mark("typing-begins"));
    await page.keyboard.press("/");
    await page.waitForTimeout(REST);
    for (const query of asked.queries) lags.push(await typed(page, query));
  });
  await browser.close();
  return { width, lags, tasks: mainTasks(events, "typing-begins").filter(({ clock, cpu }) => Math.max(clock, cpu) > LEAST) };
}

async function typed(page, query) {
  await typedIn(page, query, asked.pause);
  await page.waitForTimeout(REST);
  return page.evaluate(async () => {
    const lag = observed();
    const box = document.querySelector(".md-search__input");
    box.value = "";
    box.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    return lag;
  });
}

// Runs in the page, before its own scripts. A list that was drawn before the last letter and stays as it is has no lag.
function observe() {
  let last = 0;
  let changes = [];
  addEventListener("keyup", () => { last = performance.now(); changes = []; }, true);
  addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector(".md-search-result__list");
    new MutationObserver(() => changes.push(performance.now())).observe(list, { childList: true });
  });
  globalThis.observed = () => ({ answer: (changes[0] ?? last) - last, rest: (changes.at(-1) ?? last) - last });
}
