// The search: fetches what a query needs, reads its words, ranks the documents. The twin of kb_tools/search/query.py, ranking.py and
// answer.py; both engines are held to the same results.
(function (root) {
  "use strict";

  const { words: wordsOf, QUESTION_WORDS, bases, family, isHebrew, singulars, pastForms, typedInHebrew, normalise } = root.kbHebrew;
  const { createReader, closeness, afterParticles, beginnings, isNumber } = root.kbReading;

  const MOST_CHARACTERS = 1000, MOST_WORDS = 32, MOST_READ = 20000;
  const LOOKED_INTO = 12;
  const OTHER_NAME = 0.8, UNKNOWN = 0.4;
  const MATCHING = 0.3, FEWEST = 10;
  const FACETS = { kinds: "kind", scenarios: "scenario", authorities: "authority" };
  const BETWEEN = Array(10).fill("");
  const ALIKE = 0.5;
  const PRIORS = { guide: 0.75, problem: 0.6, adaptation: 0.75 };

  // load(name) → Promise of the JSON of a file of the index; rejects when it does not arrive.
  function create({ load }) {
    let opened = null;
    const ready = () => (opened ??= root.kbStore.open(load).then(createSearch, (error) => { opened = null; throw error; }));
    return {
      search: async (query, options) => (await ready()).search(String(query), options),
      titles: async (query, limit) => (await ready()).titles(String(query), limit),
    };
  }

  function createSearch(store) {
    const reader = createReader(store);
    const facets = Object.entries(FACETS).map(([name, single]) => facet(name, single, store.meta[name], store.meta.count));
    const names = namesByLength(store.meta.names);
    const prior = (document) => PRIORS[facets[0].codesOf(document)[0]] ?? 1;
    return { search, titles };

    async function search(text, { limit = 20, ...chosen } = {}) {
      const before = store.losses;
      const query = await understood(text);
      let [readings, others] = await read(query, reader);
      if (!readings.some(({ scores }) => scores.size) && readings.some(({ matches }) => [...matches.keys()].some(store.isCommon))) {
        await store.needCommon();
        [readings, others] = await read(query, createReader(store, true));
      }
      const scores = scored(readings, others);
      for (const [document, score] of scores) scores.set(document, score * prior(document));
      const ranked = await ordered(titled(query, readings, scores), chosen, readings, others, limit);
      const incomplete = store.losses > before;
      return { ...(await answer(text, query, readings, others, scores, ranked, chosen, limit)), incomplete };
    }

    // --- understanding -------------------------------------------------------------------------------------

    async function understood(text) {
      const typed = await inRightLayout(text.slice(0, MOST_CHARACTERS));
      const found = wordsOf(typed).filter((word) => !word.joined).slice(0, MOST_WORDS);
      const texts = telling(found.map((word) => word.text));
      const rest = found.length ? typed.slice(found.at(-1).end).replace(/["'׳״]/g, "") : " ";
      return { text: typed, words: texts, open: rest === "" && texts.at(-1) === found.at(-1)?.text, names: otherNames(texts) };
    }

    // Latin letters are read as the Hebrew ones on the same keys where more is then known. Known Latin words stay.
    async function inRightLayout(text) {
      if (!/[A-Za-z]/.test(text)) return text;
      const pieces = text.split(/(\s+)/);
      const latin = pieces.filter((piece) => /[A-Za-z]/.test(piece));
      await prepareWords(latin.flatMap((piece) => [piece, typedInHebrew(piece), ...piece.split("-"), ...piece.split("-").map(typedInHebrew)]).flatMap(plainWords));
      const known = (list) => list.filter(allKnown).length;
      if (known(latin.map(typedInHebrew)) <= known(latin)) return text;
      return pieces.map((piece) => (/[A-Za-z]/.test(piece) ? remapped(piece) : piece)).join("");
    }

    function allKnown(piece) {
      const found = plainWords(piece);
      return found.length > 0 && found.every(reader.known);
    }

    function remapped(piece) {
      return piece.split(/(-)/).map((part) => (allKnown(part) && !allKnown(typedInHebrew(part)) ? part : typedInHebrew(part))).join("");
    }

    function otherNames(texts) {
      const found = [];
      for (let start = 0; start < texts.length; start++) {
        for (let end = start + 1; end <= Math.min(start + names.longest, texts.length); end++) {
          for (const first of isHebrew(texts[start]) ? [texts[start], ...bases(texts[start])] : [texts[start]]) {
            const called = [first, ...texts.slice(start + 1, end)].join(" ");
            for (const other of names.table.get(called) ?? []) found.push({ start, end, words: other.split(" ") });
          }
        }
      }
      return found;
    }

    // --- fetching and reading ------------------------------------------------------------------------------

    // What `reader.read` will look at, fetched: the words' families, then those that their evidence leads to.
    async function prepareWords(list) {
      const unique = [...new Set(list)];
      await store.needFamilies(unique.map(family));
      const strange = unique.filter((word) => isHebrew(word) && !store.analysisOf(word));
      await store.needFamilies(strange.flatMap((word) => [word, ...bases(word)]).flatMap((base) => [base, ...singulars(base), ...pastForms(base)]).map(family));
      await store.needFamilies(unique.flatMap(reader.families));
      await store.needFamilies(unique.flatMap(reader.families)); // the lemmas' own families tell where other forms of them are
    }

    async function prepare(query) {
      const own = [...new Set([...query.words, ...query.names.flatMap((name) => name.words)])];
      const last = query.open ? query.words.at(-1) : "";
      const completing = last.length > 2 && !isNumber(last) ? store.needCompletions(beginnings(last)) : null;
      await prepareWords(own);
      await Promise.all([completing, store.needPostings(own.flatMap(reader.matching)), prepareSlips(own.filter((word) => word.length > 3 && !isNumber(word) && !reader.known(word)))]);
    }

    async function prepareSlips(unknown) {
      if (!unknown.length) return;
      await store.needSpellings(unknown.flatMap((word) => [word, ...afterParticles(word)]));
      const slips = unknown.flatMap((word) => [...reader.slips(word).keys()]);
      await prepareWords(slips);
      await store.needPostings(slips.flatMap(reader.matching));
    }

    async function read(query, by) {
      await prepare(query);
      const final = query.words.length - 1;
      const named = (number) => query.names.some((name) => name.start <= number && number < name.end);
      const readings = query.words.map((word, number) => by.read(word, query.open && number === final, named(number)));
      return [readings, query.names.map((name) => ({ ...name, called: name.words.map((word) => by.read(word)) }))];
    }

    // --- ranking -------------------------------------------------------------------------------------------

    // The documents whose title is just the query come before all others; what else matches is not measured by them.
    function titled(query, readings, scores) {
      const most = readings.reduce((sum, reading) => sum + best(reading), 0) || 1;
      const documents = store.titled(plainWords(query.text.split(" (")[0]).join(" "));
      const raised = new Map(scores);
      for (let at = 0; at < documents.length; at += 2) raised.set(documents[at], (scores.get(documents[at]) ?? 0) + most);
      return raised;
    }

    async function ordered(scores, chosen, readings, others, limit) {
      const accepts = accepted(chosen);
      const found = [...scores].filter(([document]) => accepts.every((accept) => accept(document))).sort(byScore);
      const first = found.slice(0, LOOKED_INTO);
      await store.needTexts(found.slice(0, Math.max(LOOKED_INTO, limit)).map(([document]) => document));
      const sought = soughtOf(readings, others);
      const nearer = first.map(([document, score]) => {
        const text = places(document);
        const has = new Set(text);
        const missing = sought.filter((one) => ![...one.matches.keys()].some((word) => has.has(word))).map((one) => one.word);
        return [document, score + closeness(sought, text), missing];
      });
      return [...nearer.sort(byScore), ...found.slice(LOOKED_INTO)];
    }

    function soughtOf(readings, others) {
      const unknown = UNKNOWN * reader.rarity(1);
      return readings.map((reading, number) => {
        const matches = new Map(reading.matches);
        for (const other of others) {
          if (number < other.start || other.end <= number) continue;
          for (const { matches: called } of other.called) for (const [word, fit] of called) if (!matches.has(word)) matches.set(word, OTHER_NAME * fit);
        }
        return { word: reading.word, matches, worth: best(reading) || unknown };
      });
    }

    function places(document) {
      const [, page, title, text] = store.text(document) ?? ["", "", "", ""];
      return [...plainWords(title || page), ...(title ? [...BETWEEN, ...plainWords(page)] : []), ...BETWEEN, ...plainWords(text.slice(0, MOST_READ))];
    }

    // --- the answer ----------------------------------------------------------------------------------------

    async function answer(text, query, readings, others, scores, ranked, chosen, limit) {
      const matching = createMatching(scores);
      const total = matching(chosen).length;
      const matches = allMatches(readings, others);
      return {
        query: text,
        repaired: repaired(text, query, readings),
        hits: ranked.slice(0, Math.min(total, limit)).map((one) => hit(one, matches)).filter(Boolean),
        facets: Object.fromEntries(facets.map((one) => [one.single, one.count(matching({ ...chosen, [one.name]: [] }))])),
        total,
        nearest: total ? [] : await nearest(query.text, chosen),
      };
    }

    // Which documents match, and which of them filters accept: function of the filters → documents.
    function createMatching(scores) {
      const all = [...scores];
      const least = MATCHING * all.reduce((most, [, score]) => Math.max(most, score), 0);
      const best = (found) => found.sort(byScore).slice(0, FEWEST);
      const above = all.filter(([, score]) => score >= least);
      const matching = above.length >= FEWEST ? above : best([...all]);
      return (chosen) => {
        const accepts = accepted(chosen);
        const of = (found) => found.filter(([document]) => accepts.every((accept) => accept(document)));
        return of(matching).map(([document]) => document);
      };
    }

    function hit([document, score, missing = []], matches) {
      const found = store.text(document);
      if (!found) return null;
      const [address, page, title, text] = found;
      const [kind, scenarios, authority] = facets.map((one) => one.codesOf(document));
      return { address, page, title: title || page, text, kind: kind[0], scenarios, authority: authority[0] ?? null, score, marks: marks(`${title || page} ${text}`, matches), missing };
    }

    function accepted(chosen) {
      return facets.filter((one) => chosen[one.name]?.length).map((one) => one.accepting(chosen[one.name]));
    }

    // --- titles --------------------------------------------------------------------------------------------

    // Pages whose title has words that begin as those of the query.
    async function titles(text, limit = 8) {
      const sought = plainWords(text);
      const all = await store.pageTitles();
      if (!sought.length) return [];
      const found = [];
      for (const [title, address, kind] of all) {
        const has = titleWords(title);
        if (sought.every((word) => has.some((one) => one.startsWith(word)))) found.push(titleHit(title, address, kind, sought));
        if (found.length === limit) break;
      }
      return found;
    }

    // Where nothing was found: the pages whose titles look most like the query. Only kinds are known of them, so other filters leave none.
    async function nearest(text, chosen) {
      const sought = plainWords(text).join("");
      if (sought.length < 2 || chosen.scenarios?.length || chosen.authorities?.length) return [];
      const kinds = chosen.kinds ?? [];
      const ranked = (await store.pageTitles())
        .filter(([, , kind]) => !kinds.length || kinds.includes(kind))
        .map((one) => [one, Math.max(0, ...titleWords(one[0]).map((word) => likeness(sought, word)), likeness(sought, titleWords(one[0]).join("")))])
        .filter(([, alike]) => alike >= ALIKE)
        .sort((one, other) => other[1] - one[1]);
      return ranked.slice(0, 5).map(([[title, address, kind]]) => titleHit(title, address, kind, []));
    }
  }

  // --- pure ------------------------------------------------------------------------------------------------

  // Without the words that only ask, where there are others.
  const telling = (words) => { const found = words.filter((word) => !QUESTION_WORDS.has(word)); return found.length ? found : words; };
  const plainWords = (text) => wordsOf(text).filter((word) => !word.joined).map((word) => word.text);
  const titleWords = plainWords;
  const best = (reading) => { let most = 0; for (const score of reading.scores.values()) if (score > most) most = score; return most; };
  const byScore = ([one, score], [other, otherScore]) => otherScore - score || one - other;

  function titleHit(title, address, kind, sought) {
    const marks = wordsOf(title).filter((word) => !word.joined && sought.some((one) => word.text.startsWith(one))).map((word) => title.slice(word.start, word.end));
    return { address, page: title, title, text: "", kind, scenarios: [], authority: null, score: 0, marks, missing: [] };
  }

  function namesByLength(names) {
    const table = new Map(Object.entries(names));
    return { table, longest: Math.max(0, ...[...table.keys()].map((name) => name.split(" ").length)) };
  }

  function scored(readings, others) {
    const scores = new Map();
    for (const reading of readings) for (const [document, score] of reading.scores) scores.set(document, (scores.get(document) ?? 0) + score);
    for (const other of others) addOtherName(scores, readings.slice(other.start, other.end), other.called);
    return scores;
  }

  // A document that has all the words of the other name scores as if it had the own ones, a little less well.
  function addOtherName(scores, own, called) {
    const sum = (readings, document) => readings.reduce((so, reading) => so + (reading.scores.get(document) ?? 0), 0);
    for (const document of called[0].scores.keys()) {
      if (!called.every((reading) => reading.scores.has(document))) continue;
      const asCalled = (OTHER_NAME * sum(called, document) * own.length) / called.length;
      const asWritten = sum(own, document);
      if (asCalled > asWritten) scores.set(document, (scores.get(document) ?? 0) + asCalled - asWritten);
    }
  }

  function allMatches(readings, others) {
    const found = new Set();
    for (const { matches } of [...readings, ...others.flatMap((other) => other.called)]) for (const word of matches.keys()) found.add(word);
    return found;
  }

  // The forms that match, as they stand in the text.
  function marks(text, matches) {
    const found = new Set();
    for (const word of wordsOf(text)) if (matches.has(word.text)) found.add(text.slice(word.start, word.end));
    return [...found];
  }

  // The query with slips mended, in normalised words; the text itself where only the layout was wrong.
  function repaired(text, query, readings) {
    if (readings.some((reading) => reading.slipOf)) return readings.map((reading) => reading.slipOf ?? reading.word).join(" ");
    return query.text === text.slice(0, query.text.length) ? null : query.text;
  }

  function facet(name, single, { codes, sets, of }, count) {
    const setOf = new Uint32Array(count);
    let at = 0;
    for (const run of of ? of.split(" ") : []) {
      const [value, length] = run.split("*").map(Number);
      setOf.fill(value, at, (at += length || 1));
    }
    return {
      name,
      single,
      codesOf: (document) => (sets[setOf[document]] ?? []).map((number) => codes[number][0]),
      accepting(chosen) {
        const good = sets.map((set) => set.some((number) => chosen.includes(codes[number][0])));
        return (document) => good[setOf[document]];
      },
      count(documents) {
        const counts = codes.map(() => 0);
        for (const document of documents) for (const number of sets[setOf[document]]) counts[number]++;
        return codes.map(([code, label], number) => [code, label, counts[number]]).filter(([, , many]) => many);
      },
    };
  }

  function likeness(one, other) {
    const pairs = (text) => new Set([...text].slice(0, 40).map((letter, at, all) => letter + (all[at + 1] ?? "$")));
    const own = pairs(one), theirs = pairs(other);
    let shared = 0;
    for (const pair of theirs) if (own.has(pair)) shared++;
    return (2 * shared) / (own.size + theirs.size);
  }

  root.kbSearch = { create };
})(globalThis);
