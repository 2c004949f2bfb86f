// Every row of tests/conformance holds in JavaScript; tests/unit/hebrew/test_conformance.py asks the same of Python.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/search/hebrew.js";
import { analyser } from "./hebrew_evidence.mjs";

const hebrew = globalThis.kbHebrew;
const FOLDER = new URL("../conformance/", import.meta.url);

// [normalised, as written] and "joined": slices, for Python counts places in code points.
function wordsAsWritten(text) {
  return hebrew.words(text).map((word) => [word.text, text.slice(word.start, word.end), ...(word.joined ? ["joined"] : [])]);
}

const FUNCTIONS = {
  analyses: (evidence, word) => analyser(evidence).analysis(word),
  bases: hebrew.bases,
  family: hebrew.family,
  is_hebrew: hebrew.isHebrew,
  keys: (evidence, word) => Object.fromEntries(analyser(evidence).keys(word)),
  normalise: hebrew.normalise,
  one_edit_apart: hebrew.oneEditApart,
  past_forms: hebrew.pastForms,
  singulars: hebrew.singulars,
  skeleton: hebrew.skeleton,
  stem: hebrew.stem,
  tail: hebrew.tail,
  typed_in_hebrew: hebrew.typedInHebrew,
  words: wordsAsWritten,
};

const tables = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
for (const file of tables) {
  const table = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
  const [rows, evidence] = Array.isArray(table) ? [table, []] : [table.rows, [table]];
  const name = file.replace(".json", "");
  test(name, async (t) => {
    for (const { input, expected, why } of rows) {
      const given = [...evidence, ...(Array.isArray(input) ? input : [input])];
      await t.test(`${why}: ${JSON.stringify(input)}`, () => assert.deepEqual(FUNCTIONS[name](...given), expected));
    }
  });
}

test("every table is of a function, and every function has one", () => {
  assert.deepEqual(tables.map((file) => file.replace(".json", "")).sort(), Object.keys(FUNCTIONS).sort());
});

test("nothing is kept between two questions, for what the collection has may still arrive", () => {
  const collection = new Set();
  const { analysis } = hebrew.createAnalyser({ inCollection: (word) => collection.has(word), lemmasOf: () => undefined, isLemma: () => false });
  assert.deepEqual(analysis("הבית").bases, ["הבית"]);
  collection.add("בית");
  assert.deepEqual(analysis("הבית").bases, ["הבית", "בית"]);
});
