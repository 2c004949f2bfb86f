"""The lesson board: the chain event → observation → decision → change → proof, and what moves a lesson on."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.actions import ActionState, plan_item_state
from kb_tools.insight.standing import Standing
from kb_tools.model.base import Labelled
from kb_tools.model.lesson import Action, Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.proof import DECIDED, Proof, missing_proof, missing_tracks, proving_results
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
    RECORD_THE_CHANGE = "record-the-change", "הצעד השתנה אחרי ההחלטה: עדכנו את מצב הלקח"
    RESTORE = "restore", "החזירו לצעד את מה שאבד, ותרגלו אותו שוב"
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


def chain(library: Library, lesson: Lesson, standing: Standing | None = None) -> tuple[Link, ...]:
    """The five links.

    With a `standing` a change counts when a commit made it after the decision and a proof when it came after the change; without history,
    when a step cites the lesson and when the files of a result bear it out.
    """
    if standing is None:
        changed, proving = changed_steps(library, lesson), _proving_refs(library, lesson)
    else:
        there = (each.ref for each in standing.implementing if each.ref in library.steps)
        changed, proving = tuple(dict.fromkeys(there)), tuple(proof.ref for proof in standing.proving)
    proofs = tuple(("result", ref) for ref in proving)
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


def board(library: Library, standings: Mapping[str, Standing]) -> dict[LessonStatus, tuple[Lesson, ...]]:
    """Lessons by the status they hold, every status present, in the order of a lesson's life."""
    held = {id_: status_held(lesson, standings.get(id_)) for id_, lesson in library.lessons.items()}
    return {
        status: tuple(lesson for id_, lesson in library.lessons.items() if held[id_] is status)
        for status in LessonStatus
    }


def status_held(lesson: Lesson, standing: Standing | None) -> LessonStatus:
    """The status that the lesson's file says, or the one it fell back to when it has eroded."""
    return standing.borne if standing and standing.has_worn_from(lesson.status) else lesson.status


def next_move(
    library: Library, lesson: Lesson, exercised: Container[str], standing: Standing | None = None
) -> NextMove:
    """What brings the lesson to its next status. `exercised` are the steps that some drill checks.

    A status that the evidence never bore counts for nothing: the next move starts from the one that it does bear.
    """
    if standing and standing.has_worn_from(lesson.status):
        return NextMove(lesson.status, Move.RESTORE)
    match lesson.status if standing is None or standing.bears(lesson.status) else standing.borne:
        case LessonStatus.OBSERVATION:
            return NextMove(LessonStatus.IDENTIFIED, Move.FIND_THE_CAUSE)
        case LessonStatus.IDENTIFIED:
            return NextMove(LessonStatus.DECIDED, _towards_decision(lesson))
        case LessonStatus.DECIDED:
            return NextMove(LessonStatus.IMPLEMENTED, _towards_change(library, lesson, standing))
        case LessonStatus.IMPLEMENTED:
            return NextMove(LessonStatus.LEARNED, _towards_proof(library, lesson, exercised, standing))
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


def _towards_change(library: Library, lesson: Lesson, standing: Standing | None) -> Move:
    if standing and standing.implementing:
        return Move.RECORD_THE_CHANGE
    if Proof.STEP in missing_proof(library, lesson, LessonStatus.IMPLEMENTED):
        return Move.CHANGE_A_STEP
    if not changed_steps(library, lesson):
        return Move.CITE_THE_LESSON
    return Move.CHANGE_A_STEP if standing else Move.CONFIRM_THE_CHANGE


def _towards_proof(library: Library, lesson: Lesson, exercised: Container[str], standing: Standing | None) -> Move:
    if standing.proving if standing else proving_results(library, lesson):
        return Move.RECORD_THE_PROOF
    return Move.HOLD_A_DRILL if any(step in exercised for step in lesson.steps) else Move.WRITE_A_DRILL


def _proving_refs(library: Library, lesson: Lesson) -> tuple[str, ...]:
    proving = proving_results(library, lesson)
    return tuple(ref for ref in lesson.results if library.results.get(ref) in proving)


def _is_overdue(lesson: Lesson, action: Action | None, today: date) -> bool:
    """Nothing is owed by a lesson that was rejected, or about which nobody has decided."""
    if action is None or lesson.status not in DECIDED:
        return False
    return plan_item_state(action, today) is ActionState.OVERDUE
