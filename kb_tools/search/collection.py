"""What a ranking asks of an index, whatever stores it; and the numbers that both engines count with."""

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from kb_tools.search.document import Document

Postings = Sequence[tuple[int, int]]
"""(number of a document, how often the word stands in it), by rising number."""

SATURATION = 0.9
"""BM25's k1: how much a word's second occurrence still adds."""
LENGTH_PENALTY = 0.4
"""BM25's b: 0 ignores the length of a document, 1 divides by it."""
RARITY = 1.3
"""Exponent of the inverse document frequency: above 1, names outweigh the words around them."""
COMMON = 3
"""A word in more than one document of this many adds nothing beside rarer words, and costs the most to look up…"""
COMMON_FLOOR = 500
"""…in a collection where that is at least so many documents."""


class Sorts(NamedTuple):
    """What a document is narrowed by."""

    kind: str
    scenarios: tuple[str, ...]
    authority: str | None


class Collection(Protocol):
    """An index of documents that are numbered from 0. Words are normalised (`kb_tools.hebrew.text`)."""

    @property
    def count(self) -> int:
        """How many documents there are."""

    def length_factor(self, document: int) -> float:
        """BM25's k1 · (1 − b + b · length / mean length)."""

    def family(self, name: str) -> Sequence[str]:
        """The words of a family (`hebrew.spelling.family`) and of those that it reaches (`reached`)."""

    def frequency(self, word: str) -> int:
        """In how many documents the word stands; 0 for a word that the collection does not have."""

    def postings(self, word: str) -> Postings:
        """Where the word stands."""

    def completions(self, beginning: str) -> Sequence[str]:
        """The words that begin so and go on, at most `MOST_COMPLETIONS`, the most frequent first, then by letters."""

    def near(self, word: str) -> Sequence[str]:
        """The words one edit apart (`hebrew.spelling.one_edit_apart`)."""

    def document(self, number: int) -> Document:
        """A document as it was given."""

    def sorts(self, number: int) -> Sorts:
        """What of a document a filter asks, without the cost of its text."""

    def titles(self) -> Sequence[str]:
        """The titles of all documents, by number."""

    def titled(self, words: str) -> Postings:
        """The documents whose title is just these words, with one space between each two."""


MOST_COMPLETIONS = 100
_SHORT_FAMILY = 2
"""Letters in the name of a family whose words have only two consonants: with a particle (הבית) they are filed in a family that goes on…"""
PARTICLES = "בהכלמש"
"""…with one of these; ו is no consonant."""


def reached(family: str) -> Sequence[str]:
    """The families that hold words of a family, with or without particles."""
    return [family, *(family + letter for letter in PARTICLES)] if len(family) == _SHORT_FAMILY else [family]


def is_common(frequency: int, count: int) -> bool:
    """Whether a word stands nearly everywhere."""
    return frequency > COMMON_FLOOR and frequency * COMMON > count


def rarity(frequency: float, count: int) -> float:
    """Inverse document frequency, as BM25 has it, raised to `RARITY`."""
    return float(math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) ** RARITY)


def length_class(words: int) -> int:
    """A length in quarters of a doubling: one character in an index, 9% off at most."""
    return round(4 * math.log2(words + 1))


def length_factors(classes: Sequence[int]) -> list[float]:
    """`length_factor` for each document, from the classes of their lengths."""
    lengths = [2 ** (step / 4) for step in classes]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    return [SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length / mean) for length in lengths]
