// What tables of tests/conformance/forms are of; tests/unit/views/form_functions.py has the same of Python.
import { readFileSync } from "node:fs";
import "../../plugins/kb_mkdocs/assets/js/forms/check.js";

const check = globalThis.kbCheck;
// What the pages are given by the build: the rules of the fields and the words of the codes.
const { rules, codes } = JSON.parse(readFileSync(new URL("../conformance/forms/given/rules.json", import.meta.url), "utf8"));

function mistake(name, text) {
  const found = check.mistake(rules[name], text);
  const words = (template) => check.inWords(template, found.facts);
  return found && { code: found.code, message: words(codes[found.code].message), hint: words(codes[found.code].hint) };
}

export const FUNCTIONS = {
  cleaned: check.cleaned,
  escaped_mark: check.escapedMark,
  excess: check.excess,
  excess_of: (piece, times) => check.excess(piece.repeat(times)),
  mistake,
  mistake_of: (name, piece, times) => mistake(name, piece.repeat(times)),
  personal_data: check.personalData,
  printable: check.printable,
};
