// Runs one engine over queries and measures it: node measure.mjs ENGINE FOLDER ASKED.json FOUND.json
//
// ENGINE is a module beside this one with `open(folder) → {search(query, limit) → addresses, loaded: Set of file paths}`.
// ASKED: {limit, queries: [{id, text, …}], cold: [the same]}. `queries` are answered one after another by one engine, as in a
// visit; for each of `cold` an engine is opened anew, to see what a visit's first query loads.
// FOUND: {ready, first: CPU ms until ready and until the first answer, ranks: {id: [address]}, times: {id: wall ms}, cold: {id: {bytes, files}}}.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [name, folder, askedPath, foundPath] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(askedPath, "utf8"));
const sizes = new Map();
// Material's worker warns of queries that it cannot parse; they count as not answered.
console.warn = () => {};

const started = process.cpuUsage();
const { open, whole } = await import(`./${name}.mjs`);
const engine = await open(folder);
const found = { ready: cpuSince(started), ranks: {}, times: {}, cold: {} };

for (const query of asked.queries) {
  const began = performance.now();
  found.ranks[query.id] = (await engine.search(query, asked.limit)).slice(0, asked.limit);
  found.times[query.id] = performance.now() - began;
  found.first ??= cpuSince(started);
}
for (const query of asked.cold) found.cold[query.id] = await loads(query);
writeFileSync(foundPath, JSON.stringify(found));

// An engine that loads its whole index costs every query the same.
async function loads(query) {
  const fresh = whole ? engine : await open(folder);
  await fresh.search(query, asked.limit);
  return { bytes: [...fresh.loaded].reduce((sum, path) => sum + wireBytes(path), 0), files: fresh.loaded.size };
}

function cpuSince(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

// As a server sends it: gzip -9, or as it is when it is compressed already.
function wireBytes(path) {
  if (!sizes.has(path)) sizes.set(path, sizeOf(path));
  return sizes.get(path);
}

function sizeOf(path) {
  const bytes = readFileSync(path);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return compressed ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}
