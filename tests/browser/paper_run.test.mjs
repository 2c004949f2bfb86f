// From a paper to a result: the code on it opens the page, which says that it holds; what was ticked on it is ticked on the run's page, and saved.
// SITE is the folder of a built site, PAPER what Python read from the PDF: { link, ticks: [[item, minutes after the one before]] }. SAVED takes the file.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { named } from "./lesson.mjs";
import { open } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

const { SITE, SAVED } = process.env;
const PAPER = JSON.parse(process.env.PAPER);

test("what was ticked on paper becomes a result with the same items and minutes", async () => {
  const [site, browser] = await Promise.all([serve(SITE), launch()]);
  try {
    const { page, close } = await open(browser, site.address + PAPER.link, {
      width: 390, acceptDownloads: true, prepare: (made) => made.clock.install({ time: new Date("2026-11-22T09:00:00") }),
    });
    assert.match(await page.locator("[data-kb-paper]").innerText(), /הדף שבידכם מעודכן/);
    await page.getByRole("link", { name: "הפעילו בטלפון" }).click();
    await page.locator("#kb-run[data-kb-ready]").waitFor({ state: "attached" });
    await page.locator("#kb-run-go").click();
    await page.locator("#kb-run-said", { hasText: "התרגיל התחיל" }).waitFor({ state: "attached" });
    for (const [item, minutes] of PAPER.ticks) {
      await page.clock.fastForward(minutes * 60000);
      await page.locator(`[data-kb-done="${item}"]`).click();
      await page.locator(`#item-${item} [data-kb-state]`, { hasText: "בוצע" }).waitFor();
    }
    await page.locator("#kb-finish-open").click();
    for (const radio of await page.locator('[data-kb-answer="objectives"][value="S"]').all()) await radio.check();
    await page.locator("#q-municipality").fill("דוגמה");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await named(page, "submitted_by").fill("רכזת מתנדבים");
    await page.locator("#kb-run-present summary").click();
    await page.locator("[data-kb-sector]").first().check();
    await page.locator("#kb-finish [type=submit]").click();
    await page.locator("#kb-ending-title").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#kb-download").click()]);
    await download.saveAs(join(SAVED, download.suggestedFilename()));
    await close();
  } finally {
    await browser.close();
    site.close();
  }
});
