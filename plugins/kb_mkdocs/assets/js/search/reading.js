// What one word of a query finds, and how near to each other the words stand: the twin of kb_tools/search/reading.py and closeness.py,
// where the rules have their reasons. No file is fetched in here.
(function (root) {
  "use strict";

  const { WEIGHTS, QUESTION_WORDS, STACKS, isHebrew, family, tail, keys: keysOf, createAnalyser } = root.kbHebrew;

  const SATURATION = 0.9, LENGTH_PENALTY = 0.4, RARITY = 1.3;
  const QUESTION = 0.2;
  const SLIP = 0.95, SLIP_AFTER_PARTICLE = 0.75, SLIP_RARITY = 0.15;
  const COMPLETED = 1, COMPLETED_BESIDE = 0.6;

  const MOST_KEPT = 500; // words whose readings are kept

  const isNumber = (word) => /^[0-9]+$/.test(word);

  // `whole`: words that stand nearly everywhere count too.
  function createReader(store, whole = false) {
    const count = store.sizes.length;
    const mean = count ? store.sizes.reduce((sum, size) => sum + size, 0) / count : 1;
    const factors = store.sizes.map((size) => SATURATION * (1 - LENGTH_PENALTY + (LENGTH_PENALTY * size) / mean));
    const seen = new Float64Array(count); // scratch: how often, by document
    const kept = new Map();
    const keysKept = new Map();
    const readings = new Map();
    const lookups = new Map(); // word → its keys, each with the words that have it
    let mended = store.mended;
    const analyser = createAnalyser({
      inCollection: (word) => store.has(word),
      lemmasOf: (word) => store.analysisOf(word)?.lemmas,
      isLemma: (word) => store.analysisOf(word)?.listed ?? false,
    });

    const rarity = (frequency) => Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) ** RARITY;

    // A word that the index knows was taken apart at build time, with all the evidence.
    function analysis(word) {
      return store.analysisOf(word) ?? analyser.analysis(word);
    }

    function keys(word) {
      let found = keysKept.get(word);
      if (!found) keysKept.set(word, (found = keysOf(word, analysis(word))));
      return found;
    }

    // The families that have to be there before the word is read, each with the keys that lead to it: where words with the same keys are
    // filed, and, for the sake of a lemma, where forms of it are that change its stem.
    function keysByFamily(word) {
      const own = [...keysOf(word, analysis(word)).keys()];
      const all = new Set(own);
      const leading = new Map(own.map((key) => [filed(key), all]));
      for (const key of own) {
        if (key[0] !== "l") continue;
        for (const name of store.strays(key.slice(1))) {
          if (!leading.has(name)) leading.set(name, new Set());
          leading.get(name).add(key);
        }
      }
      return leading;
    }

    function filed(key) {
      const value = key.slice(1);
      return (key[0] === "t" || key[0] === "k") && isHebrew(value) ? tail(value) : family(value);
    }

    // The reading of a word: `scores` by document, `matches` word → how well it fits, `slipOf`: what was probably meant.
    // `named`: the content has another name for it, so it was no slip.
    function read(word, last = false, named = false) {
      let reading = byKeys(word);
      if (word.length > 3 && !named && !isNumber(word) && !known(word)) reading = bySlips(word, reading);
      if (last && word.length > 2 && !isNumber(word)) reading = completed(word, reading);
      return QUESTION_WORDS.has(word) ? lighter(reading, QUESTION) : reading;
    }

    function known(word) {
      return wordsByKey(word).some(([key, words]) => WEIGHTS[key[0]] >= WEIGHTS.l && words.some(store.frequency));
    }

    // The words that a word means: where they stand has to be there before it is read.
    const matching = (word) => [...new Set(wordsByKey(word).flatMap(([, words]) => words))];

    function byKeys(word) {
      forgetUnread();
      let reading = readings.get(word);
      if (!reading) {
        const byKey = wordsByKey(word);
        const matches = new Map();
        for (const [key, words] of byKey) for (const match of words) matches.set(match, Math.max(matches.get(match) ?? 0, WEIGHTS[key[0]]));
        if (readings.size >= MOST_KEPT) readings.clear();
        readings.set(word, (reading = { word, scores: scoresOf(byKey), matches, slipOf: null }));
      }
      return reading;
    }

    // For each key of the word, best kinds first, the words that have it.
    function wordsByKey(word) {
      forgetUnread();
      if (!lookups.has(word)) {
        if (lookups.size >= MOST_KEPT) lookups.clear();
        lookups.set(word, lookedUp(word));
      }
      return lookups.get(word);
    }

    // What was read without a file that has come since.
    function forgetUnread() {
      if (mended === store.mended) return;
      readings.clear();
      lookups.clear();
      mended = store.mended;
    }

    function lookedUp(word) {
      const byKey = new Map();
      for (const [name, leading] of keysByFamily(word)) {
        for (const candidate of store.family(name)) {
          for (const key of keys(candidate).keys()) {
            if (!leading.has(key)) continue;
            if (byKey.has(key)) byKey.get(key).add(candidate); else byKey.set(key, new Set([candidate]));
          }
        }
      }
      return [...byKey]
        .map(([key, words]) => [key, [...words]])
        .sort(([one], [other]) => WEIGHTS[other[0]] - WEIGHTS[one[0]] || (one < other ? -1 : 1));
    }

    // For each document, BM25 under the key that does best there.
    function scoresOf(byKey) {
      const found = byKey.map(([key, words]) => [key, together(words)]);
      const widest = found.reduce((most, [key, times]) => (key[0] === "b" ? Math.max(most, times.length / 2) : most), 1);
      const scores = new Map();
      for (const [key, times] of found) {
        const frequency = times.length / 2;
        const weight = WEIGHTS[key[0]] * rarity(frequency < widest ? Math.sqrt(frequency * widest) : frequency);
        for (let at = 0; at < times.length; at += 2) {
          const score = saturated(times[at], times[at + 1], weight);
          if (score > (scores.get(times[at]) ?? 0)) scores.set(times[at], score);
        }
      }
      return scores;
    }

    const saturated = (document, often, weight) => (weight * often * (SATURATION + 1)) / (often + factors[document]);

    // [document, how often any of these words stands in it, …]
    function together(words) {
      const lists = words.filter((word) => whole || !store.isCommon(word)).map(store.postings);
      if (lists.length === 1) return lists[0];
      const documents = [];
      for (const list of lists) {
        for (let at = 0; at < list.length; at += 2) {
          if (!seen[list[at]]) documents.push(list[at]);
          seen[list[at]] += list[at + 1];
        }
      }
      const found = new Int32Array(documents.length * 2);
      for (let at = 0; at < documents.length; at++) {
        found[2 * at] = documents[at];
        found[2 * at + 1] = seen[documents[at]];
        seen[documents[at]] = 0;
      }
      return found;
    }

    function bySlips(word, reading) {
      const found = slips(word);
      const scores = new Map(reading.scores), matches = new Map(reading.matches);
      let probable = null;
      for (const [slip, weight] of found) {
        const meant = byKeys(slip);
        raise(scores, meant.scores, weight);
        raise(matches, meant.matches, weight);
        if (probable === null || weight > found.get(probable) || (weight === found.get(probable) && slip > probable)) probable = slip;
      }
      return { word, scores, matches, slipOf: probable };
    }

    // Words one edit away and how probably each was meant: the frequent before the rare, the whole before what follows a particle.
    function slips(word) {
      const near = store.near(word);
      const most = near.reduce((so, one) => Math.max(so, store.frequency(one)), 1);
      const found = new Map(near.map((one) => [one, SLIP * (store.frequency(one) / most) ** SLIP_RARITY]));
      for (const rest of afterParticles(word)) {
        for (const one of store.near(rest)) if (!found.has(one)) found.set(one, SLIP * SLIP_AFTER_PARTICLE);
      }
      return found;
    }

    function completed(word, reading) {
      const longer = completions(word).filter((one) => whole || !store.isCommon(one));
      if (!longer.length) return reading;
      const weight = store.frequency(word) ? COMPLETED_BESIDE : COMPLETED;
      const scores = new Map(reading.scores), matches = new Map(reading.matches);
      raise(scores, completedScores(longer), weight);
      raise(matches, longer.map((one) => [one, 1]), weight);
      return { word, scores, matches, slipOf: reading.slipOf && longer[0] };
    }

    const completions = (word) => [...new Set(beginnings(word).flatMap(store.completions))];

    // Half by how rare the longer word is that stands there, half by how many documents have any.
    function completedScores(longer) {
      const times = together(longer);
      const rarest = new Map();
      for (const word of longer) {
        const own = rarity(store.frequency(word));
        const list = store.postings(word);
        for (let at = 0; at < list.length; at += 2) if (own > (rarest.get(list[at]) ?? 0)) rarest.set(list[at], own);
      }
      const any = rarity(times.length / 2);
      const scores = [];
      for (let at = 0; at < times.length; at += 2) {
        scores.push([times[at], (saturated(times[at], times[at + 1], 1) * (rarest.get(times[at]) + any)) / 2]);
      }
      return scores;
    }

    return { read, known, matching, families: (word) => [...keysByFamily(word).keys()], rarity, slips };
  }

  // What is left of a word whose first letters may be particles, as far as slips are looked for there.
  function afterParticles(word) {
    const found = [];
    for (let length = 1; length < Math.min(4, word.length - 3); length++) if (STACKS.has(word.slice(0, length))) found.push(word.slice(length));
    return found;
  }

  // The beginnings of longer words that a word may be.
  function beginnings(word) {
    const found = [word];
    for (const length of [1, 2]) if (isHebrew(word) && word.length - length > 1 && STACKS.has(word.slice(0, length))) found.push(word.slice(length));
    return found;
  }

  function raise(scores, others, weight) {
    for (const [one, value] of others) if (weight * value > (scores.get(one) ?? 0)) scores.set(one, weight * value);
  }

  function lighter(reading, weight) {
    return { ...reading, scores: new Map([...reading.scores].map(([document, score]) => [document, weight * score])) };
  }

  // --- closeness -------------------------------------------------------------------------------------------

  const PAIRS = 0.5, PAIR_WINDOW = 8, PAIR_REACH = 2, FALLOFF = 1.5;
  const PASSAGE = 0.3, PASSAGE_WORDS = 15;
  const LIKENESS = 0.2, ALIKE = 0.6, UNSEEN = 0.5;
  const TITLE = 0.25;

  // What the text's arrangement adds to its score. sought: [{word, matches, worth}]; text: its normalised words in order, of which the
  // title comes first and an empty word ends it.
  function closeness(sought, text) {
    const placesOf = new Map();
    for (const [number, word] of text.entries()) if (placesOf.has(word)) placesOf.get(word).push(number); else placesOf.set(word, [number]);
    const places = sought.map((one) => found(one, placesOf));
    let likeness = 0;
    for (const [number, one] of sought.entries()) {
      if (places[number].length || one.word.length < 4 || QUESTION_WORDS.has(one.word)) continue;
      const [alike, where] = mostAlike(one.word, placesOf);
      places[number] = where;
      likeness += one.worth * alike;
    }
    const near = PAIRS * pairs(sought, places) + PASSAGE * fullestPassage(sought, places);
    const end = text.indexOf("");
    return near + LIKENESS * likeness + TITLE * titled(sought, end < 0 ? text : text.slice(0, end));
  }

  // What the words in the title are worth, by how much of the title they are.
  function titled(sought, title) {
    if (!title.length) return 0;
    let worth = 0;
    for (const one of sought) worth += one.worth * title.reduce((most, word) => Math.max(most, one.matches.get(word) ?? 0), 0);
    return (worth * title.filter((word) => sought.some((one) => one.matches.has(word))).length) / title.length;
  }

  function found(one, placesOf) {
    const places = [];
    for (const [word, numbers] of placesOf) {
      const fit = one.matches.get(word);
      if (fit !== undefined) for (const number of numbers) places.push([number, fit]);
    }
    return places.sort(byPlace);
  }

  const byPlace = ([one, fit], [other, fitToo]) => one - other || fit - fitToo;

  // The word of the text with most pairs of letters in common (Dice), if it has enough.
  function mostAlike(word, placesOf) {
    const own = pairsOfLetters(word);
    let most = 0, where = [];
    for (const [other, numbers] of placesOf) {
      if (other.length < 3) continue;
      const theirs = pairsOfLetters(other);
      let shared = 0;
      for (const pair of theirs) if (own.has(pair)) shared++;
      const alike = (2 * shared) / (own.size + theirs.size);
      if (alike > most) [most, where] = [alike, numbers];
    }
    return most < ALIKE ? [0, []] : [most, where.map((number) => [number, most * UNSEEN])];
  }

  const pairsKept = new Map();

  function pairsOfLetters(word) {
    let pairs = pairsKept.get(word);
    if (pairs) return pairs;
    if (pairsKept.size > 20000) pairsKept.clear();
    const bare = `^${word.replace(/[וי]/g, "")}$`;
    pairsKept.set(word, (pairs = new Set()));
    for (let at = 0; at < bare.length - 1; at++) pairs.add(bare.slice(at, at + 2));
    return pairs;
  }

  // Neighbours of the query that are neighbours in the text, in the same order best.
  function pairs(sought, places) {
    let total = 0;
    for (let first = 0; first < sought.length; first++) {
      for (let second = first + 1; second < Math.min(first + 1 + PAIR_REACH, sought.length); second++) {
        total += nearness(places[first], places[second], second - first) * Math.min(sought[first].worth, sought[second].worth);
      }
    }
    return total;
  }

  function nearness(one, other, apart) {
    let nearest = 0;
    for (const [here, fits] of one) {
      for (const [there, fitsToo] of other) {
        if (here === there) continue;
        const distance = Math.max(1, (there > here ? there - here : here - there + 1) - apart + 1);
        if (distance <= PAIR_WINDOW) nearest = Math.max(nearest, Math.min(fits, fitsToo) / distance ** FALLOFF);
      }
    }
    return nearest;
  }

  // The most that the words of one short passage are worth together.
  function fullestPassage(sought, places) {
    const events = places.flatMap((list, which) => list.map(([number, fit]) => [number, which, fit])).sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
    let most = 0;
    for (let start = 0; start < events.length; start++) {
      const best = new Map();
      for (let at = start; at < events.length && events[at][0] - events[start][0] <= PASSAGE_WORDS; at++) {
        const [, which, fit] = events[at];
        best.set(which, Math.max(best.get(which) ?? 0, fit));
      }
      let worth = 0;
      for (const [which, fit] of best) worth += sought[which].worth * fit;
      most = Math.max(most, worth);
    }
    return most;
  }

  root.kbReading = { createReader, closeness, afterParticles, beginnings, isNumber };
})(globalThis);
