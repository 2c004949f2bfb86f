// Answers lines: [[function, arguments], …] → [answer, …]. How Python asks this side (tests/unit/hebrew/test_twins.py).
import { createInterface } from "node:readline";
import { FUNCTIONS } from "./hebrew_functions.mjs";

const { VERSION, WEIGHTS, QUESTION_WORDS, STACKS } = globalThis.kbHebrew;
const constants = () => ({ VERSION, WEIGHTS, QUESTION_WORDS: [...QUESTION_WORDS].sort(), STACKS: [...STACKS].sort() });
const functions = { ...FUNCTIONS, constants };

for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(([name, given]) => functions[name](...given));
  process.stdout.write(JSON.stringify(answers) + "\n");
}
