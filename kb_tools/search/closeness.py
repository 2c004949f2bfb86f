"""How near to each other the words of a query stand in a text: what puts the best of many matching documents first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb_tools.hebrew.particles import QUESTION_WORDS

_PAIRS = 0.5
_PAIR_WINDOW = 8
_PAIR_REACH = 2
_FALLOFF = 1.5
_PASSAGE = 0.3
_PASSAGE_WORDS = 15
_LIKENESS = 0.2
_ALIKE = 0.6
_UNSEEN = 0.5
_TITLE = 0.25

Place = tuple[int, float]
"""(number of the word in the text, how well it fits)"""


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of the query: `worth` is the most that it adds to any document's score."""

    word: str
    matches: Mapping[str, float]
    worth: float


def closeness(sought: Sequence[Sought], text: Sequence[str]) -> float:
    """What the text's arrangement adds to its score: pairs, the fullest passage, likenesses of words that are not there, the title.

    `text` begins with the title; an empty word ends it.
    """
    places_of = _places(text)
    places = [_found(one, places_of) for one in sought]
    likeness = 0.0
    for number, one in enumerate(sought):
        if not places[number] and len(one.word) > 3 and one.word not in QUESTION_WORDS:
            alike, places[number] = _most_alike(one.word, places_of)
            likeness += one.worth * alike
    near = _PAIRS * _pairs(sought, places) + _PASSAGE * _fullest_passage(sought, places)
    return near + _LIKENESS * likeness + _TITLE * _titled(sought, text[: text.index("")] if "" in text else text)


def _places(text: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for number, word in enumerate(text):
        places.setdefault(word, []).append(number)
    return places


def _found(one: Sought, places_of: Mapping[str, list[int]]) -> list[Place]:
    shared = places_of.keys() & one.matches.keys()
    return sorted((number, one.matches[word]) for word in shared for number in places_of[word])


def _most_alike(word: str, places_of: Mapping[str, list[int]]) -> tuple[float, list[Place]]:
    """The word of the text with most pairs of letters in common (Dice), if it has enough."""
    own, most, where = _pairs_of_letters(word), 0.0, list[int]()
    shortest = len(own) * _ALIKE / (2 - _ALIKE) - 1  # a shorter word has too few pairs to be alike enough
    for other, numbers in places_of.items():
        if len(other) > 2 and len(other) >= shortest:
            theirs = _pairs_of_letters(other)
            alike = 2 * len(own & theirs) / (len(own) + len(theirs))
            if alike > most:
                most, where = alike, numbers
    if most < _ALIKE:
        return 0.0, []
    return most, [(number, most * _UNSEEN) for number in where]


@lru_cache(maxsize=1 << 14)
def _pairs_of_letters(word: str) -> frozenset[tuple[str, str]]:
    bare = "^" + word.replace("ו", "").replace("י", "") + "$"
    return frozenset(pairwise(bare))


def _titled(sought: Sequence[Sought], title: Sequence[str]) -> float:
    """What the words in the title are worth, by how much of the title they are: a document about just this comes first."""
    fits = [(one.worth, max((one.matches.get(word, 0.0) for word in title), default=0.0)) for one in sought]
    covered = sum(any(word in one.matches for one in sought) for word in title)
    return sum(worth * fit for worth, fit in fits) * covered / len(title) if title else 0.0


def _pairs(sought: Sequence[Sought], places: Sequence[Sequence[Place]]) -> float:
    """Neighbours of the query that are neighbours in the text, in the same order best."""
    total = 0.0
    for first in range(len(sought)):
        for second in range(first + 1, min(first + 1 + _PAIR_REACH, len(sought))):
            nearest = max(_nearness(places[first], places[second], second - first), default=0.0)
            total += nearest * min(sought[first].worth, sought[second].worth)
    return total


def _nearness(one: Sequence[Place], other: Sequence[Place], apart: int) -> Iterator[float]:
    for here, fits in one:
        for there, fits_too in other:
            if here != there:
                distance = there - here if there > here else here - there + 1
                distance = max(1, distance - apart + 1)
                if distance <= _PAIR_WINDOW:
                    yield min(fits, fits_too) / distance**_FALLOFF


def _fullest_passage(sought: Sequence[Sought], places: Sequence[Sequence[Place]]) -> float:
    """The most that the words of one short passage are worth together."""
    events = sorted((number, which, fit) for which, found in enumerate(places) for number, fit in found)
    return max((_worth(sought, events, start) for start in range(len(events))), default=0.0)


def _worth(sought: Sequence[Sought], events: Sequence[tuple[int, int, float]], start: int) -> float:
    best: dict[int, float] = {}
    for number, which, fit in events[start:]:
        if number - events[start][0] > _PASSAGE_WORDS:
            break
        best[which] = max(best.get(which, 0.0), fit)
    return sum(sought[which].worth * fit for which, fit in best.items())
