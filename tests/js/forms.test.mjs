// Every row of tests/conformance/forms holds in JavaScript; tests/unit/views/test_form_twins.py asks the same of Python.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/forms/day.js";
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

// --- what only the browser does: days as people write them, nesting, addresses ---

const { read: readDay, inWords } = globalThis.kbDay;
const submissions = globalThis.kbSubmission;

const DAYS = [
  ["22.11.2026", "2026-11-22", "with points"], ["2/1/2026", "2026-01-02", "with slashes"], ["2-1-26", "2026-01-02", "two digits of the year"],
  ["22 11 2026", "2026-11-22", "with spaces"], ["22 . 11 . 2026", "2026-11-22", "with spaces around points"], ["2026-11-22", "2026-11-22", "as files have it"],
  ["22 בנובמבר 2026", "2026-11-22", "in words"], ["3 מרס 2026", "2026-03-03", "the other spelling of March"], ["\u200f22.11.2026", "2026-11-22", "with a direction mark"],
  ["אתמול", "אתמול", "no day stays as it is"], ["31.2.2026", "2026-02-31", "a day that is not in the calendar is left to the check"], ["", "", "nothing"],
];
for (const [written, expected, why] of DAYS) test(`a day ${why}`, () => assert.equal(readDay(written), expected));

test("a day in words", () => assert.equal(inWords("2026-03-01"), "1 במרץ 2026"));

test("answers nest by their names, and lists close up", () => {
  const answers = [["title", "א"], ["event.name", "ב"], ["event.ended_on", ""], ["scenarios", ["x"]], ["traits", []], ["sources[0].source", ""], ["sources[2].source", "s"], ["sources[2].at", "p"]];
  assert.deepEqual(submissions.nested(answers), { title: "א", event: { name: "ב" }, scenarios: ["x"], sources: [{ source: "s", at: "p" }] });
});

const FORGES = {
  github: ["https://h/x/new/main?filename={path}&value={text}", true],
  gitlab: ["https://h/x/-/new/main?file_name={path}", false],
  gitea: ["https://h/x/_new/main/?filename={path}&value={text}", true],
};
for (const [style, [pattern, takesText]] of Object.entries(FORGES)) {
  test(`the address of a new file on ${style} says its name and, where it can, its text`, () => {
    const text = "title: \"א & ב? #1 + 50% 'כן'\"\n";
    const { address, withText } = submissions.forgeAddress(pattern, "docs/lessons/l-1.yml", text);
    const query = new URL(address).searchParams;
    assert.equal(withText, takesText);
    assert.equal(query.get(style === "gitlab" ? "file_name" : "filename"), "docs/lessons/l-1.yml");
    assert.equal(query.get("value"), takesText ? text : null);
  });

  test(`a text too long for an address stays out of it on ${style}`, () => {
    const { address, withText } = submissions.forgeAddress(pattern, "docs/lessons/l-1.yml", "א".repeat(2000));
    assert.equal(withText, false);
    assert.doesNotMatch(address, /value|{text}/);
  });
}

test("what stands for a part in a text is not taken for one", () => {
  const { address } = submissions.forgeAddress(FORGES.github[0], "docs/{text}.yml", "$& {path} $'");
  assert.equal(new URL(address).searchParams.get("value"), "$& {path} $'");
  assert.equal(new URL(address).searchParams.get("filename"), "docs/{text}.yml");
});
