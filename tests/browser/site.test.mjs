// The built site in a real browser: accessible, quiet, never wider than the phone, and useful without a script.
// SITE is the folder of a built site.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inEveryLook, open as opened, tooWide, violations } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

const PAGES = [
  "", "scenarios/", "scenarios/epidemic/", "playbooks/", "playbooks/cross-sector-forum/", "drills/", "drills/next-wave-tabletop/",
  "drills/next-wave-tabletop/facilitator/", "drills/next-wave-tabletop/run/", "drills/next-wave-tabletop/facilitator/run/", "lessons/", "lessons/load-on-one-department/", "roles/", "roles/partnerships-manager/",
  "municipalities/", "municipalities/0031/", "municipalities/example-city/", "districts/south/", "sources/", "sources/meeting-2020/",
  "lessons/uptake/", "drills/trends/", "drills/coverage/", "municipalities/example-region/playbooks/vulnerable-populations/",
  "calls/partnerships-manager/", "vocabulary/", "guide/", "guide/problems/", "accessibility/",
];

let site, browser;
before(async () => {
  site = await serve(process.env.SITE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

const open = (path, options) => opened(browser, site.address + path, options);

describe("every kind of page", { concurrency: 2 }, () => {
  for (const path of PAGES) {
    test(path || "home", async () => {
      const failed = [];
      const prepare = (page) => page.on("response", (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`));
      await inEveryLook(browser, site.address + path, async ({ page, seen, called }) => {
        assert.deepEqual(await violations(page), [], called);
        const wide = await tooWide(page);
        assert.ok(wide <= 0, `${wide}px wider than the window at ${called}`);
        const outside = seen.requests.filter((url) => !url.startsWith(site.address) && !url.startsWith("data:"));
        assert.deepEqual({ errors: seen.errors, failed, outside }, { errors: [], failed: [], outside: [] }, called);
      }, { prepare });
    });
  }
});

test("text at 200% does not push a page wider than the phone", async () => {
  for (const path of ["", "playbooks/cross-sector-forum/", "municipalities/example-city/", "drills/next-wave-tabletop/"]) {
    const { page, close } = await open(path, { width: 390 });
    await page.addStyleTag({ content: "html{font-size:250%!important}" });
    const wide = await tooWide(page);
    assert.ok(wide <= 0, `${path} is ${wide}px too wide at 200%`);
    await close();
  }
});

test("words that name a row stand beside each other on a phone, however many columns there are", async () => {
  for (const path of ["drills/losing-an-actor/", "drills/losing-an-actor/facilitator/"]) {
    const { page, close } = await open(path, { width: 390 });
    const widths = await page.locator("table.kb-table:not(.kb-matrix) tbody > tr > th:first-child:visible").evaluateAll((heads) => heads.map((head) => head.offsetWidth));
    assert.ok(widths.length > 5, `no table at ${path}`);
    assert.ok(Math.min(...widths) >= 120, `${Math.min(...widths)}px at ${path}`);
    await close();
  }
});

test("a table of authorities filters by text as people write it, and the address keeps the filter", async () => {
  const { page, close } = await open("municipalities/");
  const rows = page.locator("table tbody tr[data-kind]:visible, table tbody tr:visible");
  const all = await rows.count();
  const form = page.locator("form.kb-filter").first();
  await form.locator("input[type=search]").first().fill("תל-אביב");
  await page.waitForURL(/text=/);
  const some = await rows.count();
  assert.ok(some >= 1 && some < all, `${some} of ${all} rows`);
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
