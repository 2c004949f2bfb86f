"""What a lesson rests on at each status: it is decided by a decision and learned by proof, not by saying so."""

from collections.abc import Mapping

from kb_tools.model.base import Labelled
from kb_tools.model.drill import DrillResult, Outcome
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library


class Proof(Labelled):
    """One thing that a status asks for; its value is the field that holds it."""

    DECISION = "decided_on", "תאריך החלטה"
    REASON = "rejected_because", "סיבה לדחייה"
    STEP = "steps", "צעד בספר הפעלה שהשתנה"
    DRILL = "results", "תרגיל שאינו קודם להחלטה, ושבו אחד הצעדים בוצע"


ASKED: Mapping[LessonStatus, tuple[Proof, ...]] = {
    LessonStatus.OBSERVATION: (),
    LessonStatus.IDENTIFIED: (),
    LessonStatus.DECIDED: (Proof.DECISION,),
    LessonStatus.IMPLEMENTED: (Proof.DECISION, Proof.STEP),
    LessonStatus.LEARNED: (Proof.DECISION, Proof.STEP, Proof.DRILL),
    LessonStatus.REJECTED: (Proof.REASON,),
}
DECIDED = frozenset(status for status, proofs in ASKED.items() if Proof.DECISION in proofs)
"""The statuses in which somebody has decided: from here on a lesson has its two tracks."""


def missing_proof(library: Library, lesson: Lesson, status: LessonStatus) -> tuple[Proof, ...]:
    """What the files lack for the lesson to stand at `status`. The rest only history can prove: see `insight.standing`."""
    shown = {
        Proof.DECISION: lesson.decided_on is not None,
        Proof.REASON: bool(lesson.rejected_because),
        Proof.STEP: bool(lesson.steps),
        Proof.DRILL: bool(proving_results(library, lesson)),
    }
    return tuple(proof for proof in ASKED[status] if not shown[proof])


def missing_tracks(lesson: Lesson) -> tuple[str, ...]:
    """The fields of the tracks that a decided lesson lacks; one alone will do when it says why.

    Two parallel tracks, immediate and multi-year, are what the interviews of 2020 recommended.
    """
    tracks = {"immediate": lesson.immediate, "multi_year": lesson.multi_year}
    absent = tuple(name for name, action in tracks.items() if action is None)
    return () if len(absent) == 1 and lesson.one_track_because else absent


def proving_results(library: Library, lesson: Lesson) -> tuple[DrillResult, ...]:
    """The named results, held on the day of the decision or later, in which an item for one of the lesson's steps was done.

    Of one day the files do not tell what came first.
    What an example authority did proves only the lessons of examples.
    """
    of_example = is_example_unit(library, lesson.municipality)
    named = ((ref.partition("/")[0], library.results.get(ref)) for ref in lesson.results)
    return tuple(
        result
        for owner, result in named
        if result and (of_example or not is_example_unit(library, owner)) and _proves(library, lesson, result)
    )


def is_example_unit(library: Library, municipality: str | None) -> bool:
    """Whether this is an authority that does not exist."""
    unit = library.municipalities.get(municipality or "")
    return unit is not None and unit.profile.example


def _proves(library: Library, lesson: Lesson, result: DrillResult) -> bool:
    drill = library.drills.get(result.drill)
    if drill is None or (lesson.decided_on and result.held_on < lesson.decided_on):
        return False
    steps = {item.id: item.step for item in drill.checklist}
    return any(item.outcome is Outcome.DONE and steps.get(item.item) in lesson.steps for item in result.items)
