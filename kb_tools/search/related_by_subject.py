"""Lists of pages that say little in words of their own: by what they are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from kb_tools.search.page_likeness import PageLikeness, Related
from kb_tools.search.related_by_words import FEWEST, MOST, Linked, Search, first, mixed

_LEAST = 0.15
"""Likeness of a page to a subject…"""
_SHARED = 2
"""…and the keys that it must share: one alone is a word that both happen to use."""
_CONCERNED = 1.0
"""What it is worth, as likeness, that a page says itself that it concerns a subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that a page is about: in words, with a weight beside others, and the pages that say themselves that they concern it."""

    text: str
    weight: float = 1.0
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a page is about. `own`: what tells it from its like, taken together; `common`: what is to be known there, each for itself."""

    own: Sequence[Subject]
    common: Sequence[Subject]
    kinds: frozenset[str]
    """The kinds of pages that help."""
    like: str = ""
    """The address of a page that says the same: its list will do."""


class BySubject:
    """Makes the lists. Many pages are about the same subjects, so each is looked up once."""

    def __init__(self, likeness: PageLikeness, linked: Linked, search: Search) -> None:
        self._likeness = likeness
        self._linked = linked
        self._search = search
        self._done: dict[Subject, Sequence[Related]] = {}

    def listed(self, address: str, about: Subjects) -> tuple[Related, ...]:
        """The pages to be named on this one: of what is its own, then of what is common in turn; those that it leads to last."""
        own = first(FEWEST, mixed(_of(about.kinds, self._fitting(about.own))))
        in_turn = zip_longest(*(_of(about.kinds, self._nearest(subject)) for subject in about.common))
        common = (one for one in chain.from_iterable(in_turn) if one)
        found = first(MOST, mixed(chain(own, common)))
        if len(found) < FEWEST:
            found = first(FEWEST, chain(found, _of(about.kinds, self._found(about.common))))
        known = frozenset(self._linked(address))
        return tuple(sorted(found, key=lambda one: one.address in known))

    def _fitting(self, subjects: Sequence[Subject]) -> list[Related]:
        """The pages nearest to several subjects together."""
        found: dict[str, Related] = {}
        for subject in subjects:
            for one in self._nearest(subject):
                before = found[one.address].likeness if one.address in found else 0.0
                found[one.address] = replace(one, likeness=before + subject.weight * one.likeness)
        return sorted(found.values(), key=lambda one: (-one.likeness, one.address))

    def _found(self, subjects: Sequence[Subject]) -> Iterator[Related]:
        for subject in subjects:
            pages = (document.address.partition("#")[0] for document in self._search(subject.text))
            yield from (self._likeness.named(page) for page in pages if page in self._likeness.pages)

    def _nearest(self, subject: Subject) -> Sequence[Related]:
        if subject not in self._done:
            near = {one.address: one for one in self._likeness.nearest_to(subject.text) if _enough(one)}
            for at in sorted(subject.pages):
                one = near.get(at) or self._likeness.named(at)
                near[at] = replace(one, likeness=one.likeness + _CONCERNED)
            self._done[subject] = sorted(near.values(), key=lambda one: (-one.likeness, one.address))
        return self._done[subject]


def _enough(one: Related) -> bool:
    return one.likeness >= _LEAST and len(one.shared) >= _SHARED


def _of(kinds: frozenset[str], found: Iterable[Related]) -> Iterator[Related]:
    return (one for one in found if one.kind in kinds)
