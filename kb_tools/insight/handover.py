"""Hand-over: what somebody who takes over the role in an authority has to know on the first day, and to read first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.drift import Drift
from kb_tools.insight.dues import Due, Duty, next_meeting, not_held
from kb_tools.insight.uptake import Reply
from kb_tools.model.base import Labelled
from kb_tools.model.drill import DrillResult, GoneItem, ItemResult, ObjectiveResult, Outcome, Rating
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Member
from kb_tools.model.playbook import Playbook
from kb_tools.model.survey import Key

DRILLS = 3
"""The last drills that are told of."""
_FAILED = (Outcome.NOT_DONE, Outcome.PARTLY)
_WEAK = (Rating.U, Rating.M)


class Reason(Labelled):
    """Why something is to be read, in the order in which it is read."""

    ROLE = "role", "מה התפקיד: מה מצופה, למי כפופים ומה מקבלים בזכותו"
    DRIFTED = "drifted", "עובדים כאן לפיו בדרך שונה, והצעד המשותף השתנה: צריך לבדוק"
    ADAPTED = "adapted", "עובדים כאן לפיו בדרך שונה מהספר המשותף"
    LEADS = "leads", "אתם מובילים אותו"
    OWNS = "owns", "יש בו צעדים שלכם"
    NEXT_DRILL = "next-drill", "התרגיל הבא שנקבע"
    GUIDE = "guide", "איך מעדכנים את הפרופיל"


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to read. Of a playbook `steps` says how many of its steps are the role's own."""

    key: Key
    reason: Reason
    steps: int = 0
    on: date | None = None
    """Of a drill: the day that was fixed."""


@dataclass(frozen=True, slots=True)
class LastDrill:
    """A drill that was held, with what did not succeed in it, the worst first."""

    result: DrillResult
    failed: tuple[ItemResult | GoneItem, ...]
    weak: tuple[ObjectiveResult, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """`owed` has everything but the next meeting, the late first; `members` go by sector, in the vocabulary's order."""

    role: str
    owed: tuple[Due, ...]
    meeting: date | None
    members: Mapping[str, tuple[Member, ...]]
    drills: tuple[LastDrill, ...]
    waiting: tuple[Reply, ...]
    drifts: tuple[Drift, ...]
    reading: tuple[Reading, ...]


def handover(
    library: Library,
    unit: Municipality,
    owed: Iterable[Due],
    replies: Iterable[Reply],
    drifts: Iterable[Drift],
    *,
    guide: str = "",
) -> Handover:
    """`owed`, `replies` and `drifts` are those of the authority, in the order of their insights; `guide` is a written page."""
    holder, forum, drifted = unit.profile.role_holder, unit.forum, tuple(drifts)
    role = holder.role if holder else library.settings.lead_role
    members = forum.members if forum else ()
    by_sector = {id_: tuple(member for member in members if member.sector == id_) for id_ in library.sectors}
    return Handover(
        role,
        tuple(due for due in owed if due.duty is not Duty.MEETING),
        next_meeting(forum) if forum else None,
        {id_: found for id_, found in by_sector.items() if found},
        tuple(_last_drills(unit.results)),
        tuple(reply for reply in replies if reply.answer is None),
        drifted,
        (
            *_reading(library, unit, role, frozenset(drift.adaptation.playbook for drift in drifted)),
            *(Reading(("page", path), Reason.GUIDE) for path in (guide,) if path in library.pages_by_path),
        ),
    )


def scenarios_of(library: Library, unit: Municipality) -> frozenset[str]:
    """The scenarios that the authority's needs speak of; all where one of them names none, or where none is mapped."""
    named = [need.scenarios for need in unit.needs]
    return frozenset(id_ for ids in named for id_ in ids) if named and all(named) else frozenset(library.scenarios)


def _last_drills(results: Iterable[DrillResult]) -> Iterator[LastDrill]:
    newest = sorted(results, key=lambda result: (result.held_on, result.id), reverse=True)
    for result in newest[:DRILLS]:
        items: tuple[ItemResult | GoneItem, ...] = (*result.items, *result.gone)
        failed = [item for outcome in _FAILED for item in items if item.outcome is outcome]
        weak = [each for rating in _WEAK for each in result.objectives if each.rating is rating]
        yield LastDrill(result, tuple(failed), tuple(weak))


def _reading(library: Library, unit: Municipality, role: str, drifted: frozenset[str]) -> Iterator[Reading]:
    """The role first, then playbooks, those that need a look before others; each playbook once."""
    if role in library.roles:
        yield Reading(("role", role), Reason.ROLE)
    reasons = _playbooks(library, unit, role, drifted)
    order = list(Reason)
    found = [
        Reading(("playbook", id_), reason, _steps(library.playbooks[id_], role)) for id_, reason in reasons.items()
    ]
    yield from sorted(found, key=lambda each: (order.index(each.reason), -each.steps, each.key))
    fixed = (each for each in not_held(unit.plan.drills if unit.plan else (), unit.results) if not each.proposed)
    planned = next((each for each in fixed if each.drill in library.drills), None)
    if planned:
        yield Reading(("drill", planned.drill), Reason.NEXT_DRILL, on=planned.planned_on)


def _playbooks(library: Library, unit: Municipality, role: str, drifted: frozenset[str]) -> dict[str, Reason]:
    """Those that the authority adapted, and those of its scenarios in which the role has a part: each with its first reason."""
    adapted = {adaptation.playbook for adaptation in unit.adaptations}
    scenarios = scenarios_of(library, unit)
    found = {}
    for book in library.playbooks.values():
        if book.id in drifted:
            found[book.id] = Reason.DRIFTED
        elif book.id in adapted:
            found[book.id] = Reason.ADAPTED
        elif scenarios.isdisjoint(book.scenarios):
            continue
        elif book.lead == role:
            found[book.id] = Reason.LEADS
        elif _steps(book, role):
            found[book.id] = Reason.OWNS
    return found


def _steps(book: Playbook, role: str) -> int:
    return sum(step.owner == role for step in book.steps)
