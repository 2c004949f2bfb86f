"""Related pages: those that are about what a page is about, and that the page itself does not lead to."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from kb_tools.hebrew.analyser import Analyser
from kb_tools.model.labels import KIND_LABELS
from kb_tools.search.labels import KINDS
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.page_keys import PageKeys, SpokenPage, Weights, spoken_pages

# Set by reading the lists of the shipped content, page by page: a list that is not there costs a reader less than a wrong one.
MOST = 5
LEAST = 0.2
"""Likeness, from 0 to 1, under which a page is not named."""
_BESIDE_THE_BEST = 0.4
"""Part of the likeness of the first in a list that the others must have."""
_SHARED = 4
"""Keys that two pages must share…"""
_SHARED_SUBJECTS = 2
"""…and how many of them must be subjects (`PageKeys.subjects`)."""
_OF_A_KIND = 2
_FIRST_PAGES = 60
"""Pages to which a key leads, those where it weighs most: so a page costs the same in a collection of any size."""
_GUIDE = "guide"
"""A kind about this site itself: what it shares with others are its examples."""
_AMONG_THEMSELVES = frozenset({_GUIDE, "source"})
"""Kinds that are named on pages of their own kind alone: what rests on a source cites it."""
_NEVER = "municipality"
"""A kind that is in no list: there are hundreds, and which are like which their pages tell by traits."""

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"#?:]*+)[^":]*+"')


@dataclass(frozen=True, slots=True)
class Related:
    """A page in the list of another; `shared`: the keys of both, the weightiest first."""

    address: str
    title: str
    kind: str
    likeness: float
    shared: tuple[str, ...]

    @property
    def label(self) -> str:
        """What one page of its kind is called."""
        return KIND_LABELS.get(self.kind) or KINDS[self.kind]


def related_pages(
    collection: MemoryCollection,
    analyser: Analyser,
    linked: Callable[[str], Collection[str]],
    apart: Collection[str] = (),
) -> dict[str, tuple[Related, ...]]:
    """Address of a page → the pages nearest to it, best first; pages with none are left out.

    `linked` tells which addresses a page links to: they are no news there. Pages set `apart` neither have a list nor are in one.
    """
    pages = spoken_pages(collection, apart)
    likeness = _Likeness(pages, PageKeys(pages, analyser, collection.documents))
    lists = ((address, tuple(islice(_listed(address, likeness, linked), MOST))) for address in pages)
    return {address: found for address, found in lists if found}


def linked_addresses(html: str, at: str) -> frozenset[str]:
    """The addresses, from the site's root, that the HTML of the page at `at` links to."""
    joined = (posixpath.normpath(posixpath.join(at, unquote(link))) for link in _LINK.findall(html))
    return frozenset("" if link == "." else f"{link}/" for link in joined)


def _listed(address: str, likeness: "_Likeness", linked: Callable[[str], Collection[str]]) -> Iterator[Related]:
    """Two of a kind at most, so that a role meets its lessons, its drills and its playbooks."""
    known: Collection[str] | None = None
    kinds: Counter[str] = Counter()
    least = LEAST
    for found in likeness.nearest(address):
        if found.likeness < least:
            return
        known = linked(address) if known is None else known
        if found.address not in known and kinds[found.kind] < _OF_A_KIND:
            kinds[found.kind] += 1
            least = max(least, _BESIDE_THE_BEST * found.likeness)
            yield found


class _Likeness:
    """How like two pages are: the cosine of their weighted keys."""

    def __init__(self, pages: Mapping[str, SpokenPage], keys: PageKeys) -> None:
        self._pages = pages
        self._weights = keys.weights
        self._subjects = keys.subjects
        self._first = _first_pages(keys.weights)

    def nearest(self, address: str) -> list[Related]:
        """The pages that may be named on this one, the most alike first."""
        found = [self._related(address, other) for other in self._near(address) if self._may_name(address, other)]
        return sorted(found, key=lambda one: (-one.likeness, one.address))

    def _near(self, address: str) -> list[str]:
        likeness: dict[str, float] = {}
        for key, weight in self._weights[address].items():
            for other, its_weight in self._first[key]:
                likeness[other] = likeness.get(other, 0.0) + weight * its_weight
        return [other for other, found in likeness.items() if found >= LEAST and other != address]

    def _may_name(self, address: str, other: str) -> bool:
        own, kind = self._pages[address].own.kind, self._pages[other].own.kind
        if kind == _NEVER or (kind != own and (own == _GUIDE or kind in _AMONG_THEMSELVES)):
            return False
        shared = self._weights[address].keys() & self._weights[other].keys()
        return len(shared) >= _SHARED and len(shared & self._subjects) >= _SHARED_SUBJECTS

    def _related(self, address: str, other: str) -> Related:
        own, its, page = self._weights[address], self._weights[other], self._pages[other].own
        added = {key: weight * its[key] for key, weight in own.items() if key in its}
        shared = sorted(added, key=lambda key: (-added[key], key))
        return Related(other, page.title, page.kind, sum(added[key] for key in shared), tuple(shared))


def _first_pages(weights: Mapping[str, Weights]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Key → the pages where it weighs most, with its weight there."""
    pages: dict[str, list[tuple[str, float]]] = {}
    for address, own in weights.items():
        for key, weight in own.items():
            pages.setdefault(key, []).append((address, weight))
    for found in pages.values():
        found.sort(key=lambda one: (-one[1], one[0]))
        del found[_FIRST_PAGES:]
    return pages
