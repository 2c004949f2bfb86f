// The built site in a real browser: accessible, quiet, never wider than the phone, and useful without a script.
// SITE is the folder of a built site.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch, serve } from "./server.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGES = [
  "", "scenarios/", "scenarios/epidemic/", "playbooks/", "playbooks/cross-sector-forum/", "drills/", "drills/next-wave-tabletop/",
  "drills/next-wave-tabletop/facilitator/", "drills/next-wave-tabletop/run/", "drills/next-wave-tabletop/facilitator/run/", "lessons/", "lessons/load-on-one-department/", "roles/", "roles/partnerships-manager/",
  "municipalities/", "municipalities/0031/", "municipalities/example-city/", "districts/south/", "sources/", "sources/meeting-2020/",
  "lessons/uptake/", "drills/trends/", "drills/coverage/", "municipalities/example-region/playbooks/vulnerable-populations/",
  "calls/partnerships-manager/", "vocabulary/", "guide/", "guide/problems/", "accessibility/",
];
const LOOKS = [[390, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]];

let site, browser;
before(async () => {
  site = await serve(process.env.SITE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

async function open(path, { width = 1280, scheme = "light", ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  const seen = { errors: [], outside: [] };
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.address) && !request.url().startsWith("data:")) seen.outside.push(request.url());
  });
  page.on("response", (response) => response.status() >= 400 && seen.errors.push(`${response.status()} ${response.url()}`));
  await page.goto(site.address + path, { waitUntil: "load" });
  return { page, seen, close: () => context.close() };
}

describe("every kind of page", { concurrency: 2 }, () => {
  for (const path of PAGES) {
    test(path || "home", async () => {
      for (const [width, scheme] of LOOKS) {
        const { page, seen, close } = await open(path, { width, scheme });
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }));
        const serious = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(" | ")}`);
        assert.deepEqual(serious, [], `${path} at ${width}, ${scheme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide}px wider than the window at ${width}`);
        assert.deepEqual(seen, { errors: [], outside: [] }, `${path} at ${width}, ${scheme}`);
        await close();
      }
    });
  }
});

test("text at 200% does not push a page wider than the phone", async () => {
  for (const path of ["", "playbooks/cross-sector-forum/", "municipalities/example-city/", "drills/next-wave-tabletop/"]) {
    const { page, close } = await open(path, { width: 390 });
    await page.addStyleTag({ content: "html{font-size:250%!important}" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${path} is ${wide}px too wide at 200%`);
    await close();
  }
});

test("a table of authorities filters by text as people write it, and the address keeps the filter", async () => {
  const { page, close } = await open("municipalities/");
  const rows = page.locator("table tbody tr[data-kind]:visible, table tbody tr:visible");
  const all = await rows.count();
  const form = page.locator("form.kb-filter").first();
  await form.locator("input[type=search]").first().fill("תל-אביב");
  await page.waitForTimeout(300);
  const some = await rows.count();
  assert.ok(some >= 1 && some < all, `${some} of ${all} rows`);
  assert.match(page.url(), /text=/);
  await page.reload();
  assert.equal(await rows.count(), some);
  assert.ok(!(await page.locator("#__search").isChecked()), "a shared filter opens the search box over the list");
  await close();
});

test("without a script a playbook still shows both views", async () => {
  const { page, close } = await open("playbooks/cross-sector-forum/", { javaScriptEnabled: false });
  assert.ok(await page.locator("#by-time").isVisible());
  assert.ok(await page.locator("#by-role").isVisible());
  await close();
});

test("with a script the switch shows one of them", async () => {
  const { page, close } = await open("playbooks/cross-sector-forum/");
  assert.ok(!(await page.locator("#by-role").isVisible()));
  await page.locator('[data-kb-show="by-role"]').click();
  assert.ok(await page.locator("#by-role").isVisible());
  assert.ok(!(await page.locator("#by-time").isVisible()));
  await close();
});

test("ticks of the first hour outlive a reload", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site.address}scenarios/epidemic/`);
  const tick = page.locator(".kb-ticks input[type=checkbox]:visible").first();
  await tick.check({ force: true });
  await page.reload();
  assert.ok(await page.locator(".kb-ticks input[type=checkbox]:visible").first().isChecked());
  await context.close();
});

test("a participants' checklist prints on one A4 page", async () => {
  const { page, close } = await open("drills/next-wave-tabletop/");
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: false });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
  assert.equal(pages.length, 1);
  await close();
});
