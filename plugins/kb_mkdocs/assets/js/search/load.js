// Brings a file of the index: `search/<name>.js` holds kbIndex("<name>",<JSON>), so that the same file is data for fetch and, where
// fetch is refused (file://), a script.
(function (root) {
  "use strict";

  const PATIENCE = 12000; // a file that hangs is a file that does not arrive

  // folder: URL of the index. Returns load(name) → Promise of that file's JSON; rejects when it does not arrive, with `status` if the
  // server answered.
  function loader(folder) {
    return folder.protocol === "file:" ? byScript(folder) : byFetch(folder);
  }

  function byFetch(folder) {
    const failed = new Set();
    return async (name) => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), PATIENCE);
      try {
        // Only the first file keeps its name from build to build; the others are named by what is in them.
        const cache = name === "meta" ? "no-cache" : failed.has(name) ? "reload" : "force-cache";
        failed.add(name); // until it is here: what a browser may have kept is the refusal
        const response = await fetch(new URL(`${name}.js`, folder), { cache, signal: abort.signal });
        if (!response.ok) throw Object.assign(new Error(`${name}: ${response.status}`), { status: response.status });
        const data = JSON.parse(unwrapped(name, await response.text()));
        failed.delete(name);
        return data;
      } finally {
        clearTimeout(timer);
      }
    };
  }

  function unwrapped(name, text) {
    const start = `kbIndex(${JSON.stringify(name)},`;
    const end = text.lastIndexOf(")");
    if (!text.startsWith(start) || end < start.length) throw new Error(`${name}: not a file of the index`);
    return text.slice(start.length, end);
  }

  function byScript(folder) {
    const arrived = new Map();
    root.kbIndex = (name, data) => arrived.set(name, data);
    return (name) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const done = (settle, value) => { script.remove(); arrived.delete(name); settle(value); };
      script.src = new URL(`${name}.js`, folder).href;
      script.onload = () => (arrived.has(name) ? done(resolve, arrived.get(name)) : done(reject, new Error(`${name}: not a file of the index`)));
      script.onerror = () => done(reject, new Error(`${name} did not arrive`));
      document.head.append(script);
    });
  }

  root.kbLoad = { loader, unwrapped };
})(globalThis);
