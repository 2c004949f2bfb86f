// Asks the search of a built site as a browser would: `node answers.mjs SITE` loads the scripts and the index that stand in that folder,
// reads {queries, limit} from standard input and writes one {first, failed} for each query: addresses, best first, and what kept the engine
// from answering. Exit code 3: this node is older than the scripts. Run by kb_mkdocs/browser_engine.py.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const OLDEST = 18;
const TOO_OLD = 3;

async function main(site) {
  const { queries, limit } = JSON.parse(readFileSync(0, "utf8"));
  const engine = started(site);
  const answers = [];
  for (const query of queries) answers.push(await answered(engine, query, limit));
  process.stdout.write(JSON.stringify(answers));
}

// In the order in which the site's own worker loads them.
function started(site) {
  const scripts = join(site, "assets", "kb", "js", "search");
  const worker = readFileSync(join(scripts, "worker.js"), "utf8");
  for (const [, name] of worker.matchAll(/\["kb\w+", "(\w+)"\]/g)) {
    const path = join(scripts, `${name}.js`);
    vm.runInThisContext(readFileSync(path, "utf8"), { filename: path });
  }
  const load = async (name) => JSON.parse(globalThis.kbLoad.unwrapped(name, readFileSync(join(site, "search", `${name}.js`), "utf8")));
  return globalThis.kbSearch.create({ load });
}

async function answered(engine, query, limit) {
  try {
    const { hits, incomplete } = await engine.search(query, { kinds: [], scenarios: [], authorities: [], limit });
    return { first: hits.map((hit) => hit.address), failed: incomplete ? "a file of the index did not arrive" : "" };
  } catch (error) {
    return { first: [], failed: String(error.message || error) };
  }
}

if (Number(process.versions.node.split(".")[0]) < OLDEST) process.exitCode = TOO_OLD;
else main(process.argv[2]).catch((error) => { console.error(error.message); process.exitCode = 1; });
