"""The after-action review (תחקיר) as figures: what a recorded result says beside the drill that it is of.

HSEEP asks for each objective's rating with its strengths and areas for improvement, and for corrective actions by
capability element; what was asked of whom, by when, and what came of it last time is read off the files here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb_tools.insight.actions import ActionState, corrective_action_state
from kb_tools.insight.checklist import Line, checklist_parts
from kb_tools.insight.grouping import grouped
from kb_tools.insight.practice import Held
from kb_tools.insight.timing import Timeliness, timeliness
from kb_tools.model.base import Labelled
from kb_tools.model.drill import (
    ChecklistItem,
    CorrectiveAction,
    Drill,
    DrillResult,
    Element,
    Inject,
    ItemResult,
    Objective,
    ObjectiveResult,
    Outcome,
    Participants,
    Rating,
)
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library, Municipality

FAILED_RATINGS = frozenset({Rating.M, Rating.U})
"""Ratings of an objective that ask for a lesson."""
FELL_SHORT = (Outcome.NOT_DONE, Outcome.PARTLY)
_STANDING = {Outcome.NOT_DONE: 0, Outcome.PARTLY: 1, Outcome.DONE: 2}
_RATINGS = (Rating.U, Rating.M, Rating.S, Rating.P)


class Pace(Labelled):
    """What an item took, against the minute by which it was to be done."""

    ON_TIME = "on_time", "בזמן"
    LATE = "late", "באיחור"
    UNTIMED = "untimed", "לא נרשמה דקה"
    NO_TARGET = "no_target", "בלי יעד זמן"


class Since(Labelled):
    """What became of something since the result before."""

    BETTER = "better", "טוב יותר"
    SAME = "same", "כמו בפעם הקודמת"
    WORSE = "worse", "פחות טוב"
    NEW = "new", "אין למה להשוות"


@dataclass(frozen=True, slots=True)
class ItemReview:
    """One item of the checklist and what came of it."""

    line: Line
    found: ItemResult | None
    """None when the result, by another revision, was not asked about it."""
    before: Outcome | None
    """In the authority's previous result of the drill."""
    inject: Inject | None
    """The last one that came before the item was due: what was being examined then."""

    @property
    def outcome(self) -> Outcome | None:
        return self.found.outcome if self.found else None

    @property
    def pace(self) -> Pace:
        target = self.line.item.within_minutes
        if target is None:
            return Pace.NO_TARGET
        if self.found is None or self.found.minute is None:
            return Pace.UNTIMED
        return Pace.LATE if self.found.minute > target else Pace.ON_TIME

    @property
    def over(self) -> int:
        """Minutes after the target; 0 when it was met or nothing is known."""
        if self.pace is not Pace.LATE or self.found is None or self.found.minute is None:
            return 0
        return self.found.minute - (self.line.item.within_minutes or 0)

    @property
    def since(self) -> Since:
        here, there = (
            _STANDING.get(self.outcome or Outcome.NOT_RELEVANT),
            _STANDING.get(self.before or Outcome.NOT_RELEVANT),
        )
        return _since(here, there)


@dataclass(frozen=True, slots=True)
class ObjectiveReview:
    """One objective and how it was rated."""

    objective: Objective
    found: ObjectiveResult | None
    before: Rating | None

    @property
    def rating(self) -> Rating | None:
        return self.found.rating if self.found else None

    @property
    def failed(self) -> bool:
        return self.rating in FAILED_RATINGS

    @property
    def since(self) -> Since:
        here, there = (None if rating is None else _RATINGS.index(rating) for rating in (self.rating, self.before))
        return _since(here, there)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came and who was missing, by the drill's list of participants."""

    came: tuple[str, ...]
    """Sectors, in the order of the result."""
    missing: tuple[Participants, ...]
    beyond: tuple[str, ...]
    """Sectors that came although the drill does not ask for them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What asks for a lesson: the undone items of one step, an objective that was rated M or U, or both."""

    name: str
    """The id of the first item, or of the objective: it names the lesson's file."""
    items: tuple[ItemReview, ...]
    objectives: tuple[ObjectiveReview, ...]
    steps: tuple[str, ...]
    """Where it was seen, as evidence; empty when no item of the checklist leads to it."""
    told: tuple[Lesson, ...]
    """The lessons that were observed in this result and these steps already."""


@dataclass(frozen=True)
class AfterAction:
    """The figures of one review."""

    unit: Municipality
    result: DrillResult
    drill: Drill
    previous: DrillResult | None
    items: tuple[ItemReview, ...]
    """In the order of the checklist."""
    objectives: tuple[ObjectiveReview, ...]
    attendance: Attendance
    actions: Mapping[Element, tuple[tuple[ActionState, CorrectiveAction], ...]]
    """Corrective actions by element, in the order of the elements; those of the review alone."""
    lessons: tuple[Lesson, ...]
    """Every lesson that refers to the result: it was observed in it, or it is proved by it."""

    @property
    def ref(self) -> str:
        return f"{self.unit.id}/{self.result.id}"

    def ended(self, outcome: Outcome) -> tuple[ItemReview, ...]:
        """The items that ended so."""
        return tuple(item for item in self.items if item.outcome is outcome)

    @property
    def late(self) -> tuple[ItemReview, ...]:
        """The items that were answered after their target, those that were done partly too."""
        return tuple(item for item in self.items if item.pace is Pace.LATE)

    @property
    def timeliness(self) -> Timeliness:
        """Of the items that were done in a known minute, how many were on time."""
        return timeliness(Held(self.unit, self.result), self.drill)

    @property
    def unasked(self) -> tuple[ItemReview, ...]:
        """Items of today's drill that the result says nothing of."""
        return tuple(item for item in self.items if item.found is None)

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """What asks for a lesson.

        All undone items of one step are one. It takes with it the objective that was being examined when its first item was due, as
        the injects tell, if that was rated M or U too. An objective rated so that no undone item takes with it is one by
        itself, seen in the steps of the items done partly while it was examined.
        """
        by_step = grouped(self.ended(Outcome.NOT_DONE), lambda item: (item.line.item.step,))
        found = [self._of_items(step, items) for step, items in by_step.items()]
        taken = {objective.objective.id for failure in found for objective in failure.objectives}
        alone = [each for each in self.objectives if each.failed and each.objective.id not in taken]
        return (*found, *map(self._of_objective, alone))

    def _of_items(self, step: str, items: tuple[ItemReview, ...]) -> Failure:
        examined = items[0].inject.objective if items[0].inject else None
        objectives = tuple(each for each in self.objectives if each.failed and each.objective.id == examined)
        return Failure(items[0].line.item.id, items, objectives, (step,), self._told((step,)))

    def _of_objective(self, objective: ObjectiveReview) -> Failure:
        items = tuple(
            item
            for item in self.ended(Outcome.PARTLY)
            if item.inject and item.inject.objective == objective.objective.id
        )
        steps = tuple(dict.fromkeys(item.line.item.step for item in items))
        return Failure(objective.objective.id, items, (objective,), steps, self._told(steps))

    def _told(self, steps: Iterable[str]) -> tuple[Lesson, ...]:
        wanted = {(self.ref, step) for step in steps}
        return tuple(
            lesson for lesson in self.lessons if wanted & {(seen.result, seen.step) for seen in lesson.observed_in}
        )


def after_action(library: Library, unit: Municipality, result: DrillResult, today: date) -> AfterAction:
    """The review of a result. Raises KeyError when its drill, or a step of the drill, does not exist."""
    drill = library.drills[result.drill]
    before = previous_result(unit, result)
    keys = library.mentioned_by("result", f"{unit.id}/{result.id}")
    return AfterAction(
        unit,
        result,
        drill,
        before,
        _items(library, unit, drill, result, before),
        _objectives(drill, result, before),
        _attendance(drill, result),
        _actions(result, today),
        tuple(library.lessons[id_] for kind, id_ in keys if kind == "lesson"),
    )


def previous_result(unit: Municipality, result: DrillResult) -> DrillResult | None:
    """The authority's last result of the same drill before this one."""
    earlier = (each for each in unit.results if each.drill == result.drill and each.held_on < result.held_on)
    return max(earlier, key=lambda each: each.held_on, default=None)


def examined_at(drill: Drill, item: ChecklistItem) -> Inject | None:
    """The last inject that came before the item was due; None for an item without a time."""
    if item.within_minutes is None:
        return None
    came = [inject for inject in drill.injects if inject.minute < item.within_minutes]
    return max(came, key=lambda inject: inject.minute, default=None)


def _items(
    library: Library, unit: Municipality, drill: Drill, result: DrillResult, before: DrillResult | None
) -> tuple[ItemReview, ...]:
    lines = {line.item.id: line for part in checklist_parts(library, drill, unit) for line in part.lines}
    now = {item.item: item for item in result.items}
    then = {item.item: item.outcome for item in before.items} if before else {}
    return tuple(
        ItemReview(lines[item.id], now.get(item.id), then.get(item.id), examined_at(drill, item))
        for item in drill.checklist
    )


def _objectives(drill: Drill, result: DrillResult, before: DrillResult | None) -> tuple[ObjectiveReview, ...]:
    now = {each.objective: each for each in result.objectives}
    then = {each.objective: each.rating for each in before.objectives} if before else {}
    return tuple(ObjectiveReview(own, now.get(own.id), then.get(own.id)) for own in drill.objectives)


def _attendance(drill: Drill, result: DrillResult) -> Attendance:
    asked = {group.sector for group in drill.participants}
    return Attendance(
        result.sectors,
        tuple(group for group in drill.participants if group.sector not in result.sectors),
        tuple(sector for sector in result.sectors if sector not in asked),
    )


def _actions(result: DrillResult, today: date) -> Mapping[Element, tuple[tuple[ActionState, CorrectiveAction], ...]]:
    actions = result.review.actions if result.review else ()
    found = {
        element: tuple((corrective_action_state(each, today), each) for each in actions if each.element is element)
        for element in Element
    }
    return {element: rows for element, rows in found.items() if rows}


def _since(here: int | None, there: int | None) -> Since:
    if here is None or there is None:
        return Since.NEW
    return Since.SAME if here == there else Since.BETTER if here > there else Since.WORSE
