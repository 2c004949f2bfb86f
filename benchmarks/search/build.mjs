// Builds a peer's index: node build.mjs ENGINE FOLDER, where FOLDER has documents.json.
const [name, folder] = process.argv.slice(2);
const { build } = await import(`./${name}.mjs`);
await build(folder);
