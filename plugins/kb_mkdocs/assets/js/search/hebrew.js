// Hebrew as a search engine needs it: pure functions of text. The twin of the Python package kb_tools.hebrew, name for name, where the
// reasons are written; both obey the rows of tests/conformance. Whoever changes what a function here returns changes VERSION in both.
//
// A classic script that leaves one global, not an ES module: it runs in the search worker, in a page that came from file://, and in node.
(function (root) {
  "use strict";

  const VERSION = "he-1";

  // --- Words of a text, as they are compared: without niqqud, quote marks, final letters and case (text.py) ---

  const MARKS =
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e" + // niqqud
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670" + // accents
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"; // invisible
  const QUOTES = "\"'`\u00b4\u02b9-\u02bc\u2018-\u201f\u2032\u2033\u05f3\u05f4";
  const HEBREW = "\u05d0-\u05ea\u05f0-\u05f2\ufb1d\ufb1f-\ufb28\ufb2a-\ufb4f";
  // A closed list, not \p{L}: what counts as a letter may not depend on how new the browser's Unicode tables are.
  const OTHERS =
    "0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\ufb00-\ufb06" + // Latin
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a" + // full width
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u052f\u0531-\u0556\u0560-\u0588" + // Greek, Cyrillic, Armenian
    "\u0620-\u063f\u0641-\u064a\u0660-\u0669\u066e\u066f\u0671-\u06d3\u06d5\u06ee-\u06fc\u06ff\u0750-\u077f\ufb50-\ufbb1\ufe80-\ufefc" + // Arabic
    "\u0900-\u0963\u0966-\u0dff\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59" + // Indic, Thai
    "\u10d0-\u10fa\u10fc-\u10ff\u1200-\u135a\u1369-\u137c\u1380-\u138f" + // Georgian, Ethiopic
    "\u1100-\u11ff\u3005-\u3007\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"; // East Asia

  const run = (letters) => `[${letters}][${letters}${MARKS}]*(?:[${QUOTES}]{1,2}[${letters}][${letters}${MARKS}]*)*`;
  const WORD = new RegExp(`[0-9]+(?:[.,:][0-9]+)+|${run(HEBREW)}|${run(OTHERS)}`, "g");
  const DROPPED = new RegExp(`[${MARKS}${QUOTES}]+`, "g");
  const JOINED = new RegExp(`^[${MARKS}]*[-\u2010-\u2015\u2212\u05be][${MARKS}]*$`);
  const FEMININE = new Set(["ת", "ית", "ה", "ות"]); // after a slash, the other gender: מנהל/ת, מתנדבים/ות
  const THOUSANDS = /^[0-9]{1,3}(?:,[0-9]{3})+$/;
  const IS_HEBREW = /^[\u05d0-\u05ea]+$/;
  const IS_PLAIN = /^[0-9a-z]*$/;
  const REPLACED = /[ךםןףץς\u05f0-\u05f2\u0660-\u0669\u06f0-\u06f9]/g;
  const ONE_FOR_ANOTHER = { ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ", ς: "σ", "\u05f0": "וו", "\u05f1": "וי", "\u05f2": "יי" };
  const replaced = (letter) => ONE_FOR_ANOTHER[letter] ?? String(letter.charCodeAt(0) & 15); // digits of Arabic and Persian

  // One word as it is compared. Doing it twice changes nothing.
  function normalise(word) {
    if (IS_HEBREW.test(word)) return word.replace(REPLACED, replaced);
    if (IS_PLAIN.test(word)) return word;
    const folded = word.replace(DROPPED, "").normalize("NFKD").toLowerCase();
    const bare = folded.replace(DROPPED, "").normalize("NFKD").replace(REPLACED, replaced);
    return THOUSANDS.test(bare) ? bare.replace(/,/g, "") : bare;
  }

  // [{text, start, end, joined}] in their order; `text` is normalised, start and end are places (UTF-16) in the text as it was written.
  // `joined`: the two sides of a hyphen written as one (תל־אביב as תלאביב), or a word with its other gender (מנהל/ת as מנהלת), after the
  // second of them.
  function words(text) {
    const found = [];
    let previous = null;
    for (const match of text.matchAll(WORD)) {
      const [written] = match;
      const word = { text: normalise(written), start: match.index, end: match.index + written.length, joined: false };
      found.push(word);
      const joined = previous === null ? "" : asOne(previous, word, text.slice(previous.end, word.start));
      if (joined) found.push({ text: joined, start: previous.start, end: word.end, joined: true });
      previous = word;
    }
    return found;
  }

  // What two neighbours are when read as one word; empty where they are two.
  function asOne(one, other, between) {
    if (between === "/" && FEMININE.has(other.text) && one.text.length > 1 && IS_HEBREW.test(one.text)) {
      return (other.text === "ות" ? one.text.replace(/ימ$/, "") : one.text) + other.text;
    }
    return one.text.length > 1 && other.text.length > 1 && JOINED.test(between) ? one.text + other.text : "";
  }

  const isHebrew = (word) => IS_HEBREW.test(word);

  // --- Letters before a word that carry grammar, and words that only ask (particles.py) ---

  const STACKS = new Set();
  for (const and of ["", "ו"]) {
    for (const that of ["", "ש", "כש", "מש", "לכש", "בש"]) {
      for (const to of ["", "ב", "ל", "כ", "מ", "מב", "מל", "מה", "לה", "בה", "כה"]) {
        for (const the of ["", "ה"]) {
          const stack = and + that + to + the;
          if (stack && !stack.endsWith("הה")) STACKS.add(stack);
        }
      }
    }
  }
  const LONGEST_STACK = longest(STACKS);

  const QUESTION_WORDS = new Set(
    (
      "מה מי מהו מהי מהמ מהנ איזה איזו אילו אלו כמה מתי איכ איפה היכנ מדוע למה לאנ מאיפה מהיכנ האמ כיצד ממתי במה למי " +
      "עבור של את על עמ היו היה ידי כדי"
    ).split(" "),
  );

  // What may be left of a normalised Hebrew word without particles, nearest first. הוועדה is ועדה.
  function bases(word) {
    const found = [];
    for (let length = 1; length <= Math.min(LONGEST_STACK, word.length - 2); length++) {
      if (!STACKS.has(word.slice(0, length))) continue;
      found.push(word.slice(length));
      if (word.startsWith("וו", length)) found.push(word.slice(length + 1));
    }
    return found;
  }

  // --- From an inflected form to what a dictionary would list, by rule: candidates only (inflection.py) ---

  const STEM_ENDINGS = new Set(
    (
      "יותיהמ יותיהנ ותיהמ ותיהנ יותינו ותינו יותיו ותיו יותיה ותיה ותי יות ויות תיימ יימ אות יהמ יהנ יכמ יכנ ינו ניות תנו תמ תנ תו תה תי " +
      "ימ ינ ות יו יה יי ית ונ נו כמ כנ המ הנ ה ת י ו מ נ כ"
    ).split(" "),
  );

  // Endings of nouns and adjectives = the endings of the word that they may come from; `-` is none.
  const ENDINGS = new Map();
  for (const rule of `ימ=- ה י
יימ=- י ייה יה
ינ=-
ות=- ה ת ו
יות=י ית יה ייה ות
ויות=ות ו
אות=ה א אה
ת=ה -
ית=י ייה יה
יית=ייה יה
ה=-
ו ה כ מ נ נו כמ כנ המ הנ=- ה
י=- ה
יו יה יכ ינו יהמ יהנ יכמ יכנ יי=- ה
תו תה תכ תמ תנ תנו תי תכמ תכנ=ה ת -
ותיו ותיה ותיהמ ותיהנ ותינו ותיי ותי ותיכ ותיכמ ותמ ותנ=ה ת - ות
יותיו יותיה יותיהמ יותיהנ יותינו יותי=ית יה ייה י ות
יתו יתה יתמ יתנ יתנו=ית יה ייה
יו יה ימ יהמ=י`.split("\n")) {
    const [endings, instead] = rule.split("=").map((side) => side.split(" "));
    const replacements = instead.map((one) => (one === "-" ? "" : one));
    for (const ending of endings) ENDINGS.set(ending, [...(ENDINGS.get(ending) ?? []), ...replacements]);
  }
  const LONGEST_STEM_ENDING = longest(STEM_ENDINGS);
  const LONGEST_ENDING = longest(ENDINGS.keys());

  function longest(texts) {
    return Math.max(...Array.from(texts, (text) => text.length));
  }

  // The word without its longest inflectional ending, where three letters are left.
  function stem(word) {
    for (let length = Math.min(LONGEST_STEM_ENDING, word.length - 3); length > 0; length--) {
      const end = word.length - length;
      if (STEM_ENDINGS.has(word.slice(end))) return word.slice(0, end);
    }
    return word;
  }

  // What a noun or an adjective may be without number, construct state and pronoun: ספריהם → ספר, ספרה…
  function singulars(word) {
    const found = [];
    for (let length = Math.min(LONGEST_ENDING, word.length - 2); length > 0; length--) {
      const end = word.length - length;
      const core = word.slice(0, end);
      for (const replacement of ENDINGS.get(word.slice(end)) ?? []) {
        const candidate = core + replacement;
        if (candidate !== word) found.push(candidate);
      }
    }
    return found;
  }

  // The third person past, under which dictionaries list verbs, of a participle or an infinitive: מתנדבים → התנדב, כותבת → כתב.
  function pastForms(word) {
    const found = pastOf(word);
    for (const ending of ["ימ", "ות", "ת", "ה"]) {
      if (word.endsWith(ending) && word.length - ending.length >= 4) found.push(...pastOf(word.slice(0, -ending.length)));
    }
    return found;
  }

  function pastOf(core) {
    const found = [];
    const [first] = core;
    if (core.startsWith("מת") && core.length >= 5) found.push("ה" + core.slice(1)); // מתנדב → התנדב
    if (first === "מ" && core.length === 5 && core[3] === "י") found.push("ה" + core.slice(1)); // מזמינ → הזמינ
    if ((first === "מ" || first === "ל") && core.length === 4) found.push(core[1] + "י" + core.slice(2)); // מקבל, לקבל → קיבל
    if (core.length === 4 && core[1] === "ו") found.push(first + core.slice(2)); // כותב → כתב
    if (first === "ל" && core.length === 5 && core[3] === "ו") found.push(core.slice(1, 3) + core[4]); // לכתוב → כתב
    return found;
  }

  // --- Spellings of one word: plene and defective, one slip of the hand, the wrong keyboard layout (spelling.py) ---

  const MATRES = /[וי]+/g;
  const QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,./";
  const LAYOUT = "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.";

  // The word without ו and י but the first letter: תכנית and תוכנית are one.
  const skeleton = (word) => word.slice(0, 1) + word.slice(1).replace(MATRES, "");

  // Where a word is filed: up to three last consonants of its stem, last first; of another script, its first three letters.
  const family = (word) => (IS_HEBREW.test(word) ? tail(stem(word)) : word.slice(0, 3));

  // Up to three last consonants of a Hebrew stem or skeleton, last first.
  function tail(core) {
    const bare = core.replace(MATRES, "") || core;
    let found = "";
    for (let at = bare.length - 1; at >= 0 && found.length < 3; at--) found += bare[at];
    return found;
  }

  // Whether one letter put in, left out or replaced, or two neighbours swapped, make one word the other.
  function oneEditApart(one, other) {
    const more = one.length - other.length;
    if (more > 1 || more < -1 || one === other) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start++;
    if (more) return sameFrom(one, start + (more > 0), other, start + (more < 0));
    const swapped = one[start] === other[start + 1] && one[start + 1] === other[start];
    return (swapped && sameFrom(one, start + 2, other, start + 2)) || sameFrom(one, start + 1, other, start + 1);
  }

  // Whether the rests of two words, of the same length, are the same. Compared in place: this runs for thousands of words a query.
  function sameFrom(one, i, other, j) {
    while (i < one.length && one[i] === other[j]) {
      i++;
      j++;
    }
    return i >= one.length;
  }

  // What the same keys would have written in the Hebrew layout (SI 1452): akuo → שלום.
  function typedInHebrew(text) {
    return text.replace(/[A-Za-z;',./[\]]/g, (key) => LAYOUT[QWERTY.indexOf(key.toLowerCase())]);
  }

  // --- From a word to its keys; two words meet when they share a key, and the best shared key says how well (analyser.py) ---

  const WEIGHTS = { s: 1, b: 0.85, l: 0.75, t: 0.6, k: 0.5 }; // surface, base (without particles), lemma, stem, skeleton
  const OWN_LETTERS = "משלכ";

  // Map of key → weight; a key is the letter of its kind and its value.
  function keys(word, analysis) {
    const found = new Map([["s" + word, WEIGHTS.s]]);
    if (!IS_HEBREW.test(word)) return found.set("b" + word, WEIGHTS.b);
    for (const base of analysis.bases) found.set("b" + base, WEIGHTS.b);
    for (const lemma of analysis.lemmas) found.set("l" + lemma, WEIGHTS.l);
    for (const base of analysis.bases) found.set("t" + stem(base), WEIGHTS.t);
    for (const base of analysis.bases) {
      const bare = base.length > 2 ? skeleton(base) : "";
      if (bare.length > 1) found.set("k" + bare, WEIGHTS.k);
    }
    return found;
  }

  // Takes a word apart only into words that the collection or the lexicon knows. `lemmasOf(word)` → the words a dictionary lists it
  // under, or undefined; `isLemma(word)`: a dictionary lists it as it stands. Nothing is kept: what the collection has may still arrive.
  function createAnalyser({ inCollection, lemmasOf, isLemma }) {
    const known = (word) => lemmasOf(word) !== undefined || isLemma(word) || inCollection(word);

    // {bases: the word itself first, then what is left without particles; lemmas: dictionary words of all bases}
    function analysis(word) {
      if (!IS_HEBREW.test(word)) return { bases: [word], lemmas: [] };
      const own = OWN_LETTERS.includes(word[0]) && isLemma(word);
      const found = own ? [word] : [word, ...bases(word).filter(known)];
      const lemmas = new Set();
      for (const base of found) addLemmas(base, lemmas);
      return { bases: found, lemmas: [...lemmas] };
    }

    function addLemmas(base, lemmas) {
      const listed = lemmasOf(base);
      for (const lemma of listed ?? []) lemmas.add(lemma);
      if (isLemma(base)) lemmas.add(base);
      else if (!listed?.length) {
        lemmas.add(base);
        if (base.length > 2) for (const word of singulars(base)) if (isLemma(word) || inCollection(word)) lemmas.add(word);
      }
      for (const word of pastForms(base)) if (isLemma(word)) lemmas.add(word);
    }

    return { analysis, keys: (word) => keys(word, analysis(word)) };
  }

  root.kbHebrew = {
    VERSION, normalise, words, isHebrew, bases, QUESTION_WORDS, STACKS, stem, singulars, pastForms,
    skeleton, family, tail, oneEditApart, typedInHebrew, WEIGHTS, keys, createAnalyser,
  };
})(globalThis);
