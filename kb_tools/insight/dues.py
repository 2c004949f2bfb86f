"""What is due: who owes what and by when. One list, for the home page, `kb due`, the pages and the calendars.

Reviews by rhythm, validity, the actions of lessons, plans, meetings and after-action reviews, the forum's next meeting, drills that were
fixed or proposed, a survey that grows old, corrections that wait for an answer. Nothing here is typed: every day follows from what the files say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kb_tools.insight.actions import deadline
from kb_tools.insight.examples import unit_of
from kb_tools.insight.freshness import all_kept, care_of, months_after
from kb_tools.model.addresses import things_at
from kb_tools.model.base import Labelled
from kb_tools.model.correction import Correction
from kb_tools.model.drill import DrillResult
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Forum, Plan, PlannedDrill, ResilienceWave
from kb_tools.model.proof import DECIDED
from kb_tools.model.survey import Key

ANSWER_WITHIN = 1
"""Months in which a proposed correction gets an answer."""
EARLY = timedelta(days=31)
"""A drill that was held up to so long before its day is the one that was fixed."""


class Duty(Labelled):
    """What is to be done. The identifiers stand in calendars: they never change."""

    REVIEW = "review", "בדיקה תקופתית"
    VALIDITY = "validity", "חידוש תוקף"
    LESSON = "lesson-action", "מהלך של לקח"
    PLAN = "plan-item", "מהלך בתכנית"
    TASK = "meeting-action", "משימה מישיבת הפורום"
    CORRECTIVE = "corrective-action", "פעולה מתקנת מתחקיר"
    MEETING = "meeting", "ישיבת הפורום"
    DRILL = "drill", "תרגיל שנקבע"
    PROPOSED = "proposed-drill", "תרגיל שהוצע וממתין לאישור"
    SURVEY = "survey", "רענון סקר הצרכים והמענים"
    CORRECTION = "correction", "תשובה להצעת תיקון"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that someone owes: what, who (a role) and by when."""

    key: Key
    """The thing that it is about: where it is written, and by whose name it is shown."""
    duty: Duty
    owner: str
    due: date
    action: str = ""
    """What is to be done in the writer's own words, where there are any."""
    unit: str = ""
    """The authority that owes it; empty for what belongs to all."""
    is_example: bool = False
    mark: str = ""
    """Tells apart two of one duty and one thing; stable as long as what is owed is the same."""
    why: tuple[str, ...] = ()
    """The reasons that were written for it."""

    def is_overdue(self, today: date) -> bool:
        return self.due < today


def dues(library: Library) -> tuple[Due, ...]:
    """Everything, the earliest first; what examples owe too, marked as theirs."""
    found = (*_reviews(library), *_validities(library), *_lessons(library), *_corrections(library))
    of_units = (due for unit in library.municipalities.values() for due in _of_unit(library, unit))
    return tuple(sorted((*found, *of_units), key=lambda due: (due.due, due.key, due.duty, due.mark)))


def national(found: Iterable[Due]) -> tuple[Due, ...]:
    """Without what examples owe."""
    return tuple(due for due in found if not due.is_example)


def overdue(found: Iterable[Due], today: date) -> tuple[Due, ...]:
    return tuple(due for due in found if due.is_overdue(today))


def never_reviewed(library: Library) -> tuple[Key, ...]:
    """What has a rhythm and no first review to count it from; examples are left out."""
    return tuple(
        care.key for care in all_kept(library) if care.reviewed_on is None and not _is_example(library, *care.key)
    )


def _of(library: Library, key: Key, duty: Duty, owner: str, day: date, action: str = "", mark: str = "") -> Due:
    unit = unit_of(library, *key)
    return Due(key, duty, owner, day, action, unit, _is_example(library, *key), mark)


def _is_example(library: Library, kind: str, id: str) -> bool:
    unit = library.municipalities.get(unit_of(library, kind, id))
    return unit is not None and unit.profile.example


def _reviews(library: Library) -> Iterator[Due]:
    for care in all_kept(library):
        if day := care.next_review:
            yield _of(library, care.key, Duty.REVIEW, care.owner, day)


def _validities(library: Library) -> Iterator[Due]:
    for playbook in library.playbooks.values():
        if playbook.valid_until:
            yield _of(library, ("playbook", playbook.id), Duty.VALIDITY, playbook.owner, playbook.valid_until)


def _lessons(library: Library) -> Iterator[Due]:
    for lesson in library.lessons.values():
        if lesson.status not in DECIDED:  # until somebody decides, its tracks are proposals that nobody owes
            continue
        for track, action in (("immediate", lesson.immediate), ("multi_year", lesson.multi_year)):
            day = deadline(action) if action and action.done_on is None else None
            if action and day:
                yield _of(library, ("lesson", lesson.id), Duty.LESSON, action.owner, day, action.what, track)


def _corrections(library: Library) -> Iterator[Due]:
    for id_, correction in library.of("correction").items():
        if isinstance(correction, Correction) and correction.is_open:
            day = months_after(correction.submitted_on, ANSWER_WITHIN)
            yield _of(library, ("correction", id_), Duty.CORRECTION, _owner_of_page(library, correction), day)


def _owner_of_page(library: Library, correction: Correction) -> str:
    """The role that looks after the thing that the page is about."""
    found = (care_of(library, key) for key in things_at(correction.address))
    return next((care.owner for care in found if care), library.settings.lead_role)


# --- what an authority owes ------------------------------------------------------------------------------------------


def _of_unit(library: Library, unit: Municipality) -> Iterator[Due]:
    key = ("municipality", unit.id)
    owner = unit.profile.owner
    if surveyed := _oldest_survey(unit):
        yield _of(library, key, Duty.SURVEY, owner, months_after(surveyed, library.settings.review_every.mapping))
    for wave in _latest_waves(unit):
        yield _of(library, ("wave", f"{unit.id}/{wave.id}"), Duty.VALIDITY, owner, wave.valid_until)
    yield from _of_forum(library, key, unit.forum) if unit.forum else ()
    yield from _of_plan(library, unit, unit.plan) if unit.plan else ()
    for result in unit.results:
        yield from _of_review(library, ("result", f"{unit.id}/{result.id}"), result)


def _oldest_survey(unit: Municipality) -> date | None:
    """The day of what was looked at longest ago: a survey is as fresh as its oldest line."""
    days = [*(need.surveyed_on for need in unit.needs), *(response.checked_on for response in unit.responses)]
    return min(days, default=None)


def _latest_waves(unit: Municipality) -> Iterable[ResilienceWave]:
    """Of each instrument and scenario the last measurement: an older one was renewed by it."""
    found: dict[tuple[str, str | None], ResilienceWave] = {}
    for wave in sorted(unit.waves, key=lambda wave: wave.measured_on):
        found[wave.instrument, wave.scenario] = wave
    return found.values()


def _of_forum(library: Library, key: Key, forum: Forum) -> Iterator[Due]:
    if day := next_meeting(forum):
        yield _of(library, key, Duty.MEETING, forum.chair, day)
    for meeting in forum.meetings:
        for action in meeting.actions:
            if action.done_on is None:
                mark = f"{meeting.held_on} {action.what}"
                yield _of(library, key, Duty.TASK, action.owner, action.due, action.what, mark)


def _of_plan(library: Library, unit: Municipality, plan: Plan) -> Iterator[Due]:
    key = ("municipality", unit.id)
    for track, items in (("immediate", plan.immediate), ("multi_year", plan.multi_year)):
        for item in items:
            day = deadline(item) if item.done_on is None else None
            if day:
                yield _of(library, key, Duty.PLAN, item.owner, day, item.what, f"{track} {item.what}")
    for planned in not_held(plan.drills, unit.results):
        mark = f"{planned.drill} {planned.planned_on}"
        duty = Duty.PROPOSED if planned.proposed else Duty.DRILL
        due = _of(library, key, duty, planned.owner, planned.planned_on, _drill_name(library, planned), mark)
        yield replace(due, why=planned.why)


def _of_review(library: Library, key: Key, result: DrillResult) -> Iterator[Due]:
    for action in result.review.actions if result.review else ():
        if action.done_on is None:
            yield _of(library, key, Duty.CORRECTIVE, action.owner, action.due, action.what, action.what)


def next_meeting(forum: Forum) -> date | None:
    """The day that was set, unless a meeting was held since; then the day by which the forum's own rhythm asks for one."""
    last = max((meeting.held_on for meeting in forum.meetings), default=None)
    if forum.next_meeting and (last is None or forum.next_meeting > last):
        return forum.next_meeting
    return months_after(last, forum.every_months) if last else None


def not_held(planned: Iterable[PlannedDrill], results: Iterable[DrillResult]) -> tuple[PlannedDrill, ...]:
    """The drills that no result answers. Each result answers one, the earliest of its kind that it can."""
    waiting = sorted(results, key=lambda result: result.held_on)
    found = []
    for drill in sorted(planned, key=lambda drill: drill.planned_on):
        held = next((r for r in waiting if r.drill == drill.drill and r.held_on >= drill.planned_on - EARLY), None)
        if held is None:
            found.append(drill)
        else:
            waiting.remove(held)
    return tuple(found)


def _drill_name(library: Library, planned: PlannedDrill) -> str:
    drill = library.drills.get(planned.drill)
    return drill.title if drill else planned.drill
