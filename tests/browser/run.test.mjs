// A drill that is run in a real browser: on a phone, on two devices, without a network, from a folder. SITE is the folder of a built site whose
// drill is tests/browser/drill.yml. What is saved goes to SAVED, for Python to read.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { createServer, get } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { named } from "./lesson.mjs";
import { open } from "./opened.mjs";
import { chromium } from "playwright-core";
import { launch, serve } from "./server.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const { SITE, SAVED } = process.env;
const RUN = "drills/first-drill/run/";
const LEAD = "drills/first-drill/facilitator/run/";
const NINE = new Date("2026-11-22T09:00:00");

const browserPath = () => process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

let site, browser;
before(async () => {
  site = await serve(SITE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

const ready = (page) => page.locator("#kb-run[data-kb-ready]").waitFor({ state: "attached" });

// On a device of its own, at nine o'clock.
async function run(path = RUN, { of = site, at = NINE, width = 390, ...more } = {}) {
  const opened = await open(browser, of.address + path, {
    width, acceptDownloads: true, ...more,
    prepare: async (page) => { if (at) await page.clock.install({ time: at }); },
  });
  await ready(opened.page);
  return opened;
}

const minutes = (page, count) => page.clock.fastForward(count * 60000);
const box = (page, id) => page.locator(`[data-kb-done="${id}"]`);
const state = (page, id) => page.locator(`#item-${id} [data-kb-state]`).innerText();
const clock = (page) => page.locator("#kb-run-clock").innerText();
const until = (page, words) => page.locator("#kb-run-said", { hasText: words }).waitFor({ state: "attached" });

// Until an answer that is waited for is yes; `waitForFunction` takes the promise itself for one.
async function untilTrue(page, asked) {
  for (let tries = 0; tries < 200; tries++) {
    if (await page.evaluate(asked)) return;
    await new Promise((passed) => setTimeout(passed, 50));
  }
  assert.fail(`never: ${asked}`);
}

// "התחילו", and later what that button has become.
async function go(page, words = "התרגיל התחיל") {
  await page.locator("#kb-run-go").click();
  await until(page, words);
}

async function tick(page, id) {
  const words = await page.locator(`#item-${id} .kb-run__tick`).innerText();
  await box(page, id).click();
  await until(page, words.slice(0, 20));
}

describe("a drill", () => {
  test("keeps time and who, and nothing of it is lost when the page is", async () => {
    const { page, seen, close } = await run();
    assert.equal(await clock(page), "0:00:00");
    await page.locator("[data-kb-role]").first().click();
    await go(page);
    await minutes(page, 12);
    await tick(page, "second-item");
    assert.match(await state(page, "second-item"), /^בוצע · דקה 12 · ./);
    await go(page, "השעון עצר");
    await minutes(page, 30);
    assert.match(await clock(page), /^0:12:0/);
    await go(page, "השעון ממשיך");
    await minutes(page, 9);
    assert.match(await clock(page), /^0:21:0/);
    assert.equal(await state(page, "first-item"), "עבר הזמן, ולא סומן");
    await page.locator("#item-first-item summary").click();
    await page.locator('[data-kb-outcome="first-item"][value="partly"]').check();
    await page.locator("#items-first-item-note").fill("המחליף לא ענה");
    await page.locator("#items-first-item-note").press("Tab");
    assert.match(await state(page, "first-item"), /^בוצע חלקית · דקה 21/);
    await page.reload();
    await ready(page);
    assert.match(await clock(page), /^0:21:0/);
    assert.ok(await box(page, "second-item").isChecked());
    assert.equal(await page.locator("#items-first-item-note").inputValue(), "המחליף לא ענה");
    assert.match(await state(page, "second-item"), /^בוצע · דקה 12 · ./);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(site.address) && !/^(data|blob):/.test(url)), []);
    await close();
  });

  test("takes back the last thing, and gives it back", async () => {
    const { page, close } = await run();
    await go(page);
    await tick(page, "second-item");
    await tick(page, "third-item");
    const undo = page.locator("#kb-run-undo");
    await undo.click();
    await until(page, "בוטל: הסימון ״נמצא מחליף");
    assert.deepEqual([await box(page, "second-item").isChecked(), await box(page, "third-item").isChecked()], [true, false]);
    assert.match(await undo.innerText(), /^החזירו/);
    await undo.click();
    await until(page, "הוחזר");
    assert.ok(await box(page, "third-item").isChecked());
    await page.reload();
    await ready(page);
    assert.ok(await box(page, "third-item").isChecked());
    await close();
  });

  test("began before anybody pressed: the minutes follow", async () => {
    const { page, close } = await run();
    await go(page);
    await minutes(page, 5);
    await tick(page, "second-item");
    await page.locator("#kb-run-desk summary").click();
    await page.locator("#kb-desk-began").fill("8:50");
    await page.locator("#kb-desk-began").press("Tab");
    await until(page, "תוקנה");
    assert.match(await state(page, "second-item"), /דקה 15/);
    assert.match(await clock(page), /^0:15:/);
    await page.locator("#kb-desk-began").fill("אתמול");
    await page.locator("#kb-desk-began").press("Tab");
    assert.match(await page.locator("#kb-desk-began-error").innerText(), /כמו 09:05/);
    await page.locator("#kb-desk-began").fill("9:40");
    await page.locator("#kb-desk-began").press("Tab");
    assert.match(await page.locator("#kb-desk-began-error").innerText(), /עוד לא הגיעה/);
    assert.match(await clock(page), /^0:15:/);
    await close();
  });

  test("what is answered after the end has no minute, and what is mended then keeps the one it had", async () => {
    const { page, close } = await run();
    await go(page);
    await minutes(page, 12);
    await tick(page, "second-item");
    await minutes(page, 30);
    await page.locator("#kb-run-stop").click();
    await until(page, "הסתיים");
    await tick(page, "third-item");
    assert.equal(await state(page, "third-item"), "בוצע");
    await page.locator("#item-second-item summary").click();
    await page.locator('[data-kb-outcome="second-item"][value="partly"]').check();
    await until(page, "בוצע חלקית");
    assert.equal(await state(page, "second-item"), "בוצע חלקית · דקה 12");
    await close();
  });

  test("refuses details of people, and keeps the rest", async () => {
    const { page, close } = await run();
    await go(page);
    await page.locator("#kb-run-who").fill("דנה 050-1234567");
    await page.locator("#kb-run-who").press("Tab");
    assert.match(await page.locator("#kb-run-who-error").innerText(), /יש כאן פרט אישי: מספר טלפון/);
    await tick(page, "second-item");
    assert.match(await state(page, "second-item"), /^בוצע · דקה 0$/);
    await page.locator("#item-second-item summary").click();
    await page.locator("#items-second-item-note").fill("כתבו ל־a@example.org");
    await page.locator("#items-second-item-note").press("Tab");
    assert.match(await page.locator("#items-second-item-note-error").innerText(), /כתובת דואר/);
    await page.reload();
    await ready(page);
    assert.equal(await page.locator("#items-second-item-note").inputValue(), "");
    await close();
  });

  test("two tabs lose nothing of each other", async () => {
    const { page, context, close } = await run(RUN, { at: null });
    await go(page);
    const second = await context.newPage();
    await second.goto(site.address + RUN);
    await ready(second);
    await Promise.all([tick(page, "second-item"), tick(second, "third-item")]);
    for (const tab of [page, second]) {
      await tab.locator('#item-second-item[data-outcome="done"]').waitFor();
      await tab.locator('#item-third-item[data-outcome="done"]').waitFor();
    }
    await close();
  });

  test("where the database is closed, plain storage holds it; where both are, it is said", async () => {
    const closed = (page) => page.addInitScript(() => { Object.defineProperty(globalThis, "indexedDB", { value: { open() { throw new Error("closed"); } } }); });
    const { page, close } = await open(browser, site.address + RUN, { prepare: closed });
    await ready(page);
    await go(page);
    await tick(page, "second-item");
    await page.reload();
    await ready(page);
    assert.ok(await box(page, "second-item").isChecked());
    await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
    await tick(page, "third-item");
    assert.match(await page.locator("#kb-run-trouble").innerText(), /אין מקום במכשיר/);
    assert.ok(await box(page, "third-item").isChecked());
    await close();
  });
});

describe("a facilitator", () => {
  test("is told of an inject when its minute comes, and says when it was given", async () => {
    const { page, seen, close } = await run(LEAD);
    assert.equal(await page.locator("#kb-run-next").innerText(), "הזרמה 1 בדקה 10");
    await go(page);
    await minutes(page, 7);
    assert.match(await page.locator("#kb-run-next").innerText(), /^הזרמה 1 בעוד 0?[23]:[0-5]\d$/);
    assert.ok(await page.locator("#kb-run-due").isHidden());
    await minutes(page, 3);
    await until(page, "הגיע הזמן: הזרמה 1");
    assert.ok(await page.locator("#kb-run-due").isVisible());
    assert.match(await page.locator("#inject-1").innerText(), /הגיע זמנה/);
    await minutes(page, 2);
    await page.locator("#kb-run-due button").click();
    await page.locator("#kb-run-due").waitFor({ state: "hidden" });
    assert.match(await page.locator("#inject-1").innerText(), /נמסרה בדקה 12/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "inject-1");
    await page.locator('[data-kb-rating="meet"][value="S"]').check();
    await page.reload();
    await ready(page);
    assert.ok(await page.locator('[data-kb-rating="meet"][value="S"]').isChecked());
    assert.match(await page.locator("#inject-1").innerText(), /נמסרה בדקה 12/);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("hears a tone and feels a shake only when asked for", async () => {
    const { page, close } = await open(browser, site.address + LEAD, {
      prepare: async (page) => {
        await page.addInitScript(() => { globalThis.shaken = 0; navigator.vibrate = () => { globalThis.shaken += 1; return true; }; });
        await page.clock.install({ time: NINE });
      },
    });
    await ready(page);
    await go(page);
    await minutes(page, 11);
    await until(page, "הזרמה 1");
    assert.equal(await page.evaluate(() => globalThis.shaken), 0);
    await page.locator("#kb-run-desk summary").click();
    await page.locator("#kb-desk-shake").check();
    await page.locator("#kb-desk-sound").check();
    await minutes(page, 15);
    await until(page, "הזרמה 2");
    assert.equal(await page.evaluate(() => globalThis.shaken), 1);
    await close();
  });
});

describe("handing over", () => {
  const address = (page) => page.locator(".kb-run__code").evaluateAll((codes) => codes.map((code) => code.dataset.kbAddress));

  test("a second device goes on from the code, and both come together again", async () => {
    const first = await run(LEAD);
    await go(first.page);
    await minutes(first.page, 3);
    await tick(first.page, "second-item");
    await first.page.locator('[data-kb-rating="meet"][value="M"]').check();
    await first.page.locator("#kb-pass-code").click();
    const [code] = await address(first.page);
    assert.ok(code.startsWith(`${site.address}${LEAD}#run=`));

    const second = await run(code.slice(site.address.length), { at: new Date(NINE.getTime() + 4 * 60000) });
    assert.match(await second.page.locator("#kb-run-arrived").innerText(), /נקלטו 3 פעולות/);
    assert.equal(await second.page.evaluate(() => location.hash), "");
    assert.ok(await box(second.page, "second-item").isChecked());
    assert.match(await clock(second.page), /^0:0(3:5|4:0)/);
    await tick(second.page, "third-item");
    await tick(first.page, "first-item");
    await second.page.locator("#kb-pass-code").click();
    const [back] = await address(second.page);
    await first.page.goto(back);
    await ready(first.page);
    for (const id of ["first-item", "second-item", "third-item"]) await first.page.locator(`#item-${id}[data-outcome="done"]`).waitFor();
    await second.page.reload();
    await ready(second.page);
    assert.ok(await box(second.page, "third-item").isChecked());

    // What goes to the participants' page has no rating in it.
    await first.page.locator('[name="kb-pass-to"][value="participants"]').check();
    await first.page.locator("#kb-pass-code").click();
    const [forThem] = await address(first.page);
    assert.ok(forThem.startsWith(`${site.address}${RUN}#run=`));
    const third = await run(forThem.slice(site.address.length), { at: new Date(NINE.getTime() + 5 * 60000) });
    const kept = await third.page.evaluate(async () => { const all = await (await kbRunStore.open(new URL("../../../", location.href).pathname + "#first-drill")).all(); return Object.values(all).flat().map((event) => event.kind); });
    assert.deepEqual([...new Set(kept)].sort(), ["start", "tick"]);
    await Promise.all([first.close(), second.close(), third.close()]);
  });

  test("a recorder's page on a facilitator's device hands on no inject, by a code or a file", async () => {
    const { page, close } = await run(LEAD);
    await go(page);
    await minutes(page, 11);
    await page.locator("#kb-run-due button").click();
    await page.locator("#kb-run-due").waitFor({ state: "hidden" });
    await page.goto(site.address + RUN);
    await ready(page);
    await tick(page, "second-item");
    await page.locator("#kb-pass-code").click();
    const [code] = await address(page);
    const kinds = await page.evaluate(async (hash) => (await kbRunHandover.read(hash)).events.map((event) => event.kind), new URL(code).hash);
    assert.deepEqual(kinds, ["start", "tick"]);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#kb-pass-file").click()]);
    const saved = await page.evaluate((text) => kbRunHandover.ofText(text).events.map((event) => event.kind), await readFile(await file.path(), "utf8"));
    assert.deepEqual(saved, ["start", "tick"]);
    await close();
  });

  test("two who pressed start are asked whether it is one drill", async () => {
    const first = await run();
    await go(first.page);
    await tick(first.page, "second-item");
    await first.page.locator("#kb-pass-code").click();
    const [code] = await address(first.page);
    const second = await run();
    await go(second.page);
    await tick(second.page, "third-item");
    await second.page.goto(code);
    await ready(second.page);
    await second.page.locator("#kb-run-arrived button").first().click();
    await second.page.locator('#item-second-item[data-outcome="done"]').waitFor();
    assert.ok(await box(second.page, "third-item").isChecked());
    await Promise.all([first.close(), second.close()]);
  });

  test("much goes by several codes, more by a file, and what is no run is refused", async () => {
    const { page, close } = await run();
    await go(page);
    await page.evaluate(() => { for (const id of ["first-item", "second-item", "third-item"]) document.querySelector(`#item-${id} details`).open = true; });
    const letters = (seed) => Array.from({ length: 150 }, () => String.fromCodePoint(0x5d0 + (((seed = (seed * 48271) % 2147483647) >> 8) % 27))).join(""); // nothing to compress
    for (const [seed, id] of ["first-item", "second-item", "third-item"].entries()) {
      await page.locator(`#items-${id}-note`).fill(letters(seed + 3));
      await page.locator(`#items-${id}-note`).press("Tab");
      await tick(page, id);
    }
    await page.locator("#kb-pass-code").click();
    await page.locator(".kb-run__code").first().waitFor();
    const codes = await address(page);
    assert.ok(codes.length > 1 && codes.every((code) => code.length <= 858));
    const second = await run(codes.at(-1).slice(site.address.length));
    assert.match(await second.page.locator("#kb-run-arrived").innerText(), /סרקו גם: קוד 1/);
    for (const code of codes.slice(0, -1)) { await second.page.goto(code); await ready(second.page); }
    assert.match(await second.page.locator("#kb-run-arrived").innerText(), /כל הקודים נקלטו/);
    assert.equal(await second.page.locator("#items-third-item-note").inputValue(), letters(5));
    assert.equal(await second.page.locator("#items-first-item-note").inputValue(), letters(3));

    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#kb-pass-file").click()]);
    assert.equal(file.suggestedFilename(), "hosen-run-first-drill-2026-11-22.json");
    const third = await run();
    await third.page.locator("#kb-pass-open").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await third.page.locator("#kb-run-arrived", { hasText: "אינו הפעלה" }).waitFor();
    await third.page.locator("#kb-pass-open").setInputFiles(await file.path());
    await third.page.locator('#item-third-item[data-outcome="done"]').waitFor();
    await third.page.goto(`${site.address}${RUN}#run=dAAAA.1.1.x`);
    await third.page.locator("#kb-run-arrived", { hasText: "הקוד לא נקרא" }).waitFor();
    assert.ok(await box(third.page, "third-item").isChecked());
    await Promise.all([close(), second.close(), third.close()]);
  });
});

describe("the result", () => {
  test("asks for what is missing and never decides by itself", async () => {
    const { page, close } = await run();
    await page.locator("[data-kb-role]").first().click();
    await go(page);
    await minutes(page, 8);
    await tick(page, "second-item");
    await page.locator("#kb-finish-open").click();
    await page.locator("#kb-finish [type=submit]").click();
    const told = await page.locator("#kb-summary li").allInnerTexts();
    assert.equal(told.filter((line) => line.startsWith("חסרה תוצאה ל־״")).length, 4, told.join("\n"));
    assert.ok(told.some((line) => line.includes("התפקיד שלכם")) && told.some((line) => line.includes("המגזרים")));
    await page.locator('[data-kb-rest="not_done"]').click();
    await until(page, "לכל השאר");
    for (const radio of await page.locator('[data-kb-answer="objectives"][value="S"]').all()) await radio.check();
    await page.locator("#q-municipality").fill("דוגמה");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await named(page, "held_on").inputValue(), "22.11.2026");
    await named(page, "submitted_by").fill("רכזת, 052-7654321");
    await page.locator("#kb-run-present summary").click();
    await page.locator("[data-kb-sector]").first().check();
    await page.locator("#kb-finish [type=submit]").click();
    assert.equal((await page.locator("#kb-summary li").allInnerTexts()).length, 1);
    assert.match(await page.locator("#kb-summary").innerText(), /פרט אישי/);
    await named(page, "submitted_by").fill("רכזת מתנדבים");
    await named(page, "review.strengths").fill("הפורום נענה\n\nהרשימה עדכנית");
    await page.locator("#kb-finish [type=submit]").click();
    await page.locator("#kb-ending-title").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#kb-download").click()]);
    await download.saveAs(join(SAVED, download.suggestedFilename()));
    const sent = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.deepEqual([sent.kind, sent.municipality, sent.submitted_by], ["result", "example-unit", "רכזת מתנדבים"]);
    assert.deepEqual([sent.fields.drill, sent.fields.held_on, sent.fields.sectors.length], ["first-drill", "2026-11-22", 1]);
    assert.deepEqual(sent.fields.items.map(({ item, outcome, minute }) => [item, outcome, minute]), [["first-item", "not_done", undefined], ["second-item", "done", "8"], ["third-item", "not_done", undefined]]);
    assert.ok(sent.fields.items.every(({ by }) => by));
    assert.deepEqual(sent.fields.objectives.map(({ rating }) => rating), ["S", "S"]);
    assert.deepEqual(sent.fields.review, { strengths: ["הפורום נענה", "הרשימה עדכנית"] });
    await close();
  });

  test("can be opened in the form, filled in", async () => {
    const { page, close } = await run();
    await go(page);
    await minutes(page, 4);
    await tick(page, "second-item");
    await page.locator("#kb-finish-open").click();
    await page.locator("#kb-finish-form").click();
    await page.waitForURL(/contribute\/result\//);
    await page.locator("form[data-kb-ready]").waitFor();
    assert.ok(await page.locator('[name="items[1].outcome"][value="done"]').isChecked());
    assert.equal(await named(page, "items[1].minute").inputValue(), "4");
    assert.ok(!(await page.locator('[name="items[0].outcome"]:checked').count()));
    await close();
  });
});

describe("whatever happens", () => {
  test("a device that dies the moment after a tick still has it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kb-killed-"));
    const start = () => chromium.launchPersistentContext(folder, { executablePath: browserPath(), args: ["--no-sandbox", "--disable-gpu"] });
    const first = await start();
    const page = await first.newPage();
    await page.goto(site.address + RUN);
    await ready(page);
    await go(page);
    await page.locator('[data-kb-done="second-item"]').click();
    await page.locator('#item-second-item[data-outcome="done"]').waitFor();
    const [, pid] = (await readlink(join(folder, "SingletonLock"))).match(/-(\d+)$/);
    process.kill(Number(pid), "SIGKILL"); // the browser of this test alone
    await rm(join(folder, "SingletonLock"), { force: true });
    const second = await start();
    const again = await second.newPage();
    await again.goto(site.address + RUN);
    await ready(again);
    assert.ok(await box(again, "second-item").isChecked());
    await second.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("a link that somebody wrote by hand brings no details of people into a result", async () => {
    const { page, close } = await run();
    const address = await page.evaluate(async (path) => {
      const events = [["start", {}], ["tick", { of: "first-item", value: "done", by: "דנה, 050-1234567" }]].map(([kind, more], count) => ({ id: kbRunLog.idOf(Date.now(), count, "evil1"), kind, at: Date.now(), who: "", ...more }));
      return (await kbRunHandover.addresses(path, { drill: "first-drill", run: "evil", events }, 4000))[0];
    }, site.address + RUN);
    await page.goto(address);
    await ready(page);
    assert.ok(await box(page, "first-item").isChecked());
    await page.locator("#kb-finish-open").click();
    await page.locator("#kb-finish [type=submit]").click();
    assert.match(await page.locator("#kb-summary").innerText(), /יש כאן פרט אישי: מספר טלפון/);
    await close();
  });
});

describe("without a network", () => {
  test("what was opened once opens again, and ticks are kept", async () => {
    const { page, context, close } = await open(browser, site.address + RUN);
    await ready(page);
    await page.waitForFunction(() => kbOffline.ready);
    await go(page);
    await context.setOffline(true);
    await page.reload();
    await ready(page);
    await tick(page, "second-item");
    await page.reload();
    await ready(page);
    assert.ok(await box(page, "second-item").isChecked());
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".kb-run__bar")).position), "sticky", "its styles were kept too");
    await page.goto(`${site.address}contribute/result/?drill=first-drill`);
    await page.locator("form[data-kb-ready]").waitFor();
    await page.locator(".kb-row").first().waitFor();
    await page.goto(`${site.address}roles/`);
    assert.match(await page.locator("h1").innerText(), /אין רשת/);
    await close();
  });

  test("with one, a page is as the site has it now; a new version takes the place of the old whole", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kb-offline-"));
    await cp(SITE, folder, { recursive: true });
    const own = await serve(folder);
    const { page, context, close } = await open(browser, own.address + RUN);
    await page.waitForFunction(() => kbOffline.ready);
    await page.reload();
    const file = join(folder, RUN, "index.html");
    await writeFile(file, (await readFile(file, "utf8")).replace("<h1>", "<h1>חדש: "));
    await page.reload();
    assert.match(await page.locator("h1").innerText(), /^חדש: /);
    const worker = join(folder, "sw.js");
    await writeFile(worker, (await readFile(worker, "utf8")).replace(/VERSION = "\w+"/, 'VERSION = "next"'));
    await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
    await untilTrue(page, async () => (await caches.keys()).every((name) => name.endsWith(" next")) && (await caches.keys()).length > 0);
    await context.setOffline(true);
    await page.reload();
    await ready(page);
    assert.match(await page.locator("h1").innerText(), /^חדש: /);

    // A preview at the same address has no worker, and takes this one away.
    await context.setOffline(false);
    await writeFile(file, (await readFile(file, "utf8")).replace(/<meta name="kb-offline"[^>]*>/, ""));
    await page.reload();
    await untilTrue(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
    await close();
    own.close();
    await rm(folder, { recursive: true });
  });

  test("a new version that comes while a page is open keeps what that page needs now", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kb-newer-"));
    await cp(SITE, folder, { recursive: true });
    const own = await serve(folder);
    const { page, context, close } = await open(browser, own.address + RUN);
    await page.waitForFunction(() => kbOffline.ready);
    // Its script has another name from now on.
    const file = join(folder, RUN, "index.html");
    await writeFile(file, (await readFile(file, "utf8")).replace("js/run/run.js", "js/run/newer.js"));
    await rename(join(folder, "assets/kb/js/run/run.js"), join(folder, "assets/kb/js/run/newer.js"));
    const worker = join(folder, "sw.js");
    await writeFile(worker, (await readFile(worker, "utf8")).replace(/VERSION = "\w+"/, 'VERSION = "next"'));
    await page.reload(); // the page is of the new version, and what it asks to keep goes to the old worker first
    await untilTrue(page, async () => Boolean(await caches.match(document.querySelector("script[src*=newer]").src, { cacheName: (await caches.keys()).find((name) => name.endsWith("kept next")) ?? "none" })));
    await page.waitForFunction(() => kbOffline.ready);
    await context.setOffline(true);
    await page.reload();
    await ready(page);
    await close();
    own.close();
    await rm(folder, { recursive: true });
  });

  test("a network that is there and says nothing is waited for three seconds, and not for each part of the page", async () => {
    let isSilent = false;
    const mute = createServer((request, response) => {
      if (isSilent) return; // the connection stays open, and nothing comes
      get(site.address + request.url.slice(1), (answer) => { response.writeHead(answer.statusCode, answer.headers); answer.pipe(response); });
    });
    await new Promise((listening) => mute.listen(0, "127.0.0.1", listening));
    const { page, close } = await open(browser, `http://127.0.0.1:${mute.address().port}/${RUN}`);
    await page.waitForFunction(() => kbOffline.ready);
    isSilent = true;
    const began = Date.now();
    await page.reload();
    await ready(page);
    const took = Date.now() - began;
    assert.ok(took > 2500 && took < 12000, `${took} ms`);
    await close();
    mute.closeAllConnections();
    mute.close();
  });

  test("from a folder it runs, keeps and says that there is no code", async () => {
    const { page, close } = await open(browser, pathToFileURL(join(SITE, RUN, "index.html")).href);
    await ready(page);
    await go(page);
    await tick(page, "second-item");
    await page.reload();
    await ready(page);
    assert.ok(await box(page, "second-item").isChecked());
    await page.locator("#kb-pass-code").click();
    await page.locator("#kb-pass-codes", { hasText: "נפתח מתיקייה" }).waitFor();
    await close();
  });

  test("without a script the page leads to paper", async () => {
    const { page, close } = await open(browser, site.address + LEAD, { javaScriptEnabled: false });
    assert.match(await page.locator("#kb-run").innerText(), /עובדים בנייר/);
    assert.ok(await page.locator("#kb-run-live").isHidden());
    await close();
  });
});

describe("everybody", () => {
  for (const path of [RUN, LEAD]) {
    for (const [width, scheme] of [[390, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]]) {
      test(`${path} in the middle of a drill at ${width}, ${scheme}`, async () => {
        const { page, close } = await open(browser, site.address + path, { width, colorScheme: scheme });
        await ready(page);
        await go(page);
        await tick(page, "second-item");
        await page.evaluate(() => { for (const folded of document.querySelectorAll("#kb-run details")) folded.open = true; });
        await page.locator("#kb-finish-open").click();
        await page.locator("#kb-finish [type=submit]").click();
        await page.locator("#kb-pass-code").click();
        await page.locator(".kb-run__code").waitFor();
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run("#kb-run", { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }));
        assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`), []);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0, "wider than the window");
        const small = await page.evaluate(() => [...document.querySelectorAll("#kb-run :is(button, summary, label:has(input))")].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 47.5).map((one) => one.outerHTML.slice(0, 120)));
        assert.deepEqual(small, []);
        await close();
      });
    }
  }

  test("can do it by keyboard alone", async () => {
    const { page, close } = await run();
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      }
      assert.fail(`no way to ${selector}`);
    };
    await page.locator(".kb-crumbs a").first().focus();
    await tabTo('[data-kb-done="second-item"]');
    await page.keyboard.press("Space");
    await until(page, "בוצע");
    await tabTo("#kb-run-go");
    await page.keyboard.press("Enter");
    await until(page, "התחיל");
    await tabTo("#kb-run-undo");
    await page.keyboard.press("Enter");
    await until(page, "בוטל: התחלת התרגיל");
    await close();
  });
});
