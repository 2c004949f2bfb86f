"""Titles that look like a query: what is offered where nothing was found."""

from collections.abc import Iterable

from kb_tools.hebrew.text import plain_words

MOST = 5
_ALIKE = 0.5
_LETTERS = 40


def nearest(query: str, titles: Iterable[tuple[int, str]]) -> list[int]:
    """The numbers of the titles that look most like the query, best first; titles are given with their numbers."""
    sought = "".join(plain_words(query))
    if len(sought) < 2:
        return []
    known: dict[str, float] = {}
    alike = {number: max(_likenesses(sought, title, known), default=0.0) for number, title in titles}
    found = [number for number in alike if alike[number] >= _ALIKE]
    return sorted(found, key=lambda number: (-alike[number], number))[:MOST]


def _likenesses(sought: str, title: str, known: dict[str, float]) -> list[float]:
    """Of each word of the title, and of all of them written as one."""
    found = plain_words(title)
    for word in (*found, "".join(found)):
        if word not in known:
            known[word] = _likeness(sought, word)
    return [known[word] for word in (*found, "".join(found))]


def _likeness(one: str, other: str) -> float:
    """The part of their pairs of letters that two words have in common (Dice)."""
    own, theirs = _pairs(one), _pairs(other)
    return 2 * len(own & theirs) / (len(own) + len(theirs)) if own and theirs else 0.0


def _pairs(word: str) -> frozenset[str]:
    letters = word[:_LETTERS] + "$"
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
