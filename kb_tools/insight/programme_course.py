"""What an authority has behind it and before it: drills held and planned, what they left open, and the days that are free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from kb_tools.hebrew.rest_days import rest_day
from kb_tools.insight.dues import not_held
from kb_tools.insight.freshness import months_after
from kb_tools.insight.lessons import Move, next_move
from kb_tools.insight.practice import drills_of_steps
from kb_tools.insight.programme_rules import (
    AGE_MONTHS,
    FAILURE,
    GAP,
    GROUND,
    IDLE_MONTHS,
    LEAD,
    PRESSING,
    RANK,
    Cause,
    Lack,
    Lacking,
    Reason,
    bears,
    in_order,
)
from kb_tools.insight.standing import Standing
from kb_tools.insight.traits import traits_of
from kb_tools.model.asking import asks, concerns, may_answer, of_an_example
from kb_tools.model.drill import Drill, DrillResult, Outcome
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import PlannedDrill
from kb_tools.model.uptake import Decision


@dataclass(frozen=True, slots=True)
class Event:
    """A drill that was held, or is ahead: it stands in the plan, or was chosen just now and has no day yet."""

    drill: Drill
    day: date | None
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    drill: Drill
    reasons: tuple[Reason, ...]
    earliest: date
    latest: date
    weight: int
    """How much it would prove and mend."""

    @property
    def rank(self) -> int:
        return RANK[self.drill.type]

    def reasons_on(self, day: date) -> tuple[Reason, ...]:
        """Without an age that has not come on that day."""
        old = [
            r
            for r in self.reasons
            if r.cause is not Cause.AGE or (r.since and day >= months_after(r.since, AGE_MONTHS))
        ]
        return tuple(sorted(old, key=lambda reason: PRESSING[reason.cause]))


@dataclass(frozen=True)
class Course:
    library: Library
    unit: Municipality
    year: int
    today: date
    standings: Mapping[str, Standing] = field(repr=False)

    @cached_property
    def standing(self) -> tuple[PlannedDrill, ...]:
        """What the plan has for the year and no result answers."""
        return tuple(each for each in self._planned if each.planned_on.year == self.year)

    @cached_property
    def held_this_year(self) -> int:
        return sum(result.held_on.year == self.year for result in self._drilled)

    @cached_property
    def _drilled(self) -> tuple[DrillResult, ...]:
        """Results of drills; what was done in truth was no step of a programme."""
        return tuple(result for result in self.unit.results if not result.real_event)

    @cached_property
    def _planned(self) -> tuple[PlannedDrill, ...]:
        return not_held(self.unit.plan.drills if self.unit.plan else (), self.unit.results)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Drills that were held, and those that the plan has until the end of the year; one whose day passed unheld is none."""
        drills = self.library.drills
        held = [Event(drills[r.drill], r.held_on, is_ahead=False) for r in self._drilled if r.drill in drills]
        coming = [Event(drills[p.drill], p.planned_on, is_ahead=True) for p in self.coming if p.drill in drills]
        return (*held, *coming)

    @cached_property
    def coming(self) -> tuple[PlannedDrill, ...]:
        return tuple(each for each in self._planned if self.today <= each.planned_on <= self.last_day)

    @cached_property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    @cached_property
    def _first_day(self) -> date:
        return max(date(self.year, 1, 1), self.today + LEAD)

    @cached_property
    def practised(self) -> dict[str, date]:
        """Scenario → the last day on which it was drilled, or will have been by the plan."""
        found: dict[str, date] = {}
        for event in self.events:
            if event.day:
                found[event.drill.scenario] = max(event.day, found.get(event.drill.scenario, event.day))
        return found

    # --- what presses ------------------------------------------------------------------------------------------------

    @cached_property
    def _traits(self) -> frozenset[str]:
        return frozenset(trait.id for trait in traits_of(self.library, self.unit.profile))

    @cached_property
    def waiting(self) -> tuple[Lesson, ...]:
        """Its own lessons, and those of others that it was asked about and did not set aside, that only a drill moves on."""
        aside = {each.lesson for each in self.unit.answers if each.decision is Decision.NOT_RELEVANT}
        return tuple(
            lesson for lesson in self.library.lessons.values() if lesson.id not in aside and self._may_prove(lesson)
        )

    def _may_prove(self, lesson: Lesson) -> bool:
        if self.unit.profile.example and not of_an_example(self.library, lesson):
            return False  # what an example did proves nothing of real lessons
        own = lesson.municipality == self.unit.id
        asked = asks(lesson) and may_answer(self.library, lesson, self.unit) and concerns(lesson, self._traits)
        return own or asked

    @cached_property
    def _exercised(self) -> dict[str, tuple[Drill, ...]]:
        return drills_of_steps(self.library)

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {
            lesson.id: next_move(self.library, lesson, self._exercised, self.standings.get(lesson.id)).what
            for lesson in self.waiting
        }

    @cached_property
    def failed(self) -> dict[str, tuple[Outcome, date]]:
        """Step → how and when it failed, if it did in the last drill or event in which it was tried."""
        last: dict[str, tuple[Outcome, date]] = {}
        for result in sorted(self.unit.results, key=lambda result: (result.held_on, result.id)):
            drill = self.library.drills.get(result.drill)
            steps = {item.id: item.step for item in drill.checklist} if drill else {}
            now: dict[str, Outcome] = {}
            for each in result.items:
                if (step := steps.get(each.item)) and each.outcome is not Outcome.NOT_RELEVANT:
                    now[step] = max(now.get(step, each.outcome), each.outcome, key=FAILURE.__getitem__)
            last |= {step: (outcome, result.held_on) for step, outcome in now.items()}
        return {step: found for step, found in last.items() if FAILURE[found[0]]}

    def lacking(self) -> Iterable[Lacking]:
        drills = self.library.drills.values()
        for scenario in in_order(self.library, self._traits):
            own = [drill for drill in drills if drill.scenario == scenario.id]
            if not own:
                yield Lacking(Lack.NO_DRILL, scenario.id)
            for drill in own:
                ground = GROUND.get(drill.type)
                before = (*drills, *(event.drill for event in self.events))
                if ground and not any(bears(ground, each, drill) for each in before):
                    yield Lacking(Lack.NO_GROUND, drill.id)
        for id_, move in self._moves.items():
            if move is Move.WRITE_A_DRILL:
                yield Lacking(Lack.NO_PROOF, id_)

    def unproved(self) -> list[Lesson]:
        return [lesson for lesson in self.waiting if self._moves[lesson.id] is Move.HOLD_A_DRILL]

    def traits_first(self, scenario: str) -> tuple[str, ...]:
        """The authority's traits that put a scenario first."""
        found = self.library.scenarios.get(scenario)
        return tuple(trait for trait in found.traits if trait in self._traits) if found else ()

    @cached_property
    def scenario_places(self) -> dict[str, int]:
        return {scenario.id: place for place, scenario in enumerate(in_order(self.library, self._traits))}

    def bounds(self, drill: Drill) -> tuple[date, date]:
        """The days between which a drill keeps types rising among what was proposed for the year already."""
        first, last = self._first_day, self.last_day
        for each in self.standing:
            other = self.library.drills.get(each.drill)
            if not each.proposed or other is None:
                continue
            if RANK[other.type] < RANK[drill.type]:
                first = max(first, each.planned_on + GAP)
            elif RANK[other.type] > RANK[drill.type]:
                last = min(last, each.planned_on - GAP)
        return first, last

    # --- days --------------------------------------------------------------------------------------------------------

    def placed(self, chosen: Iterable[Candidate]) -> tuple[list[Candidate], list[date]] | None:
        """The candidates in the order of their types, each on its day; None when there is no room for them all."""
        order = sorted(chosen, key=lambda each: (each.rank, each.earliest, each.drill.id))
        latest = _latest(self._free, order)
        if latest is None:
            return None
        days: list[date] = []
        length = self.last_day - self._first_day
        for place, (each, last) in enumerate(zip(order, latest, strict=True)):
            first = max(each.earliest, days[-1] + GAP) if days else each.earliest
            middle = self._first_day + length * (2 * place + 1) / (2 * len(order))
            fitting = [day for day in self._free if first <= day <= last]
            if not fitting:
                return None
            days.append(min(fitting, key=lambda day: (abs(day - middle), day)))
        return order, days

    @cached_property
    def _free(self) -> list[date]:
        """Working days of the year, far enough from what was held and what the plan has."""
        busy = {*(planned.planned_on for planned in self._planned), *(result.held_on for result in self._drilled)}
        near = {day for day in busy if abs(day.year - self.year) <= 1}
        count = (self.last_day - self._first_day).days + 1
        days = (self._first_day + timedelta(days=number) for number in range(count))
        return [
            day
            for day in days
            if day.month not in IDLE_MONTHS and not rest_day(day) and all(abs(day - other) >= GAP for other in near)
        ]


def _latest(free: Sequence[date], order: Sequence[Candidate]) -> list[date] | None:
    """For each the last day on which it leaves room for those after it; None when one has none."""
    found: list[date] = []
    for each in reversed(order):
        last = min(each.latest, found[-1] - GAP) if found else each.latest
        day = next((day for day in reversed(free) if day <= last), None)
        if day is None:
            return None
        found.append(day)
    return found[::-1]
