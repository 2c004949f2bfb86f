"""Sources: claims without one, proposals without a basis, made-up sources behind real data."""

from collections.abc import Iterator
from functools import cache

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.model import municipality as m
from kb_tools.model.base import PROPOSAL, Entry, Sourced, Statement
from kb_tools.model.document import Document
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.fields import ListOf, entry_types, fields_of
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.problem import FieldPath
from kb_tools.model.role import Role, Scenario
from kb_tools.model.source import SourceKind
from kb_tools.model.uptake import Answer
from kb_tools.model.vocabulary import Vocabulary

_BASES = frozenset({SourceKind.STANDARD, SourceKind.LAW, SourceKind.RESEARCH})
_MUST_CITE = (Step, Statement, Scenario, Lesson, Drill, Playbook, Role)
_CLAIMS = (
    m.RoleHolder,
    m.Contact,
    m.Need,
    m.Actor,
    m.Response,
    m.Forum,
    m.ResilienceWave,
    m.Plan,
    m.Adaptation,
    Answer,
    DrillResult,
)


def sourcing(library: Library, document: Document) -> Findings:
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


def example_sources(library: Library) -> Findings:
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
            source = found.mention.target[1]
            cited = source if found.mention.in_prose else ""
            facts = {"found": shown(source)}
            yield Finding(found.file, found.mention.path, "real-example-source", facts, cited=cited)
