// An analyser for the small collection and lexicon that a table of tests/conformance states.
import "../../plugins/kb_mkdocs/assets/js/search/hebrew.js";

const { createAnalyser, isHebrew, normalise } = globalThis.kbHebrew;

export function analyser({ collection, lexicon }) {
  const words = new Set(collection);
  const lemmasOf = new Map();
  for (const [form, lemma] of lexicon.map((pair) => pair.map(normalise)).filter(([form]) => isHebrew(form))) {
    const listed = lemmasOf.get(form) ?? [];
    lemmasOf.set(form, listed.includes(lemma) ? listed : [...listed, lemma]);
  }
  const lemmas = new Set([...lemmasOf.values()].flat());
  return createAnalyser({
    inCollection: (word) => words.has(word),
    lemmasOf: (word) => lemmasOf.get(word),
    isLemma: (word) => lemmas.has(word),
  });
}
