// The search of the built site itself. SITE is its folder; EXPECTED a JSON file of [{query, address}], the content's own expectations.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { answered, ask, inEveryLook, meta, open, openBox, quiet, search, violations } from "./opened.mjs";
import { launch, serve } from "./server.mjs";

const TOP = 3;

let site, browser, expected;
before(async () => {
  expected = JSON.parse(await readFile(process.env.EXPECTED, "utf8"));
  site = await serve(process.env.SITE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

// Every address that stands in the first three pages of results.
function firstAddresses(page) {
  return page.locator(".md-search-result__item").evaluateAll((items, top) => items.slice(0, top).flatMap((item) => [...item.querySelectorAll("a[href]")].map((it) => {
    const url = new URL(it.href);
    return decodeURI(url.pathname.slice(1) + url.hash);
  })), TOP);
}

const meets = (wanted, found) => found === wanted || (!wanted.includes("#") && found.split("#")[0] === wanted);

test("what the content expects to be found is found in the browser", async () => {
  const { page, seen, close } = await open(browser, site.address);
  await openBox(page);
  const missed = [];
  for (const { query, address } of expected) {
    await ask(page, () => page.locator(".md-search__input").fill(query));
    const first = await firstAddresses(page);
    if (!first.some((found) => meets(address, found))) missed.push(`${query} → ${address}; found ${first.slice(0, 4).join(", ")}`);
  }
  assert.deepEqual(missed, []);
  assert.deepEqual(seen.errors, []);
  await close();
});

for (const width of [390, 1280]) {
  test(`letter by letter and by paste the answer is the same at ${width}`, async () => {
    const { page, close } = await open(browser, site.address, { width });
    await openBox(page);
    for (const { query } of expected.filter((_, i) => i % 16 === 0)) {
      await page.locator(".md-search__input").fill("");
      await ask(page, () => page.keyboard.type(query, { delay: 15 }));
      const typed = [await meta(page), await firstAddresses(page)];
      await page.locator(".md-search__input").fill("");
      await ask(page, () => page.keyboard.insertText(query));
      assert.deepEqual([await meta(page), await firstAddresses(page)], typed, query);
    }
    await close();
  });

  test(`a result opens with its words marked at ${width}`, async () => {
    for (const query of ["מתנדבים", "רח\"ל", "שיטפונות"]) {
      const { page, close } = await open(browser, site.address, { width });
      await search(page, query);
      const marks = await page.locator(".md-search-result__item").first().locator("mark").allTextContents();
      assert.ok(marks.length > 0, query);
      await page.locator(".md-search-result__item a").first().click();
      await page.waitForURL(/[?&]h=/);
      const marked = await page.locator("article mark.kb-mark").allTextContents();
      assert.ok(marks.some((word) => marked.includes(word)), `${query}: ${marks.join(" ")} in ${marked.slice(0, 9).join(" ")}`);
      await close();
    }
  });
}

test("the first search costs little, and a page view nothing", async () => {
  const { page, seen, close } = await open(browser, `${site.address}guide/`);
  await quiet(seen);
  assert.deepEqual(seen.requests.filter((url) => url.startsWith(`${site.address}search/`)), []);
  await search(page, "מתנדבים");
  assert.ok(seen.requests.some((url) => url.startsWith(`${site.address}search/meta.js`)));
  await close();
});

test("shards that do not arrive are told, and the rest answers", async () => {
  const { page, close } = await open(browser, site.address, { prepare: (page) => page.route((url) => url.pathname.startsWith("/search/") && !url.pathname.endsWith("/meta.js"), (route) => route.abort()) });
  await search(page, "מתנדבים");
  const told = await page.locator("[data-kb-search=notes]").innerText();
  assert.match(told, /חלק מהמאגר לא נטען/);
  await close();
});

test("with the network off it still answers what it has", async () => {
  const { page, context, close } = await open(browser, site.address);
  await search(page, "מתנדבים");
  const before = [await meta(page), await firstAddresses(page)];
  await context.setOffline(true);
  await ask(page, () => page.locator(".md-search__input").fill("מתנדבי"));
  await ask(page, () => page.locator(".md-search__input").fill("מתנדבים"));
  assert.deepEqual([await meta(page), await firstAddresses(page)], before);
  await ask(page, () => page.locator(".md-search__input").fill("מקלטים ומרחבים מוגנים"));
  await close();
});

test("from a folder the answers are the same", async () => {
  const http = await open(browser, site.address);
  const file = await open(browser, `${pathToFileURL(process.env.SITE)}/index.html`);
  const root = decodeURI(pathToFileURL(process.env.SITE).pathname.slice(1));
  await search(http.page, "מתנדבים");
  await search(file.page, "מתנדבים");
  const found = (await firstAddresses(file.page)).map((at) => at.slice(root.length + 1).replace("index.html", ""));
  assert.deepEqual(found, await firstAddresses(http.page));
  assert.deepEqual(file.seen.errors, []);
  assert.deepEqual(file.seen.requests.filter((url) => !/^(file|data):/.test(url)), []);
  await http.close();
  await file.close();
});

test("the open search is accessible", async () => {
  const reach = async (page) => {
    await search(page, "מתנדבים");
    await page.locator(".md-search-result__list.kb-list--ready").waitFor({ state: "attached" });
  };
  await inEveryLook(browser, site.address, async ({ page, called }) => {
    assert.deepEqual(await violations(page, ".md-search"), [], called);
  }, { reach });
});

const HOSTILE = ["<img src=x onerror=window.broken=1>", ".*+?^${}()|[\\]/", "\u202eםיבדנתמ\u202c", "מתנדבים ".repeat(1250), "א".repeat(10000), "😀👩‍👩‍👧", "\"'״׳", "וכשה", "ו", "akuo", "title:x AND (", "مرحبا שלום hello", "א\u0000ב", "\ud83d"];
test("hostile queries are answered, and the next one works", async () => {
  const { page, seen, close } = await open(browser, site.address);
  await openBox(page);
  for (const text of HOSTILE) {
    await page.locator(".md-search__input").evaluate((box, value) => { box.value = value; box.dispatchEvent(new Event("input")); }, text);
    await answered(page);
    assert.notEqual(await meta(page), "החיפוש לא עלה", text.slice(0, 40));
  }
  await ask(page, () => page.locator(".md-search__input").fill("מתנדבים"));
  assert.match(await meta(page), /^נמצא/);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(seen.errors, []);
  await close();
});
