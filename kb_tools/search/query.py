"""A query as it was understood: its words, what else they are called, and whether the keyboard was in the wrong layout."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb_tools.hebrew.particles import QUESTION_WORDS, bases
from kb_tools.hebrew.spelling import typed_in_hebrew
from kb_tools.hebrew.text import Word, is_hebrew, words

MOST_CHARACTERS = 1000
MOST_WORDS = 32
_SPACES = re.compile(r"(\s+)")
_LATIN = re.compile(r"[A-Za-z]")
_HYPHEN = re.compile(r"(-)")

Names = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]
"""Words → the other words for the same: acronyms and their full names, synonyms. All normalised."""


@dataclass(frozen=True, slots=True)
class Query:
    """`words` are normalised. `open`: the last word may be the beginning of a longer one."""

    text: str
    words: tuple[str, ...]
    open: bool
    names: tuple["OtherName", ...] = ()


@dataclass(frozen=True, slots=True)
class OtherName:
    """The words from `start` to before `end` may be called `words` as well."""

    start: int
    end: int
    words: tuple[str, ...]


def understand(text: str, known: Callable[[str], bool], names: Names) -> Query:
    """The query of what was typed; `known` tells whether the collection has a word."""
    typed = in_right_layout(text[:MOST_CHARACTERS], known)
    found = [word for word in words(typed) if not word.joined][:MOST_WORDS]
    texts = tuple(word.text for word in _telling(found))
    is_open = (
        bool(found)
        and texts[-1] == found[-1].text
        and not typed[found[-1].end :].strip("\"'׳״")
        and not typed[-1:].isspace()
    )
    return Query(typed, texts, is_open, tuple(_other_names(texts, names)))


def _telling(found: Sequence[Word]) -> Sequence[Word]:
    """Without the words that only ask, where there are others."""
    return [word for word in found if word.text not in QUESTION_WORDS] or found


def in_right_layout(text: str, known: Callable[[str], bool]) -> str:
    """The text with Latin letters read as the Hebrew ones on the same keys, where more of it is then known. Known Latin words stay."""
    if not _LATIN.search(text):
        return text
    pieces = _SPACES.split(text)
    latin = [piece for piece in pieces if _LATIN.search(piece)]
    as_typed = sum(_all_known(piece, known) for piece in latin)
    if sum(_all_known(typed_in_hebrew(piece), known) for piece in latin) <= as_typed:
        return text
    return "".join(_remapped(piece, known) if _LATIN.search(piece) else piece for piece in pieces)


def _all_known(piece: str, known: Callable[[str], bool]) -> bool:
    found = [word.text for word in words(piece) if not word.joined]
    return bool(found) and all(map(known, found))


def _remapped(piece: str, known: Callable[[str], bool]) -> str:
    """Part by part of a hyphened piece: c-Teams was meant as ב־Teams."""
    return "".join(
        part if _all_known(part, known) and not _all_known(typed_in_hebrew(part), known) else typed_in_hebrew(part)
        for part in _HYPHEN.split(piece)
    )


def _other_names(texts: Sequence[str], names: Names) -> Iterator[OtherName]:
    longest = max(map(len, names), default=0)
    for start in range(len(texts)):
        for end in range(start + 1, min(start + longest, len(texts)) + 1):
            for called in _without_particles(texts[start:end]):
                yield from (OtherName(start, end, other) for other in names.get(called, ()))


def _without_particles(span: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """As it stands, and with the first word without particles: ברח״ל is רח״ל."""
    yield tuple(span)
    if is_hebrew(span[0]):
        yield from ((base, *span[1:]) for base in bases(span[0]))
