// Every row of tests/conformance holds in JavaScript; tests/unit/hebrew/test_conformance.py asks the same of Python.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { FUNCTIONS } from "./hebrew_functions.mjs";

const FOLDER = new URL("../conformance/", import.meta.url);

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
  const { analysis } = globalThis.kbHebrew.createAnalyser({ inCollection: (word) => collection.has(word), lemmasOf: () => undefined, isLemma: () => false });
  assert.deepEqual(analysis("הבית").bases, ["הבית"]);
  collection.add("בית");
  assert.deepEqual(analysis("הבית").bases, ["הבית", "בית"]);
});
