// MiniSearch over ready keys: documents are keys with spaces between, a query is `words`: [[[key, weight], …], …]. Titles count twice.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import MiniSearch from "minisearch";

export const whole = true;
const OPTIONS = { idField: "address", fields: ["title", "text"], storeFields: ["page"], tokenize: (text) => text.split(" "), processTerm: (key) => key };

export function build(folder) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(JSON.parse(readFileSync(join(folder, "documents.json"), "utf8")));
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
}

export async function open(folder) {
  const path = join(folder, "index.json");
  const index = MiniSearch.loadJSON(readFileSync(path, "utf8"), OPTIONS);
  const script = join(createRequire(import.meta.url).resolve("minisearch"), "../../umd/index.js");
  const search = async ({ words }) => {
    const weights = new Map(words.flat());
    const asked = { boost: { title: 2 }, boostTerm: (key) => weights.get(key) ?? 1 };
    return index.search([...weights.keys()].join(" "), asked).map((hit) => hit.id);
  };
  return { loaded: new Set([script, path]), search };
}
