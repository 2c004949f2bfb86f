"""Which authorities are alike: those that share the most traits."""

from collections.abc import Mapping
from dataclasses import dataclass

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
        own = self.traits[municipality.id]
        own_ids = frozenset(trait.id for trait in own)
        found: list[Alike] = []
        for group in sorted(self.groups, key=lambda ids: (-_likeness(own_ids, ids), sorted(ids))):
            if len(found) >= count or not own_ids & group:
                break
            shared = tuple(trait for trait in own if trait.id in group)
            found += [Alike(other, shared) for other in _nearest_first(self.groups[group], municipality)]
        return tuple(found[:count])


def kinship(library: Library) -> Kinship:
    traits = {id_: traits_of(library, m.profile) for id_, m in library.municipalities.items()}
    groups: dict[frozenset[str], list[Municipality]] = {}
    for id_, municipality in library.municipalities.items():
        if not municipality.profile.example:
            groups.setdefault(frozenset(trait.id for trait in traits[id_]), []).append(municipality)
    return Kinship(traits, {ids: tuple(found) for ids, found in groups.items()})


def _likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Shared traits out of all that either has (Jaccard), 0 to 1."""
    return len(own & other) / len(own | other) if own or other else 0.0


def _nearest_first(group: tuple[Municipality, ...], municipality: Municipality) -> list[Municipality]:
    others = [other for other in group if other.id != municipality.id]
    return sorted(others, key=lambda other: other.profile.district != municipality.profile.district)
