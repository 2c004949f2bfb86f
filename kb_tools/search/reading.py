"""What one word of a query finds: documents with a score each, and the words that stand there."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kb_tools.hebrew.analyser import WEIGHTS, Analyser
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.hebrew.particles import QUESTION_WORDS, STACKS
from kb_tools.hebrew.spelling import family, tail
from kb_tools.hebrew.text import is_hebrew
from kb_tools.search.collection import SATURATION, Collection, is_common, rarity

_QUESTION = 0.2
_SATURATED = SATURATION + 1
_MOST_KEPT = 5000
"""Words whose readings are kept."""
_SLIP = 0.95
_SLIP_AFTER_PARTICLE = 0.75
_SLIP_RARITY = 0.15
_COMPLETED = 1.0
_COMPLETED_BESIDE = 0.6


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reading:
    """`scores`: document → what the word adds to it; `matches`: word of the collection → how well it fits (0 to 1)."""

    word: str
    scores: Mapping[int, float] = field(default_factory=dict)
    matches: Mapping[str, float] = field(default_factory=dict)
    slip_of: str | None = None
    """The word that was probably meant, where the collection does not have this one."""

    @property
    def best(self) -> float:
        """The highest score; 0 for a word that finds nothing."""
        return max(self.scores.values(), default=0.0)


@dataclass(slots=True)
class Reader:
    """Reads words in a collection. `whole`: words that stand nearly everywhere count too."""

    collection: Collection
    analyser: Analyser
    paradigms: Paradigms
    whole: bool = False
    _read: dict[str, Reading] = field(default_factory=dict, init=False, repr=False)

    def read(self, word: str, last: bool = False, named: bool = False) -> Reading:
        """What the word finds by its keys; if nothing, by one slip of the hand; the `last` one as the beginning of longer words too.

        `named`: the content has another name for it, so it was no slip.
        """
        reading = self._by_keys(word)
        if len(word) > 3 and not named and not word.isdigit() and not self.known(word):
            reading = self._by_slips(word, reading)
        if last and len(word) > 2 and not word.isdigit():
            reading = self._completed(word, reading)
        return _lighter(reading, _QUESTION) if word in QUESTION_WORDS else reading

    def known(self, word: str) -> bool:
        """Whether the collection has the word by more than a likeness of stem or spelling."""
        return any(
            self.collection.frequency(match)
            for match, weight in self._by_keys(word).matches.items()
            if weight >= WEIGHTS["l"]
        )

    def _by_keys(self, word: str) -> Reading:
        reading = self._read.get(word)
        if reading is None:
            by_key = self._words_by_key(word)
            matches: dict[str, float] = {}
            for key, words in by_key.items():
                for match in words:
                    matches[match] = max(matches.get(match, 0.0), WEIGHTS[key[0]])
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            reading = self._read[word] = Reading(word, self._scores(by_key), matches)
        return reading

    def _words_by_key(self, word: str) -> dict[str, list[str]]:
        """For each key of the word, the words that have it."""
        found: dict[str, set[str]] = {}
        for name, keys in self._keys_by_family(word).items():
            for candidate in self.collection.family(name):
                for key in keys & self.analyser.keys(candidate).keys():
                    found.setdefault(key, set()).add(candidate)
        return {key: sorted(found[key]) for key in sorted(found, key=lambda key: (-WEIGHTS[key[0]], key))}

    def _keys_by_family(self, word: str) -> dict[str, set[str]]:
        """Where words with the same keys are filed; where only forms of a lemma are that changes its stem, for the sake of that lemma."""
        keys = self.analyser.keys(word)
        leading = {_filed(key): set(keys) for key in keys}
        for key in keys:
            if key[0] == "l":
                for name in self.paradigms.families(key[1:]):
                    leading.setdefault(name, set()).add(key)
        return leading

    def _scores(self, by_key: Mapping[str, Sequence[str]]) -> dict[int, float]:
        """For each document, BM25 under the key that does best there."""
        found = [(key, self._together(words)) for key, words in by_key.items()]
        widest = max((len(times) for key, times in found if key[0] == "b"), default=1)
        scores: dict[int, float] = {}
        for key, times in found:
            if times:
                weight = WEIGHTS[key[0]] * self._rarity(len(times), widest)
                _raise(scores, self._saturated(times, weight))
        return scores

    def _together(self, words: Iterable[str]) -> dict[int, int]:
        """Document → how often any of these words stands in it."""
        counted = [self.collection.postings(word) for word in words if self.whole or not self._is_common(word)]
        times = dict(counted[0]) if counted else {}
        for postings in counted[1:]:
            for document, often in postings:
                times[document] = times.get(document, 0) + often
        return times

    def _rarity(self, frequency: int, widest: int) -> float:
        """A form is rarer than its word; halfway between the two it neither outweighs nor drowns."""
        return rarity(math.sqrt(frequency * widest) if frequency < widest else frequency, self.collection.count)

    def _saturated(self, times: Mapping[int, int], weight: float) -> dict[int, float]:
        factor = self.collection.length_factor
        return {document: weight * often * _SATURATED / (often + factor(document)) for document, often in times.items()}

    def _by_slips(self, word: str, reading: Reading) -> Reading:
        slips = self._slips(word)
        scores, matches = dict(reading.scores), dict(reading.matches)
        for slip, weight in slips.items():
            meant = self._by_keys(slip)
            _raise(scores, meant.scores, weight)
            _raise(matches, meant.matches, weight)
        probable = max(slips, key=lambda slip: (slips[slip], slip), default=None)
        return Reading(word, scores, matches, probable)

    def _slips(self, word: str) -> dict[str, float]:
        """Words one edit away and how probably each was meant: the frequent before the rare, the whole before what follows a particle."""
        near = self.collection.near(word)
        most = max(map(self.collection.frequency, near), default=1)
        found = {one: _SLIP * (self.collection.frequency(one) / most) ** _SLIP_RARITY for one in near}
        for length in range(1, min(4, len(word) - 3)):
            if word[:length] in STACKS:
                for one in self.collection.near(word[length:]):
                    found.setdefault(one, _SLIP * _SLIP_AFTER_PARTICLE)
        return found

    def _completed(self, word: str, reading: Reading) -> Reading:
        longer = [one for one in self._completions(word) if self.whole or not self._is_common(one)]
        if not longer:
            return reading
        weight = _COMPLETED_BESIDE if self.collection.frequency(word) else _COMPLETED
        scores, matches = dict(reading.scores), dict(reading.matches)
        _raise(scores, self._completed_scores(longer), weight)
        _raise(matches, dict.fromkeys(longer, 1.0), weight)
        return Reading(word, scores, matches, None if reading.slip_of is None else longer[0])

    def _completions(self, word: str) -> list[str]:
        found = dict.fromkeys(self.collection.completions(word))
        for length in (1, 2):
            if is_hebrew(word) and len(word) - length > 1 and word[:length] in STACKS:
                found |= dict.fromkeys(self.collection.completions(word[length:]))
        return list(found)

    def _is_common(self, word: str) -> bool:
        return is_common(self.collection.frequency(word), self.collection.count)

    def _completed_scores(self, longer: Sequence[str]) -> dict[int, float]:
        """Half by how rare the longer word is that stands there, half by how many documents have any."""
        times, rarest = self._together(longer), dict[int, float]()
        for word in longer:
            own = rarity(self.collection.frequency(word), self.collection.count)
            for document, _ in self.collection.postings(word):
                rarest[document] = max(rarest.get(document, 0.0), own)
        any_of_them = rarity(len(times), self.collection.count)
        return {
            document: score * (rarest[document] + any_of_them) / 2
            for document, score in self._saturated(times, 1.0).items()
        }


def _filed(key: str) -> str:
    """The family of the words that a key is made of."""
    kind, value = key[0], key[1:]
    return tail(value) if kind in "tk" and is_hebrew(value) else family(value)


def _raise(scores: dict[_T, float], others: Mapping[_T, float], weight: float = 1.0) -> None:
    """To the values of others, weighted, where those are higher."""
    known = scores.get
    for one, value in others.items():
        weighted = weight * value
        if weighted > known(one, 0.0):
            scores[one] = weighted


def _lighter(reading: Reading, weight: float) -> Reading:
    return Reading(
        reading.word,
        {document: weight * score for document, score in reading.scores.items()},
        reading.matches,
        reading.slip_of,
    )
