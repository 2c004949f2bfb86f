"""Which steps are exercised, by which drills, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb_tools.model.drill import Drill, DrillResult, Outcome
from kb_tools.model.library import Library, Municipality


@dataclass(frozen=True, slots=True)
class Held:
    """A drill that an authority held."""

    municipality: Municipality
    result: DrillResult

    @property
    def is_event(self) -> bool:
        """Whether its items were done in a real event: that is no drill, but it shows what works."""
        return self.result.real_event is not None


def drills_of_steps(library: Library) -> dict[str, tuple[Drill, ...]]:
    """Step → the drills whose checklist exercises it."""
    found: dict[str, dict[str, Drill]] = {}
    for drill in library.drills.values():
        for item in drill.checklist:
            found.setdefault(item.step, {})[drill.id] = drill
    return {ref: tuple(drills.values()) for ref, drills in found.items()}


def held_drills(library: Library) -> dict[str, tuple[Held, ...]]:
    """Drill → when it was held and by whom, the newest first."""
    found: dict[str, list[Held]] = {}
    for municipality in library.municipalities.values():
        for result in municipality.results:
            found.setdefault(result.drill, []).append(Held(municipality, result))
    return {id_: tuple(sorted(held, key=lambda h: h.result.held_on, reverse=True)) for id_, held in found.items()}


def held_by(municipalities: Iterable[Municipality]) -> tuple[Held, ...]:
    """Everything that these authorities held, the oldest first, whatever the order of their files."""
    held = [Held(municipality, result) for municipality in municipalities for result in municipality.results]
    return tuple(sorted(held, key=lambda each: (each.result.held_on, each.municipality.id, each.result.id)))


def outcomes(result: DrillResult) -> dict[Outcome, int]:
    """How many items ended how, every outcome present."""
    counts = dict.fromkeys(Outcome, 0)
    for item in result.items:
        counts[item.outcome] += 1
    return counts
