"""The answer to a query, whatever keeps the documents: what matches, how much of each sort, and what is shown of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import Lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.hebrew.spelling import with_final_letter
from kb_tools.hebrew.text import words
from kb_tools.search.collection import Sorts, rarity
from kb_tools.search.document import Document
from kb_tools.search.index import Opened
from kb_tools.search.labels import Labels
from kb_tools.search.nearest import nearest
from kb_tools.search.ranking import Ranker, Ranking
from kb_tools.search.snippets import Snippet, snippet, whole_text
from kb_tools.search.terms import MOST_READ

MATCHING = 0.3
"""A document matches from this part of the best score on (scores before closeness, before any filter); below, it has a word in common."""
FEWEST = 10
"""Where fewer match, the next best are shown too. A filter shows as many as its count promised."""
LIMIT = 10

Counts = tuple[tuple[str, str, int], ...]
"""(code, label, how many), in the order in which they are shown"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes; none for all. Of one facet any will do, of different facets each must hold."""

    kinds: Sequence[str] = ()
    scenarios: Sequence[str] = ()
    authorities: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.scenarios or self.authorities)

    def accept(self, sorts: Sorts) -> bool:
        return (
            (not self.kinds or sorts.kind in self.kinds)
            and (not self.scenarios or any(scenario in self.scenarios for scenario in sorts.scenarios))
            and (not self.authorities or sorts.authority in self.authorities)
        )


@dataclass(frozen=True, slots=True)
class Facets:
    """What matches, counted by each sort: before that sort's own filter and after the others."""

    kind: Counts = ()
    scenario: Counts = ()
    authority: Counts = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found. `missing`: the words of the query that it does not have, as they are written there."""

    document: Document
    score: float
    title: Snippet
    text: Snippet
    missing: tuple[str, ...] = ()

    def marks(self) -> tuple[str, ...]:
        """The words to mark, as they are written in what is shown."""
        return tuple(dict.fromkeys((*self.title.marked(), *self.text.marked())))


@dataclass(frozen=True, slots=True)
class Answer:
    """`repaired`: the query as it was understood, if that is not what was typed. `total`: how many documents match.

    `nearest`: where there is no hit, documents whose titles look like the query.
    """

    query: str
    repaired: str | None
    hits: tuple[Hit, ...]
    facets: Facets
    total: int
    nearest: tuple[Hit, ...] = ()


class Searcher:
    """Answers queries on an index that was opened. Keeps what it read: make one for many queries."""

    def __init__(self, opened: Opened, lexicon: Lexicon) -> None:
        self._collection = opened.collection
        self._labels = opened.context.labels
        analyser = Analyser(lambda word: opened.collection.frequency(word) > 0, lexicon)
        self._ranker = Ranker(opened.collection, analyser, Paradigms(lexicon), opened.context.names)

    def search(self, query: str, filters: Filters = Filters(), limit: int = LIMIT) -> Answer:
        """The best `limit` documents, and what is to be said of all that match."""
        sorts = self._collection.sorts
        accepts = (lambda number: filters.accept(sorts(number))) if filters else None
        ranking = self._ranker.rank(query, accepts, limit)
        matching = _Matching(ranking.scores, sorts)
        total = len(matching.of(filters))
        worth = self._worth(ranking)
        written = _Written(ranking.query.text)
        hits = (
            self._hit(found.number, worth, found.score, tuple(map(written.word, found.missing)))
            for found in ranking.found[:total]
        )
        return Answer(
            query,
            ranking.repaired and written.query(ranking.repaired),
            tuple(hits),
            _facets(matching, filters, self._labels, sorts),
            total,
            () if total else tuple(self._nearest(ranking.query.text, filters)),
        )

    def addresses(self, query: str, limit: int) -> list[str]:
        """The addresses of the best, whether they match well or have but a word in common: what is measured."""
        found = self._ranker.rank(query, limit=limit).found
        return [self._collection.document(one.number).address for one in found]

    def _nearest(self, query: str, filters: Filters) -> Iterator[Hit]:
        titles = enumerate(self._collection.titles())
        allowed = ((number, title) for number, title in titles if filters.accept(self._collection.sorts(number)))
        return (self._hit(number, {}) for number in nearest(query, allowed))

    def _worth(self, ranking: Ranking) -> dict[str, float]:
        """How much it matters that a word is seen: by how well it fits and how rare it is."""
        collection = self._collection
        return {
            word: fit * rarity(collection.frequency(word), collection.count) for word, fit in ranking.matches.items()
        }

    def _hit(self, number: int, worth: Mapping[str, float], score: float = 0.0, missing: tuple[str, ...] = ()) -> Hit:
        document = self._collection.document(number)
        text = snippet(document.text[:MOST_READ], worth)
        return Hit(document, score, whole_text(document.title, worth), text, missing)


class _Written:
    """Normalised words as people write them: as they stand in the query, or at least with their final letters."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._words = {word.text: query[word.start : word.end] for word in words(query)}

    def word(self, word: str) -> str:
        return self._words.get(word) or with_final_letter(word)

    def query(self, normalised: str) -> str:
        """A query as a whole, which may be the very text."""
        return normalised if normalised == self._query else " ".join(map(self.word, normalised.split(" ")))


class _Matching:
    """Which documents match, and which of them filters accept."""

    def __init__(self, scores: Mapping[int, float], sorts: Callable[[int], Sorts]) -> None:
        self._scores = scores
        self._sorts = sorts
        least = MATCHING * max(scores.values(), default=0.0)
        matching = [number for number in scores if scores[number] >= least]
        self._matching = matching if len(matching) >= FEWEST else self._best(scores)

    def of(self, filters: Filters) -> Sequence[int]:
        """Numbers of documents, in no order."""
        return [number for number in self._matching if filters.accept(self._sorts(number))]

    def _best(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda number: (-self._scores[number], number))[:FEWEST]


def _facets(matching: _Matching, filters: Filters, labels: Labels, sorts: Callable[[int], Sorts]) -> Facets:
    kinds = [sorts(number).kind for number in matching.of(replace(filters, kinds=()))]
    scenarios = [code for number in matching.of(replace(filters, scenarios=())) for code in sorts(number).scenarios]
    authorities = [sorts(number).authority for number in matching.of(replace(filters, authorities=()))]
    return Facets(
        _counts(kinds, labels.kinds), _counts(scenarios, labels.scenarios), _counts(authorities, labels.authorities)
    )


def _counts(codes: Iterable[str | None], labels: Mapping[str, str]) -> Counts:
    """In the order of the labels; what has none comes last, by its code."""
    times = Counter(code for code in codes if code is not None)
    order = [*(code for code in labels if code in times), *sorted(times.keys() - labels.keys())]
    return tuple((code, labels.get(code, code), times[code]) for code in order)
