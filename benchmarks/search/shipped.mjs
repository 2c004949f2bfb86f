// Our engine: the very scripts that the site ships, on the very files that it publishes.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), "../../plugins/kb_mkdocs/assets/js/search");
// What the worker loads, itself included; what a page view has loaded before is not part of a search.
const NAMES = ["worker", "marks", "results", "load", "hebrew", "engine"];
// As many hits as the worker asks for: their texts are fetched too.
const LIMIT = 40;

for (const name of ["hebrew", "engine", "load"]) vm.runInThisContext(readFileSync(join(SCRIPTS, `${name}.js`), "utf8"));

export async function open(folder) {
  const loaded = new Set(NAMES.map((name) => join(SCRIPTS, `${name}.js`)).filter(existsSync));
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
