"""Checks of one type of thing, its dates among them, and the evidence that a lesson's status asks for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.content.unread import Unread
from kb_tools.model import municipality as m
from kb_tools.model.asking import concerns, may_answer, of_an_example
from kb_tools.model.base import Entry
from kb_tools.model.document import Document
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.lesson import Lesson, LessonStatus, Level
from kb_tools.model.library import Library, Municipality
from kb_tools.model.playbook import Playbook
from kb_tools.model.problem import FieldPath
from kb_tools.model.proof import DECIDED, missing_proof, missing_tracks
from kb_tools.model.role import CallForProposals, Role, Scenario
from kb_tools.model.traits import traits_of
from kb_tools.model.uptake import Answer, Decision, UptakeFile
from kb_tools.model.vocabulary import Traits

T = TypeVar("T", bound=Entry)


def _playbook(_library: Library, document: Document, _today: date) -> Findings:
    book = _as(document, Playbook)
    for index, step in enumerate(book.steps):
        if step.owner is None and step.department is None:
            yield Finding(document.path, ("steps", index), "step-unowned")
    if book.reviewed_on and book.valid_until:
        yield from _ordered(document, ("valid_until",), book.reviewed_on, book.valid_until)


def _drill(_library: Library, document: Document, _today: date) -> Findings:
    injects = _as(document, Drill).injects
    for index in range(1, len(injects)):
        before, after = injects[index - 1], injects[index]
        if after.minute < before.minute or after.number <= before.number:
            yield Finding(document.path, ("injects", index, "minute"), "inject-order", {"found": after.number})


def _result(library: Library, document: Document, today: date) -> Findings:
    result = _as(document, DrillResult)
    yield from _past(document, ("held_on",), result.held_on, today)
    if drill := library.drills.get(result.drill):
        items = ({item.item for item in result.items}, {item.id for item in drill.checklist})
        objectives = (
            {rated.objective for rated in result.objectives},
            {objective.id for objective in drill.objectives},
        )
        for answered, asked in (items, objectives):
            # An answer to what was not asked is told as a dangling id; it may be the one that is missing.
            for wanted in sorted(asked - answered) if answered <= asked else ():
                # Paper of another revision could not ask what was added since.
                code = "result-unasked" if result.revision else "result-incomplete"
                yield Finding(document.path, (), code, {"found": shown(wanted)})
    yield from _twice(document, "items", [item.item for item in result.items], "result-twice")
    yield from _twice(document, "objectives", [rated.objective for rated in result.objectives], "result-twice")
    for index, action in enumerate(result.review.actions if result.review else ()):
        path = ("review", "actions", index)
        yield from _ordered(document, (*path, "due"), action.start, action.due)
        if action.done_on:
            yield from _past(document, (*path, "done_on"), action.done_on, today)
            yield from _ordered(document, (*path, "done_on"), result.held_on, action.done_on)


def _lesson(library: Library, document: Document, today: date) -> Findings:
    lesson = _as(document, Lesson)
    yield from _past(document, ("event", "began_on"), lesson.event.began_on, today)
    if lesson.event.ended_on:
        yield from _past(document, ("event", "ended_on"), lesson.event.ended_on, today)
        yield from _ordered(document, ("event", "ended_on"), lesson.event.began_on, lesson.event.ended_on)
    if lesson.decided_on:
        yield from _past(document, ("decided_on",), lesson.decided_on, today)
        yield from _ordered(document, ("decided_on",), lesson.event.began_on, lesson.decided_on)
    for name, action in (("immediate", lesson.immediate), ("multi_year", lesson.multi_year)):
        if action and action.done_on:
            yield from _past(document, (name, "done_on"), action.done_on, today)
    if lesson.uptake_by and lesson.status is LessonStatus.OBSERVATION:
        yield Finding(document.path, ("uptake_by",), "uptake-early", {"found": lesson.status.label}, at_key=True)
    if lesson.level is Level.LOCAL and lesson.municipality is None:
        yield Finding(document.path, ("level",), "local-lesson")
    for index, ref in enumerate(lesson.steps):
        step = library.steps.get(ref)
        if step is not None and lesson.id not in step.lessons:
            yield Finding(document.path, ("steps", index), "lesson-step", {"found": shown(ref)})
    yield from _tracks(document, lesson)


def evidence(library: Library, unread: Unread) -> Findings:
    """What a lesson's status asks for and the files lack; a result that could not be read may bear it."""
    for document in library.documents:
        lesson = document.content
        if not isinstance(lesson, Lesson) or any(unread.may_define(("result", ref)) for ref in lesson.results):
            continue
        for proof in missing_proof(library, lesson, lesson.status):
            facts = {"found": lesson.status.label, "right": f"{proof.label} ({proof})"}
            yield Finding(document.path, ("status",), "status-evidence", facts)


def _tracks(document: Document, lesson: Lesson) -> Findings:
    absent = missing_tracks(lesson) if lesson.status in DECIDED else ()
    if absent:
        yield Finding(document.path, ("status",), "tracks-missing", {"right": " ו־".join(absent)})


def _traits(_library: Library, document: Document, _today: date) -> Findings:
    for index, trait in enumerate(getattr(document.content, "terms", ())):
        by_figure = trait.figure is not None and (trait.at_least is not None or trait.at_most is not None)
        if by_figure == (trait.municipality_kind is not None):
            yield Finding(document.path, ("terms", index), "trait-rule")


def _profile(_library: Library, document: Document, today: date) -> Findings:
    profile = _as(document, m.Profile)
    if profile.role_holder and profile.role_holder.since:
        yield from _past(document, ("role_holder", "since"), profile.role_holder.since, today)
    for type_, values in profile.figures.items():
        for index, figure in enumerate(values):
            if figure.year > today.year + 1:
                facts: dict[str, object] = {"found": figure.year, "right": f"לכל היותר {today.year + 1}"}
                yield Finding(document.path, ("figures", type_, index, "year"), "out-of-range", facts)


def _needs(_library: Library, document: Document, today: date) -> Findings:
    for index, need in enumerate(_as(document, m.NeedsFile).needs):
        yield from _past(document, ("needs", index, "surveyed_on"), need.surveyed_on, today)


def _actors(_library: Library, document: Document, today: date) -> Findings:
    for index, actor in enumerate(_as(document, m.ActorsFile).actors):
        for name in ("agreed_on", "updated_on"):
            if day := getattr(actor, name):
                yield from _past(document, ("actors", index, name), day, today)


def _responses(library: Library, document: Document, today: date) -> Findings:
    for index, response in enumerate(_as(document, m.ResponsesFile).responses):
        yield from _past(document, ("responses", index, "checked_on"), response.checked_on, today)
        need = library.of("need").get(f"{document.captures['municipality']}/{response.need}")
        if isinstance(need, m.Need) and response.phases and set(need.phases).isdisjoint(response.phases):
            facts = {"found": ", ".join(response.phases), "right": ", ".join(need.phases)}
            yield Finding(document.path, ("responses", index, "phases"), "response-phase", facts)


def _forum(_library: Library, document: Document, today: date) -> Findings:
    forum = _as(document, m.Forum)
    for name in ("meetings", "trainings"):
        for index, meeting in enumerate(getattr(forum, name)):
            yield from _past(document, (name, index, "held_on"), meeting.held_on, today)
    for index, meeting in enumerate(forum.meetings):
        for number, action in enumerate(meeting.actions):
            path = ("meetings", index, "actions", number)
            yield from _ordered(document, (*path, "due"), meeting.held_on, action.due)
            if action.done_on:
                yield from _past(document, (*path, "done_on"), action.done_on, today)
                yield from _ordered(document, (*path, "done_on"), meeting.held_on, action.done_on)


def _plan(_library: Library, document: Document, today: date) -> Findings:
    plan = _as(document, m.Plan)
    for name, items in (("immediate", plan.immediate), ("multi_year", plan.multi_year)):
        for index, item in enumerate(items):
            if item.done_on:
                yield from _past(document, (name, index, "done_on"), item.done_on, today)


def _resilience(_library: Library, document: Document, today: date) -> Findings:
    for index, wave in enumerate(_as(document, m.ResilienceFile).waves):
        yield from _past(document, ("waves", index, "measured_on"), wave.measured_on, today)
        yield from _ordered(document, ("waves", index, "valid_until"), wave.measured_on, wave.valid_until)
        if not any(getattr(wave.scores, name) for name in m.FactorScores.model_fields):
            yield Finding(document.path, ("waves", index, "scores"), "too-few", {"found": 0, "right": "ציון אחד"})


def _adaptation(library: Library, document: Document, today: date) -> Findings:
    adaptation = _as(document, m.Adaptation)
    yield from _past(document, ("reviewed_on",), adaptation.reviewed_on, today)
    for index, change in enumerate(adaptation.changes):
        if change.change is not m.ChangeKind.SKIP and change.what is None:
            yield Finding(document.path, ("changes", index), "change-empty")
        if change.change is m.ChangeKind.SKIP:
            for name in ("what", "owner"):
                if getattr(change, name) is not None:
                    yield Finding(document.path, ("changes", index, name), "change-skip", {"found": name}, at_key=True)
    yield from _twice(document, "changes", [_changed_step(change) for change in adaptation.changes], "change-twice")
    changed = _changed_elsewhere(library, document, adaptation)
    for index, change in enumerate(adaptation.changes):
        if _changed_step(change) in changed:
            yield Finding(document.path, ("changes", index), "change-twice", {"found": shown(change.step)})


def _changed_elsewhere(library: Library, document: Document, adaptation: m.Adaptation) -> frozenset[str | None]:
    """The steps that earlier adaptations of the same playbook by the same authority replace or skip."""
    owner = library.municipalities.get(document.captures["municipality"])
    found: set[str | None] = set()
    for other in owner.adaptations if owner else ():
        if other is adaptation:
            break
        if other.playbook == adaptation.playbook:
            found.update(_changed_step(change) for change in other.changes)
    return frozenset(found - {None})


def _changed_step(change: m.StepChange) -> str | None:
    """The step that no longer stands as it was; several additions may follow one step."""
    return None if change.change is m.ChangeKind.ADD else change.step


def _uptake(library: Library, document: Document, today: date) -> Findings:
    answers = _as(document, UptakeFile).answers
    owner = library.municipalities.get(document.captures["municipality"])
    for index, answer in enumerate(answers):
        path = ("answers", index)
        yield from _past(document, (*path, "decided_on"), answer.decided_on, today)
        if answer.decision is not Decision.ADOPTED and answer.because is None:
            yield Finding(document.path, path, "uptake-because", {"found": answer.decision.label})
        if answer.decision is not Decision.ADAPTED and answer.adaptation is not None:
            facts = {"found": answer.decision.label}
            yield Finding(document.path, (*path, "adaptation"), "uptake-adaptation", facts, at_key=True)
        lesson = library.lessons.get(answer.lesson)
        if lesson is not None:
            yield from _ordered(document, (*path, "decided_on"), lesson.event.began_on, answer.decided_on)
            yield from _addressed(library, document, path, answer, lesson, owner) if owner else ()
    yield from _twice(document, "answers", [answer.lesson for answer in answers], "uptake-twice")


def _addressed(
    library: Library, document: Document, path: FieldPath, answer: Answer, lesson: Lesson, owner: Municipality
) -> Findings:
    """Whether the lesson is one that the authority may answer; an answer that nobody asked for is only told of."""
    if of_an_example(library, lesson) and not owner.profile.example:
        yield Finding(document.path, (*path, "lesson"), "uptake-example", {"found": shown(answer.lesson)})
        return
    traits = {trait.id for trait in traits_of(library, owner.profile)}
    if not may_answer(library, lesson, owner) or not concerns(lesson, traits):
        yield Finding(document.path, (*path, "lesson"), "uptake-unasked", {"found": shown(answer.lesson)})


def _reviewed(_library: Library, document: Document, today: date) -> Findings:
    day = getattr(document.content, "reviewed_on", None)
    if day:
        yield from _past(document, ("reviewed_on",), day, today)


def _twice(document: Document, name: str, ids: Sequence[str | None], code: str) -> Findings:
    """Items of the list `name` that say again what an earlier one said."""
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Finding(document.path, (name, index), code, {"found": shown(id_)})
        elif id_ is not None:
            seen.add(id_)


def _past(document: Document, path: FieldPath, day: date, today: date) -> Findings:
    if day > today:
        yield Finding(document.path, path, "date-future", {"found": day.isoformat()})


def _ordered(document: Document, path: FieldPath, first: date, then: date) -> Findings:
    if first > then:
        yield Finding(document.path, path, "date-order", {"found": first.isoformat(), "right": then.isoformat()})


def _as(document: Document, type_: type[T]) -> T:
    content = document.content
    if not isinstance(content, type_):
        raise TypeError(f"{document.path} holds {type(content).__name__}, not {type_.__name__}")
    return content


Check = Callable[[Library, Document, date], Findings]

CHECKS: Mapping[type[Entry], tuple[Check, ...]] = {
    Playbook: (_playbook, _reviewed),
    Drill: (_drill, _reviewed),
    DrillResult: (_result,),
    Lesson: (_lesson, _reviewed),
    Role: (_reviewed,),
    Scenario: (_reviewed,),
    CallForProposals: (_reviewed,),
    Traits: (_traits,),
    m.Profile: (_profile, _reviewed),
    m.NeedsFile: (_needs,),
    m.ActorsFile: (_actors,),
    m.ResponsesFile: (_responses,),
    m.Forum: (_forum,),
    m.Plan: (_plan,),
    m.ResilienceFile: (_resilience,),
    m.Adaptation: (_adaptation,),
    UptakeFile: (_uptake,),
}
