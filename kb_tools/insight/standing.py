"""What status a lesson's evidence bears: the commits that changed its steps, and the drills that did them afterwards.

`implemented` holds when a commit after the decision changed a step that cites the lesson. `learned` holds when, after that commit, a drill
(or a real event) did that step. A step that was later weakened or removed takes the status away again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kb_tools.insight.changes import FieldChange, changes_what_is_done, weaknesses, what_is_done
from kb_tools.insight.grouping import grouped
from kb_tools.model.base import Labelled
from kb_tools.model.change import Change, Changes, Said
from kb_tools.model.drill import DrillResult, Outcome
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.playbook import Step
from kb_tools.model.proof import is_example_unit
from kb_tools.model.provenance import Commit, History
from kb_tools.model.survey import Key

ORDER = (
    LessonStatus.OBSERVATION,
    LessonStatus.IDENTIFIED,
    LessonStatus.DECIDED,
    LessonStatus.IMPLEMENTED,
    LessonStatus.LEARNED,
)
"""A lesson's way; a rejected one has left it."""
NAMED = 3
"""Steps that are named where any of them will do."""


class Lack(Labelled):
    """What the evidence lacks for a status; `{ref}` is the step or the result it is about."""

    DECISION = "decision", "תאריך החלטה (decided_on)"
    STEP = "step", "צעד בספר הפעלה שמונה את הלקח ב־lessons (steps)"
    CHANGE = "change", "commit שמשנה את הצעד {ref} אחרי ההחלטה, כשהצעד מונה את הלקח"
    RESULT = "result", "תוצאה של תרגיל או של אירוע אמת, שבה צעד שהשתנה בוצע (results)"
    DONE = "done", "בתוצאה {ref}: סעיף של צעד שהשתנה, ובו outcome: done"
    LATER = "later", "תוצאה שאחרי השינוי: {ref} קדמה לו, או נרשמה לפניו או יחד איתו"
    REAL = "real", "תוצאה של רשות אמיתית: {ref} היא של רשות לדוגמה, והלקח אינו דוגמה"


class Wear(Labelled):
    """How a step lost what the lesson had brought."""

    REMOVED = "removed", "הצעד {ref} הוסר"
    UNDONE = "undone", "הצעד {ref} חזר להיות כפי שהיה לפני השינוי"
    UNCITED = "uncited", "הצעד {ref} כבר אינו מונה את הלקח"
    WEAKENED = "weakened", "הצעד {ref} נחלש"


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something missing, of one step or result."""

    lack: Lack
    ref: str = ""

    @property
    def text(self) -> str:
        return self.lack.label.format(ref=self.ref)


@dataclass(frozen=True, slots=True)
class Implementing:
    """A step that a commit changed after the decision, while it cited the lesson. `ref` is what the step is called today."""

    ref: str
    change: Change


@dataclass(frozen=True, slots=True)
class Proving:
    """A result in which a changed step was done, after its change."""

    ref: str
    result: DrillResult
    step: str
    recorded: Commit


@dataclass(frozen=True, slots=True)
class Erosion:
    """A step that does no longer what was implemented or proved."""

    ref: str
    wear: Wear
    lost: tuple[FieldChange, ...]
    commit: Commit | None
    """The newest commit that changed the step; None when history does not tell."""

    @property
    def text(self) -> str:
        return self.wear.label.format(ref=self.ref)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a lesson's evidence bears."""

    borne: LessonStatus
    """The highest status that holds today."""
    reached: LessonStatus
    """The highest that held once: above `borne` when the lesson has eroded."""
    decision: Commit | None
    """The commit that recorded the decision."""
    implementing: tuple[Implementing, ...] = ()
    """The newest first."""
    proving: tuple[Proving, ...] = ()
    erosions: tuple[Erosion, ...] = ()
    lacking: tuple[tuple[LessonStatus, Lacking], ...] = ()
    """What each status above `borne` lacks."""

    def lacking_for(self, status: LessonStatus) -> tuple[Lacking, ...]:
        return tuple(lacking for of, lacking in self.lacking if of is status)

    def bears(self, status: LessonStatus) -> bool:
        return status not in ORDER or ORDER.index(status) <= ORDER.index(self.borne)

    def has_worn_from(self, status: LessonStatus) -> bool:
        """Whether the status held once and erosion took it."""
        return not self.bears(status) and ORDER.index(status) <= ORDER.index(self.reached)


@dataclass(frozen=True)
class Evidence:
    """The repository as a witness: one for all lessons."""

    library: Library
    history: History
    changes: Changes

    def standing(self, lesson: Lesson) -> Standing:
        """What the evidence bears of a lesson. Only with a known history: `changes.is_known`."""
        if lesson.status is LessonStatus.REJECTED:
            return Standing(LessonStatus.REJECTED, LessonStatus.REJECTED, None)
        return _Case(self, lesson).standing()

    @cached_property
    def citing(self) -> dict[str, tuple[Implementing, ...]]:
        """Lesson → every change that left a step citing it, the newest first. Both are called as they are today."""
        cited = (
            (self.now("lesson", lesson), Implementing(self.now(*change.key), change))
            for change in self.changes.all
            if change.key[0] == "step" and change.after is not None
            for lesson in _cited(change.after)
        )
        found: dict[str, list[Implementing]] = {}
        for lesson, implementing in cited:
            found.setdefault(lesson, []).append(implementing)
        return {lesson: tuple(each) for lesson, each in found.items()}

    def now(self, kind: str, id: str) -> str:
        """What a thing that had this id once is called today."""
        return self._names_now.get((kind, id), id)

    @cached_property
    def _names_now(self) -> dict[Key, str]:
        now: dict[Key, str] = {}
        for change in self.changes.all:
            if change.was:
                now.setdefault(change.was, now.get(change.key, change.key[1]))
        return {was: name for was, name in now.items() if was not in self.library.defined}

    def done_steps(self, result: DrillResult, recorded: Commit) -> Iterator[str]:
        """The steps that were done, by the items as they were when the result was recorded, called as they are today."""
        for each in result.items:
            if each.outcome is Outcome.DONE and (step := self._step_of(f"{result.drill}/{each.item}", recorded)):
                yield self.now("step", step)

    def _step_of(self, item: str, at: Commit) -> str | None:
        """The step that an item of a checklist exercised at a commit."""
        for change in self.changes.of("item", item):
            if change.after is not None and not self.history.is_before(at.id, change.commit.id):
                return str(change.after.get("step"))
        return None

    def recorded(self, kind: str, id: str) -> Commit | None:
        """The commit with which a thing that is there now first came."""
        changes = self.changes.of(kind, id)
        for change in changes:
            if change.before is None:
                return change.commit
        return changes[-1].commit if changes else None


def _cited(said: Said) -> Iterable[str]:
    lessons = said.get("lessons")
    return filter(lambda each: isinstance(each, str), lessons) if isinstance(lessons, list) else ()


@dataclass(frozen=True)
class _Case:
    """One lesson before the evidence."""

    evidence: Evidence
    lesson: Lesson

    def standing(self) -> Standing:
        decided = self.lesson.decided_on is not None
        base = min(self.lesson.status, LessonStatus.IDENTIFIED, key=ORDER.index)
        if not decided:
            lacking = ((LessonStatus.DECIDED, Lacking(Lack.DECISION)), *self._lacking(base))
            return Standing(base, base, None, lacking=lacking)
        implementing, proving = self.implementing, self.proving
        erosions = tuple(self._erosions())
        worn = {erosion.ref for erosion in erosions}
        gone = {erosion.ref for erosion in erosions if erosion.wear is not Wear.WEAKENED}
        borne = reached = LessonStatus.DECIDED
        if implementing:
            reached = LessonStatus.LEARNED if proving else LessonStatus.IMPLEMENTED
        if any(each.ref not in gone for each in implementing):
            borne = LessonStatus.IMPLEMENTED
            if any(proof.step not in worn for proof in proving):
                borne = LessonStatus.LEARNED
        # Worn is what fell below what it had reached: a second step that still holds keeps the lesson where it is.
        holds = any(each.ref not in worn for each in implementing)
        shown = () if borne is reached and holds else erosions
        return Standing(borne, reached, self.decision, implementing, proving, shown, tuple(self._lacking(borne)))

    @cached_property
    def decision(self) -> Commit | None:
        """The commit that recorded the present day of decision."""
        day = self.lesson.decided_on
        found = None
        for change in self.evidence.changes.of("lesson", self.lesson.id):
            if change.after is None or change.after.get("decided_on") != (day.isoformat() if day else None):
                break
            found = change.commit
        return found

    @cached_property
    def implementing(self) -> tuple[Implementing, ...]:
        citing = self.evidence.citing.get(self.lesson.id, ())
        return tuple(
            each for each in citing if changes_what_is_done(each.change) and self._is_decided(each.change.commit)
        )

    def _is_decided(self, commit: Commit) -> bool:
        """Whether the commit came after the decision. On the day itself the order of commits tells."""
        day = self.lesson.decided_on or date.max
        before, decision = self.evidence.history.is_before, self.decision
        if commit.day > day or decision is None:
            return commit.day >= day
        if commit.day == day:
            return not before(commit.id, decision.id)
        # Its clock was wrong: it came after the commit that told of a decision already taken.
        return decision.day >= day and before(decision.id, commit.id)

    @cached_property
    def proving(self) -> tuple[Proving, ...]:
        found = (self._proves(ref) for ref in self.lesson.results)
        return tuple(each for each in found if isinstance(each, Proving))

    def _proves(self, ref: str) -> Proving | Lacking:
        """The result as a proof, or why it is none."""
        library = self.evidence.library
        result = library.results.get(ref)
        recorded = self.evidence.recorded("result", ref)
        if result is None or recorded is None:
            return Lacking(Lack.RESULT)
        if is_example_unit(library, ref.partition("/")[0]) and not is_example_unit(library, self.lesson.municipality):
            return Lacking(Lack.REAL, ref)
        done = set(self.evidence.done_steps(result, recorded))
        changed = [each for each in self.implementing if each.ref in done]
        if not changed:
            return Lacking(Lack.DONE, ref)
        for each in changed:
            commit = each.change.commit
            if commit.day <= result.held_on and self.evidence.history.is_before(commit.id, recorded.id):
                return Proving(ref, result, each.ref, recorded)
        return Lacking(Lack.LATER, ref)

    def _erosions(self) -> Iterator[Erosion]:
        """The steps that lost what they had when they were last proved, or else when they were first changed."""
        library = self.evidence.library
        for ref, found in grouped(self.implementing, lambda each: (each.ref,)).items():
            step = library.steps.get(ref)
            newest = next(iter(self.evidence.changes.of("step", ref)), None)
            commit = newest.commit if newest else None
            if step is None:
                yield Erosion(ref, Wear.REMOVED, (), commit)
            elif self.lesson.id not in step.lessons:
                yield Erosion(ref, Wear.UNCITED, (), commit)
            elif self._is_undone(step, found, newest):
                yield Erosion(ref, Wear.UNDONE, (), commit)
            elif lost := weaknesses(_still_asked(self._reference(ref, found)), _said(step)):
                yield Erosion(ref, Wear.WEAKENED, lost, commit)

    @staticmethod
    def _is_undone(step: Step, found: tuple[Implementing, ...], newest: Change | None) -> bool:
        """Whether the step asks what it asked before the first change after the decision."""
        before = found[-1].change.before
        said = [_said(step), *([newest.after] if newest and newest.after else [])]
        return before is not None and what_is_done(before) in map(what_is_done, said)

    def _reference(self, ref: str, found: tuple[Implementing, ...]) -> Said:
        """What the step said at its last proof; without one, what the first change after the decision made of it."""
        before = self.evidence.history.is_before
        proofs = [proof for proof in self.proving if proof.step == ref]
        for change in self.evidence.changes.of("step", ref):
            if change.after is not None and any(before(change.commit.id, proof.recorded.id) for proof in proofs):
                return change.after
        return found[-1].change.after or {}

    def _lacking(self, borne: LessonStatus) -> Iterator[tuple[LessonStatus, Lacking]]:
        lesson, library = self.lesson, self.evidence.library
        if borne is not LessonStatus.IMPLEMENTED and borne is not LessonStatus.LEARNED:
            citing = [ref for ref in lesson.steps if ref in library.steps and lesson.id in library.steps[ref].lessons]
            yield LessonStatus.IMPLEMENTED, Lacking(Lack.CHANGE, _any_of(citing)) if citing else Lacking(Lack.STEP)
        if borne is not LessonStatus.LEARNED and not self.proving:
            why = [each for ref in lesson.results if isinstance(each := self._proves(ref), Lacking)]
            yield from ((LessonStatus.LEARNED, each) for each in why or [Lacking(Lack.RESULT)])


def _any_of(refs: Sequence[str]) -> str:
    """One of these will do."""
    more = f" או אחד מ־{len(refs) - NAMED} אחרים" if len(refs) > NAMED else ""
    return " או ".join(refs[:NAMED]) + more


def _said(step: Step) -> Said:
    """A step as its file says it."""
    said: dict[str, Any] = step.model_dump(mode="json", exclude_defaults=True)
    return said


def _still_asked(said: Said) -> Said:
    """Without the fields of older rules: that a field was given up everywhere is no loss of one step."""
    return {name: value for name, value in said.items() if name in Step.model_fields}
