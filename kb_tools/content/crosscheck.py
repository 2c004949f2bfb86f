"""What only the whole library can tell: dangling and duplicate ids, dates, evidence, sources.

Each check is a generator of findings over the library; `across_files` is the list of them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from kb_tools.content.field_errors import Finding, shown
from kb_tools.content.unread import EVERYTHING_READ, Unread
from kb_tools.model import municipality as m
from kb_tools.model.base import PROPOSAL, Entry, Sourced, Statement
from kb_tools.model.document import Document
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.fields import ListOf, entry_types, fields_of
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.lesson import Lesson, Level
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.problem import FieldPath
from kb_tools.model.proof import DECIDED, missing_proof, missing_tracks
from kb_tools.model.role import CallForProposals, Role, Scenario
from kb_tools.model.source import SourceKind
from kb_tools.model.vocabulary import Traits, Vocabulary

if TYPE_CHECKING:
    from kb_tools.model.survey import Key

Findings = Iterator[Finding]
T = TypeVar("T", bound=Entry)


def across_files(library: Library, today: date, unread: Unread = EVERYTHING_READ) -> Findings:
    """Every mistake that one file alone does not show. What `unread` files may define is not called missing."""
    yield from _dangling(library, unread)
    yield from _duplicates(library)
    yield from _folders_without_a_head(library, unread)
    yield from _cycles(library)
    for document in library.documents:
        for check in _CHECKS.get(type(document.content), ()):
            yield from check(library, document, today)
        yield from _sourcing(library, document)
    yield from _example_sources(library)
    yield from _evidence(library, unread)


# --- ids -------------------------------------------------------------------------------------------------


def _dangling(library: Library, unread: Unread) -> Findings:
    suggest = _Suggestions(library)
    for found in library.mentions:
        target = found.mention.target
        if target in library.defined or unread.may_define(target):
            continue
        kind, wanted = target
        owner, _, _ = wanted.rpartition("/")
        facts = {"kind": KIND_LABELS.get(kind, kind), "found": shown(wanted), "right": suggest(kind, wanted)}
        code = "step-removed" if kind == "step" and owner in library.playbooks else "ref-dangling"
        yield Finding(found.file, found.mention.path, code, facts, needle=f"[@{wanted}" if kind == "source" else "")


class _Suggestions:
    """What a dangling id was probably meant to be.

    Comparing costs some microseconds a candidate, so each id is looked up once and the candidates are bounded: a
    vocabulary that vanished leaves tens of thousands of dangling ids.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Key, str] = {}
        self._siblings: dict[str, dict[str, list[str]]] = {}
        self._comparisons = 200_000

    def __call__(self, kind: str, wanted: str) -> str:
        key = (kind, wanted)
        if key not in self._known:
            self._known[key] = self._suggestion(wanted, self._candidates(kind, wanted.rpartition("/")[0]))
        return self._known[key]

    def _candidates(self, kind: str, owner: str) -> list[str]:
        """The ids of the kind that share what qualifies the wanted one; all of the kind when none does."""
        if kind not in self._siblings:
            by_owner: dict[str, list[str]] = {}
            for id_ in self._library.of(kind):
                by_owner.setdefault(id_.rpartition("/")[0], []).append(id_)
            self._siblings[kind] = by_owner
        return self._siblings[kind].get(owner) or [*self._library.of(kind)][:100]

    def _suggestion(self, wanted: str, candidates: list[str]) -> str:
        self._comparisons -= len(candidates)
        near = get_close_matches(wanted, candidates, 3, 0.55) if self._comparisons > 0 else []
        if near:
            return f"אולי {' / '.join(near)}?"
        more = "…" if len(candidates) > 12 else ""
        return f"הקיימים: {', '.join(candidates[:12])}{more}." if candidates else "עדיין אין כאלה במאגר."


def _duplicates(library: Library) -> Findings:
    taken = {key for key, _ in library.duplicates}
    for (kind, id_), defined in library.duplicates:
        within, owner = defined.entry.within, id_.rpartition("/")[0]
        if (within, owner) in taken:
            continue  # the whole file bears an id twice, and that is told once
        first = library.defined[kind, id_]
        yield Finding(defined.file, (*defined.path, "id"), "id-duplicate", {"found": shown(id_), "right": first.file})


_HEADS = (
    ("municipality", "profile.yml", "בלעדיו אין רשות שהקבצים בתיקייה שייכים לה"),
    ("playbook", "playbook.yml", "בלעדיו אין ספר שהקבצים בתיקייה שייכים לו"),
)


def _folders_without_a_head(library: Library, unread: Unread) -> Findings:
    """Folders of an authority or a playbook whose own file is not there; told once, at the first file in them."""
    prose = [(f"{library.settings.playbooks}/{id_}/prose.md", "playbook", id_) for id_ in library.prose]
    placed = [
        (document.path, name, document.captures[name])
        for document in library.documents
        for name, _, _ in _HEADS
        if name in document.captures
    ]
    seen: set[Key] = set()
    for path, kind, id_ in sorted([*placed, *prose]):
        if (kind, id_) not in library.defined and not unread.may_define((kind, id_)) and (kind, id_) not in seen:
            seen.add((kind, id_))
            name, why = next((name, why) for head, name, why in _HEADS if head == kind)
            folder = path[: path.index(f"/{id_}/") + len(id_) + 2]
            yield Finding(path, (), "file-missing", {"right": f"{folder}{name}", "why": why})


def _cycles(library: Library) -> Findings:
    chains: tuple[tuple[str, dict[str, str | None], str], ...] = (
        ("role", {id_: role.reports_to for id_, role in library.roles.items()}, "reports_to"),
        ("need-type", {id_: term.parent for id_, term in library.need_types.items()}, "parent"),
        ("population", {id_: term.parent for id_, term in library.populations.items()}, "parent"),
    )
    for kind, above, name in chains:
        for cycle in _loops(above):
            defined = library.defined[kind, cycle[0]]
            facts = {"kind": KIND_LABELS[kind], "found": " ⟵ ".join([*cycle, cycle[0]])}
            yield Finding(defined.file, (*defined.path, name), "cycle", facts)


def _loops(above: Mapping[str, str | None]) -> list[list[str]]:
    """Each cycle of a chain, from its smallest id on. Linear: what was walked once is not walked again."""
    found: list[list[str]] = []
    walked: set[str] = set()
    for start in above:
        trail: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in walked:
            walked.add(here)
            trail[here] = None
            here = above.get(here)
        if here is not None and here in trail:
            cycle = list(trail)[list(trail).index(here) :]
            least = cycle.index(min(cycle))
            found.append(cycle[least:] + cycle[:least])
    return sorted(found)


# --- sources ---------------------------------------------------------------------------------------------------------

_BASES = frozenset({SourceKind.STANDARD, SourceKind.LAW, SourceKind.RESEARCH})
_MUST_CITE = (Step, Statement, Scenario, Lesson, Drill, Playbook, Role)
_CLAIMS = (m.RoleHolder, m.Need, m.Actor, m.Response, m.Forum, m.ResilienceWave, m.Plan, m.Adaptation, DrillResult)


def _sourcing(library: Library, document: Document) -> Findings:
    owner = library.municipalities.get(document.captures.get("municipality", ""))
    real = owner is not None and not owner.profile.example
    for path, entry in _sourced(document.content):
        if not entry.sources and isinstance(entry, _MUST_CITE):
            yield Finding(document.path, path, "unsourced")
        elif entry.proposal and not _has_basis(library, entry):
            yield Finding(document.path, (*path, "proposal"), "proposal-basis", {"found": PROPOSAL})
        if real and not entry.sources and isinstance(entry, _CLAIMS):
            yield Finding(document.path, path, "real-unsourced")


def _has_basis(library: Library, entry: Sourced) -> bool:
    """Whether a proposal cites a standard; a source that is not there may be one, and is told of as dangling."""
    sources = (library.sources.get(citation.source) for citation in entry.sources)
    return any(source is None or source.source_kind in _BASES for source in sources)


def _sourced(entry: Entry, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Sourced]]:
    """The entry and all entries in it that can cite sources; terms of a vocabulary are no statements."""
    if isinstance(entry, Sourced):
        yield path, entry
    for name, many in _leading_to_sourced(type(entry)):
        value = getattr(entry, name)
        if many:
            for index, item in enumerate(value):
                yield from _sourced(item, (*path, name, index))
        elif value is not None:
            yield from _sourced(value, (*path, name))


@cache
def _leading_to_sourced(model: type[Entry]) -> tuple[tuple[str, bool], ...]:
    """The fields below which something can cite sources, and whether each is a list."""
    if issubclass(model, Vocabulary):
        return ()
    fields = ((field, field.entry) for field in fields_of(model))
    return tuple(
        (field.name, isinstance(field.holds, ListOf))
        for field, entry in fields
        if entry and any(issubclass(type_, Sourced) for type_ in entry_types(entry))
    )


def _example_sources(library: Library) -> Findings:
    """Sources of made-up data that files of real authorities cite."""
    made_up = {id_ for id_, source in library.sources.items() if source.source_kind is SourceKind.EXAMPLE}
    mentions = [
        found
        for found in library.mentions
        if found.mention.target[0] == "source" and found.mention.target[1] in made_up
    ]
    owners = (
        {document.path: document.captures.get("municipality", "") for document in library.documents} if mentions else {}
    )
    for found in mentions:
        owner = library.municipalities.get(owners.get(found.file, ""))
        if owner is not None and not owner.profile.example:
            facts = {"found": shown(found.mention.target[1])}
            yield Finding(found.file, found.mention.path, "real-example-source", facts)


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
    if drill := library.drills.get(result.drill):
        items = ({item.item for item in result.items}, {item.id for item in drill.checklist})
        objectives = (
            {rated.objective for rated in result.objectives},
            {objective.id for objective in drill.objectives},
        )
        for answered, asked in (items, objectives):
            # An answer to what was not asked is told as a dangling id; it may be the one that is missing.
            for wanted in sorted(asked - answered) if answered <= asked else ():
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


def _evidence(library: Library, unread: Unread) -> Findings:
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
