"""From a word to its keys. Two words meet when they share a key; the best shared key says how well.

Evidence decides: a word is taken apart only into words that the collection or the lexicon knows.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kb_tools.hebrew.inflection import past_forms, singulars, stem
from kb_tools.hebrew.lexicon import Lexicon
from kb_tools.hebrew.particles import bases
from kb_tools.hebrew.spelling import skeleton
from kb_tools.hebrew.text import is_hebrew

WEIGHTS: Final = {"s": 1.0, "b": 0.85, "l": 0.75, "t": 0.6, "k": 0.5}
"""How well words match that share a key of this kind: surface, base (without particles), lemma, stem, skeleton. Swept on a retrieval test
set: the best lie on a plateau, a tenth more or less of any changes the mean reciprocal rank by less than .01."""

# Of words that a dictionary lists as they stand, a first מ, ש, ל or כ is far oftener a letter of theirs (מטרה, שירות) than a particle.
_OWN_LETTERS = "משלכ"


@dataclass(frozen=True, slots=True)
class Analysis:
    """`bases`: the word itself first, then what is left without particles; `lemmas`: dictionary words of all bases."""

    bases: tuple[str, ...]
    lemmas: tuple[str, ...]


def keys(word: str, analysis: Analysis) -> dict[str, float]:
    """The weighted keys of a word; a key is the letter of its kind (`WEIGHTS`) and its value."""
    kinds = _kinds(word, analysis) if is_hebrew(word) else (("s", (word,)), ("b", (word,)))
    return {kind + value: WEIGHTS[kind] for kind, values in kinds for value in values}


def _kinds(word: str, analysis: Analysis) -> Iterator[tuple[str, Iterable[str]]]:
    yield "s", (word,)
    yield "b", analysis.bases
    yield "l", analysis.lemmas
    yield "t", map(stem, analysis.bases)
    skeletons = (skeleton(base) for base in analysis.bases if len(base) > 2)
    yield "k", (bare for bare in skeletons if len(bare) > 1)


@dataclass(slots=True)
class Analyser:
    """`in_collection` tells whether a normalised word stands in the collection that is searched."""

    in_collection: Callable[[str], bool]
    lexicon: Lexicon
    _done: dict[str, Analysis] = field(default_factory=dict, init=False, repr=False)
    _keys: dict[str, dict[str, float]] = field(default_factory=dict, init=False, repr=False)

    def analysis(self, word: str) -> Analysis:
        """What the evidence bears of a normalised word; asked twice, it is worked out once."""
        found = self._done.get(word)
        if found is None:
            found = self._done[word] = self._analyse(word)
        return found

    def _analyse(self, word: str) -> Analysis:
        if not is_hebrew(word):
            return Analysis((word,), ())
        found = (word, *self._known_bases(word))
        return Analysis(found, tuple(dict.fromkeys(lemma for base in found for lemma in self._lemmas(base))))

    def _known_bases(self, word: str) -> Iterator[str]:
        if word[0] in _OWN_LETTERS and word in self.lexicon.lemmas:
            return
        yield from (base for base in bases(word) if self._known(base))

    def _known(self, word: str) -> bool:
        return word in self.lexicon or self.in_collection(word)

    def _lemmas(self, base: str) -> Iterator[str]:
        listed = self.lexicon.lemmas_of.get(base, ())
        yield from listed
        if base in self.lexicon.lemmas:
            yield base
        elif not listed:
            yield base
            if len(base) > 2:
                yield from (word for word in singulars(base) if word in self.lexicon.lemmas or self.in_collection(word))
        yield from (word for word in past_forms(base) if word in self.lexicon.lemmas)

    def keys(self, word: str) -> dict[str, float]:
        """The weighted keys of a normalised word; asked twice, they are worked out once."""
        found = self._keys.get(word)
        if found is None:
            found = self._keys[word] = keys(word, self.analysis(word))
        return found
