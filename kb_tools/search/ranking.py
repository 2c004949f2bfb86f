"""The ranking, the same in every engine: a word's best key in each document, summed over the words; the first few by closeness too.

`assets/js/search/engine.js` is its twin in the browser. What was tried and scored worse is in DESIGN.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.search.closeness import Sought, closeness
from kb_tools.search.collection import Collection, rarity
from kb_tools.search.document import Document
from kb_tools.search.query import Names, OtherName, Query, understand
from kb_tools.search.reading import Reader, Reading
from kb_tools.search.terms import places, whole

_LOOKED_INTO = 12
"""Documents whose text is read for closeness: more changes the mean reciprocal rank by less than .002 and costs a browser more bytes."""
_MOST_TEXTS = 1000
"""Texts that are kept as words."""
_OTHER_NAME = 0.8
_PRIORS = {"guide": 0.75, "problem": 0.6, "adaptation": 0.75}
"""Pages about writing the knowledge base speak of everything in it, and are seldom what is looked for; an authority's own version of a step
repeats the shared one, which is."""
_UNKNOWN = 0.4
"""Part of a unique word's rarity that a word nobody knows is worth."""


class Ranked(NamedTuple):
    """A document, its score, and the query's words that it does not have."""

    number: int
    score: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """`found`: the documents that have anything of the query, best first; `matches`: words to mark in them.

    `repaired`: the query as it was read, if that is not what was typed. `scores`: of all that the query finds, before closeness and filters.
    """

    query: Query
    found: tuple[Ranked, ...]
    matches: Mapping[str, float]
    repaired: str | None
    scores: Mapping[int, float]


@dataclass(slots=True)
class Ranker:
    """Ranks the documents of a collection. Keeps what it read: make one for many queries."""

    collection: Collection
    analyser: Analyser
    paradigms: Paradigms
    names: Names

    _reader: Reader = field(init=False, repr=False)
    _texts: dict[int, Sequence[str]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.collection, self.analyser, self.paradigms)

    def rank(self, text: str, accepts: Callable[[int], bool] | None = None, limit: int | None = None) -> Ranking:
        """The documents that the query finds, of those that `accepts` takes; the best `limit`, or all."""
        query = understand(text, self._reader.known, self.names)
        readings, others = self._read(query, self._reader)
        if not any(reading.scores for reading in readings):
            whole_reader = Reader(self.collection, self.analyser, self.paradigms, whole=True)
            readings, others = self._read(query, whole_reader)
        scores = {number: score * self._prior(number) for number, score in _scores(readings, others).items()}
        raised = scores | self._titled(query, readings, scores)
        accepted = raised if accepts is None else {one: score for one, score in raised.items() if accepts(one)}
        found = self._ordered(accepted, limit, readings, others)
        return Ranking(query, found, _matches(readings, others), _repaired(text, query, readings), scores)

    def _read(self, query: Query, reader: Reader) -> tuple[list[Reading], list[tuple[OtherName, list[Reading]]]]:
        final = len(query.words) - 1
        named = {number for name in query.names for number in range(name.start, name.end)}
        readings = [
            reader.read(word, query.open and number == final, number in named)
            for number, word in enumerate(query.words)
        ]
        return readings, [(name, [reader.read(word) for word in name.words]) for name in query.names]

    def _prior(self, number: int) -> float:
        return _PRIORS.get(self.collection.sorts(number).kind or "", 1.0)

    def _titled(self, query: Query, readings: Sequence[Reading], scores: Mapping[int, float]) -> dict[int, float]:
        """The documents whose title is just the query come before all others; what else matches is not measured by them."""
        most = sum(reading.best for reading in readings) or 1.0
        return {number: scores.get(number, 0.0) + most for number, _ in self.collection.titled(whole(query.text))}

    def _ordered(
        self,
        scores: Mapping[int, float],
        limit: int | None,
        readings: Sequence[Reading],
        others: Sequence[tuple[OtherName, Sequence[Reading]]],
    ) -> tuple[Ranked, ...]:
        by_score = sorted(scores)
        by_score.sort(key=scores.__getitem__, reverse=True)  # equals stay in the order of their numbers
        sought = self._sought(readings, others)
        nearer = []
        for number in by_score[:_LOOKED_INTO]:
            text = self._places(number)
            words = set(text)
            missing = tuple(one.word for one in sought if words.isdisjoint(one.matches))
            nearer.append(Ranked(number, scores[number] + closeness(sought, text), missing))
        nearer.sort(key=lambda one: (-one.score, one.number))
        rest = (Ranked(number, scores[number]) for number in by_score[_LOOKED_INTO:limit])
        return (*nearer, *rest)[:limit]

    def _places(self, number: int) -> Sequence[str]:
        found = self._texts.get(number)
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[number] = places(self.collection.document(number))
        return found

    def _sought(
        self, readings: Sequence[Reading], others: Sequence[tuple[OtherName, Sequence[Reading]]]
    ) -> list[Sought]:
        unknown = _UNKNOWN * rarity(1, self.collection.count)
        sought = []
        for number, reading in enumerate(readings):
            matches = dict(reading.matches)
            for name, called in others:
                if name.start <= number < name.end:
                    for other in called:
                        matches |= {
                            word: _OTHER_NAME * fit for word, fit in other.matches.items() if word not in matches
                        }
            sought.append(Sought(reading.word, matches, reading.best or unknown))
        return sought


def _scores(readings: Sequence[Reading], others: Sequence[tuple[OtherName, Sequence[Reading]]]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for reading in readings:
        for number, score in reading.scores.items():
            scores[number] = scores.get(number, 0.0) + score
    for name, called in others:
        _add_other_name(scores, readings[name.start : name.end], called)
    return scores


def _add_other_name(scores: dict[int, float], own: Sequence[Reading], called: Sequence[Reading]) -> None:
    """A document that has all the words of the other name scores as if it had the own ones, a little less well."""
    everywhere = set(called[0].scores).intersection(*(reading.scores for reading in called[1:]))
    for number in everywhere:
        as_called = _OTHER_NAME * sum(reading.scores[number] for reading in called) * len(own) / len(called)
        as_written = sum(reading.scores.get(number, 0.0) for reading in own)
        if as_called > as_written:
            scores[number] = scores.get(number, 0.0) + as_called - as_written


def _matches(readings: Sequence[Reading], others: Sequence[tuple[OtherName, Sequence[Reading]]]) -> dict[str, float]:
    matches: dict[str, float] = {}
    for reading in (*readings, *(reading for _, called in others for reading in called)):
        for word, fit in reading.matches.items():
            matches[word] = max(matches.get(word, 0.0), fit)
    return matches


def _repaired(text: str, query: Query, readings: Sequence[Reading]) -> str | None:
    """The query with slips mended, in normalised words; the text itself where only the layout was wrong."""
    if any(reading.slip_of for reading in readings):
        return " ".join(reading.slip_of or reading.word for reading in readings)
    return query.text if query.text != text[: len(query.text)] else None


def ranked_documents(ranker: Ranker, text: str, limit: int) -> list[Document]:
    """The first `limit` documents that the query finds."""
    return [ranker.collection.document(one.number) for one in ranker.rank(text, limit=limit).found]
