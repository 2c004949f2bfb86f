// The search box with a plain engine behind it: what is typed, shown, filtered, opened, and what goes wrong. SITE is the folder of a built site.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { answered, ask, chip, held, inEveryLook, meta, open, openBox, opened, plainSite, quiet, says, search, shut, still, titles, tooWide, until, violations } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

const OFFERED = "[data-kb-search=notes]";

let plain, site, browser;
before(async () => {
  plain = await plainSite(process.env.SITE);
  site = await serve(plain.folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  await plain?.remove();
});

const at = (path, options) => open(browser, site.address + path, options);

describe("before the box is opened", () => {
  test("a page view asks for nothing of the search but its own small scripts", async () => {
    const { seen, close } = await at("guide/");
    await quiet(seen);
    const asked = seen.requests.filter((url) => /search|worker|lunr/.test(url)).map((url) => url.split("/").pop());
    assert.deepEqual(asked.sort(), ["box.js", "bridge.js", "facets.js", "list.js", "marks.js", "search.css"]);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("opening it brings the engine and the titles, and nothing else", async () => {
    const { page, seen, close } = await at("guide/");
    seen.requests.length = 0;
    await openBox(page);
    await until(() => seen.requests.some((url) => url.includes("/search/meta.js")), "the titles are asked for");
    await quiet(seen);
    const asked = seen.requests.filter((url) => url.includes("/search/")).map((url) => url.split("/").pop().split("?")[0]).sort();
    assert.deepEqual(asked, ["engine.js", "hebrew.js", "load.js", "marks.js", "meta.js", "reading.js", "results.js", "store.js", "worker.js"]);
    await close();
  });
});

describe("typing", () => {
  for (const width of [390, 1280]) {
    test(`letter by letter at ${width}`, async () => {
      const { page, seen, close } = await at("", { width });
      await openBox(page);
      await page.keyboard.type("מתנדבים", { delay: 30 });
      await answered(page);
      assert.equal(await meta(page), "נמצאו 5 תוצאות");
      assert.match((await titles(page))[0], /^קליטת מתנדבים/);
      assert.deepEqual(seen.errors, []);
      await close();
    });
  }

  test("text that arrives by paste, dictation or drag, with no key pressed", async () => {
    const { page, close } = await at("");
    await openBox(page);
    await page.keyboard.insertText("מתנדבים");
    await answered(page);
    assert.equal(await meta(page), "נמצאו 5 תוצאות");
    await close();
  });

  test("only the last of many queries is shown", async () => {
    const { page, close } = await at("");
    await openBox(page);
    for (const text of ["מ", "מת", "מתנד", "אופקים"]) await page.locator(".md-search__input").evaluate((box, value) => { box.value = value; box.dispatchEvent(new Event("input")); }, text);
    await answered(page);
    await page.waitForTimeout(300); // an answer that was overtaken has time to come
    assert.deepEqual(await titles(page), ["אופקים רשות"]);
    await close();
  });

  test("the query in a shared address opens the box and searches", async () => {
    const { page, close } = await at(`?q=${encodeURIComponent("מתנדבים")}`);
    await answered(page);
    assert.ok(await page.locator("#__search").isChecked());
    assert.equal(await page.locator(".md-search__input").inputValue(), "מתנדבים");
    assert.equal(await meta(page), "נמצאו 5 תוצאות");
    await close();
  });

  test("the link to share holds the query", async () => {
    const { page, close } = await at("guide/");
    await search(page, "מתנדבים לנוער");
    const link = new URL(await page.locator("[data-md-component=search-share]").evaluate((it) => it.href));
    assert.equal(link.searchParams.get("q"), "מתנדבים לנוער");
    await close();
  });

  test("clearing the box clears the results, the facets and the choices", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await (await chip(page, "kinds", "role")).click();
    await answered(page, /תוצאה אחת/);
    await page.locator(".md-search__options button[type=reset]").click();
    await page.waitForFunction(() => !document.querySelector(".md-search-result__item"));
    assert.equal(await page.locator("[data-kb-search=facets]").isVisible(), false);
    await page.keyboard.type("מתנדבים");
    await answered(page, /^נמצאו 5/);
    await close();
  });

  test("titles come first while the shards are on their way", async () => {
    const { letGo, prepare } = held("**/search/t-*.js");
    const { page, close } = await at("", { prepare });
    await openBox(page);
    await page.keyboard.type("מתנדבים");
    await answered(page, /^מחפשים\. /);
    assert.deepEqual(await titles(page), ["קליטת מתנדבים ספר הפעלה"]);
    letGo();
    await answered(page);
    assert.equal(await meta(page), "נמצאו 5 תוצאות");
    await close();
  });
});

describe("results", () => {
  test("words are marked in title and text, and the text is cut around them", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    const first = page.locator(".md-search-result__item").first();
    assert.deepEqual(await first.locator("h1 mark").allTextContents(), ["מתנדבים"]);
    const text = await first.locator("a").first().locator("p").first().textContent();
    assert.ok(text.length < 260, `${text.length} characters`);
    assert.match(text, /^….*המתנדבים.*והמתנדבים.*…$/s);
    assert.match(await first.locator(".kb-found__kind").first().textContent(), /ספר הפעלה/);
    await close();
  });

  // A clock on which every look takes ten milliseconds: a slow machine, wherever this runs.
  const slowDown = (page) => page.evaluate(() => { let now = performance.now(); performance.now = () => (now += 10); });

  test("on a slow machine one group is drawn at a time, and a key draws the rest at once", async () => {
    const { page, close } = await at("");
    await openBox(page);
    await slowDown(page);
    await page.evaluate(() => {
      globalThis.seen = [];
      const list = document.querySelector(".md-search-result__list");
      kbBridge.box.addEventListener("after", ({ detail }) => { if (!detail.early && !detail.empty) seen.push([list.ariaBusy, list.children.length]); });
      globalThis.requestAnimationFrame = () => 0; // the next slice never comes by itself
    });
    await page.keyboard.insertText("מתנדבים");
    await page.waitForFunction(() => seen.length > 0, null, { polling: 50 });
    assert.deepEqual(await page.evaluate(() => seen.at(-1)), ["true", 1]);
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await page.evaluate(() => { const list = document.querySelector(".md-search-result__list"); return [list.ariaBusy, list.children.length]; }), ["false", 4]);
    await close();
  });

  test("a group that the next letter does not change stays as it is", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await page.evaluate(() => { document.querySelector(".md-search-result__item").marked = true; });
    await ask(page, () => page.evaluate(() => kbBridge.again()));
    assert.equal(await page.evaluate(() => document.querySelector(".md-search-result__item").marked), true);
    assert.equal((await titles(page)).length, 4);
    await close();
  });

  test("what stands in the index never becomes part of the page", async () => {
    const { page, seen, close } = await at("");
    await search(page, "עוין");
    assert.equal(await page.locator(".md-search-result__item img, .md-search-result__item script, .md-search-result__item b").count(), 0);
    assert.match((await titles(page))[0], /<img src=x/);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("a result opens its page with the words marked, not inside other words", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await page.locator(".md-search-result__item a").first().click();
    await page.waitForURL(/volunteers-intake\/\?h=/);
    const marked = await page.locator("article mark.kb-mark").allTextContents();
    assert.ok(marked.includes("מתנדבים"), marked.slice(0, 9).join(" "));
    assert.deepEqual(marked.filter((word) => !/^ו?ה?מתנדבים$/.test(word)), []);
    assert.equal(await page.locator("article mark:not(.kb-mark)").count(), 0);
    await close();
  });

  test("Enter opens the best result, also when it was pressed before the answer came", async () => {
    const { page, close } = await at("");
    await openBox(page);
    await page.keyboard.type("אופקים");
    await page.keyboard.press("Enter");
    await page.waitForURL(/municipalities\/0031\//);
    await close();
  });

  test("Enter opens what is written now, not what was written a letter ago", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await page.locator(".md-search__input").evaluate((box) => { box.value = "אופקים"; box.dispatchEvent(new Event("input")); });
    await page.keyboard.press("Enter");
    await page.waitForURL(/municipalities\/0031\//);
    await close();
  });

  test("arrows go through the results, and a late answer does not take the focus away", async () => {
    const { letGo, prepare } = held("**/search/t-*.js");
    const { page, close } = await at("", { prepare });
    await openBox(page);
    await page.keyboard.type("מתנדבים");
    await answered(page, /^מחפשים\. /);
    await page.keyboard.press("ArrowDown");
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("href")?.split("?")[0]);
    const before = await focused();
    assert.match(before, /volunteers-intake/);
    letGo();
    await answered(page);
    assert.equal(await focused(), before);
    await close();
  });
});

describe("facets", () => {
  test("a chip keeps its kind, another adds to it, pressing again lets go", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    const [role, step] = [await chip(page, "kinds", "role"), await chip(page, "kinds", "step")];
    const opener = page.locator("[data-kb-open=kinds]");
    assert.match(await role.innerText(), /תפקיד\s*1/);
    await role.click();
    await answered(page, /תוצאה אחת/);
    assert.equal(await role.getAttribute("aria-pressed"), "true");
    assert.match(await opener.innerText(), /^סוג: תפקיד/);
    await step.click();
    await answered(page, /^נמצאו 2/);
    assert.equal(await opener.innerText(), "סוג: 2");
    await role.click();
    await step.click();
    await answered(page, /^נמצאו 5/);
    assert.equal(await opener.innerText(), "סוג");
    await close();
  });

  test("scenarios and authorities filter too, and their counts are of what the others keep", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await (await chip(page, "kinds", "municipality")).click();
    await answered(page, /^נמצאו 2/);
    assert.equal(await page.locator("[data-kb-open=scenarios]").count(), 0);
    await (await chip(page, "authorities", "0031")).click();
    await answered(page, /תוצאה אחת/);
    assert.deepEqual(await titles(page), ["אופקים רשות"]);
    await page.getByRole("button", { name: "הסירו הכול" }).click();
    await answered(page, /^נמצאו 5/);
    assert.equal(await page.getByRole("button", { name: "הסירו הכול" }).count(), 0);
    await close();
  });

  test("one facet is open at a time, and folds back", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await chip(page, "kinds", "role");
    await chip(page, "scenarios", "flood");
    assert.deepEqual(await page.locator("[data-kb-open][aria-expanded=true]").evaluateAll((them) => them.map((it) => it.dataset.kbOpen)), ["scenarios"]);
    await page.locator("[data-kb-open=scenarios]").click();
    assert.equal(await page.locator(".kb-facet").count(), 0);
    await close();
  });

  test("with keys: Tab goes from the field to the facets and on to the results, and the box stays open", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    const stop = () => page.evaluate(() => { const it = document.activeElement; return it.dataset.kbOpen ?? it.dataset.kbCode ?? it.getAttribute("href")?.split("?")[0] ?? it.tagName; });
    await page.keyboard.press("Tab");
    assert.equal(await stop(), "kinds");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowLeft");
    const first = await stop();
    await page.keyboard.press("ArrowLeft");
    const second = await stop();
    assert.notEqual(second, first);
    await ask(page, () => page.keyboard.press("Space"), /^נמצא/);
    assert.equal(await page.locator(`[data-kb-code="${second}"]`).getAttribute("aria-pressed"), "true");
    assert.equal(await stop(), second);
    await ask(page, () => page.keyboard.press("Space"), /^נמצאו 5/);
    await page.keyboard.press("Tab");
    assert.match(await stop(), /volunteers-intake/);
    await page.keyboard.press("Shift+Tab");
    assert.equal(await stop(), second);
    assert.ok(await page.locator("#__search").isChecked());
    await page.keyboard.press("Escape");
    await shut(page);
    await close();
  });

  test("what is in a closed box is no stop for Tab", async () => {
    const { page, close } = await at("guide/");
    await search(page, "מתנדבים");
    await page.keyboard.press("Escape");
    await shut(page);
    await page.locator(".md-search__input").focus();
    await opened(page);
    await page.keyboard.press("Escape");
    await shut(page);
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      assert.ok(!(await page.evaluate(() => Boolean(document.activeElement.closest(".md-search__output")))), `stop ${i}`);
    }
    await close();
  });

  test("the address to share holds the choices, and brings them back", async () => {
    const { page, close } = await at("guide/");
    await search(page, "מתנדבים");
    await (await chip(page, "kinds", "role")).click();
    await (await chip(page, "kinds", "step")).click();
    await answered(page, /^נמצאו 2/);
    await page.locator(".md-search__input").focus();
    await ask(page, () => page.keyboard.type(" "), /^נמצאו 2/);
    const share = page.locator("[data-md-component=search-share]");
    const link = new URL(await share.evaluate((it) => it.href));
    assert.equal(link.searchParams.get("q").trim(), "מתנדבים");
    assert.deepEqual(link.searchParams.get("q-kinds").split(",").sort(), ["role", "step"]);
    assert.equal(await share.getAttribute("data-clipboard-text"), link.href);

    await page.goto(link.href);
    await answered(page, /^נמצאו 2/);
    assert.equal(await page.locator("[data-kb-open=kinds]").innerText(), "סוג: 2");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => location.search === "");
    await close();
  });

  test("an address with codes that nobody knows", async () => {
    const { page, seen, close } = await at(`?q=${encodeURIComponent("מתנדבים")}&q-kinds=<img src=x>,no-such&q-authorities=${"9,".repeat(99)}`);
    await answered(page, /^לא נמצא בסינון/);
    assert.equal(await page.locator("[data-kb-search=facets] img").count(), 0);
    await page.locator(OFFERED).getByRole("button", { name: "הסירו את הסינון" }).click();
    await answered(page, /^נמצאו 5/);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("a choice that leaves nothing is told, and can be taken back", async () => {
    const { page, close } = await at("");
    await search(page, "מתנדבים");
    await (await chip(page, "kinds", "role")).click();
    await answered(page, /תוצאה אחת/);
    await page.locator(".md-search__input").fill("אופקים");
    await answered(page, /^לא נמצא בסינון/);
    assert.equal(await (await chip(page, "kinds", "role")).getAttribute("aria-pressed"), "true");
    await page.locator(OFFERED).getByRole("button", { name: "הסירו את הסינון" }).click();
    await answered(page, /תוצאה אחת/);
    await close();
  });

  test("on a narrow phone too the facets are one line, big enough for a finger", async () => {
    const { page, close } = await at("", { width: 320, hasTouch: true, isMobile: true });
    await search(page, "מתנדבים");
    await still(page);
    const boxes = await page.locator("[data-kb-open]").evaluateAll((them) => them.map((it) => it.getBoundingClientRect()).map(({ top, height }) => ({ top, height })));
    assert.equal(boxes.length, 3);
    assert.ok(boxes.every(({ top, height }) => top === boxes[0].top && height >= 44), JSON.stringify(boxes));
    assert.ok((await tooWide(page)) <= 0);
    await close();
  });

  test("many authorities scroll inside, and \"עוד\" folds back", async () => {
    for (const width of [390, 1280]) {
      const { page, close } = await at("", { width });
      await openBox(page);
      await page.evaluate(() => kbFacets.show({ authority: Array.from({ length: 257 }, (_, i) => [String(i), `רשות מספר ${i}`, 300 - i]) }));
      await chip(page, "authorities", "0");
      const more = page.locator("[data-kb-more]");
      assert.equal(await more.innerText(), "עוד 245");
      await more.focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("[data-kb-field=authorities]").count(), 257);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.kbCode), "12");
      const [inside, height] = await page.locator(".kb-facet").evaluate((it) => [it.scrollHeight, it.clientHeight]);
      assert.ok(inside > height && height < 200, `${inside} in ${height}`);
      await more.click();
      assert.equal(await page.locator("[data-kb-field=authorities]").count(), 12);
      await close();
    }
  });
});

describe("what is not found as it was typed", () => {
  test("another keyboard layout: says what was searched, and writes it on request", async () => {
    const { page, close } = await at("");
    await search(page, "n,bscho");
    assert.match(await page.locator(OFFERED).innerText(), /חיפשנו:\s*מתנדבים/);
    assert.equal(await meta(page), "נמצאו 5 תוצאות");
    await page.locator(OFFERED).getByRole("button").click();
    assert.equal(await page.locator(".md-search__input").inputValue(), "מתנדבים");
    await page.waitForFunction((it) => !document.querySelector(it).textContent, OFFERED);
    await close();
  });

  test("nothing: the nearest things, a way to tell, and Enter goes nowhere", async () => {
    const { page, close } = await at("");
    await search(page, "קשקושבלבוש");
    assert.equal(await meta(page), "לא נמצא");
    assert.match(await page.locator(OFFERED).innerText(), /אולי אחד מאלה/);
    assert.equal((await titles(page)).length, 3);
    assert.ok(await page.locator("[data-kb-search=tell]").getByRole("link", { name: "כך מוסיפים למאגר ולחיפוש" }).isVisible());
    const before = page.url();
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300); // a way out of the page has time to be taken
    assert.equal(page.url(), before);
    await close();
  });

  test("a report on the forge begins with what was searched, and with no more of it than a title holds", async () => {
    const { page, close } = await at("");
    await page.locator("[data-kb-search=tell]").evaluate((tell) => { tell.innerHTML = '<a href="#" data-kb-report="https://git.example.org/kb/issues/new?title=">ספרו</a>'; });
    await search(page, `\u202eקשקוש&<b> ${"ש".repeat(300)}`);
    const link = new URL(await page.locator("[data-kb-report]").getAttribute("href"));
    assert.equal(link.searchParams.get("title"), `חיפוש שלא נענה: קשקוש&<b> ${"ש".repeat(50)}…`);
    await close();
  });

  test("ArrowLeft takes a Hebrew suggestion, ArrowRight does not", async () => {
    const { page, close } = await at("");
    await search(page, "אופק");
    await page.waitForFunction(() => document.querySelector(".md-search__suggest").textContent === "אופקים");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".md-search__input").inputValue(), "אופק");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.locator(".md-search__input").inputValue(), "אופקים");
    await close();
  });
});

describe("what goes wrong", () => {
  test("a part of the index that does not arrive: the rest answers, and says so", async () => {
    const { page, close } = await at("", { prepare: (page) => page.route("**/search/t-2.js", (route) => route.abort()) });
    await search(page, "מתנדבים");
    assert.match(await meta(page), /^נמצאו 3/);
    assert.match(await page.locator(OFFERED).innerText(), /חלק מהמאגר לא נטען/);
    await page.unroute("**/search/t-2.js");
    await page.locator(OFFERED).getByRole("button", { name: "נסו שוב" }).click();
    await answered(page, /^נמצאו 5/);
    assert.equal(await page.locator(OFFERED).innerText(), "");
    await close();
  });

  test("where nothing that matters arrives it says so, not that nothing is there", async () => {
    const { page, close } = await at("", { prepare: (page) => page.route("**/search/t-*.js", (route) => route.abort()) });
    await search(page, "מתנדבים");
    assert.equal(await meta(page), "החיפוש לא הושלם");
    assert.match(await page.locator(OFFERED).innerText(), /חלק מהמאגר לא נטען/);
    assert.doesNotMatch(await page.locator(OFFERED).innerText(), /נסו פחות מילים/);
    assert.equal(await page.locator("[data-kb-search=tell]").isVisible(), false);
    await close();
  });

  test("a file of another kind under the name of a shard", async () => {
    const html = (route) => route.fulfill({ contentType: "text/html", body: "<h1>לא נמצא</h1>" });
    const { page, close } = await at("", { prepare: (page) => page.route("**/search/t-2.js", html) });
    await search(page, "מתנדבים");
    assert.match(await page.locator(OFFERED).innerText(), /חלק מהמאגר לא נטען/);
    await close();
  });

  test("the network goes off after the box was opened", async () => {
    const { page, context, close } = await at("");
    await search(page, "אופקים");
    await context.setOffline(true);
    await page.locator(".md-search__input").fill("מתנדבים");
    await answered(page, /^נמצאו 5/);
    await close();
  });

  test("an engine that throws is told in Hebrew, and the next query works", async () => {
    const { page, seen, close } = await at("");
    await search(page, "crash");
    assert.equal(await meta(page), "החיפוש לא עלה");
    assert.match(await page.locator(OFFERED).innerText(), /נסו שוב/);
    await page.locator(".md-search__input").fill("מתנדבים");
    await answered(page, /^נמצאו 5/);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test("an engine that never ends is ended; the page goes on meanwhile", async () => {
    const { page, close } = await at("", { prepare: (page) => page.clock.install() });
    await openBox(page);
    await page.keyboard.insertText("hang");
    await page.clock.runFor(1000);
    assert.equal(await page.evaluate(() => 6 * 7), 42);
    await page.clock.runFor(31000);
    assert.equal(await meta(page), "החיפוש לא עלה");
    await page.clock.resume();
    await page.locator(".md-search__input").fill("מתנדבים");
    await answered(page, /^נמצאו 5/);
    await close();
  });

  test("an engine that does not arrive is asked for again", async () => {
    const { page, close } = await at("", { prepare: (page) => page.route("**/engine.js*", (route) => route.abort()) });
    await search(page, "מתנדבים");
    assert.equal(await meta(page), "החיפוש לא עלה");
    await page.unroute("**/engine.js*");
    await page.locator(OFFERED).getByRole("button", { name: "נסו שוב" }).click();
    await answered(page, /^נמצאו 5/);
    await close();
  });

  test("a slow network is told while nothing is there to show", async () => {
    const { letGo, prepare } = held("**/engine.js*");
    const { page, close } = await at("", { prepare });
    await openBox(page);
    await page.keyboard.insertText("מתנדבים");
    await says(page, /^מחפשים…/);
    letGo();
    await answered(page, /^נמצאו 5/);
    await close();
  });

  const HOSTILE = {
    markup: "<img src=x onerror=window.broken=1>", entities: "&lt;b&gt;", regex: ".*+?^${}()|[\\]/", override: "\u202eםיבדנתמ\u202c",
    long: "מתנדבים ".repeat(1250), emoji: "😀🇮🇱👩‍👩‍👧", quotes: "\"'״׳``", query: "title:x -y +z ~2 AND (", nul: "א\u0000ב", half: "\ud83d",
  };
  for (const [name, text] of Object.entries(HOSTILE)) {
    test(`a query of ${name}`, async () => {
      const { page, seen, close } = await at("");
      await openBox(page);
      await page.locator(".md-search__input").evaluate((box, value) => { box.value = value; box.dispatchEvent(new Event("input")); }, text);
      await answered(page);
      assert.notEqual(await meta(page), "החיפוש לא עלה");
      assert.equal(await page.evaluate(() => window.broken), undefined);
      assert.ok((await tooWide(page)) <= 0);
      await page.locator(".md-search__input").fill("אופקים");
      await answered(page, /תוצאה אחת/);
      assert.deepEqual(seen.errors, []);
      await close();
    });
  }
});

describe("from a folder, without a server", () => {
  test("searches, opens a result and marks its words", async () => {
    const { page, seen, close } = await open(browser, `${pathToFileURL(plain.folder)}/guide/index.html`);
    assert.deepEqual(seen.requests.filter((url) => /worker|engine|\/search\/meta/.test(url)), []);
    await search(page, "מתנדבים");
    assert.equal(await meta(page), "נמצאו 5 תוצאות");
    await page.locator(".md-search-result__item a").first().click();
    await page.waitForURL(/volunteers-intake\/index\.html\?h=/);
    assert.ok((await page.locator("article mark.kb-mark").count()) > 0);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), []);
    await close();
  });

  test("says when a part is missing", async () => {
    const { page, close } = await open(browser, `${pathToFileURL(plain.folder)}/guide/index.html`, { prepare: (page) => page.route("**/search/t-2.js", (route) => route.abort()) });
    await search(page, "מתנדבים");
    assert.match(await page.locator(OFFERED).innerText(), /חלק מהמאגר לא נטען/);
    await close();
  });
});

describe("under a strict content policy", () => {
  // Hashes of the theme's own inline scripts; none of the search is inline.
  async function policy(file) {
    const page = await readFile(file, "utf8");
    const inline = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    return `default-src 'none'; script-src 'self' ${inline.join(" ")}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'`;
  }

  test("nothing of the search is refused", async () => {
    const content = await policy(join(plain.folder, "guide/index.html"));
    const refused = [];
    const prepare = async (page) => {
      page.on("console", (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
      await page.route("**/guide/", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": content } });
      });
    };
    const { page, seen, close } = await at("guide/", { prepare });
    await search(page, "מתנדבים");
    await (await chip(page, "kinds", "role")).click();
    await answered(page, /תוצאה אחת/);
    assert.deepEqual(refused, []);
    assert.deepEqual(seen.errors, []);
    await close();
  });
});

describe("accessible", () => {
  const STATES = { results: "מתנדבים", repaired: "n,bscho", nothing: "קשקושבלבוש", failed: "crash" };
  for (const [name, text] of Object.entries(STATES)) {
    test(name, async () => {
      const reach = async (page) => {
        await search(page, text);
        if (name === "results") { await (await chip(page, "kinds", "playbook")).click(); await answered(page, /תוצאה אחת/); }
        await page.locator(".md-search-result__list.kb-list--ready").waitFor({ state: "attached" });
      };
      await inEveryLook(browser, `${site.address}guide/`, async ({ page, called }) => {
        assert.deepEqual(await violations(page, ".md-search"), [], called);
      }, { reach });
    });
  }

  test("marks on an opened page", async () => {
    await inEveryLook(browser, `${site.address}playbooks/volunteers-intake/?h=${encodeURIComponent("מתנדבים המתנדבים רכז")}`, async ({ page, called }) => {
      assert.ok((await page.locator("article mark.kb-mark").count()) > 0);
      assert.deepEqual(await violations(page, "article"), [], called);
    });
  });
});
