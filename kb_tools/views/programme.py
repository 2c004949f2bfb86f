"""A year's programme in words: why a drill, why then, and what the library lacks."""

from datetime import date

from kb_tools.insight.programme_rules import GROUND, Cause, Lack, Lacking, Proposal, Reason
from kb_tools.model.drill import DrillType
from kb_tools.model.library import Library
from kb_tools.model.municipality import PlannedDrill
from kb_tools.views.dates import gregorian
from kb_tools.views.names import name_of
from kb_tools.views.numbers import counted

NAMED = 3
"""Of a longer list, how many are named."""
LONGEST_NAME = 90


def as_planned(library: Library, proposal: Proposal) -> PlannedDrill:
    """The entry of the plan: whoever looks after the drill is proposed as its organiser."""
    return PlannedDrill(
        drill=proposal.drill.id,
        planned_on=proposal.day,
        owner=proposal.drill.owner,
        proposed=True,
        why=why(library, proposal),
    )


def why(library: Library, proposal: Proposal) -> tuple[str, ...]:
    """One sentence a reason, the most pressing first."""
    return tuple(_sentence(library, proposal, reason) for reason in proposal.reasons)


def lacking_in_words(library: Library, lacking: Lacking) -> str:
    ref = lacking.ref
    match lacking.lack:
        case Lack.NO_DRILL:
            return f"לתרחיש {_quoted(library, 'scenario', ref)} אין תרגיל במאגר"
        case Lack.NO_GROUND:
            drill = library.drills[ref]
            ground = GROUND[drill.type]
            types = " או ".join(type_.label for type_ in DrillType if type_ in ground.types)
            where = f" בתרחיש {_quoted(library, 'scenario', drill.scenario)}" if ground.same_scenario else ""
            return f"לפני {_quoted(library, 'drill', ref)} ({drill.type.label}) עורכים {types}{where}, ואין כזה במאגר"
        case Lack.NO_PROOF:
            return f"הלקח {_quoted(library, 'lesson', ref)} מחכה להוכחה, ואין תרגיל שבודק את הצעדים שלו"


def _sentence(library: Library, proposal: Proposal, reason: Reason) -> str:
    scenario = _quoted(library, "scenario", proposal.drill.scenario)
    match reason.cause:
        case Cause.PROOF:
            one = len(reason.refs) == 1
            return f"כי {'הלקח' if one else 'הלקחים'} {_named(library, 'lesson', reason)} {'מחכה' if one else 'מחכים'} להוכחה"
        case Cause.AGAIN:
            when = f" ב־{gregorian(reason.since)}" if reason.since else " בפעם הקודמת"
            return f"כי{when} לא בוצעו עד הסוף: {_named(library, 'step', reason)}"
        case Cause.FIRST:
            first = f", והוא קודם ברשות שיש לה {_named(library, 'trait', reason)}" if reason.refs else ""
            return f"כי התרחיש {scenario} עוד לא תורגל{first}"
        case Cause.AGE:
            since = reason.since or proposal.day
            months = counted(months_between(since, proposal.day), "חודש", "חודשים")
            return f"כי עד אז יעברו {months} מהתרגיל האחרון בתרחיש {scenario}, ב־{gregorian(since)}"
        case Cause.NEXT:
            reached = next(type_.label for type_ in DrillType if type_ == reason.refs[0])
            return f"כי בתרחיש {scenario} כבר הגעתם עד {reached}, והמדרגה הבאה היא {proposal.drill.type.label}"


def months_between(first: date, second: date) -> int:
    """Whole months."""
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


def _named(library: Library, kind: str, reason: Reason) -> str:
    """The first of what it refers to, and how many more there are; names are cut, for a reason is one line."""
    named = ", ".join(_quoted(library, kind, ref) for ref in reason.refs[:NAMED])
    more = len(reason.refs) - NAMED
    return named + (f" ועוד {more}" if more > 0 else "")


def _quoted(library: Library, kind: str, ref: str) -> str:
    name = name_of(library, kind, ref)
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
    return f"״{name}״"
