// Every row of tests/conformance/forms holds in JavaScript; tests/unit/views/test_form_twins.py asks the same of Python.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { FUNCTIONS } from "./forms_functions.mjs";

const FOLDER = new URL("../conformance/forms/", import.meta.url);
const tables = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

for (const file of tables) {
  const rows = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
  const name = file.replace(".json", "");
  test(name, async (t) => {
    for (const { input, expected, why } of rows) {
      const given = Array.isArray(input) ? input : [input];
      await t.test(why, () => assert.deepEqual(FUNCTIONS[name](...given), expected));
    }
  });
}

test("every table is of a function, and every function has one", () => {
  assert.deepEqual(tables.map((file) => file.replace(".json", "")).sort(), Object.keys(FUNCTIONS).sort());
});
