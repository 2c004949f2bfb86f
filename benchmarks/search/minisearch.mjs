// MiniSearch as its documentation sets it up, prebuilt: a visitor loads the index ready. It stores titles; texts would come on top.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import MiniSearch from "minisearch";

export const whole = true;
const OPTIONS = { idField: "address", fields: ["title", "text"], storeFields: ["title"] };

export function build(folder) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(JSON.parse(readFileSync(join(folder, "documents.json"), "utf8")));
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
}

export async function open(folder) {
  const path = join(folder, "index.json");
  const index = MiniSearch.loadJSON(readFileSync(path, "utf8"), OPTIONS);
  const script = join(createRequire(import.meta.url).resolve("minisearch"), "../../umd/index.js");
  return { loaded: new Set([script, path]), search: async ({ text }) => index.search(text).map((hit) => hit.id) };
}
