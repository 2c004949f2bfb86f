// Passes messages between the search box and the engine. It speaks the theme's protocol: {type: 0, unit} → {type: 1}, and
// {type: 2, data: query, id, filters} → {type: 3, id, data: {items, suggest, kb}}, where `kb` is what the theme has no place for.
//
// In a worker it runs by itself; from file://, where there are none, the page loads it and calls kbSearchWorker.create(post).
(function (root) {
  "use strict";

  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  // Each leaves one global, and needs those before it.
  const SCRIPTS = [["kbMarks", "marks"], ["kbResults", "results"], ["kbLoad", "load"], ["kbHebrew", "hebrew"], ["kbReading", "reading"], ["kbStore", "store"], ["kbSearch", "engine"]];
  const LIMIT = 12;
  const TITLES = 8;
  const GRACE = 120; // milliseconds until titles are shown in place of an answer that is not there yet
  const apart = typeof root.document === "undefined";
  const own = new URL(apart ? root.location.href : root.document.currentScript.src);

  function create(post) {
    let engine = null; // a promise of it
    let absent = false; // a file did not arrive: what fails is no fault of the engine
    let gone = false; // the server no longer has a file that the index names: the site was published anew
    let newest = 0;
    let unit = "";
    return receive;

    function receive(message) {
      if (message.type === SETUP) {
        unit = message.unit ?? "";
        post({ type: READY });
        ready().then((it) => it.titles("", 1)).catch(() => { engine = null; }); // the first query tells, if it fails too
      } else if (message.type === QUERY) {
        answer({ id: message.id, query: message.data, filters: message.filters ?? {} });
      }
    }

    function ready() {
      engine ??= started();
      return engine;
    }

    async function started() {
      absent = true; // until the scripts are here, what fails is the way to them
      await loadScripts();
      [absent, gone] = [false, false];
      const load = root.kbLoad.loader(new URL("../../../../search/", own));
      return root.kbSearch.create({ load: (name) => load(name).catch((error) => { absent = true; gone ||= error.status === 404; throw error; }) });
    }

    async function answer(asked) {
      const mine = ++newest;
      const current = () => mine === newest;
      await later(0); // letters that were typed meanwhile: only the last query is worth the work
      if (!current()) return;
      try {
        const full = await answered(asked, current);
        if (current()) post({ type: RESULT, id: asked.id, data: drawn(asked, full) });
      } catch (error) {
        engine = null;
        console.error(error);
        if (current()) post({ type: RESULT, id: asked.id, data: { items: [], kb: { query: asked.query, failed: true, fault: !absent } } });
      }
    }

    async function answered(asked, current) {
      const search = async () => (await ready()).search(asked.query, { kinds: [], scenarios: [], authorities: [], ...asked.filters, limit: LIMIT });
      const first = search();
      showTitles(asked, first, current).catch((error) => { if (!absent) console.error(error); }); // it is the answer that counts
      const full = await first;
      if (!full.incomplete || !gone || !current()) return full;
      engine = null;
      return search();
    }

    async function showTitles(asked, first, current) {
      if (Object.values(asked.filters).some((chosen) => chosen.length)) return;
      if ((await Promise.race([first, later(GRACE)])) !== undefined) return;
      let done = false;
      first.finally(() => { done = true; }).catch(() => {});
      const titles = await (await ready()).titles(asked.query, TITLES);
      if (done || !current() || !titles.length) return;
      post({ type: RESULT, id: asked.id, data: { items: itemsOf(titles), kb: { query: asked.query, early: true } } });
    }

    function drawn({ query }, full) {
      const { total, facets, incomplete } = full;
      const repaired = full.repaired && root.kbResults.withFinals(full.repaired);
      const nearest = full.hits.length ? [] : full.nearest.map((hit) => ({ ...hit, missing: [] })); // all is missing: no need to say it
      const shown = [...full.hits, ...nearest];
      return {
        items: itemsOf(shown, typedWords(repaired ?? query)),
        suggest: root.kbResults.suggestion(query, shown),
        kb: { query, repaired, total, facets, incomplete, shown: full.hits.length, nearest: nearest.length },
      };
    }

    function itemsOf(hits, written) {
      return root.kbResults.items(hits, { unit, written, asFiles: own.protocol === "file:" });
    }
  }

  // A word of the query as the engine knows it → as it was typed: רחל → רח״ל.
  function typedWords(query) {
    const typed = new Map(root.kbHebrew.words(query).map(({ text, start, end }) => [text, query.slice(start, end)]));
    return (word) => typed.get(word) ?? root.kbResults.withFinals(word);
  }

  // Once; a script that did not arrive is asked for again by the next query.
  async function loadScripts() {
    const missing = SCRIPTS.filter(([name]) => !root[name]).map(([, file]) => new URL(`${file}.js${own.search}`, own).href);
    if (apart) root.importScripts(...missing);
    else for (const address of missing) await pageScript(address);
  }

  function pageScript(address) {
    return new Promise((resolve, reject) => {
      const script = root.document.createElement("script");
      script.src = address;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`${address} did not arrive`));
      root.document.head.append(script);
    });
  }

  function later(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  root.kbSearchWorker = { create };
  if (apart && typeof root.postMessage === "function") {
    const receive = create((message) => root.postMessage(message));
    root.addEventListener("message", (event) => receive(event.data));
  }
})(globalThis);
