"""The checklist of a drill as people tick it: parts by pause, wording, owner and what came of each item."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb_tools.insight.adapted import Difference, OwnStep, by_playbook, own_steps
from kb_tools.insight.grouping import grouped
from kb_tools.insight.practice import Held
from kb_tools.model.drill import ChecklistItem, Drill, DrillResult, Objective, Outcome, Rating
from kb_tools.model.library import Library, Municipality
from kb_tools.model.playbook import Step
from kb_tools.model.survey import Key


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tick, with the step it exercises."""

    item: ChecklistItem
    step: Step
    own: OwnStep | None = None
    """The step as the authority takes it that the list is for, where it replaced it or leaves it out."""
    added: tuple[OwnStep, ...] = ()
    """What that authority does after it besides."""
    is_one_of_several: bool = False
    """Whether other items of the drill exercise the same step."""

    @property
    def text(self) -> str:
        """The item's own wording; without one, what the step says of when it is done.

        Where the authority put another step in its place both speak of a step that it does not take: then its own words stand.
        Items that share a step keep their wording all the same: each watches a part of it, and would else say what the others say.
        """
        if self.is_one_of_several and self.item.text:
            return self.item.text
        change = self.own.change if self.own else None
        replaced = (change.done_when or change.what) if change else None
        return replaced or self.item.text or self.step.done_when

    @property
    def owner(self) -> Key:
        if self.own:
            return self.own.owner
        return ("role", self.step.owner) if self.step.owner else ("department", self.step.department or "")

    @property
    def is_skipped(self) -> bool:
        """Whether the authority does not take the step; the item stays on its list, as not relevant, with the reason."""
        return self.own is not None and self.own.difference is Difference.SKIPPED


@dataclass(frozen=True, slots=True)
class Part:
    """The items that are checked at one pause; `pause` is None for those checked at no particular time."""

    pause: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many items of a result were done, partly done, and could have been."""

    done: int
    partly: int
    relevant: int


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item, and its outcome in each result; None where the result, of another revision, does not know it."""

    line: Line
    outcomes: tuple[Outcome | None, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveRecord:
    """An objective, and its rating in each result."""

    objective: Objective
    ratings: tuple[Rating | None, ...]


def checklist_parts(library: Library, drill: Drill, unit: Municipality | None = None) -> tuple[Part, ...]:
    """The checklist under its pauses, in the order of the file; with `unit`, in the words and with the owners of that authority.

    Raises KeyError for a step that does not exist.
    """
    adapted = _adapted(library, drill, unit) if unit else {}
    times = Counter(item.step for item in drill.checklist)
    parts: dict[str | None, list[Line]] = {}
    for item in drill.checklist:
        own, added = adapted.get(item.step, (None, ()))
        parts.setdefault(item.pause, []).append(
            Line(item, library.steps[item.step], own, added, is_one_of_several=times[item.step] > 1)
        )
    return tuple(Part(pause, tuple(lines)) for pause, lines in parts.items())


def _adapted(
    library: Library, drill: Drill, unit: Municipality
) -> dict[str, tuple[OwnStep | None, tuple[OwnStep, ...]]]:
    """Step → what the authority does in its place, and besides."""
    exercised = {item.step.partition("/")[0] for item in drill.checklist}
    found = {}
    for id_, adaptations in by_playbook(unit.adaptations).items():
        if id_ not in exercised or id_ not in library.playbooks:
            continue
        own = own_steps(library.playbooks[id_].steps, adaptations, ())
        for step, steps in grouped(own, lambda each: (each.base.id,)).items():
            instead = next(
                (each for each in steps if each.difference in (Difference.REPLACED, Difference.SKIPPED)), None
            )
            found[f"{id_}/{step}"] = instead, tuple(each for each in steps if each.difference is Difference.ADDED)
    return found


def score(result: DrillResult) -> Score:
    outcomes = [item.outcome for item in result.items]
    relevant = sum(outcome is not Outcome.NOT_RELEVANT for outcome in outcomes)
    return Score(outcomes.count(Outcome.DONE), outcomes.count(Outcome.PARTLY), relevant)


def item_records(library: Library, drill: Drill, held: Iterable[Held]) -> tuple[ItemRecord, ...]:
    """Items × results, both in the order given."""
    found = [{item.item: item.outcome for item in each.result.items} for each in held]
    lines = (line for part in checklist_parts(library, drill) for line in part.lines)
    return tuple(ItemRecord(line, tuple(known.get(line.item.id) for known in found)) for line in lines)


def objective_records(drill: Drill, held: Iterable[Held]) -> tuple[ObjectiveRecord, ...]:
    """Objectives × results, both in the order given."""
    found = [{each.objective: each.rating for each in one.result.objectives} for one in held]
    return tuple(ObjectiveRecord(own, tuple(known.get(own.id) for known in found)) for own in drill.objectives)


def earlier_scores(held: Iterable[Held]) -> Mapping[tuple[str, str], Score]:
    """(municipality, result) → the score of the same municipality's drill before it, where there was one."""
    latest: dict[str, Score] = {}
    found: dict[tuple[str, str], Score] = {}
    for each in sorted(held, key=lambda one: one.result.held_on):
        owner = each.municipality.id
        if owner in latest:
            found[owner, each.result.id] = latest[owner]
        latest[owner] = score(each.result)
    return found
