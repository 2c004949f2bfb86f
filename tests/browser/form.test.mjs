// The forms in a real browser: filled in by keyboard, on a phone, without a network and from a folder. SITE is the folder of the built site,
// SMALL that of a small one whose kb.yml names a forge, an intake and a mailbox. What is saved goes to SAVED, for Python to read.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { TEXTS, fillLesson, named, submitted } from "./lesson.mjs";
import { inEveryLook, open, tooWide, violations } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

const { SITE, SMALL, SAVED } = process.env;
const INTAKE = "https://intake.example.org/submit";

let site, small, browser;
before(async () => {
  site = await serve(SITE);
  small = await serve(SMALL);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  small?.close();
});

async function form(path, { of = site, ...more } = {}) {
  const opened = await open(browser, of.address + path, { acceptDownloads: true, ...more });
  await ready(opened.page);
  return opened;
}

const ready = (page) => page.locator("form[data-kb-ready]").waitFor({ state: "attached" });

const DRAFT = "kb-draft";
const drafts = (page) => page.evaluate((prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), DRAFT);

// Until the draft holds a text, whatever leaving the page would add to it.
const kept = (page, text) => page.waitForFunction(([prefix, text]) => Object.entries(localStorage).some(([key, value]) => key.startsWith(prefix) && value.includes(text)), [DRAFT, text]);

const errorOf = (page, id) => page.locator(`#${id}-error`).innerText();

// The file that the form saves: its name and what it says.
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#kb-download").click()]);
  await download.saveAs(join(SAVED, page.url().startsWith(small.address) ? "small" : "site", download.suggestedFilename()));
  return { name: download.suggestedFilename(), sent: JSON.parse(await readFile(await download.path(), "utf8")) };
}

describe("a lesson", () => {
  test("is written by keyboard alone, and ends in a file that says it", async () => {
    const { page, seen, close } = await form("contribute/lesson/");
    const tabTo = async (name, value) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(([name, value]) => document.activeElement.name === name && (!value || document.activeElement.value === value), [name, value])) return;
      }
      assert.fail(`no way to ${name}`);
    };
    await page.locator(".kb-crumbs a").focus();
    for (const [name, text] of Object.entries(TEXTS)) {
      await tabTo(name);
      for (const [index, line] of text.split("\n").entries()) {
        if (index) await page.keyboard.press("Enter");
        await page.keyboard.type(line);
      }
    }
    await tabTo("scenarios");
    await page.keyboard.press("Space");
    await tabTo("lesson_kind");
    await page.keyboard.press("ArrowDown");
    await tabTo("level");
    await page.keyboard.press("Space");
    // A local lesson asks whose: a box that one types into.
    for (let presses = 0; presses < 3 && !(await page.evaluate(() => document.activeElement.role === "combobox")); presses++) await page.keyboard.press("Tab");
    await page.keyboard.type("ירוחם");
    await page.keyboard.press("ArrowDown");
    assert.match(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).textContent), /ירוחם/);
    await page.keyboard.press("Enter");
    await tabTo("submitted_by");
    await page.keyboard.type("רכזת מתנדבים");
    await page.keyboard.press("Enter");
    await page.locator("#kb-ending-title").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "kb-ending-title");
    const { name, sent } = await saved(page);
    assert.match(name, /^l-\d{8}-[0-9a-f]{8}\.json$/);
    assert.equal(sent.submitted_by, "רכזת מתנדבים");
    assert.equal(sent.fields.event.began_on, "2026-10-12");
    assert.equal(sent.fields.observation, TEXTS.observation);
    assert.equal(sent.fields.level, "local");
    assert.equal(sent.fields.municipality, "0831");
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(site.address) && !/^(data|blob):/.test(url)), []);
    await close();
  });

  test("is told what is wrong in the words of the check, beside the answer, when one leaves it", async () => {
    const { page, close } = await form("contribute/lesson/");
    await named(page, "event.began_on").fill("אתמול");
    await page.keyboard.press("Tab");
    assert.equal(await errorOf(page, "q-event-began_on"), "צריך להיות תאריך כמו 22.11.2026 (נמצא ״אתמול״). יום, חודש ושנה, ויום שיש בלוח השנה.");
    assert.equal(await named(page, "event.began_on").getAttribute("aria-invalid"), "true");
    assert.match(await page.locator("#kb-live").textContent(), /מתי התחיל: צריך להיות תאריך/);
    await named(page, "event.began_on").fill("31.2.2026");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-event-began_on"), /^צריך להיות תאריך כמו 22\.11\.2026 \(נמצא ״31\.2\.2026״\)/);
    await named(page, "event.began_on").fill("2/11/26");
    assert.ok(await page.locator("#q-event-began_on-error").isHidden(), "told while it is put right");
    assert.equal(await page.locator("#q-event-began_on ~ output").textContent(), "2 בנובמבר 2026");
    await named(page, "event.ended_on").fill("1.11.2026");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-event-ended_on"), /^1\.11\.2026 קודם ל־2\.11\.2026, ואמור לבוא אחריו/);
    await named(page, "event.began_on").fill("1.1.2199");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-event-began_on"), /^התאריך 1\.1\.2199 עוד לא הגיע/);
    await named(page, "title").fill("<b>לקח</b>");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-title"), /^הטקסט ״<b>לקח<\/b>״ אינו בצורה הנדרשת כאן\. הצורה הנדרשת: שורה אחת/);
    await close();
  });

  test("refuses details of people and characters that nobody sees, and helps with those", async () => {
    const { page, close } = await form("contribute/lesson/");
    await fillLesson(page, { ...TEXTS, observation: "התקשרו לדנה, 050-1234567", title: "לקח\u202e הפוך" });
    await page.locator("#kb-form [type=submit]").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "kb-summary");
    assert.match(await page.locator("#kb-summary").innerText(), /צריך לתקן 2 דברים/);
    assert.match(await errorOf(page, "q-observation"), /יש כאן פרט אישי: מספר טלפון\. המאגר ציבורי, ומה שנכנס ל־git אינו נמחק: כתבו תפקיד במקום אדם/);
    assert.match(await errorOf(page, "q-title"), /U\+202E RIGHT-TO-LEFT OVERRIDE/);
    await page.locator("#kb-summary a").nth(1).click();
    assert.equal(await page.evaluate(() => document.activeElement.name), "observation");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("התקשרו לרכזת");
    await page.locator("#q-title-error button").click();
    assert.equal(await named(page, "title").inputValue(), "לקח הפוך");
    await submitted(page);
    await close();
  });

  test("asks for no more than must be said, and for all of a track that was begun", async () => {
    const { page, close } = await form("contribute/lesson/");
    await page.locator("#kb-form [type=submit]").click();
    const all = await page.locator("#kb-summary li").allInnerTexts();
    assert.equal(all.length, 11, all.join("\n"));
    assert.equal(all[0], "חסר השדה ״הלקח במשפט״");
    await fillLesson(page);
    await page.locator("#part-immediate summary").click();
    await named(page, "immediate.what").fill("ממנים אחראי");
    await page.locator("#part-sources summary").click();
    await page.locator("[data-kb-add]").click();
    await page.locator("#kb-form [type=submit]").click();
    assert.deepEqual(await page.locator("#kb-summary li").allInnerTexts(), ["חסר השדה ״התפקיד האחראי״"]);
    await page.locator("#q-immediate-owner").fill("אין תפקיד כזה");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-immediate-owner"), /^אין ברשימה ״אין תפקיד כזה״/);
    await page.locator("#q-immediate-owner").fill("מנכ");
    await page.locator("#q-immediate-owner-list [role=option]").first().click();
    await page.locator("[data-kb-repeat] input[role=combobox]").fill("סיכום");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await submitted(page);
    const { sent } = await saved(page);
    assert.deepEqual(Object.keys(sent.fields.immediate), ["what", "owner"]);
    assert.equal(sent.fields.sources.length, 1);
    assert.deepEqual(Object.keys(sent.fields.sources[0]), ["source"]);
    await close();
  });
});

describe("a draft", () => {
  test("outlives a reload, and can be deleted", async () => {
    const { page, close } = await form("contribute/lesson/?municipality=0831");
    await named(page, "title").fill("חצי לקח");
    await page.locator("#part-sources summary").click();
    await page.locator("[data-kb-add]").click();
    await named(page, "sources[0].at").fill("עמוד 7");
    await named(page, "scenarios").nth(1).check();
    await kept(page, await named(page, "scenarios").nth(1).inputValue());
    await page.reload();
    await page.locator("#kb-draft").waitFor();
    assert.match(await page.locator("#kb-draft-said").innerText(), /שוחזרה טיוטה/);
    assert.equal(await named(page, "title").inputValue(), "חצי לקח");
    assert.equal(await named(page, "sources[0].at").inputValue(), "עמוד 7");
    assert.ok(await named(page, "scenarios").nth(1).isChecked());
    assert.equal(await page.locator("#q-municipality").inputValue(), "ירוחם");
    await Promise.all([page.waitForNavigation(), page.locator("#kb-draft-clear").click()]);
    await ready(page);
    assert.equal(await named(page, "title").inputValue(), "");
    assert.ok(await page.locator("#kb-draft").isHidden());
    assert.deepEqual(await drafts(page), []);
    await named(page, "title").fill("במחשב של אחרים");
    page.once("dialog", (dialog) => dialog.accept());
    await Promise.all([page.waitForNavigation(), page.locator("#kb-clear").click()]);
    assert.deepEqual(await drafts(page), []);
    await close();
  });

  test("of results keeps what was ticked, row by row", async () => {
    const { page, close } = await form("contribute/result/?drill=next-wave-tabletop");
    await named(page, "items[2].outcome").nth(1).check();
    await page.locator(".kb-row summary").nth(2).click();
    await named(page, "items[2].note").fill("הרשימה לא נפתחה");
    await kept(page, "הרשימה לא נפתחה");
    await page.reload();
    await page.locator("#kb-draft").waitFor();
    assert.ok(await named(page, "items[2].outcome").nth(1).isChecked());
    assert.equal(await named(page, "items[2].note").inputValue(), "הרשימה לא נפתחה");
    await close();
  });
});

describe("results of a drill", () => {
  test("are asked item by item, and end in a file", async () => {
    const { page, close } = await form("contribute/result/");
    await page.locator("#q-drill").fill("הגל הבא");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".kb-row").first().waitFor();
    await page.locator("#q-municipality").fill("נווה דוגמה");
    await page.keyboard.press("Tab");
    await named(page, "held_on").fill("1.11.2026");
    await named(page, "sectors").first().check();
    await named(page, "submitted_by").fill("מנהלת השותפויות");
    await page.locator("#kb-form [type=submit]").click();
    assert.match((await page.locator("#kb-summary li").allInnerTexts()).join("\n"), /חסרה תוצאה ל־״/);
    for (const rows of ["items", "objectives"]) {
      const count = await page.locator(`[data-kb-rows=${rows}] .kb-row`).count();
      assert.ok(count >= 3);
      for (let index = 0; index < count; index++) await named(page, `${rows}[${index}].${rows === "items" ? "outcome" : "rating"}`).nth(index % 4).check();
    }
    await page.locator("#items-rows summary").first().click();
    await named(page, "items[0].minute").fill("מהר");
    await page.keyboard.press("Tab");
    assert.match(await errorOf(page, "q-items-0-minute"), /^צריך להיות מספר שלם \(נמצא ״מהר״\)/);
    await named(page, "items[0].minute").fill("12");
    await page.locator("#part-review summary").click();
    await named(page, "review.strengths").fill("הפורום נענה\n\nהרשימה עדכנית\n");
    await submitted(page);
    const { name, sent } = await saved(page);
    assert.match(name, /^r-/);
    assert.equal(sent.municipality, "example-city");
    assert.equal(sent.fields.drill, "next-wave-tabletop");
    assert.equal(sent.fields.items[0].minute, "12");
    assert.ok(sent.fields.items.every((item) => item.item && item.outcome));
    assert.deepEqual(sent.fields.review, { strengths: ["הפורום נענה", "הרשימה עדכנית"] });
    assert.ok(!("municipality" in sent.fields));
    await close();
  });

  test("know nothing of what facilitators expect", async () => {
    const drills = await readFile(join(SITE, "contribute/drills.js"), "utf8");
    const known = JSON.parse(drills.replace(/^globalThis\.kbDrills=|;\n$/g, ""));
    assert.ok(Object.keys(known).length >= 6);
    for (const drill of Object.values(known)) assert.deepEqual(Object.keys(drill), ["items", "objectives"]);
  });
});

describe("a correction", () => {
  test("knows the page that it was opened from", async () => {
    const { page, close } = await open(browser, `${site.address}lessons/accurate-database/`);
    await page.locator(".kb-correct a").click();
    await ready(page);
    assert.equal(await named(page, "page").inputValue(), "lessons/accurate-database/");
    await named(page, "page").fill(`${site.address}drills/next-wave-tabletop/index.html?x=1#items`);
    await named(page, "right").fill("כך");
    await named(page, "because").fill("כי כך נקבע");
    await named(page, "submitted_by").fill("תושבת");
    await submitted(page);
    const { sent } = await saved(page);
    assert.deepEqual(sent.fields, { page: "drills/next-wave-tabletop/", right: "כך", because: "כי כך נקבע" });
    await close();
  });
});

describe("ways to send", () => {
  test("nothing leaves before one decides; the intake's answer is shown, and the draft is done", async () => {
    const arrived = [];
    const prepare = (page) => page.route(`${INTAKE}**`, (route) => {
      arrived.push(route.request().postDataJSON());
      route.fulfill({ status: 200, headers: { "access-control-allow-origin": "*", "content-type": "application/json" }, body: JSON.stringify({ message: "ההצעה התקבלה. תודה!" }) });
    });
    const { page, seen, close } = await form("contribute/lesson/", { of: small, prepare });
    await fillLesson(page);
    await submitted(page);
    await page.waitForTimeout(400); // what is sent by itself has time to arrive
    assert.deepEqual(arrived, []);
    assert.equal((await drafts(page)).length, 1);
    await page.locator("#kb-send").click();
    await page.getByText("ההצעה התקבלה. תודה!").waitFor();
    assert.equal(arrived.length, 1);
    assert.equal(arrived[0].format, "hosen-submission/1");
    assert.equal(arrived[0].fields.title, TEXTS.title);
    assert.deepEqual(await drafts(page), []);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("a refusal is told with its reasons, a dead line keeps the draft and offers the file", async () => {
    let answer = { status: 422, headers: { "access-control-allow-origin": "*" }, json: { message: "ההצעה לא התקבלה", reasons: [{ code: "ref-dangling", field: "scenarios[0]", message: "אין תרחיש במזהה ״x״", hint: "תקנו" }] } };
    const prepare = (page) => page.route(`${INTAKE}**`, (route) => (answer ? route.fulfill(answer) : route.abort()));
    const { page, close } = await form("contribute/lesson/", { of: small, prepare });
    await fillLesson(page);
    await submitted(page);
    await page.locator("#kb-send").click();
    await page.getByText("התרחישים שבהם הוא חשוב: אין תרחיש במזהה ״x״. תקנו").waitFor();
    answer = null;
    await page.locator("#kb-send").click();
    await page.getByText("השליחה לא הצליחה").waitFor();
    assert.ok(await page.locator("#kb-send").isEnabled());
    assert.equal((await saved(page)).sent.kind, "lesson");
    await page.reload();
    await page.locator("#kb-draft").waitFor();
    assert.equal(await named(page, "title").inputValue(), TEXTS.title);
    await close();
  });

  test("the forge's page gets the file's name and text; what is too long for an address is copied", async () => {
    const { page, close } = await form("contribute/lesson/", { of: small, permissions: ["clipboard-read", "clipboard-write"] });
    await fillLesson(page);
    await submitted(page);
    const text = await page.locator("#kb-ending pre").textContent();
    const filled = new URL(await page.locator("#kb-forge").getAttribute("href"));
    const { name } = await saved(page);
    assert.equal(filled.origin + filled.pathname, "https://git.example.org/team/knowledge/new/main");
    assert.equal(filled.searchParams.get("filename"), `docs/lessons/${name.replace(".json", ".yml")}`);
    assert.equal(filled.searchParams.get("value"), text);
    assert.match(await page.locator("#kb-mail").getAttribute("href"), /^mailto:lessons@example\.org\?subject=.*&body=/);
    await page.locator("#kb-back").click();
    await named(page, "discussion").fill("מילים ועוד מילים. ".repeat(100));
    await submitted(page);
    const bare = new URL(await page.locator("#kb-forge").getAttribute("href"));
    assert.ok(bare.href.length < 500);
    assert.equal(bare.searchParams.get("value"), null);
    await page.locator("#kb-as-file summary").click();
    await page.locator("#kb-copy").click();
    await page.getByText("הטקסט הועתק").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.locator("#kb-ending pre").textContent());
    await close();
  });

  test("under a content policy that allows the intake and nothing else, all of it works", async () => {
    const inline = [...(await readFile(join(SMALL, "contribute/lesson/index.html"), "utf8")).matchAll(/<script>([\s\S]*?)<\/script>/g)];
    const hashes = inline.map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
    const content = `default-src 'none'; script-src 'self' ${hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${new URL(INTAKE).origin}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'`;
    const refused = [];
    const prepare = async (page) => {
      page.on("console", (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
      await page.route("**/contribute/*/", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": content } });
      });
      await page.route(`${INTAKE}**`, (route) => route.fulfill({ status: 200, headers: { "access-control-allow-origin": "*" }, json: { message: "התקבל" } }));
    };
    const { page, seen, close } = await form("contribute/lesson/", { of: small, prepare });
    await fillLesson(page);
    await submitted(page);
    await saved(page);
    await page.locator("#kb-send").click();
    await page.getByText("התקבל", { exact: true }).waitFor();
    await page.goto(`${small.address}contribute/result/`);
    await ready(page);
    await page.locator("#q-drill").click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".kb-row").first().waitFor();
    assert.deepEqual(refused, []);
    assert.deepEqual(seen.errors, []);
    await close();
  });
});

describe("without a network", () => {
  test("a lesson is written, checked and saved", async () => {
    const { page, context, close } = await form("contribute/lesson/");
    await context.setOffline(true);
    await fillLesson(page, { ...TEXTS, title: "לקח בלי רשת" });
    await submitted(page);
    assert.equal((await saved(page)).sent.fields.title, "לקח בלי רשת");
    await close();
  });

  test("from a folder everything works, the drill's list too", async () => {
    const { page, seen, close } = await open(browser, `${pathToFileURL(SITE)}/contribute/result/index.html?drill=next-wave-tabletop`, { acceptDownloads: true });
    await ready(page);
    assert.ok((await page.locator("[data-kb-rows=items] .kb-row").count()) > 3);
    await named(page, "held_on").fill("1.11.2026");
    await kept(page, "1.11.2026");
    await page.reload();
    await page.locator("#kb-draft").waitFor();
    assert.equal(await named(page, "held_on").inputValue(), "1.11.2026");
    await page.goto(`${pathToFileURL(SITE)}/contribute/lesson/index.html`);
    await ready(page);
    await fillLesson(page, { ...TEXTS, title: "לקח מתוך תיקייה" });
    await submitted(page);
    assert.match((await saved(page)).name, /^l-/);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests.filter((url) => !/^(file|data|blob):/.test(url)), []);
    await close();
  });

  test("and without a script the page says what to do, and prints", async () => {
    const { page, close } = await open(browser, `${small.address}contribute/lesson/`, { javaScriptEnabled: false });
    assert.match(await page.locator("noscript").innerText(), /הטופס פועל רק כש־JavaScript מופעל/);
    assert.equal(await page.locator("noscript a[href^='mailto:']").count(), 1);
    assert.ok(await page.locator("[type=submit]").isHidden());
    await close();
  });
});

describe("on paper", () => {
  for (const [path, most] of [["contribute/lesson/", 5], ["contribute/result/?drill=next-wave-tabletop", 7], ["contribute/correction/", 3]]) {
    test(`${path} is an empty form of few pages`, async () => {
      const { page, close } = await form(path);
      const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
      const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
      assert.ok(pages.length <= most, `${pages.length} pages`);
      await close();
    });
  }
});

describe("accessible", () => {
  const STATES = {
    empty: async () => {},
    wrong: async (page) => { await named(page, "submitted_by").fill("050-1234567"); await page.locator("#kb-form [type=submit]").click(); },
    open: async (page) => {
      for (const summary of await page.locator("#kb-form summary").all()) await summary.click();
      for (const add of await page.locator("[data-kb-add]").all()) await add.click();
      const box = page.locator("#kb-form input[role=combobox]:visible").first();
      if (await box.count()) { await box.click(); await page.keyboard.press("ArrowDown"); }
    },
  };
  for (const path of ["contribute/", "contribute/lesson/", "contribute/result/?drill=next-wave-tabletop", "contribute/correction/?page=about/"]) {
    for (const [name, reach] of Object.entries(path === "contribute/" ? { empty: STATES.empty } : STATES)) {
      test(`${path} ${name}`, async () => {
        const prepared = async (page) => {
          if (path !== "contribute/") await ready(page);
          await reach(page);
        };
        await inEveryLook(browser, site.address + path, async ({ page, seen, called }) => {
          assert.deepEqual(await violations(page), [], called);
          assert.ok((await tooWide(page)) <= 0, `too wide at ${called}`);
          assert.deepEqual(seen.errors, []);
        }, { reach: prepared });
      });
    }
  }

  test("the ending", async () => {
    for (const [width, scheme] of [[390, "dark"], [1280, "light"]]) {
      const { page, close } = await form("contribute/lesson/", { of: small, width, scheme });
      await fillLesson(page);
      await submitted(page);
      for (const summary of await page.locator("#kb-ending summary").all()) await summary.click();
      assert.match(await page.locator("#kb-preview dl").innerText(), /מתי התחיל\n+12 באוקטובר 2026/);
      assert.deepEqual(await violations(page, "article"), [], `${width}, ${scheme}`); // around it the small site has the theme's own colours
      assert.ok((await tooWide(page)) <= 0, `too wide at ${width}`);
      await close();
    }
  });

  test("text at 200% stays in the window", async () => {
    const { page, close } = await form("contribute/result/?drill=next-wave-tabletop", { width: 390 });
    await page.addStyleTag({ content: "html{font-size:250%!important}" });
    assert.ok((await tooWide(page)) <= 0);
    await close();
  });
});
