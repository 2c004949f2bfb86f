"""The rules of a year's programme, and the words in which it is told: why a drill is proposed, and what the library lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kb_tools.model.base import Labelled
from kb_tools.model.drill import Drill, DrillType, Outcome
from kb_tools.model.library import Library
from kb_tools.model.municipality import PlannedDrill
from kb_tools.model.role import Scenario

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

RANK: Mapping[DrillType, int] = {type_: rank for rank, type_ in enumerate(DrillType)}
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


PRESSING = {cause: place for place, cause in enumerate(Cause)}


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


FAILURE: Mapping[Outcome, int] = {Outcome.DONE: 0, Outcome.NOT_RELEVANT: 0, Outcome.PARTLY: 1, Outcome.NOT_DONE: 2}
"""How badly a step failed."""


def in_order(library: Library, traits: frozenset[str]) -> list[Scenario]:
    """Scenarios, first those that one of the traits puts first, each in its own order."""
    return sorted(library.scenarios.values(), key=lambda each: (traits.isdisjoint(each.traits), each.order, each.id))


def bears(ground: Ground, before: Drill, drill: Drill) -> bool:
    return before.type in ground.types and (not ground.same_scenario or before.scenario == drill.scenario)
