// Opens pages of a site and types into its search, as the tests of the search box do.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexFiles } from "./plain/documents.mjs";

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

export async function open(browser, address, { width = 1280, scheme = "light", prepare = () => {}, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 850 }, colorScheme: scheme, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  const seen = { errors: [], requests: [] };
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  context.on("request", (request) => seen.requests.push(request.url()));
  await prepare(page, context);
  await page.goto(address, { waitUntil: "load" });
  return { page, context, seen, close: () => context.close() };
}

// The box as people open it: the field itself where the window is wide, the magnifier on a phone.
export async function openBox(page) {
  const wide = page.viewportSize().width >= 960;
  await page.locator(wide ? ".md-search__input" : ".md-header__button[for='__search']").click();
  await page.locator("#__search:checked").waitFor({ state: "attached" });
}

export async function search(page, text) {
  await openBox(page);
  await page.keyboard.type(text);
  await answered(page);
}

// Until the box says how it ended, and the whole list is drawn.
export async function answered(page, words = /^נמצא|^לא נמצא|^החיפוש לא/) {
  await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector(".md-search-result__meta").textContent.trim()), words.source);
  await page.waitForFunction(() => document.querySelector(".md-search-result__list").ariaBusy !== "true");
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
