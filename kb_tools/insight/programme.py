"""A year's programme of drills for one authority: which, when and why, as a proposal that people then edit.

The order of types is HSEEP's progressive approach (HSEEP, April 2013 and January 2020, programme management: "each successive exercise
building upon the previous one"): seminar, workshop, tabletop, game, drill, functional, full scale. What must have come before what
(`GROUND`), how many a year, how far apart and how soon again are proposals of this engine, told as such to whoever reads the programme.

What moves a drill to the front: a lesson that waits for proof, steps that failed last time, a scenario that was never exercised (first one
that the authority's traits put first), one that was exercised long ago, and the next type of one that was. The same library, authority,
year and day give the same programme; what it proposed counts as planned once it is written, so a second run adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kb_tools.insight.dues import EARLY
from kb_tools.insight.freshness import months_after
from kb_tools.insight.programme_course import Candidate, Course, Event
from kb_tools.insight.programme_rules import (
    AGE_MONTHS,
    FAILURE,
    GAP,
    GROUND,
    MOST,
    MOST_WITHOUT_FORUM,
    PRESSING,
    RANK,
    REPEAT_MONTHS,
    Cause,
    Programme,
    Proposal,
    Reason,
    bears,
)
from kb_tools.insight.standing import Standing
from kb_tools.model.drill import Drill, DrillType
from kb_tools.model.library import Library, Municipality


def programme(
    library: Library,
    municipality: Municipality,
    year: int,
    today: date,
    *,
    standings: Mapping[str, Standing] | None = None,
    most: int | None = None,
) -> Programme:
    """What to add to the authority's plan for the year. `most` instead of what its forum's cadence bears."""
    course = Course(library, municipality, year, today, standings or {})
    most = most_a_year(municipality) if most is None else most
    room = most - course.held_this_year - len(course.standing)
    chosen: list[Candidate] = []
    days: list[date] = []
    unfit: set[str] = set()
    while len(chosen) < room and (found := _candidates(course, chosen, unfit)):
        placed = course.placed([*chosen, found[0]])
        if placed is None:
            unfit.add(found[0].drill.id)
        else:
            chosen, days = placed
    proposals = tuple(Proposal(each.drill, day, each.reasons_on(day)) for each, day in zip(chosen, days, strict=True))
    later = tuple(each.drill for each in _candidates(course, chosen, ()))
    return Programme(year, most, course.standing, course.held_this_year, proposals, later, tuple(course.lacking()))


def most_a_year(municipality: Municipality) -> int:
    """Every second meeting of the forum may be a drill, and no more than one a quarter."""
    if municipality.forum is None:
        return MOST_WITHOUT_FORUM
    return max(1, min(MOST, 12 // municipality.forum.every_months // 2))


def _candidates(course: Course, chosen: Sequence[Candidate], unfit: Iterable[str]) -> list[Candidate]:
    """Drills that have a reason and stand on ground, the most pressing first."""
    events = (*course.events, *(Event(each.drill, None, is_ahead=True) for each in chosen))
    taken = {*(each.drill for each in course.coming), *unfit, *(each.drill.id for each in chosen)}
    view = _View(course, events, taken)
    found = [candidate for drill in course.library.drills.values() if (candidate := view.candidate(drill))]
    return sorted(found, key=view.order)


@dataclass(frozen=True)
class _View:
    """The course as it stands after some drills were chosen."""

    course: Course
    events: tuple[Event, ...]
    taken: set[str]

    def order(self, candidate: Candidate) -> tuple[int, bool, int, int, int, str]:
        drill = candidate.drill
        pressing = min(PRESSING[reason.cause] for reason in candidate.reasons)
        repeated = drill.scenario in self._this_year
        place = self.course.scenario_places.get(drill.scenario, len(self.course.scenario_places))
        return pressing, repeated, -candidate.weight, place, candidate.rank, drill.id

    def candidate(self, drill: Drill) -> Candidate | None:
        """The drill with its reasons; None without any, or without ground."""
        if not self._stands(drill):
            return None
        reasons = [*self._proof(drill), *self._again(drill), *self._by_scenario(drill)]
        if not reasons:
            return None
        earliest, latest = self.course.bounds(drill)
        earliest = max(earliest, self._from_ground(drill), self._from_last(drill))
        if {reason.cause for reason in reasons} == {Cause.AGE}:
            earliest = max(earliest, months_after(reasons[0].since or earliest, AGE_MONTHS))
        failed = self.course.failed
        weight = sum(
            len(reason.refs) if reason.cause is Cause.PROOF else sum(FAILURE[failed[ref][0]] for ref in reason.refs)
            for reason in reasons
            if reason.cause in (Cause.PROOF, Cause.AGAIN)
        )
        return Candidate(drill, tuple(reasons), earliest, latest, weight)

    # --- reasons -----------------------------------------------------------------------------------------------------

    @cached_property
    def _ahead(self) -> frozenset[str]:
        """Steps that the plan, or what was chosen, is going to exercise."""
        return frozenset(item.step for event in self.events if event.is_ahead for item in event.drill.checklist)

    def _proof(self, drill: Drill) -> Iterable[Reason]:
        steps = {item.step for item in drill.checklist}
        waiting = [lesson for lesson in self.course.unproved() if self._ahead.isdisjoint(lesson.steps)]
        if refs := tuple(lesson.id for lesson in waiting if not steps.isdisjoint(lesson.steps)):
            yield Reason(Cause.PROOF, refs)

    def _again(self, drill: Drill) -> Iterable[Reason]:
        failed = self.course.failed
        steps = dict.fromkeys(item.step for item in drill.checklist)
        refs = [step for step in steps if step in failed and step not in self._ahead]
        if refs:
            refs.sort(key=lambda step: -FAILURE[failed[step][0]])
            yield Reason(Cause.AGAIN, tuple(refs), max(failed[step][1] for step in refs))

    def _by_scenario(self, drill: Drill) -> Iterable[Reason]:
        """First, next or again after long; only one drill of each scenario is the one for each of these."""
        scenario = drill.scenario
        if scenario not in self._reached:
            if drill is self._start(scenario):
                yield Reason(Cause.FIRST, self.course.traits_first(scenario))
            return
        last, reached = self.course.practised.get(scenario), self._reached[scenario]
        following = self._lowest(scenario, above=reached)
        if drill is following:
            yield Reason(Cause.NEXT, (list(DrillType)[reached],), last)
        is_due = (
            last and months_after(last, AGE_MONTHS) <= self.course.last_day and scenario not in self._scenarios_ahead
        )
        if is_due and drill in (following, self._lowest(scenario, above=reached - 1)):
            yield Reason(Cause.AGE, (), last)

    @cached_property
    def _reached(self) -> dict[str, int]:
        """Scenario → the highest type that was held or is going to be."""
        found: dict[str, int] = {}
        for event in self.events:
            rank = RANK[event.drill.type]
            found[event.drill.scenario] = max(rank, found.get(event.drill.scenario, rank))
        return found

    @cached_property
    def _scenarios_ahead(self) -> frozenset[str]:
        return frozenset(event.drill.scenario for event in self.events if event.is_ahead)

    @cached_property
    def _this_year(self) -> frozenset[str]:
        own = (event for event in self.events if event.day is None or event.day.year == self.course.year)
        return frozenset(event.drill.scenario for event in own)

    def _start(self, scenario: str) -> Drill | None:
        """The lowest type; for whoever has sat around a table before, the lowest from there on."""
        table = RANK[DrillType.TABLETOP]
        began = max(self._reached.values(), default=-1) >= table
        return (self._lowest(scenario, above=table - 1) if began else None) or self._lowest(scenario, above=-1)

    def _lowest(self, scenario: str, *, above: int) -> Drill | None:
        """The first of the lowest type above a rank that stands on ground."""
        fitting = [
            drill
            for drill in self.course.library.drills.values()
            if drill.scenario == scenario and RANK[drill.type] > above and self._stands(drill)
        ]
        return min(fitting, key=lambda drill: (RANK[drill.type], drill.id), default=None)

    # --- ground ------------------------------------------------------------------------------------------------------

    def _stands(self, drill: Drill) -> bool:
        if drill.id in self.taken:
            return False
        ground = GROUND.get(drill.type)
        return ground is None or any(bears(ground, event.drill, drill) for event in self.events)

    def _from_ground(self, drill: Drill) -> date:
        """The day from which it stands on what comes before it; what was just chosen comes before it by its type."""
        ground = GROUND.get(drill.type)
        days = [event.day for event in self.events if ground and bears(ground, event.drill, drill)]
        known = [day for day in days if day]
        return min(known) + GAP if known and len(known) == len(days) else date.min

    def _from_last(self, drill: Drill) -> date:
        """Half a year after it was held; and so long after any result of it that this one is not taken for the answer."""
        days = [event.day for event in self.events if event.drill.id == drill.id and event.day]
        answers = [result.held_on for result in self.course.unit.results if result.drill == drill.id]
        repeated = months_after(max(days), REPEAT_MONTHS) if days else date.min
        return max(repeated, max(answers) + EARLY + timedelta(days=1) if answers else date.min)
