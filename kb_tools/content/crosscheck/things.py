"""Checks of one type of thing, its dates among them, and the evidence that a lesson's status asks for."""

from collections.abc import Callable, Mapping
from datetime import date

from kb_tools.content.crosscheck import drills
from kb_tools.content.crosscheck.found import content_as, ordered, past, twice
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


def _playbook(_library: Library, document: Document, _today: date) -> Findings:
    book = content_as(document, Playbook)
    for index, step in enumerate(book.steps):
        if step.owner is None and step.department is None:
            yield Finding(document.path, ("steps", index), "step-unowned")
    if book.reviewed_on and book.valid_until:
        yield from ordered(document, ("valid_until",), book.reviewed_on, book.valid_until)


def _lesson(library: Library, document: Document, today: date) -> Findings:
    lesson = content_as(document, Lesson)
    yield from past(document, ("event", "began_on"), lesson.event.began_on, today)
    if lesson.event.ended_on:
        yield from past(document, ("event", "ended_on"), lesson.event.ended_on, today)
        yield from ordered(document, ("event", "ended_on"), lesson.event.began_on, lesson.event.ended_on)
    if lesson.decided_on:
        yield from past(document, ("decided_on",), lesson.decided_on, today)
        yield from ordered(document, ("decided_on",), lesson.event.began_on, lesson.decided_on)
    for name, action in (("immediate", lesson.immediate), ("multi_year", lesson.multi_year)):
        if action and action.done_on:
            yield from past(document, (name, "done_on"), action.done_on, today)
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
    profile = content_as(document, m.Profile)
    if profile.role_holder and profile.role_holder.since:
        yield from past(document, ("role_holder", "since"), profile.role_holder.since, today)
    for type_, values in profile.figures.items():
        for index, figure in enumerate(values):
            if figure.year > today.year + 1:
                facts: dict[str, object] = {"found": figure.year, "right": f"לכל היותר {today.year + 1}"}
                yield Finding(document.path, ("figures", type_, index, "year"), "out-of-range", facts)


def _needs(_library: Library, document: Document, today: date) -> Findings:
    for index, need in enumerate(content_as(document, m.NeedsFile).needs):
        yield from past(document, ("needs", index, "surveyed_on"), need.surveyed_on, today)


def _actors(_library: Library, document: Document, today: date) -> Findings:
    for index, actor in enumerate(content_as(document, m.ActorsFile).actors):
        for name in ("agreed_on", "updated_on"):
            if day := getattr(actor, name):
                yield from past(document, ("actors", index, name), day, today)


def _responses(library: Library, document: Document, today: date) -> Findings:
    for index, response in enumerate(content_as(document, m.ResponsesFile).responses):
        yield from past(document, ("responses", index, "checked_on"), response.checked_on, today)
        need = library.of("need").get(f"{document.captures['municipality']}/{response.need}")
        if isinstance(need, m.Need) and response.phases and set(need.phases).isdisjoint(response.phases):
            facts = {"found": ", ".join(response.phases), "right": ", ".join(need.phases)}
            yield Finding(document.path, ("responses", index, "phases"), "response-phase", facts)


def _forum(_library: Library, document: Document, today: date) -> Findings:
    forum = content_as(document, m.Forum)
    for name in ("meetings", "trainings"):
        for index, meeting in enumerate(getattr(forum, name)):
            yield from past(document, (name, index, "held_on"), meeting.held_on, today)
    for index, meeting in enumerate(forum.meetings):
        for number, action in enumerate(meeting.actions):
            path = ("meetings", index, "actions", number)
            yield from ordered(document, (*path, "due"), meeting.held_on, action.due)
            if action.done_on:
                yield from past(document, (*path, "done_on"), action.done_on, today)
                yield from ordered(document, (*path, "done_on"), meeting.held_on, action.done_on)


def _plan(_library: Library, document: Document, today: date) -> Findings:
    plan = content_as(document, m.Plan)
    for name, items in (("immediate", plan.immediate), ("multi_year", plan.multi_year)):
        for index, item in enumerate(items):
            if item.done_on:
                yield from past(document, (name, index, "done_on"), item.done_on, today)


def _resilience(_library: Library, document: Document, today: date) -> Findings:
    for index, wave in enumerate(content_as(document, m.ResilienceFile).waves):
        yield from past(document, ("waves", index, "measured_on"), wave.measured_on, today)
        yield from ordered(document, ("waves", index, "valid_until"), wave.measured_on, wave.valid_until)
        if not any(getattr(wave.scores, name) for name in m.FactorScores.model_fields):
            yield Finding(document.path, ("waves", index, "scores"), "too-few", {"found": 0, "right": "ציון אחד"})


def _adaptation(library: Library, document: Document, today: date) -> Findings:
    adaptation = content_as(document, m.Adaptation)
    yield from past(document, ("reviewed_on",), adaptation.reviewed_on, today)
    for index, change in enumerate(adaptation.changes):
        if change.change is not m.ChangeKind.SKIP and change.what is None:
            yield Finding(document.path, ("changes", index), "change-empty")
        if change.change is m.ChangeKind.SKIP:
            for name in ("what", "owner"):
                if getattr(change, name) is not None:
                    yield Finding(document.path, ("changes", index, name), "change-skip", {"found": name}, at_key=True)
    yield from twice(document, "changes", [_changed_step(change) for change in adaptation.changes], "change-twice")
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
    answers = content_as(document, UptakeFile).answers
    owner = library.municipalities.get(document.captures["municipality"])
    for index, answer in enumerate(answers):
        path = ("answers", index)
        yield from past(document, (*path, "decided_on"), answer.decided_on, today)
        if answer.decision is not Decision.ADOPTED and answer.because is None:
            yield Finding(document.path, path, "uptake-because", {"found": answer.decision.label})
        if answer.decision is not Decision.ADAPTED and answer.adaptation is not None:
            facts = {"found": answer.decision.label}
            yield Finding(document.path, (*path, "adaptation"), "uptake-adaptation", facts, at_key=True)
        lesson = library.lessons.get(answer.lesson)
        if lesson is not None:
            yield from ordered(document, (*path, "decided_on"), lesson.event.began_on, answer.decided_on)
            yield from _addressed(library, document, path, answer, lesson, owner) if owner else ()
    yield from twice(document, "answers", [answer.lesson for answer in answers], "uptake-twice")


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
        yield from past(document, ("reviewed_on",), day, today)


Check = Callable[[Library, Document, date], Findings]

CHECKS: Mapping[type[Entry], tuple[Check, ...]] = {
    Playbook: (_playbook, _reviewed),
    Drill: (drills.drill, _reviewed),
    DrillResult: (drills.result,),
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
