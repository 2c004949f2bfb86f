// Stock Material: its own search worker, the very file, on the search_index.json that its own plugin writes.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";

export const whole = true;

export async function open(folder) {
  const { worker } = JSON.parse(readFileSync(join(folder, "stock.json"), "utf8"));
  const loaded = new Set([worker]);
  const send = inside(worker, loaded);
  const index = join(folder, "search_index.json");
  loaded.add(index);
  // The page fetches and parses the index and posts it to the worker.
  const data = JSON.parse(readFileSync(index, "utf8"));
  await send({ type: 0, data: { ...data, options: { suggest: false } } });
  return { loaded, search: async ({ text }) => addresses(await send({ type: 2, data: text })) };
}

// Items are grouped by page; the best section of each stands for it, as its first line in the list of results does.
function addresses(message) {
  return message.data.items.map((group) => group[0].location);
}

// What a worker's global scope gives that this script uses.
function inside(worker, loaded) {
  const listeners = [];
  let answered;
  const scope = vm.createContext({ console, addEventListener: (_, listener) => listeners.push(listener), postMessage: (m) => answered(m) });
  scope.self = scope;
  const run = (path) => {
    loaded.add(path);
    vm.runInContext(readFileSync(path, "utf8"), scope, { filename: path });
  };
  scope.importScripts = (...paths) => paths.forEach((path) => run(join(dirname(worker), path)));
  run(worker);
  return (message) => new Promise((resolve) => {
    answered = resolve;
    listeners.forEach((listener) => listener({ data: message }));
  });
}
