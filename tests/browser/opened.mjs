// Opens pages of a site and types into its search. A test waits for what it is about to look at, never for a number of milliseconds: a machine
// may be slow. Time is waited for only where nothing may happen.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexFiles } from "./plain/documents.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SCHEMES = { light: "default", dark: "slate" }; // as the theme calls them

// A copy of a built site with the plain engine and its small index.
export async function plainSite(site) {
  const folder = await mkdtemp(join(tmpdir(), "plain-site-"));
  await cp(site, folder, { recursive: true });
  await rm(join(folder, "search"), { recursive: true, force: true });
  await cp(join(import.meta.dirname, "plain"), join(folder, "assets/kb/js/search"), { recursive: true, filter: (path) => !path.endsWith(".mjs") });
  await cp(join(import.meta.dirname, "plain"), join(folder, "search"), { recursive: true, filter: (path) => !/\.m?js$/.test(path) });
  for (const [name, text] of indexFiles()) await writeFile(join(folder, "search", `${name}.js`), text);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

// seen: what went wrong in the page, and what it asked for.
export async function open(browser, address, { width = 1280, scheme = "light", prepare = () => {}, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 850 }, colorScheme: scheme, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  const seen = { errors: [], requests: [] };
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  context.on("request", (request) => seen.requests.push(request.url()));
  if (more.javaScriptEnabled !== false) await page.addInitScript(hear);
  await prepare(page, context);
  await page.goto(address, { waitUntil: "load" });
  return { page, context, seen, close: () => context.close() };
}

// In the page: what the search box was told last, for tests that wait for an answer.
function hear() {
  addEventListener("DOMContentLoaded", () => globalThis.kbBridge?.box.addEventListener("after", ({ detail }) => { globalThis.heard = detail; }, true));
}

// Looks at a page in every look: loaded at each width, once in each scheme, and turned to the other where it stands, as a device turns at dusk.
// reach brings the page to what is looked at; look gets {page, seen} and what to call it.
export async function inEveryLook(browser, address, look, { reach = () => {}, ...more } = {}) {
  for (const [width, ...schemes] of [[390, "light", "dark"], [1280, "dark", "light"]]) {
    const { page, seen, close } = await open(browser, address, { width, scheme: schemes[0], ...more });
    await reach(page);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`body[data-md-color-scheme=${SCHEMES[scheme]}]`).waitFor({ state: "attached" });
      await look({ page, seen, called: `${width}, ${scheme}` });
    }
    await close();
  }
}

// Until nothing moves that comes to an end: colours on their way are those of no look.
export function still(page) {
  return page.evaluate(async () => {
    const moving = () => document.getAnimations().filter((it) => it.playState === "running" && Number.isFinite(it.effect.getComputedTiming().endTime));
    for (let them = moving(); them.length; them = moving()) await Promise.allSettled(them.map((it) => it.finished));
  });
}

// What axe finds wrong, in a page that has come to rest.
export async function violations(page, within = "html") {
  await still(page);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: AXE });
  const options = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"], resultTypes: ["violations"] };
  const found = await page.evaluate(([within, options]) => axe.run(within, options), [within, options]);
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

// How many pixels a page is wider than its window.
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

// Until a condition outside the page holds.
export async function until(condition, what) {
  for (const end = Date.now() + 30000; Date.now() < end; await pause(50)) if (condition()) return;
  assert.fail(`in vain: ${what}`);
}

// Until the page has asked for nothing more for a while.
export async function quiet(seen) {
  for (let count = -1; count !== seen.requests.length; await pause(500)) count = seen.requests.length;
}

// Holds back what a page asks for until it is let go: how early or late it comes is the test's, and not the machine's.
export function held(pattern) {
  let letGo;
  const gone = new Promise((resolve) => { letGo = resolve; });
  return { letGo, prepare: (page) => page.route(pattern, async (route) => { await gone; await route.continue(); }) };
}

// The box as people open it: the field itself where the window is wide, the magnifier on a phone.
export async function openBox(page) {
  const wide = page.viewportSize().width >= 960;
  await page.locator(wide ? ".md-search__input" : ".md-header__button[for='__search']").click();
  await opened(page);
}

export const opened = (page) => page.locator("#__search:checked").waitFor({ state: "attached" });

// The theme opens the box a moment after its field has the focus, and forgets the focus a moment after it is gone: until that moment is over.
export async function shut(page) {
  await page.locator("#__search:not(:checked)").waitFor({ state: "attached" });
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 20); }));
  assert.ok(!(await page.locator("#__search").isChecked()), "it opened again by itself");
}

export async function search(page, text) {
  await openBox(page);
  await page.keyboard.type(text);
  await answered(page);
}

// Until the box says so, answered or not.
export const says = (page, words) => page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector(".md-search-result__meta").textContent.trim()), words.source);

// Until the box says how what is written now ended, and the whole list is drawn. With other words: until it says those of it.
export async function answered(page, words) {
  await page.waitForFunction(([pattern, isLast]) => {
    const { heard, kbBridge } = globalThis;
    const isOfNow = heard && !heard.empty && kbBridge.isOf(heard, document.querySelector(".md-search__input").value);
    return isOfNow && !(isLast && heard.early) && new RegExp(pattern).test(document.querySelector(".md-search-result__meta").textContent.trim());
  }, [(words ?? /^נמצא|^לא נמצא|^החיפוש לא/).source, !words]);
  await page.waitForFunction(() => document.querySelector(".md-search-result__list").ariaBusy !== "true");
}

// Until what is done is answered: not what was asked on the way to it.
export async function ask(page, act, words) {
  await page.evaluate(() => { globalThis.heard = null; });
  await act();
  await answered(page, words);
}

// A chip of a facet, whose chips are opened for it.
export async function chip(page, field, code) {
  const opener = page.locator(`[data-kb-open=${field}]`);
  if ((await opener.getAttribute("aria-expanded")) !== "true") await opener.click();
  return page.locator(`[data-kb-field=${field}][data-kb-code="${code}"]`);
}

export const meta = (page) => page.locator(".md-search-result__meta").textContent();
// textContent: what is off the screen is not laid out, and has no innerText.
export const titles = (page) => page.locator(".md-search-result__item").evaluateAll((items) => items.map((item) => item.querySelector("h1").textContent.replace(/\s+/g, " ").trim()));
