"""How like two pages are: the cosine of their weighted keys. And which pages a few words are about, by the same keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb_tools.model.labels import KIND_LABELS
from kb_tools.search.labels import KINDS
from kb_tools.search.page_keys import PageKeys, SpokenPage, Weights

LEAST = 0.2
"""Likeness, from 0 to 1, under which two pages are not surely about one thing."""
_SHARED = 4
"""Keys that two such pages must share…"""
_SHARED_SUBJECTS = 2
"""…and how many of them must be subjects (`PageKeys.subjects`)."""
_FIRST_PAGES = 60
"""Pages to which a key leads, those where it weighs most: so a page costs the same in a collection of any size."""
GUIDE = "guide"
"""A kind about this site itself: what it shares with others are its examples."""
SOURCE = "source"
_AMONG_THEMSELVES = frozenset({GUIDE, SOURCE})
"""Kinds that are named on pages of their own kind alone: what rests on a source cites it."""
AUTHORITY = "municipality"
"""A kind that words put in no list: there are hundreds, and which are like which their pages tell by traits."""


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


class PageLikeness:
    """Compares the pages of a collection."""

    def __init__(self, pages: Mapping[str, SpokenPage], keys: PageKeys) -> None:
        self.pages = pages
        self._keys = keys
        self._first = _first_pages(keys.weights)

    def nearest(self, address: str, least: float = LEAST) -> list[Related]:
        """The pages that may be named on this one and are at least so much like it, the most alike first."""
        own = self._keys.weights[address]
        near = (other for other, found in self._near(own) if found >= least and other != address)
        return _best_first(self._related(own, other) for other in near if self.may_name(address, other))

    def nearest_to(self, text: str) -> list[Related]:
        """The pages that some words are about, the nearest first."""
        own = self._keys.of_text(text)
        return _best_first(self._related(own, other) for other, _ in self._near(own))

    def named(self, address: str) -> Related:
        """A page that is named for something else than its words."""
        page = self.pages[address].own
        return Related(address, page.title, page.kind, 0.0, ())

    def may_name(self, address: str, other: str) -> bool:
        """Whether the other is a page that says something, of a kind that may stand in the list of one of this kind."""
        if other not in self.pages:
            return False
        own, kind = self.pages[address].own.kind, self.pages[other].own.kind
        return kind != AUTHORITY and (kind == own or (own != GUIDE and kind not in _AMONG_THEMSELVES))

    def surely(self, one: Related) -> bool:
        """Whether it shares enough with the page that it was found for to be about the same thing."""
        return one.likeness >= LEAST and len(one.shared) >= _SHARED and self.subjects_in(one) >= _SHARED_SUBJECTS

    def subjects_in(self, one: Related) -> int:
        """How many of the shared keys are subjects."""
        return len(self._keys.subjects.intersection(one.shared))

    def _near(self, own: Weights) -> Iterable[tuple[str, float]]:
        likeness: dict[str, float] = {}
        for key, weight in own.items():
            for other, its_weight in self._first.get(key, ()):
                likeness[other] = likeness.get(other, 0.0) + weight * its_weight
        return likeness.items()

    def _related(self, own: Weights, other: str) -> Related:
        its, page = self._keys.weights[other], self.pages[other].own
        added = {key: weight * its[key] for key, weight in own.items() if key in its}
        shared = sorted(added, key=lambda key: (-added[key], key))
        return Related(other, page.title, page.kind, sum(added[key] for key in shared), tuple(shared))


def _best_first(found: Iterable[Related]) -> list[Related]:
    return sorted(found, key=lambda one: (-one.likeness, one.address))


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
