import assert from "node:assert/strict";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/paper.js";

const { judge } = globalThis.kbPaper;
const id = (digit) => digit.repeat(40);
const known = {
  prints: { "0a1b2c3d": "רשימת תיוג: תרגיל" },
  changes: [[id("c"), "22 בנובמבר 2026", "שלישי"], [id("b"), "21 בנובמבר 2026", "שני"], [id("a"), "20 בנובמבר 2026", "ראשון"]],
};

test("what is printed today holds, whatever revision it was printed from", () => {
  assert.deepEqual(judge(known, `${id("a").slice(0, 7)}-0a1b2c3d`), { state: "current", title: "רשימת תיוג: תרגיל", since: [] });
  assert.equal(judge(known, "-0a1b2c3d").state, "current");
  assert.equal(judge(known, "1234567-0a1b2c3d").state, "current");
});

test("an old paper is told what came after it, the newest first", () => {
  const found = judge(known, "aaaaaaa-11111111");
  assert.equal(found.state, "old");
  assert.deepEqual(found.since.map(([, , subject]) => subject), ["שלישי", "שני"]);
  assert.deepEqual(judge(known, `${id("c")}-11111111`), { state: "old", since: [] });
});

test("a revision that the page does not know is never called up to date or out of date", () => {
  for (const paper of ["ddddddd-11111111", "-11111111", "a-11111111", "", "nonsense", "aaaaaaa-0A1B2C3D", "aaaaaaa-__proto__", "<b>-11111111"]) {
    assert.equal(judge(known, paper).state, "unknown", paper);
  }
  assert.equal(judge({ prints: {}, changes: [] }, "aaaaaaa-11111111").state, "unknown");
});

test("whoever did not come from a paper is told nothing", () => {
  assert.equal(judge(known, null).state, null);
});
