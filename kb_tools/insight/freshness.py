"""What is due: reviews by rhythm, actions by date, playbooks by validity."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.examples import is_example
from kb_tools.model.base import Labelled, Thing
from kb_tools.model.lesson import LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.survey import Key


class Duty(Labelled):
    REVIEW = "review", "בדיקה תקופתית"
    VALIDITY = "validity", "תוקף ספר ההפעלה"
    ACTION = "action", "מהלך של לקח"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that someone owes: what, who (a role) and since or by when."""

    key: Key
    duty: Duty
    owner: str
    due: date
    action: str = ""
    """A lesson's action in its own words."""


def next_review(thing: Thing) -> date | None:
    """The day its next review falls due; None when it has no rhythm or was never reviewed."""
    if thing.reviewed_on is None or thing.review_every is None:
        return None
    return months_after(thing.reviewed_on, thing.review_every)


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def overdue(library: Library, today: date) -> tuple[Due, ...]:
    """What should have happened before today, the oldest first. Examples are left out."""
    return tuple(sorted((due for due in _dues(library) if due.due < today), key=lambda due: (due.due, due.key)))


def _dues(library: Library) -> Iterator[Due]:
    for (kind, id_), defined in library.defined.items():
        thing = defined.entry
        if isinstance(thing, Thing) and not is_example(library, kind, id_) and (due := next_review(thing)):
            yield Due((kind, id_), Duty.REVIEW, thing.owner, due)
    for playbook in library.playbooks.values():
        if playbook.valid_until:
            yield Due(("playbook", playbook.id), Duty.VALIDITY, playbook.owner, playbook.valid_until)
    for lesson in library.lessons.values():
        if lesson.status is LessonStatus.REJECTED or is_example(library, "lesson", lesson.id):
            continue
        for action in (lesson.immediate, lesson.multi_year):
            if action and action.due and action.done_on is None:
                yield Due(("lesson", lesson.id), Duty.ACTION, action.owner, action.due, action.what)
