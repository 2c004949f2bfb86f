"""The lesson board: the chain event → observation → decision → change → proof, and what moves a lesson on."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.actions import ActionState, plan_item_state
from kb_tools.model.base import Labelled
from kb_tools.model.lesson import Action, Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.proof import Proof, missing_proof, missing_tracks, proving_results
from kb_tools.model.survey import Key


class LinkName(Labelled):
    EVENT = "event", "אירוע"
    OBSERVATION = "observation", "תצפית"
    DECISION = "decision", "החלטה"
    CHANGE = "change", "שינוי"
    PROOF = "proof", "הוכחה"


class Move(Labelled):
    """What people do next about a lesson."""

    FIND_THE_CAUSE = "find-the-cause", "בררו את הסיבה ואשרו שזה לקח"
    PROPOSE_TRACKS = "propose-tracks", "הציעו מהלך מיידי ומהלך רב־שנתי, עם אחראי לכל אחד"
    DECIDE = "decide", "הביאו להחלטה ורשמו את תאריכה"
    CHANGE_A_STEP = "change-a-step", "שנו צעד בספר הפעלה לפי הלקח"
    CITE_THE_LESSON = "cite-the-lesson", "הוסיפו את הלקח לצעד שהשתנה"
    CONFIRM_THE_CHANGE = "confirm-the-change", "בדקו שהצעד השתנה בפועל ועדכנו את מצב הלקח"
    WRITE_A_DRILL = "write-a-drill", "כתבו תרגיל שבודק את אחד הצעדים"
    HOLD_A_DRILL = "hold-a-drill", "תרגלו את אחד הצעדים ורשמו את התוצאה"
    RECORD_THE_PROOF = "record-the-proof", "יש תרגיל שמוכיח: עדכנו את מצב הלקח"
    NONE_LEARNED = "none-learned", "אין. הלקח הוכח בתרגיל"
    NONE_REJECTED = "none-rejected", "אין. הלקח נדחה"


class TrackName(Labelled):
    IMMEDIATE = "immediate", "מהלך מיידי"
    MULTI_YEAR = "multi-year", "מהלך רב־שנתי"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a lesson's chain; `filled` when there is something to show for it."""

    name: LinkName
    filled: bool
    shown_by: tuple[Key, ...] = ()
    """The steps that changed, the results that prove."""


@dataclass(frozen=True, slots=True)
class NextMove:
    """The one thing that a lesson needs now. `to` is the status it then reaches; None when it has arrived."""

    to: LessonStatus | None
    what: Move


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two tracks of a lesson; no action when nobody has written one."""

    name: TrackName
    action: Action | None
    overdue: bool


def chain(library: Library, lesson: Lesson) -> tuple[Link, ...]:
    """The five links. A change counts when a step cites the lesson, a proof when a drill's result bears it out."""
    changed = changed_steps(library, lesson)
    proofs = tuple(("result", ref) for ref in _proving_refs(library, lesson))
    return (
        Link(LinkName.EVENT, filled=True),
        Link(LinkName.OBSERVATION, filled=True),
        Link(LinkName.DECISION, lesson.decided_on is not None),
        Link(LinkName.CHANGE, bool(changed), tuple(("step", ref) for ref in changed)),
        Link(LinkName.PROOF, bool(proofs), proofs),
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


def next_move(library: Library, lesson: Lesson, exercised: Container[str]) -> NextMove:
    """What brings the lesson to its next status. `exercised` are the steps that some drill checks."""
    match lesson.status:
        case LessonStatus.OBSERVATION:
            return NextMove(LessonStatus.IDENTIFIED, Move.FIND_THE_CAUSE)
        case LessonStatus.IDENTIFIED:
            return NextMove(LessonStatus.DECIDED, _towards_decision(lesson))
        case LessonStatus.DECIDED:
            return NextMove(LessonStatus.IMPLEMENTED, _towards_change(library, lesson))
        case LessonStatus.IMPLEMENTED:
            return NextMove(LessonStatus.LEARNED, _towards_proof(library, lesson, exercised))
        case LessonStatus.LEARNED:
            return NextMove(None, Move.NONE_LEARNED)
        case LessonStatus.REJECTED:
            return NextMove(None, Move.NONE_REJECTED)


def tracks(lesson: Lesson, today: date) -> tuple[Track, Track]:
    """The immediate track and the multi-year one."""
    return (
        Track(TrackName.IMMEDIATE, lesson.immediate, _is_overdue(lesson, lesson.immediate, today)),
        Track(TrackName.MULTI_YEAR, lesson.multi_year, _is_overdue(lesson, lesson.multi_year, today)),
    )


def _towards_decision(lesson: Lesson) -> Move:
    return Move.PROPOSE_TRACKS if missing_tracks(lesson) else Move.DECIDE


def _towards_change(library: Library, lesson: Lesson) -> Move:
    if Proof.STEP in missing_proof(library, lesson, LessonStatus.IMPLEMENTED):
        return Move.CHANGE_A_STEP
    return Move.CONFIRM_THE_CHANGE if changed_steps(library, lesson) else Move.CITE_THE_LESSON


def _towards_proof(library: Library, lesson: Lesson, exercised: Container[str]) -> Move:
    if proving_results(library, lesson):
        return Move.RECORD_THE_PROOF
    return Move.HOLD_A_DRILL if any(step in exercised for step in lesson.steps) else Move.WRITE_A_DRILL


def _proving_refs(library: Library, lesson: Lesson) -> tuple[str, ...]:
    proving = proving_results(library, lesson)
    return tuple(ref for ref in lesson.results if library.results.get(ref) in proving)


def _is_overdue(lesson: Lesson, action: Action | None, today: date) -> bool:
    """A rejected lesson owes nothing."""
    if action is None or lesson.status is LessonStatus.REJECTED:
        return False
    return plan_item_state(action, today) is ActionState.OVERDUE
