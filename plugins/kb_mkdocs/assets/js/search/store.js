// The index as the ranking asks for it: fetches the few files that a query needs, keeps what arrived. What the files hold is written in
// kb_tools/search/browser_index.py and encoding.py.
//
// A classic script that leaves one global, like its neighbours; node reads it as it stands.
(function (root) {
  "use strict";

  const { VERSION, family, oneEditApart } = root.kbHebrew;
  const FORMAT = 2;
  const DIGITS = new Uint8Array(128);
  for (const [value, digit] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].entries()) DIGITS[digit.charCodeAt(0)] = value;
  const FIRST_SIZE = 35;
  const PARTICLES = [..."בהכלמש"];
  const WITH_PARTICLE = /^(..)([בהכלמש])$/u;
  const LONGEST_SPELLED = 24;
  const MOST_COMPLETIONS = 100;
  const COMMON = "*", ELSEWHERE = "@";
  const NOTHING = new Int32Array(0);
  const AFTER_ALL = "\uffff";

  // load(name) → Promise of a file's JSON. Rejects when the first file does not arrive or is of another version.
  async function open(load) {
    const meta = await load("meta");
    if (meta.format !== FORMAT || meta.analyser !== VERSION) {
      throw new Error(`the index is of ${meta.analyser}/${meta.format}, the engine of ${VERSION}/${FORMAT}`);
    }
    return createStore(meta, load);
  }

  function createStore(meta, load) {
    const arriving = new Map(); // name of a file → promise of its content; what did not arrive is asked for again
    const failed = new Set(); // names of files that did not arrive, until they do
    let losses = 0; // how often one did not
    let mended = 0; // how often one arrived after all
    const words = new Map(); // word → {written: postings as they came, record, postings}
    const families = new Map(); // family → its words
    const forms = new Map(); // forms that only the lexicon knows → record
    const strays = new Map(); // lemma → families
    const titles = new Map(); // title → postings as they came
    const frequencies = new Map(); // word → documents, from the lists of spellings
    const ordered = { w: [], s: [], e: [] }; // number of a file → its words, sorted
    const texts = []; // number of a file → its documents
    const divisions = Object.fromEntries(Object.entries(meta.firsts).map(([group, written]) => [group, names(written)]));
    const firstTexts = starts(meta.texts);
    let titlesOfPages = [];
    let common = null;

    function file(name, read) {
      if (!arriving.has(name)) {
        arriving.set(name, load(`${name}-${meta.id}`).then((data) => { arrived(name); read(data); }, () => { losses++; failed.add(name); arriving.delete(name); }));
      }
      return arriving.get(name);
    }

    function arrived(name) {
      if (failed.delete(name)) mended++;
    }

    // --- what is fetched -----------------------------------------------------------------------------------

    const READ = {
      f: (number, data) => readFamilies(data),
      p: (number, data) => readPostings(data),
      w: (number, data) => { ordered.w[number] = readWords(data); },
      s: (number, data) => { ordered.s[number] = readSpellings(data, (word) => word); },
      e: (number, data) => { ordered.e[number] = readSpellings(data, reversed); },
      t: (number, data) => { texts[number] = data.d; },
    };

    function shards(group, numbers) {
      return Promise.all([...numbers].map((number) => file(`${group}${number}`, (data) => READ[group](number, data))));
    }

    const needFamilies = (names) => shards("f", numbersOf("f", names.map(place), (name) => (isShort(name) ? `${name} ${AFTER_ALL}` : name)));
    const needPostings = (list) => shards("p", numbersOf("p", list.filter(isElsewhere).map((word) => `${place(family(word))} ${word}`), (key) => key));
    const needCompletions = (starts) => shards("w", numbersOf("w", starts));

    function needSpellings(sought) {
      return Promise.all([
        shards("s", numbersOf("s", sought.flatMap((word) => [...sameStart(word), ...swapped(word)]))),
        shards("e", numbersOf("e", sought.flatMap(sameEnd))),
      ]);
    }

    const needTexts = (documents) => shards("t", new Set(documents.map(fileOfText)));
    const needCommon = () => file("common", (data) => { common = data.p ?? {}; });

    // Numbers of the files of a group that hold what lies from these beginnings to where each ends.
    function numbersOf(group, beginnings, endOf = (beginning) => beginning + AFTER_ALL) {
      const firsts = divisions[group];
      const numbers = new Set();
      for (const beginning of beginnings) {
        const last = lowerBound(firsts, endOf(beginning), true) - 1;
        for (let number = Math.max(0, lowerBound(firsts, beginning, true) - 1); number <= last; number++) numbers.add(number);
      }
      return numbers;
    }

    // --- words by family -----------------------------------------------------------------------------------

    function readFamilies(data) {
      const records = split(data.w);
      const written = split(data.p);
      let at = 0;
      for (const size of split(data.n).map(Number)) {
        const members = [];
        for (const end = at + size; at < end; at++) {
          const [word, record] = cut(records[at]);
          add(word, written[at]).record = record;
          members.push(word);
        }
        families.set(family(members[0]), members);
      }
      for (const form of split(data.x)) forms.set(...cut(form));
      for (const [lemma, others] of Object.entries(data.i ?? {})) strays.set(lemma, others.split(" "));
      for (const [title, where] of Object.entries(data.t ?? {})) titles.set(title, where);
    }

    function readPostings(data) {
      const written = split(data.p);
      for (const [at, word] of split(data.w).entries()) add(word, written[at]);
    }

    // What is known already stays, but where a word stands may come later than that it does.
    function add(word, written) {
      let entry = words.get(word);
      if (!entry) words.set(word, (entry = { written, record: undefined, postings: null }));
      else if (isElsewhere(word)) entry.written = written;
      return entry;
    }

    // The words of a family, and of those where a particle is added to its two letters.
    function familyOf(name) {
      const reached = isShort(name) ? [name, ...PARTICLES.map((letter) => name + letter)] : [name];
      return reached.flatMap((one) => families.get(one) ?? []);
    }

    // {listed, bases, lemmas} as the build worked it out, or undefined for a word that neither the collection nor its lexicon has.
    function analysisOf(word) {
      const record = words.has(word) ? words.get(word).record : forms.get(word);
      return record === undefined ? undefined : analysis(word, record);
    }

    function analysis(word, record) {
      const [marks, lemmas] = record.split("/");
      const listed = marks.endsWith("!"); // a dictionary lists the word as it stands
      const bases = listed ? marks.slice(0, -1) : marks;
      return {
        listed,
        bases: [word, ...[...bases].map((before) => word.slice(Number(before)))],
        lemmas: lemmas ? lemmas.split(",").map((one) => lemma(word, one)) : [word],
      };
    }

    // --- where words stand ---------------------------------------------------------------------------------

    const isCommon = (word) => words.get(word)?.written === COMMON;

    const isElsewhere = (word) => words.get(word)?.written[0] === ELSEWHERE;

    function frequency(word) {
      if (isElsewhere(word)) return number(words.get(word).written, 1)[0];
      if (isCommon(word)) return postings(word).length / 2 || (frequencies.get(word) ?? meta.count);
      return words.has(word) ? postings(word).length / 2 : frequencies.get(word) ?? 0;
    }

    // Int32Array of document, times, document, times …; a word that stands nearly everywhere has none until needCommon(), one of many
    // documents none until needPostings().
    function postings(word) {
      const entry = words.get(word);
      if (!entry || isElsewhere(word)) return NOTHING;
      if (entry.written === COMMON) return common?.[word] ? (entry.postings ??= decoded(common[word])) : NOTHING;
      return (entry.postings ??= decoded(entry.written));
    }

    const titled = (text) => (titles.has(text) ? decoded(titles.get(text)) : NOTHING);

    // --- words by beginning and end ------------------------------------------------------------------------

    function readWords(data) {
      readPostings(data);
      return split(data.w);
    }

    function readSpellings(data, straight) {
      const found = split(data.w);
      let at = 0;
      for (const word of found) {
        let value;
        [value, at] = number(data.n, at);
        frequencies.set(straight(word), value);
      }
      return found;
    }

    // The words that begin so and go on, the most frequent first, then by letters.
    function completions(beginning) {
      const longer = [...withBeginning("w", beginning)].filter((word) => word !== beginning);
      const often = new Map(longer.map((word) => [word, frequency(word)]));
      return longer.sort((one, other) => often.get(other) - often.get(one) || compare(one, other)).slice(0, MOST_COMPLETIONS);
    }

    // The words one edit apart: an edit leaves one half of a word as it was, but for a swap in the very middle.
    function near(word) {
      const found = new Set();
      for (const start of [...sameStart(word), ...swapped(word)]) for (const other of withBeginning("s", start)) found.add(other);
      for (const end of sameEnd(word)) for (const other of withBeginning("e", end)) found.add(reversed(other));
      return [...found].filter((other) => oneEditApart(word, other)).sort(compare);
    }

    function* withBeginning(group, beginning) {
      const start = group === "w" ? beginning : beginning.slice(1);
      for (const number of numbersOf(group, [beginning])) {
        const list = ordered[group][number] ?? [];
        const rank = group === "w" ? (word) => word : (word) => lengthMark(word.length) + word;
        let at = lowerBoundBy(list, beginning, rank);
        for (; at < list.length && list[at].startsWith(start) && rank(list[at]).startsWith(beginning); at++) yield list[at];
      }
    }

    // --- documents -----------------------------------------------------------------------------------------

    const fileOfText = (document) => lowerBound(firstTexts, document + 1) - 1;

    // [address, page, title, text], or undefined where its file did not arrive.
    function text(document) {
      const number = fileOfText(document);
      return texts[number]?.[document - firstTexts[number]];
    }

    // [title, address, kind] of whole pages.
    async function pageTitles() {
      await file("titles", (data) => { titlesOfPages = data.t; });
      return titlesOfPages;
    }

    return {
      meta,
      sizes: Float64Array.from(meta.sizes, (character) => 2 ** ((character.charCodeAt(0) - FIRST_SIZE) / 4)),
      needFamilies, needPostings, needCompletions, needSpellings, needTexts, needCommon,
      family: familyOf, analysisOf, strays: (lemma) => strays.get(lemma) ?? [],
      isCommon, frequency, postings, titled, completions, near, text, pageTitles,
      has: (word) => words.has(word),
      get losses() { return losses; },
      get mended() { return mended; },
    };
  }

  // --- how things are written ------------------------------------------------------------------------------

  // Where a family is in the order of files: those that a short one reaches come after it at once.
  const place = (name) => name.replace(WITH_PARTICLE, "$1 $2");
  const isShort = (name) => [...name].length === 2;

  const split = (text) => (text ? text.split("|") : []);

  function cut(record) {
    const space = record.indexOf(" ");
    return space < 0 ? [record, ""] : [record.slice(0, space), record.slice(space + 1)];
  }

  function lemma(word, written) {
    if (written[0] === "=") return written.slice(1);
    return word.slice(Number(written[0]), word.length - Number(written[1])) + written.slice(2);
  }

  function number(text, at) {
    let value = 0;
    for (let shift = 1; ; shift *= 32) {
      if (at >= text.length) throw new Error("a number of the index is cut");
      const digit = DIGITS[text.charCodeAt(at++)] ?? 0;
      value += (digit & 31) * shift;
      if (digit < 32) return [value, at];
    }
  }

  // Names of which each says how many letters it begins with of the one before.
  function names(text) {
    let before = [];
    return split(text).map((written) => {
      const [kept, at] = number(written, 0);
      before = [...before.slice(0, kept), ...written.slice(at)]; // by letters, as Python counts them
      return before.join("");
    });
  }

  // Where runs begin, from how long each is.
  function starts(text) {
    const found = [];
    for (let at = 0, start = 0, length; at < text.length; start += length) {
      found.push(start);
      [length, at] = number(text, at);
    }
    return found;
  }

  function decoded(text) {
    const found = [];
    for (let at = 0, document = -1; at < text.length; ) {
      let value, times = 0;
      [value, at] = number(text, at);
      document += (value >> 1) + 1;
      if (value & 1) [times, at] = number(text, at);
      found.push(document, value & 1 ? times + 2 : 1);
    }
    return Int32Array.from(found);
  }

  const reversed = (word) => [...word].reverse().join("");
  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const lengthMark = (length) => String.fromCharCode("a".charCodeAt(0) + length);

  function lengths(word) {
    return [word.length - 1, word.length, word.length + 1].filter((length) => length > 1 && length <= LONGEST_SPELLED);
  }

  function sameStart(word) {
    return lengths(word).map((length) => lengthMark(length) + word.slice(0, word.length >> 1));
  }

  function sameEnd(word) {
    return lengths(word).map((length) => lengthMark(length) + reversed(word.slice(word.length >> 1)));
  }

  function swapped(word) {
    const half = word.length >> 1;
    return [lengthMark(word.length) + word.slice(0, half - 1) + word[half] + word[half - 1] + word.slice(half + 1)];
  }

  // The first place whose value is not below (`strict`: is above) the wanted one.
  function lowerBound(list, wanted, orEqual = false) {
    return lowerBoundBy(list, wanted, (value) => value, orEqual);
  }

  function lowerBoundBy(list, wanted, rank, orEqual = false) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const value = rank(list[middle]);
      if (value < wanted || (orEqual && value === wanted)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  root.kbStore = { open };
})(globalThis);
