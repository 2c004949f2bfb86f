"""A year's programme of drills for one authority: which, when and why, as a proposal that people then edit.

The order of types is HSEEP's progressive approach (HSEEP, April 2013 and January 2020, programme management: "each successive exercise
building upon the previous one"): seminar, workshop, tabletop, game, drill, functional, full scale. What must have come before what
(`GROUND`), how many a year, how far apart and how soon again are proposals of this engine, told as such to whoever reads the programme.

What moves a drill to the front: a lesson that waits for proof, steps that failed last time, a scenario that was never exercised (first one
that the authority's traits put first), one that was exercised long ago, and the next type of one that was. The same library, authority,
year and day give the same programme; what it proposed counts as planned once it is written, so a second run adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from kb_tools.hebrew.rest_days import rest_day
from kb_tools.insight.dues import EARLY, not_held
from kb_tools.insight.freshness import months_after
from kb_tools.insight.lessons import Move, next_move
from kb_tools.insight.practice import drills_of_steps
from kb_tools.insight.standing import Standing
from kb_tools.insight.traits import traits_of
from kb_tools.model.asking import asks, concerns, may_answer, of_an_example
from kb_tools.model.base import Labelled
from kb_tools.model.drill import Drill, DrillResult, DrillType, Outcome
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import PlannedDrill
from kb_tools.model.role import Scenario
from kb_tools.model.uptake import Decision

GAP = timedelta(weeks=4)
"""Between two drills of one authority."""
LEAD = timedelta(weeks=3)
"""From today to the first one: what it takes to prepare one."""
REPEAT_MONTHS = 6
"""Until the same drill is held again: what it found is to be mended first."""
AGE_MONTHS = 12
"""After which a scenario is exercised again."""
MOST = 4
"""A year: one a quarter."""
MOST_WITHOUT_FORUM = 2
IDLE_MONTHS = frozenset({8})
"""August: schools and many of the forum's members are away."""

_RANK: Mapping[DrillType, int] = {type_: rank for rank, type_ in enumerate(DrillType)}
_TALK = frozenset({DrillType.SEMINAR, DrillType.WORKSHOP, DrillType.TABLETOP, DrillType.GAME})


@dataclass(frozen=True, slots=True)
class Ground:
    """What must have been held before a type of drill: one of these types, in any scenario or in its own."""

    types: frozenset[DrillType]
    same_scenario: bool = False


GROUND: Mapping[DrillType, Ground] = {
    DrillType.DRILL: Ground(_TALK),
    DrillType.FUNCTIONAL: Ground(frozenset({DrillType.TABLETOP, DrillType.GAME, DrillType.DRILL})),
    DrillType.FULL_SCALE: Ground(frozenset({DrillType.FUNCTIONAL}), same_scenario=True),
}


class Cause(Labelled):
    """Why a drill is proposed, the most pressing first."""

    PROOF = "proof", "לקח שמחכה להוכחה"
    AGAIN = "again", "צעדים שלא בוצעו בפעם הקודמת"
    FIRST = "first", "תרחיש שעוד לא תורגל"
    AGE = "age", "זמן רב מאז התרגיל האחרון"
    NEXT = "next", "המדרגה הבאה"


_PRESSING = {cause: place for place, cause in enumerate(Cause)}


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause. Its `refs`: of PROOF the lessons, of AGAIN the steps (those not done first), of FIRST the traits that put the scenario first,
    of NEXT the type that was reached.
    """

    cause: Cause
    refs: tuple[str, ...] = ()
    since: date | None = None
    """When it was last practised; of AGAIN, when the steps failed last."""


@dataclass(frozen=True, slots=True)
class Proposal:
    drill: Drill
    day: date
    reasons: tuple[Reason, ...]


class Lack(Labelled):
    NO_DRILL = "no-drill", "אין תרגיל לתרחיש"
    NO_GROUND = "no-ground", "אין תרגיל שקודם לו"
    NO_PROOF = "no-proof", "אין תרגיל שבודק את צעדי הלקח"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the library lacks: `ref` is the scenario, the drill that stands without ground, or the lesson."""

    lack: Lack
    ref: str


@dataclass(frozen=True, slots=True)
class Programme:
    year: int
    most: int
    """Drills a year that the authority can carry."""
    standing: tuple[PlannedDrill, ...]
    """What its plan has for the year already, fixed or proposed."""
    held: int
    """Drills that it held in the year already."""
    proposals: tuple[Proposal, ...]
    """By day."""
    later: tuple[Drill, ...]
    """What also has a reason, and found no room this year."""
    lacking: tuple[Lacking, ...]


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
    course = _Course(library, municipality, year, today, standings or {})
    most = most_a_year(municipality) if most is None else most
    room = most - course.held_this_year - len(course.standing)
    chosen: list[_Candidate] = []
    days: list[date] = []
    unfit: set[str] = set()
    while len(chosen) < room and (found := course.candidates(chosen, unfit)):
        placed = course.placed([*chosen, found[0]])
        if placed is None:
            unfit.add(found[0].drill.id)
        else:
            chosen, days = placed
    proposals = tuple(Proposal(each.drill, day, each.reasons_on(day)) for each, day in zip(chosen, days, strict=True))
    later = tuple(each.drill for each in course.candidates(chosen, ()))
    return Programme(year, most, course.standing, course.held_this_year, proposals, later, tuple(course.lacking()))


def most_a_year(municipality: Municipality) -> int:
    """Every second meeting of the forum may be a drill, and no more than one a quarter."""
    if municipality.forum is None:
        return MOST_WITHOUT_FORUM
    return max(1, min(MOST, 12 // municipality.forum.every_months // 2))


# --- what the authority has behind it, and before it ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Event:
    """A drill that was held, or is ahead: it stands in the plan, or was chosen just now and has no day yet."""

    drill: Drill
    day: date | None
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    drill: Drill
    reasons: tuple[Reason, ...]
    earliest: date
    latest: date
    weight: int
    """How much it would prove and mend."""

    @property
    def rank(self) -> int:
        return _RANK[self.drill.type]

    def reasons_on(self, day: date) -> tuple[Reason, ...]:
        """Without an age that has not come on that day."""
        old = [
            r
            for r in self.reasons
            if r.cause is not Cause.AGE or (r.since and day >= months_after(r.since, AGE_MONTHS))
        ]
        return tuple(sorted(old, key=lambda reason: _PRESSING[reason.cause]))


@dataclass(frozen=True)
class _Course:
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
    def events(self) -> tuple[_Event, ...]:
        """Drills that were held, and those that the plan has until the end of the year; one whose day passed unheld is none."""
        drills = self.library.drills
        held = [_Event(drills[r.drill], r.held_on, is_ahead=False) for r in self._drilled if r.drill in drills]
        coming = [_Event(drills[p.drill], p.planned_on, is_ahead=True) for p in self._coming if p.drill in drills]
        return (*held, *coming)

    @cached_property
    def _coming(self) -> tuple[PlannedDrill, ...]:
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
                    now[step] = max(now.get(step, each.outcome), each.outcome, key=_FAILURE.__getitem__)
            last |= {step: (outcome, result.held_on) for step, outcome in now.items()}
        return {step: found for step, found in last.items() if _FAILURE[found[0]]}

    # --- candidates --------------------------------------------------------------------------------------------------

    def candidates(self, chosen: Sequence[_Candidate], unfit: Iterable[str]) -> list[_Candidate]:
        """Drills that have a reason and stand on ground, the most pressing first."""
        events = (*self.events, *(_Event(each.drill, None, is_ahead=True) for each in chosen))
        taken = {*(each.drill for each in self._coming), *unfit, *(each.drill.id for each in chosen)}
        view = _View(self, events, taken)
        found = [candidate for drill in self.library.drills.values() if (candidate := view.candidate(drill))]
        return sorted(found, key=view.order)

    def lacking(self) -> Iterable[Lacking]:
        drills = self.library.drills.values()
        for scenario in in_order(self.library, self._traits):
            own = [drill for drill in drills if drill.scenario == scenario.id]
            if not own:
                yield Lacking(Lack.NO_DRILL, scenario.id)
            for drill in own:
                ground = GROUND.get(drill.type)
                before = (*drills, *(event.drill for event in self.events))
                if ground and not any(_bears(ground, each, drill) for each in before):
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
            if _RANK[other.type] < _RANK[drill.type]:
                first = max(first, each.planned_on + GAP)
            elif _RANK[other.type] > _RANK[drill.type]:
                last = min(last, each.planned_on - GAP)
        return first, last

    # --- days --------------------------------------------------------------------------------------------------------

    def placed(self, chosen: Iterable[_Candidate]) -> tuple[list[_Candidate], list[date]] | None:
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


_FAILURE: Mapping[Outcome, int] = {Outcome.DONE: 0, Outcome.NOT_RELEVANT: 0, Outcome.PARTLY: 1, Outcome.NOT_DONE: 2}


@dataclass(frozen=True)
class _View:
    """The course as it stands after some drills were chosen."""

    course: _Course
    events: tuple[_Event, ...]
    taken: set[str]

    def order(self, candidate: _Candidate) -> tuple[int, bool, int, int, int, str]:
        drill = candidate.drill
        pressing = min(_PRESSING[reason.cause] for reason in candidate.reasons)
        repeated = drill.scenario in self._this_year
        place = self.course.scenario_places.get(drill.scenario, len(self.course.scenario_places))
        return pressing, repeated, -candidate.weight, place, candidate.rank, drill.id

    def candidate(self, drill: Drill) -> _Candidate | None:
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
            len(reason.refs) if reason.cause is Cause.PROOF else sum(_FAILURE[failed[ref][0]] for ref in reason.refs)
            for reason in reasons
            if reason.cause in (Cause.PROOF, Cause.AGAIN)
        )
        return _Candidate(drill, tuple(reasons), earliest, latest, weight)

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
            refs.sort(key=lambda step: -_FAILURE[failed[step][0]])
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
            rank = _RANK[event.drill.type]
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
        table = _RANK[DrillType.TABLETOP]
        began = max(self._reached.values(), default=-1) >= table
        return (self._lowest(scenario, above=table - 1) if began else None) or self._lowest(scenario, above=-1)

    def _lowest(self, scenario: str, *, above: int) -> Drill | None:
        """The first of the lowest type above a rank that stands on ground."""
        fitting = [
            drill
            for drill in self.course.library.drills.values()
            if drill.scenario == scenario and _RANK[drill.type] > above and self._stands(drill)
        ]
        return min(fitting, key=lambda drill: (_RANK[drill.type], drill.id), default=None)

    # --- ground ------------------------------------------------------------------------------------------------------

    def _stands(self, drill: Drill) -> bool:
        if drill.id in self.taken:
            return False
        ground = GROUND.get(drill.type)
        return ground is None or any(_bears(ground, event.drill, drill) for event in self.events)

    def _from_ground(self, drill: Drill) -> date:
        """The day from which it stands on what comes before it; what was just chosen comes before it by its type."""
        ground = GROUND.get(drill.type)
        days = [event.day for event in self.events if ground and _bears(ground, event.drill, drill)]
        known = [day for day in days if day]
        return min(known) + GAP if known and len(known) == len(days) else date.min

    def _from_last(self, drill: Drill) -> date:
        """Half a year after it was held; and so long after any result of it that this one is not taken for the answer."""
        days = [event.day for event in self.events if event.drill.id == drill.id and event.day]
        answers = [result.held_on for result in self.course.unit.results if result.drill == drill.id]
        repeated = months_after(max(days), REPEAT_MONTHS) if days else date.min
        return max(repeated, max(answers) + EARLY + timedelta(days=1) if answers else date.min)


def in_order(library: Library, traits: frozenset[str]) -> list[Scenario]:
    """Scenarios, first those that one of the traits puts first, each in its own order."""
    return sorted(library.scenarios.values(), key=lambda each: (traits.isdisjoint(each.traits), each.order, each.id))


def _bears(ground: Ground, before: Drill, drill: Drill) -> bool:
    return before.type in ground.types and (not ground.same_scenario or before.scenario == drill.scenario)


def _latest(free: Sequence[date], order: Sequence[_Candidate]) -> list[date] | None:
    """For each the last day on which it leaves room for those after it; None when one has none."""
    found: list[date] = []
    for each in reversed(order):
        last = min(each.latest, found[-1] - GAP) if found else each.latest
        day = next((day for day in reversed(free) if day <= last), None)
        if day is None:
            return None
        found.append(day)
    return found[::-1]
