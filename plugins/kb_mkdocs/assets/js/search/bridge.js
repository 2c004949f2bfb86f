// Stands in for the worker that the theme's script starts on every page: the real one starts when the search box is opened. Runs before
// the theme's script. It also carries what the theme's protocol has no word for: filters to the engine, facets and notices from it.
//
// From file:// there are no workers; there the page itself loads what the worker would.
(function () {
  "use strict";

  const [READY, QUERY, RESULT, SETUP] = [1, 2, 3, 0];
  const PATIENCE = 30000;
  const SOON = 400; // milliseconds: an answer that takes longer is announced
  const LONGEST = 500; // characters of a query
  const Native = globalThis.Worker;
  const own = new URL("worker.js", document.currentScript.src);
  const toggle = document.getElementById("__search");

  const theme = new EventTarget(); // what the theme takes for a worker
  const box = new EventTarget(); // "before" and "after" an answer, between them "list" with its groups; "slow" when none comes for a while
  let address = own.href;
  let running = null;
  let asked = 0;
  let waiting = [];
  let query = "";
  let filters = {};
  let suggest = []; // of the answer that stands

  theme.postMessage = ({ type, data }) => {
    if (type === SETUP) ready();
    if (type !== QUERY) return;
    query = String(data ?? "").slice(0, LONGEST);
    ask();
  };
  theme.terminate = () => {};

  // Anything else that asks for a worker gets one.
  globalThis.Worker = new Proxy(Native ?? Object, {
    construct(target, [url, ...more], newTarget) {
      const wanted = new URL(url, document.baseURI);
      if (wanted.origin !== own.origin || wanted.pathname !== own.pathname) return Reflect.construct(target, [url, ...more], newTarget);
      address = wanted.href;
      setTimeout(ready);
      return theme;
    },
  });

  toggle?.addEventListener("change", () => toggle.checked && start());

  function unit() {
    return document.querySelector("[data-kb-unit]")?.dataset.kbUnit;
  }

  function ready() {
    theme.dispatchEvent(new MessageEvent("message", { data: { type: READY } }));
  }

  function ask() {
    const id = ++asked;
    stopWaiting();
    if (!query.trim()) return void setTimeout(() => deliver(id, { items: [], kb: { query: "", empty: true } }));
    waiting = [setTimeout(() => box.dispatchEvent(new Event("slow")), SOON), setTimeout(fail, PATIENCE)];
    start().post({ type: QUERY, id, data: query, filters });
  }

  function stopWaiting() {
    for (const timer of waiting) clearTimeout(timer);
    waiting = [];
  }

  function take({ type, id, data }) {
    if (type !== RESULT || id !== asked) return;
    if (data.kb.early) clearTimeout(waiting[0]);
    else stopWaiting();
    deliver(id, data);
  }

  // The worker died or hangs: the box says so, and the next query has a new one.
  function fail() {
    stopWaiting();
    running?.end();
    running = null;
    if (query.trim()) deliver(asked, { items: [], kb: { query, failed: true } });
  }

  function deliver(id, data) {
    if (id !== asked) return;
    suggest = data.suggest ?? [];
    box.dispatchEvent(new CustomEvent("before", { detail: data.kb }));
    tellTheme([]);
    box.dispatchEvent(new CustomEvent("list", { detail: data.items }));
    box.dispatchEvent(new CustomEvent("after", { detail: data.kb }));
  }

  // The theme draws at once, and shows what is suggested.
  function tellTheme(items) {
    theme.dispatchEvent(new MessageEvent("message", { data: { type: RESULT, data: { items, suggest } } }));
  }

  function start() {
    if (running) return running;
    running = own.protocol === "file:" || !Native ? inPage() : inWorker();
    running.post({ type: SETUP, unit: unit() });
    return running;
  }

  function inWorker() {
    const worker = new Native(address);
    worker.addEventListener("message", (event) => take(event.data));
    worker.addEventListener("error", (event) => { event.preventDefault(); if (running?.worker === worker) fail(); });
    return { worker, post: (message) => worker.postMessage(message), end: () => worker.terminate() };
  }

  function inPage() {
    const receive = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(globalThis.kbSearchWorker.create(take));
      script.onerror = reject;
      document.head.append(script);
    });
    return { post: (message) => receive.then((it) => it(message), fail), end: () => {} };
  }

  // 1,250. Not toLocaleString: its first use alone holds a slow phone for longer than a letter may take.
  function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  globalThis.kbBridge = {
    box,
    grouped,
    isOf: (answer, text) => answer.query === text.slice(0, LONGEST),
    // {kinds, scenarios, authorities}: codes to keep; the query that stands is asked again.
    narrow(chosen) { filters = chosen; if (query.trim()) ask(); },
    draw(group) { tellTheme([group]); },
    again() { if (query.trim()) ask(); },
  };
})();
