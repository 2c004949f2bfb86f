"""The lesson board: the chain event → observation → decision → change → proof, and what moves a lesson on."""

from dataclasses import dataclass
from datetime import date

from kb_tools.insight.actions import ActionState, plan_item_state
from kb_tools.model.lesson import Action, Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.proof import Proof, missing_proof, missing_tracks, proving_results
from kb_tools.model.survey import Key


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a lesson's chain; `filled` when there is something to show for it."""

    name: str
    filled: bool
    shown_by: tuple[Key, ...] = ()
    """The steps that changed, the results that prove."""


@dataclass(frozen=True, slots=True)
class NextMove:
    """The one thing that a lesson needs now. `to` is the status it then reaches; None when it has arrived."""

    to: LessonStatus | None
    what: str


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two tracks of a lesson; no action when nobody has written one."""

    name: str
    label: str
    action: Action | None
    overdue: bool


def chain(library: Library, lesson: Lesson) -> tuple[Link, ...]:
    """The five links. A change counts when a step cites the lesson, a proof when a drill's result bears it out."""
    changed = changed_steps(library, lesson)
    proofs = tuple(("result", ref) for ref in _proving_refs(library, lesson))
    return (
        Link("אירוע", True),
        Link("תצפית", True),
        Link("החלטה", lesson.decided_on is not None),
        Link("שינוי", bool(changed), tuple(("step", ref) for ref in changed)),
        Link("הוכחה", bool(proofs), proofs),
    )


def changed_steps(library: Library, lesson: Lesson) -> tuple[str, ...]:
    """The lesson's steps that cite it."""
    return tuple(ref for ref in lesson.steps if ref in library.steps and lesson.id in library.steps[ref].lessons)


def board(library: Library) -> dict[LessonStatus, tuple[Lesson, ...]]:
    """Lessons by status, every status present, in the order of a lesson's life."""
    return {
        status: tuple(lesson for lesson in library.lessons.values() if lesson.status is status)
        for status in LessonStatus
    }


def next_move(library: Library, lesson: Lesson) -> NextMove:
    """What brings the lesson to its next status."""
    match lesson.status:
        case LessonStatus.OBSERVATION:
            return NextMove(LessonStatus.IDENTIFIED, "בררו את הסיבה ואשרו שזה לקח")
        case LessonStatus.IDENTIFIED:
            return NextMove(LessonStatus.DECIDED, _towards_decision(lesson))
        case LessonStatus.DECIDED:
            return NextMove(LessonStatus.IMPLEMENTED, _towards_change(library, lesson))
        case LessonStatus.IMPLEMENTED:
            return NextMove(LessonStatus.LEARNED, _towards_proof(library, lesson))
        case LessonStatus.LEARNED:
            return NextMove(None, "אין. הלקח הוכח בתרגיל")
        case LessonStatus.REJECTED:
            return NextMove(None, "אין. הלקח נדחה")


def tracks(lesson: Lesson, today: date) -> tuple[Track, Track]:
    """The immediate track and the multi-year one."""
    return (
        Track("immediate", "מהלך מיידי", lesson.immediate, _is_overdue(lesson, lesson.immediate, today)),
        Track("multi-year", "מהלך רב־שנתי", lesson.multi_year, _is_overdue(lesson, lesson.multi_year, today)),
    )


def _towards_decision(lesson: Lesson) -> str:
    if missing_tracks(lesson):
        return "הציעו מהלך מיידי ומהלך רב־שנתי, עם אחראי לכל אחד"
    return "הביאו להחלטה ורשמו את תאריכה"


def _towards_change(library: Library, lesson: Lesson) -> str:
    if Proof.STEP in missing_proof(library, lesson, LessonStatus.IMPLEMENTED):
        return "שנו צעד בספר הפעלה לפי הלקח"
    if not changed_steps(library, lesson):
        return "הוסיפו את הלקח לצעד שהשתנה"
    return "בדקו שהצעד השתנה בפועל ועדכנו את מצב הלקח"


def _towards_proof(library: Library, lesson: Lesson) -> str:
    if proving_results(library, lesson):
        return "יש תרגיל שמוכיח: עדכנו את מצב הלקח"
    exercised = {item.step for drill in library.drills.values() for item in drill.checklist}
    if exercised.isdisjoint(lesson.steps):
        return "כתבו תרגיל שבודק את אחד הצעדים"
    return "תרגלו את אחד הצעדים ורשמו את התוצאה"


def _proving_refs(library: Library, lesson: Lesson) -> tuple[str, ...]:
    proving = proving_results(library, lesson)
    return tuple(ref for ref in lesson.results if library.results.get(ref) in proving)


def _is_overdue(lesson: Lesson, action: Action | None, today: date) -> bool:
    """A rejected lesson owes nothing."""
    if action is None or lesson.status is LessonStatus.REJECTED:
        return False
    return plan_item_state(action, today) is ActionState.OVERDUE
