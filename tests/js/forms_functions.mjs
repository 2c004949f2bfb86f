// What tables of tests/conformance/forms are of; tests/unit/views/form_functions.py has the same of Python.
import { readFileSync } from "node:fs";
import "../../plugins/kb_mkdocs/assets/js/forms/check.js";
import "../../plugins/kb_mkdocs/assets/js/forms/sha256.js";
import "../../plugins/kb_mkdocs/assets/js/forms/submission.js";

const check = globalThis.kbCheck;
// What the pages are given by the build: the rules of the fields and the words of the codes.
const read = (name) => JSON.parse(readFileSync(new URL(`../conformance/forms/given/${name}.json`, import.meta.url), "utf8"));
const { rules, codes } = read("rules");
const pages = read("pages");

function mistake(name, text) {
  const found = check.mistake(rules[name], text);
  const words = (template) => check.inWords(template, found.facts);
  return found && { code: found.code, message: words(codes[found.code].message), hint: words(codes[found.code].hint) };
}

const submissions = globalThis.kbSubmission;

export const FUNCTIONS = {
  cleaned: check.cleaned,
  escaped_mark: check.escapedMark,
  excess: check.excess,
  excess_of: (piece, times) => check.excess(piece.repeat(times)),
  mistake,
  mistake_of: (name, piece, times) => mistake(name, piece.repeat(times)),
  file: (sent) => [submissions.pathOf(pages[sent.kind], sent), submissions.fileText(pages[sent.kind], sent)],
  personal_data: check.personalData,
  printable: check.printable,
  sha256: globalThis.kbSha256.hex,
};
