// A lesson sent from the form to a real intake. SITE is the folder of a built site, PORT the one from which the intake takes submissions.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TEXTS, fillLesson, submitted } from "./lesson.mjs";
import { open } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

let welcome, stranger, browser;
before(async () => {
  welcome = await serve(process.env.SITE, Number(process.env.PORT));
  stranger = await serve(process.env.SITE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  welcome?.close();
  stranger?.close();
});

async function ready(address) {
  const opened = await open(browser, `${address}contribute/lesson/`);
  await opened.page.locator("form[data-kb-ready]").waitFor({ state: "attached" });
  await fillLesson(opened.page, { ...TEXTS, title: "לקח שנשלח ברשת" });
  await submitted(opened.page);
  await opened.page.locator("#kb-send").click();
  return opened;
}

const drafts = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("kb-draft")).length);

test("it is taken, and taken once", async () => {
  const first = await ready(welcome.address);
  await first.page.locator(".kb-ending__said", { hasText: "התקבלה" }).waitFor();
  assert.equal(await drafts(first.page), 0);
  await first.close();
  const again = await ready(welcome.address);
  await again.page.locator(".kb-ending__said", { hasText: "כבר התקבלה" }).waitFor();
  await again.close();
});

test("another site is turned away, and loses nothing", async () => {
  const { page, close } = await ready(stranger.address);
  await page.locator(".kb-ending__said", { hasText: "השליחה לא הצליחה" }).waitFor();
  assert.equal(await drafts(page), 1);
  await close();
});
