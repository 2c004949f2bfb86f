// The functions that tables of tests/conformance are of, as plain values in and out: what both languages can be asked alike.
import "../../plugins/kb_mkdocs/assets/js/search/hebrew.js";

const hebrew = globalThis.kbHebrew;

// An analyser for a small collection and lexicon, stated as {collection: [word], lexicon: [[form, lemma]]}.
function analyser({ collection, lexicon }) {
  const words = new Set(collection);
  const lemmasOf = new Map();
  for (const [form, lemma] of lexicon.map((pair) => pair.map(hebrew.normalise)).filter(([form]) => hebrew.isHebrew(form))) {
    const listed = lemmasOf.get(form) ?? [];
    lemmasOf.set(form, listed.includes(lemma) ? listed : [...listed, lemma]);
  }
  const lemmas = new Set([...lemmasOf.values()].flat());
  return hebrew.createAnalyser({
    inCollection: (word) => words.has(word),
    lemmasOf: (word) => lemmasOf.get(word),
    isLemma: (word) => lemmas.has(word),
  });
}

// [normalised, as written] and "joined": slices, for Python counts places in code points.
function wordsAsWritten(text) {
  return hebrew.words(text).map((word) => [word.text, text.slice(word.start, word.end), ...(word.joined ? ["joined"] : [])]);
}

export const FUNCTIONS = {
  analyses: (evidence, word) => analyser(evidence).analysis(word),
  bases: hebrew.bases,
  family: hebrew.family,
  is_hebrew: hebrew.isHebrew,
  keys: (evidence, word) => Object.fromEntries(analyser(evidence).keys(word)),
  normalise: hebrew.normalise,
  one_edit_apart: hebrew.oneEditApart,
  past_forms: hebrew.pastForms,
  singulars: hebrew.singulars,
  skeleton: hebrew.skeleton,
  stem: hebrew.stem,
  tail: hebrew.tail,
  typed_in_hebrew: hebrew.typedInHebrew,
  words: wordsAsWritten,
};
