"""What drills reach: which scenarios each authority has drilled and when, and which steps of the playbooks any drill exercises.

What no result tells is not known, rather than never held: nobody knows of drills that were not written down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.freshness import months_after
from kb_tools.insight.practice import Held, held_by
from kb_tools.insight.trends import StepTrend, Trends
from kb_tools.model.base import Labelled
from kb_tools.model.drill import Drill, Outcome
from kb_tools.model.library import Library, Municipality
from kb_tools.model.playbook import Step


class Recency(Labelled):
    """How long ago a drill was held."""

    YEAR = "year", "בשנה האחרונה"
    TWO_YEARS = "two-years", "לפני יותר משנה"
    EARLIER = "earlier", "לפני יותר משנתיים"
    NEVER = "never", "לא נרשם"


class Exercised(Labelled):
    """What is known of a step from drills, the least first."""

    NO_DRILL = "no-drill", "אין תרגיל"
    NOT_HELD = "not-held", "יש תרגיל, ועוד לא נרשמה תוצאה"
    NOT_DONE = "not-done", "תורגל ועוד לא בוצע"
    DONE = "done", "תורגל ובוצע"


@dataclass(frozen=True, slots=True)
class Drilled:
    """The newest drill and how long ago it was. An event is no drill."""

    day: date | None
    recency: Recency


@dataclass(frozen=True, slots=True)
class UnitRow:
    """An authority: when it last drilled at all, and by scenario."""

    municipality: Municipality
    all: Drilled
    event: date | None
    """The newest real event that was written down by a drill's list: whatever the drill's scenario, it had its own."""
    by_scenario: Mapping[str, Drilled]
    """Every scenario of the library is present."""


@dataclass(frozen=True, slots=True)
class StepCoverage:
    """A step: the drills that exercise it, how often it was asked about where it was relevant, and how often it was done."""

    ref: str
    step: Step
    drills: tuple[Drill, ...]
    times: int
    done: int

    @property
    def state(self) -> Exercised:
        if not self.times:
            return Exercised.NOT_HELD if self.drills else Exercised.NO_DRILL
        return Exercised.DONE if self.done else Exercised.NOT_DONE


def recency(day: date | None, today: date) -> Recency:
    """On the day itself a year is not over yet."""
    if day is None:
        return Recency.NEVER
    if today <= months_after(day, 12):
        return Recency.YEAR
    return Recency.TWO_YEARS if today <= months_after(day, 24) else Recency.EARLIER


def unit_rows(library: Library, municipalities: Iterable[Municipality], today: date) -> tuple[UnitRow, ...]:
    """A row an authority, in the order given. Linear in authorities × scenarios and in results."""
    return tuple(_row(library, municipality, today) for municipality in municipalities)


def by_recency(drilled: Iterable[Drilled]) -> Mapping[Recency, int]:
    """How many are how long ago, every one present."""
    counts = dict.fromkeys(Recency, 0)
    for each in drilled:
        counts[each.recency] += 1
    return counts


def step_coverage(
    library: Library, drills_of_steps: Mapping[str, tuple[Drill, ...]], found: Trends
) -> Mapping[str, tuple[StepCoverage, ...]]:
    """Playbook → its steps in their order, with what `found` says of each."""
    by_step = {trend.step: trend for trend in found.steps}
    return {
        playbook.id: tuple(_step(f"{playbook.id}/{step.id}", step, drills_of_steps, by_step) for step in playbook.steps)
        for playbook in library.playbooks.values()
    }


def _row(library: Library, municipality: Municipality, today: date) -> UnitRow:
    held = held_by((municipality,))
    drills = [each for each in held if not each.is_event]
    by_scenario: dict[str, date | None] = dict.fromkeys(library.scenarios)
    for each in drills:
        if drill := library.drills.get(each.result.drill):
            by_scenario[drill.scenario] = each.result.held_on
    return UnitRow(
        municipality,
        _drilled(_last(drills), today),
        _last(each for each in held if each.is_event),
        {id_: _drilled(by_scenario[id_], today) for id_ in library.scenarios},
    )


def _last(held: Iterable[Held]) -> date | None:
    return max((each.result.held_on for each in held), default=None)


def _drilled(day: date | None, today: date) -> Drilled:
    return Drilled(day, recency(day, today))


def _step(
    ref: str, step: Step, drills: Mapping[str, tuple[Drill, ...]], by_step: Mapping[str, StepTrend]
) -> StepCoverage:
    trend = by_step.get(ref)
    times, done = (trend.relevant, trend.counts[Outcome.DONE]) if trend else (0, 0)
    return StepCoverage(ref, step, drills.get(ref, ()), times, done)
