import assert from "node:assert/strict";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/table.js";

const { normalise, matchesText, matchesChoice, accepts, numberIn, compare, readQuery, writeQuery, countText } = globalThis.kbTable;

const SAME = [
  ["רח״ל", 'רח"ל', "gershayim and straight quote"],
  ["צה״ל", "צה''ל", "two geresh for gershayim"],
  ["תל־אביב", "תל אביב", "maqaf is a space"],
  ["תל-אביב", "תל־אביב", "hyphen is a maqaf"],
  ["שָׁלוֹם", "שלום", "niqqud"],
  ["\ufb2a\u05dc\u05d5\u05dd", "שלום", "presentation form of shin"],
  ["מים", "מימ", "final letter"],
  ["\u200fמ״מ\u200e", "ממ", "bidi marks"],
  ["  שני   רווחים ", "שני רווחים", "spaces"],
  ["ABC", "abc", "case"],
  ["ג׳לג׳וליה", "ג'לג'וליה", "geresh"],
];

for (const [one, other, why] of SAME) {
  test(`the same word: ${why}`, () => assert.equal(normalise(one), normalise(other)));
  test(`twice is once: ${why}`, () => assert.equal(normalise(normalise(one)), normalise(one)));
}

test("all words of the query, in any order, parts of words too", () => {
  assert.ok(matchesText("מנהלת אגף הרווחה", "רווחה אגף"));
  assert.ok(!matchesText("מנהלת אגף הרווחה", "רווחה חינוך"));
  assert.ok(matchesText("כל דבר", ""));
});

test("a choice meets one of several values, whole", () => {
  assert.ok(matchesChoice("alert emergency", "emergency"));
  assert.ok(!matchesChoice("alert emergency", "emerg"));
  assert.ok(matchesChoice(undefined, ""));
  assert.ok(!matchesChoice(undefined, "alert"));
});

test("text and choices must both accept", () => {
  const entry = { text: "באר שבע", data: { district: "south" } };
  assert.ok(accepts(entry, { text: "שבע", choices: { district: "south" } }));
  assert.ok(!accepts(entry, { text: "שבע", choices: { district: "north" } }));
  assert.ok(!accepts(entry, { text: "חיפה", choices: { district: "" } }));
});

test("numbers in cells", () => {
  assert.equal(numberIn("1,250 תושבים"), 1250);
  assert.equal(numberIn("1,234,567"), 1234567);
  assert.equal(numberIn("\u200e\u22125.5"), -5.5);
  assert.ok(Number.isNaN(numberIn("טרם מופה")));
});

const sorted = (values, kind, direction) => [...values].sort((a, b) => compare(a, b, kind, direction));

test("Hebrew order, niqqud and quotes aside, numbers inside text as numbers", () => {
  assert.deepEqual(sorted(["צעד 10", "צעד 2", "אשכול"]), ["אשכול", "צעד 2", "צעד 10"]);
  assert.deepEqual(sorted(["ת״א", "בית", "אֵילת"]), ["אֵילת", "בית", "ת״א"]);
});

test("what says nothing goes last both ways", () => {
  assert.deepEqual(sorted(["–", "ב", "", "א"], "text", 1).slice(0, 2), ["א", "ב"]);
  assert.deepEqual(sorted(["–", "ב", "", "א"], "text", -1).slice(0, 2), ["ב", "א"]);
  assert.deepEqual(sorted(["לא ידוע", "9", "1,000"], "number", -1), ["1,000", "9", "לא ידוע"]);
});

test("dates written as ISO sort as text", () => {
  assert.deepEqual(sorted(["2026-01-02", "2025-12-31"]), ["2025-12-31", "2026-01-02"]);
});

test("the address keeps what is not ours and drops what is empty", () => {
  assert.equal(writeQuery("?h=x", { find: "רווחה", district: "" }), "?h=x&find=%D7%A8%D7%95%D7%95%D7%97%D7%94");
  assert.equal(writeQuery("?find=x", { find: "" }), "");
  assert.deepEqual(readQuery("?find=%D7%90&other=1", ["find", "district"]), { find: "א" });
});

test("written then read is the same", () => {
  const values = { find: 'רח"ל & co', district: "south" };
  assert.deepEqual(readQuery(writeQuery("", values), Object.keys(values)), values);
});

test("counts in words", () => {
  assert.equal(countText(3, 3), "3 פריטים");
  assert.equal(countText(1, 3), "מוצג אחד מתוך 3");
  assert.equal(countText(0, 3), "אין תוצאות מתוך 3. שנו את הסינון");
  assert.equal(countText(1, 1), "פריט אחד");
});
