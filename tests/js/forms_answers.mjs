// Answers lines: [[function, arguments], …] → [answer, …]. How Python asks this side (tests/unit/views/test_form_twins.py).
import { createInterface } from "node:readline";
import { FUNCTIONS } from "./forms_functions.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(([name, given]) => FUNCTIONS[name](...given));
  process.stdout.write(JSON.stringify(answers) + "\n");
}
