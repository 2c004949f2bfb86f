// Answers queries from an index on disk with the scripts that the site ships: `node engine_answers.mjs FOLDER` reads
// [{query, options, without}] from standard input; `without` names files (by their beginning) that do not arrive. How Python asks the
// browser's engine (tests/unit/search/test_engines.py).
import { readFileSync } from "node:fs";
import { join } from "node:path";

for (const name of ["hebrew", "reading", "store", "engine", "load"]) await import(`../../plugins/kb_mkdocs/assets/js/search/${name}.js`);

const folder = process.argv[2];
const read = new Map();

function loader(without = []) {
  return async (name) => {
    if (without.some((start) => name.startsWith(start))) throw new Error(`${name} did not arrive`);
    if (!read.has(name)) read.set(name, globalThis.kbLoad.unwrapped(name, readFileSync(join(folder, `${name}.js`), "utf8")));
    return JSON.parse(read.get(name));
  };
}

const whole = globalThis.kbSearch.create({ load: loader() });
const answers = [];
for (const { query, options, without } of JSON.parse(readFileSync(0, "utf8"))) {
  const engine = without ? globalThis.kbSearch.create({ load: loader(without) }) : whole;
  const { hits, ...rest } = await engine.search(query, options).catch((error) => ({ hits: [], failed: error.message }));
  answers.push({ ...rest, hits: hits.map(({ text, ...hit }) => hit) });
}
process.stdout.write(JSON.stringify(answers));
