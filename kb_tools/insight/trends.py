"""What results say over time: which steps fail, how long they take, which sectors come, which objectives are rated low.

All is counted from the results given, in one pass, and does not depend on their order. A step is found by today's drill:
what a result kept of an item that the drill no longer has (`gone`) belongs to no step that is known, and is counted apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.after_action import FAILED_RATINGS
from kb_tools.insight.checklist import Score, score
from kb_tools.insight.grouping import grouped
from kb_tools.insight.practice import Held
from kb_tools.insight.quarters import QUARTERS, quarter_index, quarter_named
from kb_tools.insight.timing import ItemTimes, Known, Timeliness, item_times, timeliness, together
from kb_tools.model.base import Labelled
from kb_tools.model.drill import ChecklistItem, Drill, Objective, Outcome, Rating
from kb_tools.model.library import Library

_WORST_FIRST = (Outcome.NOT_DONE, Outcome.PARTLY, Outcome.DONE, Outcome.NOT_RELEVANT)


class Course(Labelled):
    """Where a step is going with one authority: its latest outcome beside its first."""

    BETTER = "better", "משתפר"
    WORSE = "worse", "נחלש"
    SAME = "same", "ללא שינוי"
    ONCE = "once", "פעם אחת"


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in one result. Where several items exercise it, the worst of those that were relevant."""

    held: Held
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class StepTrend:
    """A step in every result that asked about it, the oldest first."""

    step: str
    marks: tuple[Mark, ...]
    counts: Mapping[Outcome, int]
    courses: Mapping[Course, int]
    """How many authorities it goes which way with; one in whose results it was never relevant goes no way."""

    @property
    def relevant(self) -> int:
        return len(self.marks) - self.counts[Outcome.NOT_RELEVANT]

    @property
    def missed(self) -> int:
        """How often it was not done, or not wholly."""
        return self.counts[Outcome.NOT_DONE] + self.counts[Outcome.PARTLY]

    @property
    def done_share(self) -> float:
        """0 to 1; 0 where it was never relevant."""
        return self.counts[Outcome.DONE] / self.relevant if self.relevant else 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One result in the course of its drill."""

    held: Held
    score: Score
    timeliness: Timeliness


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter: what was held in it, and what came of it."""

    year: int
    number: int
    drills: int
    events: int
    done: int
    relevant: int
    timeliness: Timeliness

    @property
    def done_share(self) -> float:
        return self.done / self.relevant if self.relevant else 0.0


@dataclass(frozen=True, slots=True)
class SectorTrend:
    """A sector: to how many drills it was invited and to how many of those it came. Nobody invites to a real event."""

    sector: str
    invited: int
    came: int
    uninvited: int
    """How often it came without standing in the drill's list."""

    @property
    def missed(self) -> int:
        return self.invited - self.came

    @property
    def share(self) -> float:
        return self.came / self.invited if self.invited else 0.0


@dataclass(frozen=True, slots=True)
class ObjectiveTrend:
    """An objective of a drill, and how it was rated, the oldest first."""

    drill: Drill
    objective: Objective
    ratings: tuple[Rating, ...]

    @property
    def counts(self) -> Mapping[Rating, int]:
        return {rating: self.ratings.count(rating) for rating in Rating}

    @property
    def low_share(self) -> float:
        """Rated M or U, 0 to 1."""
        low = sum(rating in FAILED_RATINGS for rating in self.ratings)
        return low / len(self.ratings) if self.ratings else 0.0


@dataclass(frozen=True, slots=True)
class Trends:
    """Lists come with what needs attention first."""

    held: tuple[Held, ...]
    """The oldest first."""
    steps: tuple[StepTrend, ...]
    times: tuple[ItemTimes, ...]
    sectors: tuple[SectorTrend, ...]
    objectives: tuple[ObjectiveTrend, ...]
    """Only those that were rated."""
    unrated: tuple[ObjectiveTrend, ...]
    """Objectives that no result rated."""
    points: Mapping[str, tuple[Point, ...]]
    """Drill → its results, the oldest first."""
    unplaced: int
    """Items that today's drills do not have, and so belong to no step."""

    @property
    def drills(self) -> int:
        return sum(not held.is_event for held in self.held)

    @property
    def events(self) -> int:
        return sum(held.is_event for held in self.held)

    @property
    def timeliness(self) -> Timeliness:
        return together(point.timeliness for own in self.points.values() for point in own)


def trends(library: Library, held: tuple[Held, ...]) -> Trends:
    """What `held` says, the oldest first as `practice.held_by` has it. Linear in the items of the results."""
    known = [(each, drill) for each in held if (drill := library.drills.get(each.result.drill))]
    items = {id_: {item.id: item for item in drill.checklist} for id_, drill in library.drills.items()}
    objectives = _objectives(library, known)
    return Trends(
        held,
        _steps(known, items),
        item_times(known),
        _sectors(library, known),
        tuple(sorted((o for o in objectives if o.ratings), key=lambda o: (-o.low_share, -len(o.ratings)))),
        tuple(o for o in objectives if not o.ratings),
        _points(known),
        sum(
            len(each.result.gone) + sum(one.item not in items[drill.id] for one in each.result.items)
            for each, drill in known
        ),
    )


def periods(found: Trends, today: date) -> tuple[Period, ...]:
    """The last quarters, the oldest first, from the first in which anything was held; none when nothing was."""
    by_quarter = grouped(
        (point for own in found.points.values() for point in own),
        lambda point: (quarter_index(point.held.result.held_on),),
    )
    last = quarter_index(today)
    told = [index for index in by_quarter if last - QUARTERS < index <= last]
    return tuple(_period(index, by_quarter.get(index, ())) for index in range(min(told, default=last + 1), last + 1))


def _steps(known: Known, items: Mapping[str, Mapping[str, ChecklistItem]]) -> tuple[StepTrend, ...]:
    found: dict[str, list[Mark]] = {}
    for held, drill in known:
        outcomes: dict[str, Outcome] = {}
        for one in held.result.items:
            if item := items[drill.id].get(one.item):
                outcomes[item.step] = _worse(one.outcome, outcomes.get(item.step))
        for step, outcome in outcomes.items():
            found.setdefault(step, []).append(Mark(held, outcome))
    steps = (StepTrend(step, tuple(marks), _counts(marks), _courses(marks)) for step, marks in found.items())
    return tuple(sorted(steps, key=lambda one: (-one.counts[Outcome.NOT_DONE], -one.missed, one.done_share, one.step)))


def _worse(outcome: Outcome, other: Outcome | None) -> Outcome:
    return outcome if other is None else min(outcome, other, key=_WORST_FIRST.index)


def _counts(marks: Iterable[Mark]) -> Mapping[Outcome, int]:
    counts = dict.fromkeys(Outcome, 0)
    for mark in marks:
        counts[mark.outcome] += 1
    return counts


def _courses(marks: Iterable[Mark]) -> Mapping[Course, int]:
    relevant = [mark for mark in marks if mark.outcome is not Outcome.NOT_RELEVANT]
    counts = dict.fromkeys(Course, 0)
    for own in grouped(relevant, lambda mark: (mark.held.municipality.id,)).values():
        counts[_course(own)] += 1
    return counts


def _course(marks: tuple[Mark, ...]) -> Course:
    first, latest = (_WORST_FIRST.index(mark.outcome) for mark in (marks[0], marks[-1]))
    if len(marks) == 1:
        return Course.ONCE
    return Course.BETTER if latest > first else Course.WORSE if latest < first else Course.SAME


def _sectors(library: Library, known: Known) -> tuple[SectorTrend, ...]:
    invited, came, uninvited = Counter[str](), Counter[str](), Counter[str]()
    for held, drill in known:
        if not held.is_event:
            asked, there = {group.sector for group in drill.participants}, set(held.result.sectors)
            invited.update(asked)
            came.update(asked & there)
            uninvited.update(there - asked)
    ids = (*library.sectors, *sorted({*invited, *uninvited} - {*library.sectors}))
    found = (SectorTrend(id_, invited[id_], came[id_], uninvited[id_]) for id_ in ids)
    asked_or_came = (one for one in found if one.invited or one.uninvited)
    return tuple(sorted(asked_or_came, key=lambda one: (-one.missed, one.share)))


def _objectives(library: Library, known: Known) -> list[ObjectiveTrend]:
    ratings: dict[tuple[str, str], list[Rating]] = {}
    for held, drill in known:
        for one in held.result.objectives:
            ratings.setdefault((drill.id, one.objective), []).append(one.rating)
    return [
        ObjectiveTrend(drill, objective, tuple(ratings.get((drill.id, objective.id), ())))
        for drill in library.drills.values()
        for objective in drill.objectives
    ]


def _points(known: Known) -> Mapping[str, tuple[Point, ...]]:
    """Drill → its results with what came of each, in the order given."""
    points: dict[str, list[Point]] = {}
    for held, drill in known:
        points.setdefault(drill.id, []).append(Point(held, score(held.result), timeliness(held, drill)))
    return {id_: tuple(own) for id_, own in points.items()}


def _period(index: int, points: tuple[Point, ...]) -> Period:
    events = sum(point.held.is_event for point in points)
    return Period(
        *quarter_named(index),
        len(points) - events,
        events,
        sum(point.score.done for point in points),
        sum(point.score.relevant for point in points),
        together(point.timeliness for point in points),
    )
