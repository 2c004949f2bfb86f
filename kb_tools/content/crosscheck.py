"""What only the whole library can tell: dangling and duplicate ids, dates, evidence, sources.

Each check is a generator of findings over the library; `across_files` is the list of them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from kb_tools.content.field_errors import Finding, shown
from kb_tools.model import municipality as m
from kb_tools.model.base import PROPOSAL, Entry, Sourced, Statement
from kb_tools.model.document import Document
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.lesson import Lesson, Level
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.problem import FieldPath
from kb_tools.model.proof import DECIDED, missing_proof, missing_tracks
from kb_tools.model.role import CallForProposals, Role, Scenario
from kb_tools.model.source import SourceKind
from kb_tools.model.survey import survey
from kb_tools.model.vocabulary import Traits, Vocabulary

Findings = Iterator[Finding]
T = TypeVar("T", bound=Entry)


def across_files(library: Library, today: date) -> Findings:
    """Every mistake that one file alone does not show."""
    yield from _dangling(library)
    yield from _duplicates(library)
    yield from _folders_without_profile(library)
    yield from _cycles(library)
    for document in library.documents:
        for check in _CHECKS.get(type(document.content), ()):
            yield from check(library, document, today)
        yield from _sourcing(library, document)


# --- ids -------------------------------------------------------------------------------------------------------------


def _dangling(library: Library) -> Findings:
    names = {kind: list(library.of(kind)) for kind in KIND_LABELS}
    for found in library.mentions:
        target = found.mention.target
        if target in library.defined:
            continue
        kind, wanted = target
        owner, _, _ = wanted.rpartition("/")
        near = _nearest(wanted, names.get(kind, []))
        facts = {"kind": KIND_LABELS.get(kind, kind), "found": shown(wanted), "right": _suggestion(near, names.get(kind, []))}
        code = "step-removed" if kind == "step" and owner in library.playbooks else "ref-dangling"
        yield Finding(found.file, found.mention.path, code, facts)


def _nearest(wanted: str, known: list[str]) -> list[str]:
    owner, _, _ = wanted.rpartition("/")
    siblings = [id_ for id_ in known if id_.startswith(f"{owner}/")] if owner else known
    return get_close_matches(wanted, siblings[:5_000], 3, 0.55)


def _suggestion(near: list[str], known: list[str]) -> str:
    if near:
        return f"אולי {' / '.join(near)}?"
    return f"הקיימים: {', '.join(known[:12])}{'…' if len(known) > 12 else ''}" if known else "עדיין אין כאלה במאגר"


def _duplicates(library: Library) -> Findings:
    for (kind, id_), defined in library.duplicates:
        first = library.defined[kind, id_]
        yield Finding(defined.file, (*defined.path, "id"), "id-duplicate", {"found": shown(id_), "right": first.file})


def _folders_without_profile(library: Library) -> Findings:
    seen: set[str] = set()
    for document in library.documents:
        id_ = document.captures.get("municipality")
        if id_ and id_ not in library.municipalities and id_ not in seen:
            seen.add(id_)
            folder = document.path.split(f"/{id_}/")[0]
            facts = {"right": f"{folder}/{id_}/profile.yml", "why": "בלעדיו אין רשות שהקבצים בתיקייה שייכים לה"}
            yield Finding(document.path, (), "file-missing", facts)


def _cycles(library: Library) -> Findings:
    chains: tuple[tuple[str, dict[str, str | None], str], ...] = (
        ("role", {id_: role.reports_to for id_, role in library.roles.items()}, "reports_to"),
        ("need-type", {id_: term.parent for id_, term in library.need_types.items()}, "parent"),
        ("population", {id_: term.parent for id_, term in library.populations.items()}, "parent"),
    )
    for kind, above, name in chains:
        for start in _on_a_cycle(above):
            defined = library.defined[kind, start]
            facts = {"kind": KIND_LABELS[kind], "found": f"{start} → {above[start]}"}
            yield Finding(defined.file, (*defined.path, name), "cycle", facts)


def _on_a_cycle(above: dict[str, str | None]) -> list[str]:
    """The smallest id of each cycle: one finding a cycle."""
    found: set[str] = set()
    for start in above:
        trail: list[str] = []
        here: str | None = start
        while here is not None and here not in trail:
            trail.append(here)
            here = above.get(here)
        if here is not None:
            found.add(min(trail[trail.index(here) :]))
    return sorted(found)


# --- sources ---------------------------------------------------------------------------------------------------------

_BASES = frozenset({SourceKind.STANDARD, SourceKind.LAW, SourceKind.RESEARCH})
_MUST_CITE = (Step, Statement, Scenario, Lesson, Drill, Playbook, Role)
_CLAIMS = (m.RoleHolder, m.Need, m.Actor, m.Response, m.Forum, m.ResilienceWave, m.Plan, m.Adaptation, DrillResult)


def _sourcing(library: Library, document: Document) -> Findings:
    owner = library.municipalities.get(document.captures.get("municipality", ""))
    real = owner is not None and not owner.profile.example
    if isinstance(document.content, Vocabulary):
        return
    for path, entry in _sourced(document.content):
        if isinstance(entry, _MUST_CITE) and not entry.sources:
            yield Finding(document.path, path, "unsourced")
        if entry.proposal and not any(_kind_of_source(library, c.source) in _BASES for c in entry.sources):
            yield Finding(document.path, (*path, "proposal"), "proposal-basis", {"found": PROPOSAL})
        if real and isinstance(entry, _CLAIMS) and not entry.sources:
            yield Finding(document.path, path, "real-unsourced")
    if real:
        yield from _example_sources(library, document)


def _sourced(entry: Entry, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Sourced]]:
    if isinstance(entry, Sourced):
        yield path, entry
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if isinstance(value, Entry):
            yield from _sourced(value, (*path, name))
        elif isinstance(value, tuple) and value and isinstance(value[0], Entry):
            for index, item in enumerate(value):
                yield from _sourced(item, (*path, name, index))


def _kind_of_source(library: Library, id_: str) -> SourceKind | None:
    source = library.sources.get(id_)
    return source.source_kind if source else None


def _example_sources(library: Library, document: Document) -> Findings:
    for mention in survey(document.content, document.owner, document.scopes).mentions:
        kind, id_ = mention.target
        if kind == "source" and _kind_of_source(library, id_) is SourceKind.EXAMPLE:
            yield Finding(document.path, mention.path, "real-example-source", {"found": shown(id_)})


# --- checks of one type ----------------------------------------------------------------------------------------------


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
    drill = library.drills.get(result.drill)
    if drill is not None:
        answered = {item.item for item in result.items} | {objective.objective for objective in result.objectives}
        for wanted in (*(item.id for item in drill.checklist), *(objective.id for objective in drill.objectives)):
            if wanted not in answered:
                yield Finding(document.path, (), "result-incomplete", {"found": shown(wanted)})
    for index, action in enumerate(result.review.actions if result.review else ()):
        yield from _ordered(document, ("review", "actions", index, "due"), action.start, action.due)


def _lesson(library: Library, document: Document, today: date) -> Findings:
    lesson = _as(document, Lesson)
    yield from _past(document, ("event", "began_on"), lesson.event.began_on, today)
    if lesson.event.ended_on:
        yield from _ordered(document, ("event", "ended_on"), lesson.event.began_on, lesson.event.ended_on)
    if lesson.decided_on:
        yield from _past(document, ("decided_on",), lesson.decided_on, today)
        yield from _ordered(document, ("decided_on",), lesson.event.began_on, lesson.decided_on)
    if lesson.level is Level.LOCAL and lesson.municipality is None:
        yield Finding(document.path, ("level",), "local-lesson")
    for index, ref in enumerate(lesson.steps):
        step = library.steps.get(ref)
        if step is not None and lesson.id not in step.lessons:
            yield Finding(document.path, ("steps", index), "lesson-step", {"found": shown(ref)})
    yield from _tracks(document, lesson)
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


def _needs(_library: Library, document: Document, today: date) -> Findings:
    for index, need in enumerate(_as(document, m.NeedsFile).needs):
        yield from _past(document, ("needs", index, "surveyed_on"), need.surveyed_on, today)


def _actors(_library: Library, document: Document, today: date) -> Findings:
    for index, actor in enumerate(_as(document, m.ActorsFile).actors):
        for name in ("agreed_on", "updated_on"):
            if day := getattr(actor, name):
                yield from _past(document, ("actors", index, name), day, today)


def _responses(_library: Library, document: Document, today: date) -> Findings:
    for index, response in enumerate(_as(document, m.ResponsesFile).responses):
        yield from _past(document, ("responses", index, "checked_on"), response.checked_on, today)


def _forum(_library: Library, document: Document, today: date) -> Findings:
    forum = _as(document, m.Forum)
    for name in ("meetings", "trainings"):
        for index, meeting in enumerate(getattr(forum, name)):
            yield from _past(document, (name, index, "held_on"), meeting.held_on, today)
    for index, meeting in enumerate(forum.meetings):
        for number, action in enumerate(meeting.actions):
            yield from _ordered(document, ("meetings", index, "actions", number, "due"), meeting.held_on, action.due)


def _resilience(_library: Library, document: Document, today: date) -> Findings:
    for index, wave in enumerate(_as(document, m.ResilienceFile).waves):
        yield from _past(document, ("waves", index, "measured_on"), wave.measured_on, today)
        yield from _ordered(document, ("waves", index, "valid_until"), wave.measured_on, wave.valid_until)


def _adaptation(_library: Library, document: Document, today: date) -> Findings:
    adaptation = _as(document, m.Adaptation)
    yield from _past(document, ("reviewed_on",), adaptation.reviewed_on, today)
    for index, change in enumerate(adaptation.changes):
        if change.change is not m.ChangeKind.SKIP and change.what is None:
            yield Finding(document.path, ("changes", index), "change-empty")


def _reviewed(_library: Library, document: Document, today: date) -> Findings:
    day = getattr(document.content, "reviewed_on", None)
    if day:
        yield from _past(document, ("reviewed_on",), day, today)


# --- helpers ---------------------------------------------------------------------------------------------------------


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

_CHECKS: Mapping[type[Entry], tuple[Check, ...]] = {
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
    m.ResilienceFile: (_resilience,),
    m.Adaptation: (_adaptation,),
}
