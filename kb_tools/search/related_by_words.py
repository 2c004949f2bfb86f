"""Lists of pages that say something: by the words that they share with others, and by what they lead to."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from kb_tools.search.document import Document
from kb_tools.search.page_likeness import AUTHORITY, GUIDE, SOURCE, PageLikeness, Related

# Set by reading the lists of the shipped content, page by page.
MOST = 5
FEWEST = 3
"""Pages that a list is filled up to, where there are so many that have anything to do with its page."""
_BESIDE_THE_BEST = 0.4
"""Part of the likeness of the first in a list that the others must have."""
_OF_A_KIND = 2
_WEAK = 0.12
"""Likeness of a page that fills up a list…"""
_WEAKLY_SHARED = 3
"""…and the keys that it must share."""
_LINKED = 0.1
"""What it is worth, as likeness, that the page itself leads to another: somebody chose that."""

Linked = Callable[[str], Collection[str]]
"""Address of a page → the addresses that it links to, in its order."""
Search = Callable[[str], Iterable[Document]]
"""A query → the documents that the search finds for it, best first."""


class ByWords:
    """Makes the lists: what is new to a reader of the page comes first, then the nearest of what it leads to."""

    def __init__(self, likeness: PageLikeness, linked: Linked, search: Search) -> None:
        self._likeness = likeness
        self._linked = linked
        self._search = search

    def listed(self, address: str) -> tuple[Related, ...]:
        """The pages to be named on this one."""
        found = tuple(islice(self._news(address), MOST))
        return found if len(found) >= FEWEST else found + self._filling(address, found)

    def _news(self, address: str) -> Iterator[Related]:
        """Pages that are surely about the same, and that the page does not lead to."""
        least, known = 0.0, frozenset[str]()
        kinds: Counter[str] = Counter()
        for one in self._likeness.nearest(address):
            if one.likeness < least:
                return
            known = known or frozenset(self._linked(address))
            if one.address not in known and self._likeness.surely(one) and kinds[one.kind] < _OF_A_KIND:
                kinds[one.kind] += 1
                least = max(least, _BESIDE_THE_BEST * one.likeness)
                yield one

    def _filling(self, address: str, found: Sequence[Related]) -> tuple[Related, ...]:
        """What brings a list to its fewest: the nearest of the rest, those that the page leads to after the others."""
        known = dict.fromkeys(self._linked(address))
        left = {one.address: one for one in self._nearer_or_linked(address, known)}
        for one in found:
            left.pop(one.address, None)
        worth = {at: one.likeness + (_LINKED if at in known else 0.0) for at, one in left.items()}
        nearest = sorted(left.values(), key=lambda one: (-worth[one.address], one.address))
        offered = chain(found, mixed(nearest, found), nearest, self._found(address))
        chosen = first(FEWEST, offered)
        return tuple(sorted(chosen[len(found) :], key=lambda one: one.address in known))

    def _nearer_or_linked(self, address: str, known: Collection[str]) -> Iterator[Related]:
        """The pages that are at least a little like this one, and all that it leads to."""
        guide = self._likeness.pages[address].own.kind == GUIDE
        for other in known:
            if other != address and self._likeness.may_name(address, other):
                yield self._likeness.named(other)
        for one in self._likeness.nearest(address, least=0.0):
            # Guides are few, and all about one thing: this site.
            if guide or one.address in known or self._weakly(one):
                yield one

    def _weakly(self, one: Related) -> bool:
        return one.likeness >= _WEAK and len(one.shared) >= _WEAKLY_SHARED and self._likeness.subjects_in(one) > 0

    def _found(self, address: str) -> Iterator[Related]:
        """What the search finds for the title of the page."""
        own = self._likeness.pages[address].own
        for document in self._search(own.title):
            other = document.address.partition("#")[0]
            if other != address and self._likeness.may_name(address, other):
                yield self._likeness.named(other)
            elif own.kind == SOURCE and document.kind == AUTHORITY and document.address == other:
                # Of a source that nothing cites: the authority that it is about.
                yield Related(other, document.title, document.kind, 0.0, ())


def first(count: int, offered: Iterable[Related]) -> list[Related]:
    """The first so many different pages of those offered."""
    chosen: dict[str, Related] = {}
    for one in offered:
        if len(chosen) == count:
            break
        chosen.setdefault(one.address, one)
    return list(chosen.values())


def mixed(found: Iterable[Related], before: Iterable[Related] = ()) -> Iterator[Related]:
    """Each page once and two of a kind at most, with those `before`: so that a role meets its lessons, its drills and its playbooks."""
    seen = {one.address: one.kind for one in before}
    kinds = Counter(seen.values())
    for one in found:
        if one.address not in seen and kinds[one.kind] < _OF_A_KIND:
            seen[one.address] = one.kind
            kinds[one.kind] += 1
            yield one
