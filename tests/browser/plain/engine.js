// A plain engine with the real one's contract, over documents as they are: words are found as parts of words, and the tests decide what
// goes wrong. Queries: "crash" throws, "hang" never ends.
(function (root) {
  "use strict";

  const KEYS = "qwertyuiopasdfghjkl;zxcvbnm,.";
  const HEBREW = "/'קראטוןםפשדגכעיחלךףזסבהנמצתץ";
  const LABELS = { playbook: "ספר הפעלה", step: "צעד", role: "תפקיד", municipality: "רשויות", epidemic: "מגפה", flood: "שיטפון" };

  function create({ load }) {
    let meta = null;
    const shards = new Map();
    const start = () => (meta ??= load("meta"));
    return { search, titles };

    async function titles(query, limit) {
      const { titles: all } = await start();
      const words = query.split(/\s+/).filter(Boolean);
      return all.filter(([, title]) => words.length && words.every((word) => title.includes(word)))
        .slice(0, limit).map(([address, title, kind]) => ({ address, page: title, title, text: "", kind, scenarios: [], authority: null, score: 1, marks: words, missing: [] }));
    }

    async function search(query, { kinds, scenarios, authorities, limit }) {
      if (query === "crash") throw new Error("the engine crashed, as was asked");
      if (query === "hang") for (;;);
      const { shards: names } = await start();
      const arrived = await Promise.allSettled(names.map((name) => shards.get(name) ?? load(name).then((it) => (shards.set(name, it), it))));
      const documents = arrived.flatMap((it) => it.value ?? []);
      const repaired = /^[a-z;',./ ]+$/.test(query) ? [...query].map((key) => HEBREW[KEYS.indexOf(key)] ?? key).join("") : null;
      const words = (repaired ?? query).split(/\s+/).filter(Boolean);
      const found = documents.map((document) => hit(document, words)).filter((it) => it.marks.length).sort((a, b) => b.score - a.score);
      const keep = (chosen, value) => !chosen.length || [value].flat().some((it) => chosen.includes(it));
      const passes = (it, but) => (but === "kind" || keep(kinds, it.kind)) && (but === "scenario" || keep(scenarios, it.scenarios)) && (but === "authority" || keep(authorities, it.authority));
      const hits = found.filter((it) => passes(it));
      const counts = (field, values) => {
        const tally = new Map();
        for (const it of found) if (passes(it, field)) for (const value of values(it)) tally.set(value, (tally.get(value) ?? 0) + 1);
        return [...tally].sort((a, b) => b[1] - a[1]).map(([code, count]) => [code, LABELS[code] ?? code, count]);
      };
      return {
        query, repaired: found.length ? repaired : null, hits: hits.slice(0, limit), total: hits.length,
        facets: { kind: counts("kind", (it) => [it.kind]), scenario: counts("scenario", (it) => it.scenarios), authority: counts("authority", (it) => (it.authority ? [it.authority] : [])) },
        incomplete: arrived.some((it) => it.status === "rejected"),
        nearest: hits.length ? [] : documents.filter((it) => it.title === it.page).slice(0, 3).map((it) => ({ ...it, score: 1, marks: [], missing: words })),
      };
    }
  }

  function hit(document, words) {
    const text = `${document.title} ${document.text}`;
    const marks = new Set();
    let score = 0;
    for (const word of words) {
      const forms = text.match(new RegExp(`[\\p{L}\\p{N}"״'׳]*${word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}[\\p{L}\\p{N}"״'׳]*`, "giu")) ?? [];
      for (const form of forms) marks.add(form);
      score += forms.length ? 1 + (document.title.includes(word) ? 1 : 0) + Math.min(forms.length, 9) / 10 : 0;
    }
    return { ...document, score, marks: [...marks], missing: words.filter((word) => !text.includes(word)) };
  }

  root.kbSearch = { create };
})(globalThis);
