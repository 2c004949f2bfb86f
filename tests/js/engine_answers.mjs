// Answers queries from an index on disk with the scripts that the site ships: `node engine_answers.mjs FOLDER` reads
// [{query, options, without, then}] from standard input; `without` names files (by their beginning) that do not arrive, to an engine that
// has none yet; `then` is asked of the same engine when they all do, and answered as `after`. How Python asks the browser's engine
// (tests/unit/search/test_engines.py).
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
for (const { query, options, without, then } of JSON.parse(readFileSync(0, "utf8"))) {
  const engine = without ? globalThis.kbSearch.create({ load: loader(without) }) : whole;
  const answer = await answered(engine, query, options);
  without?.splice(0);
  answers.push(then === undefined ? answer : { ...answer, after: await answered(engine, then, options) });
}

async function answered(engine, query, options) {
  const { hits, ...rest } = await engine.search(query, options).catch((error) => ({ hits: [], failed: error.message }));
  return { ...rest, hits: hits.map(({ text, ...hit }) => hit) };
}
process.stdout.write(JSON.stringify(answers));
