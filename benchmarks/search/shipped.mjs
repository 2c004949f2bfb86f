// Our engine: the very scripts that the site ships, on the very files that it publishes.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), "../../plugins/kb_mkdocs/assets/js/search");
// What the worker loads, itself included, and in which order; what a page view has loaded before is not part of a search.
const worker = readFileSync(join(SCRIPTS, "worker.js"), "utf8");
const NAMES = [...worker.matchAll(/\["kb\w+", "(\w+)"\]/g)].map(([, name]) => name);
// As many hits as the worker asks for: their texts are fetched too.
const LIMIT = Number(worker.match(/LIMIT = (\d+)/)[1]);

for (const name of NAMES) vm.runInThisContext(readFileSync(join(SCRIPTS, `${name}.js`), "utf8"));

export async function open(folder) {
  const loaded = new Set(["worker", ...NAMES].map((name) => join(SCRIPTS, `${name}.js`)));
  const load = async (name) => {
    const path = join(folder, "search", `${name}.js`);
    loaded.add(path);
    return JSON.parse(kbLoad.unwrapped(name, readFileSync(path, "utf8")));
  };
  const engine = kbSearch.create({ load });
  await engine.titles("א", 1); // waits for what every query needs
  const search = async ({ text }) => (await engine.search(text, { kinds: [], scenarios: [], authorities: [], limit: LIMIT })).hits.map((hit) => hit.address);
  return { loaded, search };
}
