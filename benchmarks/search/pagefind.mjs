// Pagefind with its defaults: one page a document, its title the heading.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

// Its own list of results shows so many at first, and fetches the text of each.
const SHOWN = 5;
let visits = 0;

export async function build(folder) {
  await written(folder, { forceLanguage: "he" }, (index) => add(index, folder));
}

// The files by our own hand: its `writeFiles` answers before the last ones are whole.
export async function written(folder, options, fill) {
  const { createIndex, close } = await import("pagefind");
  const { index } = await createIndex(options);
  await fill(index);
  for (const { path, content } of (await index.getFiles()).files) {
    const target = join(folder, "pagefind", path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  await close();
}

async function add(index, folder) {
  for (const { address, title, text } of JSON.parse(readFileSync(join(folder, "documents.json"), "utf8"))) {
    const content = `<html lang="he"><body><h1>${escaped(title)}</h1><p>${escaped(text)}</p></body></html>`;
    await index.addHTMLFile({ url: `/${address}`, content });
  }
}

export async function open(folder) {
  const { loaded, instance, known } = await opened(folder);
  const search = async ({ text }, limit) => listed((await instance.search(text)).results, known, limit);
  return { loaded, search };
}

// The first results with their texts, as a list of results needs them.
export async function listed(results, known, limit) {
  await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  return results.slice(0, limit).map((result) => known.get(result.id));
}

export async function opened(folder) {
  const bundle = join(folder, "pagefind");
  const loaded = new Set([join(bundle, "pagefind.js")]);
  globalThis.fetch = async (url) => {
    const path = fileURLToPath(String(url).split("?")[0]);
    loaded.add(path);
    return new Response(readFileSync(path));
  };
  // A new address makes a new module: nothing is kept from the visit before.
  const pagefind = await import(`${pathToFileURL(join(bundle, "pagefind.js"))}?visit=${visits++}`);
  const instance = pagefind.createInstance({ basePath: `${pathToFileURL(bundle)}/`, language: "he" });
  await instance.init();
  await instance.filters(); // waits until the index is there
  return { loaded, instance, known: await addresses(bundle) };
}

// Fragment → address of the page, read beside the measurement: a visitor reads only those shown.
async function addresses(bundle) {
  addresses.known ??= new Map();
  if (!addresses.known.has(bundle)) {
    const known = new Map();
    for (const name of await readdir(join(bundle, "fragment"))) {
      const text = gunzipSync(readFileSync(join(bundle, "fragment", name))).toString().replace(/^pagefind_dcd/, "");
      known.set(name.replace(/\.pf_fragment$/, ""), JSON.parse(text).url.replace(/^\//, ""));
    }
    addresses.known.set(bundle, known);
  }
  return addresses.known.get(bundle);
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
