import assert from "node:assert/strict";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/search/marks.js";
import "../../plugins/kb_mkdocs/assets/js/search/results.js";
import "../../plugins/kb_mkdocs/assets/js/search/load.js";

const { find, html } = globalThis.kbMarks;
const { items, teaser, suggestion, withFinals } = globalThis.kbResults;
const { loader, unwrapped } = globalThis.kbLoad;

const marked = (text, ...forms) => find(text, forms).map(([start, end]) => text.slice(start, end));

const MARKED = [
  ["קולטים מתנדבים, ומתנדבים באים", ["מתנדבים"], ["מתנדבים"], "a form is a whole word, not the end of another"],
  ["רח״ל ורח", ["רח"], [], "a short form stands in no acronym and no longer word"],
  ["תיק רח״ל", ["רח", "רח״ל"], ["רח״ל"], "of two forms the longer"],
  ["ממ\"ד", ["ד"], [], "nor does the last letter of an acronym"],
  ["ל״מועדון״ הגיעו", ["מועדון"], ["מועדון"], "behind a particle and a quote it is a word"],
  ["״מתנדבים״ (מתנדבים) מתנדבים.", ["מתנדבים"], ["מתנדבים", "מתנדבים", "מתנדבים"], "punctuation is no letter"],
  ["תל־אביב", ["אביב"], ["אביב"], "a maqaf parts words"],
  ["שָׁלוֹם שלום", ["שָׁלוֹם"], ["שָׁלוֹם"], "niqqud as it is written"],
  ["שלוםֶ", ["שלום"], [], "a vowel sign belongs to its word"],
  ["COVID-19 covid", ["Covid"], ["COVID", "covid"], "case may differ"],
  ["a.b axb", ["a.b"], ["a.b"], "signs of regular expressions are letters like any"],
  ["טקסט", ["", " "], [], "an empty form marks nothing"],
  ["מימד מים", ["מי", "מים"], ["מים"], "a form inside a word does not hide the next word"],
];
for (const [text, forms, expected, why] of MARKED) test(`marks: ${why}`, () => assert.deepEqual(marked(text, ...forms), expected));

test("marked text is escaped, in the marks and between them", () => {
  assert.equal(html('<b> & "x" \'y\'', ["b"]), "&lt;<mark>b</mark>&gt; &amp; &quot;x&quot; &#39;y&#39;");
});

test("sixty thousand characters of one word are no trouble", () => {
  assert.equal(find("א".repeat(60000), ["א"]).length, 0);
  assert.equal(find("א ".repeat(30000), ["א"]).length, 30000);
});

const FILL = "מילה ועוד מילה ".repeat(40);

test("a short text stays whole", () => assert.equal(teaser("קולטים מתנדבים", ["מתנדבים"]), "קולטים <mark>מתנדבים</mark>"));

test("a long one is cut around the place with most of the words", () => {
  const found = teaser(`${FILL}נוהל ${FILL}נוהל קליטת מתנדבים ${FILL}`, ["נוהל", "קליטת", "מתנדבים"]);
  assert.match(found, /^…\u00a0.*<mark>נוהל<\/mark> <mark>קליטת<\/mark> <mark>מתנדבים<\/mark>.*\u00a0…$/);
  assert.ok(found.replace(/<[^>]+>/g, "").length <= 206, found);
});

test("without a mark it is the beginning, cut between words", () => {
  const found = teaser(FILL, []);
  assert.match(found, /^מילה ועוד/);
  assert.match(found, /(מילה|ועוד)\u00a0…$/);
});

test("a word without an end is cut all the same, and never within a sign", () => {
  for (const text of ["א".repeat(5000), "😀".repeat(3000), `x${"😀".repeat(3000)}`]) {
    const found = teaser(text, []);
    assert.ok(found.length < 220);
    assert.ok(found.isWellFormed?.() ?? true, found);
  }
});

const hit = (address, more = {}) => ({ address, page: "הדף", title: "כותרת", text: "טקסט", kind: "step", score: 2, marks: ["כותרת"], missing: ["חסר"], ...more });

test("hits are grouped by page, in order of their best, each with the page's own entry", () => {
  const groups = items([hit("a/#x", { score: 9 }), hit("b/", { score: 7 }), hit("a/#y", { score: 5 })]);
  assert.deepEqual(groups.map((group) => group.map(({ location }) => location)), [["a/#x", "a/#y", "a/"], ["b/"]]);
  const own = groups[0][2];
  assert.equal(own.title, "הדף");
  assert.ok(own.score < 5);
  assert.deepEqual({ ...own.terms }, { כותרת: true });
});

test("a link marks what was found anywhere on its page, its own words first", () => {
  const [group] = items([hit("a/#x", { marks: ["מתנדב"] }), hit("a/#y", { marks: ["מתנדבים"] })]);
  assert.deepEqual(group.map(({ terms }) => Object.keys(terms).filter((word) => terms[word]).join(" ")), ["מתנדב מתנדבים", "מתנדבים מתנדב", "מתנדב מתנדבים"]);
});

test("words as they stand go into the link, the missing are told", () => {
  assert.deepEqual({ ...items([hit("b/")])[0][0].terms }, { כותרת: true, חסר: false });
  assert.deepEqual({ ...items([hit("b/", { marks: ["__proto__"], missing: ["constructor"] })])[0][0].terms }, { ["__proto__"]: true, constructor: false });
});

test("words that the engine knows without final letters are shown with them", () => {
  assert.equal(withFinals("שלומ דימונה מיכ מ כ אב"), "שלום דימונה מיך מ כ אב");
  assert.equal(withFinals("מנכ״ל ג'ינג'י"), "מנכ״ל ג'ינג'י");
  assert.deepEqual(Object.keys(items([hit("b/", { marks: [], missing: ["מקלטימ"] })])[0][0].terms), ["מקלטים"]);
  assert.deepEqual(Object.keys(items([hit("b/", { marks: [], missing: ["רחל"] })], { written: () => "רח״ל" })[0][0].terms), ["רח״ל"]);
});

test("a result is HTML, and what it is made of is not", () => {
  const [[one]] = items([hit("b/", { title: "<b>כותרת</b>", text: "<script>", kind: "municipality" })], { unit: "<i>סוג</i>" });
  assert.equal(one.title, '&lt;b&gt;<mark>כותרת</mark>&lt;/b&gt; <span class="kb-found__kind">&lt;i&gt;סוג&lt;/i&gt;</span>');
  assert.equal(one.text, "<p>&lt;script&gt;</p>");
});

test("a document without text, marks or a known kind", () => {
  const [[one]] = items([{ address: "b/", page: "ב", title: "ב", kind: "constructor" }]);
  assert.deepEqual([one.title, one.text, one.score], ["ב", "", 0]);
});

test("from a folder, links name the file", () => {
  const places = items([hit(""), hit("a/#x"), hit("c/"), hit("d.html")], { asFiles: true }).flat().map(({ location }) => location);
  assert.deepEqual(places, ["index.html", "a/index.html#x", "a/index.html", "c/index.html", "d.html"]);
});

test("the last word may become a word of a title", () => {
  assert.deepEqual(suggestion("קליטת מתנ", [hit("a/", { title: "נוהל: מתנדבים" })]), ["מתנדבים"]);
  assert.deepEqual(suggestion("מתנדבים", [hit("a/", { title: "מתנדבים" })]), []);
  assert.deepEqual(suggestion("מ", [hit("a/", { title: "מתנדבים" })]), []);
  assert.deepEqual(suggestion("", []), []);
});

test("a file of the index is what stands in its wrapper, under its own name", () => {
  assert.equal(unwrapped("t-1", 'kbIndex("t-1",{"a":")"})\n'), '{"a":")"}');
  assert.throws(() => unwrapped("t-1", 'kbIndex("t-2",{})\n'));
  assert.throws(() => unwrapped("t-1", "<!doctype html>"));
  assert.throws(() => unwrapped("t-1", 'kbIndex("t-1",'));
});

test("what the server does not have is told from what did not arrive", async (t) => {
  t.mock.method(globalThis, "fetch", async () => ({ ok: false, status: 404 }));
  await assert.rejects(loader(new URL("http://x/search/"))("t-1"), { status: 404 });
  globalThis.fetch.mock.mockImplementation(async () => { throw new TypeError("network"); });
  await assert.rejects(loader(new URL("http://x/search/"))("t-1"), (error) => error.status === undefined);
});

test("the first file is asked for anew, the others are kept for good", async (t) => {
  const fetched = t.mock.method(globalThis, "fetch", async (url) => ({ ok: true, text: async () => `kbIndex("${url.pathname.split("/").pop().slice(0, -3)}",1)\n` }));
  const load = loader(new URL("http://x/search/"));
  assert.equal(await load("meta"), 1);
  assert.equal(await load("t-1"), 1);
  assert.deepEqual(fetched.mock.calls.map(({ arguments: [url, { cache }] }) => [url.href, cache]), [["http://x/search/meta.js", "no-cache"], ["http://x/search/t-1.js", "force-cache"]]);
});
