"""Which authorities are alike: those that share the most traits."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kb_tools.insight.grouping import grouped
from kb_tools.insight.traits import traits_of
from kb_tools.model.library import Library, Municipality
from kb_tools.model.vocabulary import Trait


@dataclass(frozen=True, slots=True)
class Alike:
    """Another authority and the traits that both have."""

    municipality: Municipality
    shared: tuple[Trait, ...]


@dataclass(frozen=True)
class Kinship:
    """The traits of every authority, computed once, so that any can be compared with the others."""

    traits: Mapping[str, tuple[Trait, ...]]
    """By authority."""
    groups: Mapping[frozenset[str], tuple[Municipality, ...]]
    """Authorities by their set of traits: there are far fewer sets than authorities. Examples are in none."""

    def alike(self, municipality: Municipality, count: int = 5) -> tuple[Alike, ...]:
        """The real authorities with most in common, those of its district first; none for one without traits."""
        return tuple(islice(self._nearest_first(municipality), count))

    def with_any(self, traits: Set[str]) -> int:
        """How many real authorities have at least one of these traits."""
        return sum(len(group) for ids, group in self.groups.items() if not ids.isdisjoint(traits))

    def _nearest_first(self, municipality: Municipality) -> Iterator[Alike]:
        """Taken one by one: a group may hold most of the country, and a page shows five."""
        own, district = self.traits[municipality.id], municipality.profile.district
        for ids in self._ranked[_ids(own)]:
            shared = tuple(trait for trait in own if trait.id in ids)
            near = self._by_district.get((ids, district), ())
            far = (other for other in self.groups[ids] if other.profile.district != district)
            for others in (near, far):
                yield from (Alike(other, shared) for other in others if other.id != municipality.id)

    @cached_property
    def _ranked(self) -> Mapping[frozenset[str], tuple[frozenset[str], ...]]:
        """A set of traits → the sets that share any with it, the most alike first."""
        return {own: _most_alike_first(own, self.groups) for own in {_ids(traits) for traits in self.traits.values()}}

    @cached_property
    def _by_district(self) -> Mapping[tuple[frozenset[str], str], tuple[Municipality, ...]]:
        return {
            (ids, district): found
            for ids, group in self.groups.items()
            for district, found in grouped(group, lambda m: (m.profile.district,)).items()
        }


def kinship(library: Library) -> Kinship:
    traits = {id_: traits_of(library, m.profile) for id_, m in library.municipalities.items()}
    real = (m for m in library.municipalities.values() if not m.profile.example)
    return Kinship(traits, grouped(real, lambda m: (_ids(traits[m.id]),)))


def _ids(traits: tuple[Trait, ...]) -> frozenset[str]:
    return frozenset(trait.id for trait in traits)


def _most_alike_first(own: frozenset[str], others: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    sharing = (ids for ids in others if own & ids)
    return tuple(sorted(sharing, key=lambda ids: (-_likeness(own, ids), sorted(ids))))


def _likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Shared traits out of all that either has (Jaccard), 0 to 1."""
    return len(own & other) / len(own | other) if own or other else 0.0
