"""The whole knowledge base as one frozen value: things by kind and id, and who mentions whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from kb_tools.model import vocabulary
from kb_tools.model.base import Entry
from kb_tools.model.document import Document, Page
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.lesson import Lesson
from kb_tools.model.municipality import (
    Actor,
    ActorsFile,
    Adaptation,
    Forum,
    Need,
    NeedsFile,
    Plan,
    Profile,
    ResilienceFile,
    ResilienceWave,
    Response,
    ResponsesFile,
)
from kb_tools.model.page import Settings
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.problem import FieldPath
from kb_tools.model.role import CallForProposals, Role, Scenario
from kb_tools.model.search import Expectation, Expectations, SynonymGroup, Synonyms
from kb_tools.model.source import Source
from kb_tools.model.survey import Key, Mention, mentions_in_prose, survey
from kb_tools.model.uptake import Answer, UptakeFile

T = TypeVar("T", bound=Entry)


@dataclass(frozen=True, slots=True)
class Defined:
    """Where a thing with an id stands."""

    entry: Entry
    file: str
    path: FieldPath


@dataclass(frozen=True, slots=True)
class MentionIn:
    """A mention and the file it stands in."""

    mention: Mention
    file: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """An authority: its profile and whatever of the two pillars has been written so far."""

    profile: Profile
    needs: tuple[Need, ...] = ()
    actors: tuple[Actor, ...] = ()
    responses: tuple[Response, ...] = ()
    forum: Forum | None = None
    plan: Plan | None = None
    waves: tuple[ResilienceWave, ...] = ()
    adaptations: tuple[Adaptation, ...] = ()
    results: tuple[DrillResult, ...] = ()
    answers: tuple[Answer, ...] = ()
    """About the lessons that concern it: uptake.yml."""
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Kind of file → the first of that kind in its folder, from the root."""

    @property
    def id(self) -> str:
        return self.profile.id

    @property
    def is_mapped(self) -> bool:
        """Whether anyone has begun to map it: an authority with figures alone is not."""
        return bool(self.needs or self.actors or self.responses)


@dataclass(frozen=True)
class Library:
    """Everything that was loaded. Things of one kind come in the order of their files, terms as their file lists them."""

    settings: Settings
    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    prose: Mapping[str, str]
    municipalities: Mapping[str, Municipality]
    defined: Mapping[Key, Defined]
    duplicates: tuple[tuple[Key, Defined], ...]
    """Definitions whose id was taken already."""
    mentions: tuple[MentionIn, ...]
    _by_kind: Mapping[str, Mapping[str, Entry]] = field(repr=False)
    _backlinks: Mapping[Key, tuple[Key, ...]] = field(repr=False)

    def of(self, kind: str) -> Mapping[str, Entry]:
        """All things of a kind by qualified id."""
        return self._by_kind.get(kind, {})

    def mentioned_by(self, kind: str, id: str) -> tuple[Key, ...]:
        """The things that refer to this one, each once, in the order of their files."""
        return self._backlinks.get((kind, id), ())

    def file_of(self, kind: str, id: str) -> str:
        """The file that defines a thing, from the root. Raises KeyError when there is none."""
        return self.defined[kind, id].file

    @cached_property
    def pages_by_path(self) -> Mapping[str, Page]:
        """The written pages by their paths below the docs folder."""
        return MappingProxyType({page.path: page for page in self.pages})

    @cached_property
    def synonyms(self) -> tuple[SynonymGroup, ...]:
        """The groups of `docs/search/synonyms.yml`; none when there is no such file."""
        files = _all([document.content for document in self.documents], Synonyms)
        return tuple(group for file in files for group in file.groups)

    @cached_property
    def expectations(self) -> tuple[Expectation, ...]:
        """What `docs/search/expectations.yml` expects; nothing when there is no such file."""
        files = _all([document.content for document in self.documents], Expectations)
        return tuple(expectation for file in files for expectation in file.expectations)

    @property
    def sources(self) -> Mapping[str, Source]:
        return cast("Mapping[str, Source]", self.of("source"))

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        return cast("Mapping[str, Scenario]", self.of("scenario"))

    @property
    def roles(self) -> Mapping[str, Role]:
        return cast("Mapping[str, Role]", self.of("role"))

    @property
    def calls(self) -> Mapping[str, CallForProposals]:
        return cast("Mapping[str, CallForProposals]", self.of("call"))

    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        return cast("Mapping[str, Playbook]", self.of("playbook"))

    @property
    def drills(self) -> Mapping[str, Drill]:
        return cast("Mapping[str, Drill]", self.of("drill"))

    @property
    def lessons(self) -> Mapping[str, Lesson]:
        return cast("Mapping[str, Lesson]", self.of("lesson"))

    @property
    def steps(self) -> Mapping[str, Step]:
        """By `playbook-id/step-id`."""
        return cast("Mapping[str, Step]", self.of("step"))

    @property
    def phases(self) -> Mapping[str, vocabulary.Phase]:
        return cast("Mapping[str, vocabulary.Phase]", self.of("phase"))

    @property
    def sectors(self) -> Mapping[str, vocabulary.Sector]:
        return cast("Mapping[str, vocabulary.Sector]", self.of("sector"))

    @property
    def departments(self) -> Mapping[str, vocabulary.Department]:
        return cast("Mapping[str, vocabulary.Department]", self.of("department"))

    @property
    def populations(self) -> Mapping[str, vocabulary.Population]:
        return cast("Mapping[str, vocabulary.Population]", self.of("population"))

    @property
    def need_types(self) -> Mapping[str, vocabulary.NeedType]:
        return cast("Mapping[str, vocabulary.NeedType]", self.of("need-type"))

    @property
    def characteristics(self) -> Mapping[str, vocabulary.Characteristic]:
        return cast("Mapping[str, vocabulary.Characteristic]", self.of("characteristic"))

    @property
    def traits(self) -> Mapping[str, vocabulary.Trait]:
        return cast("Mapping[str, vocabulary.Trait]", self.of("trait"))

    @property
    def districts(self) -> Mapping[str, vocabulary.District]:
        return cast("Mapping[str, vocabulary.District]", self.of("district"))

    @property
    def municipality_kinds(self) -> Mapping[str, vocabulary.MunicipalityKind]:
        return cast("Mapping[str, vocabulary.MunicipalityKind]", self.of("municipality-kind"))

    @property
    def figure_types(self) -> Mapping[str, vocabulary.FigureType]:
        return cast("Mapping[str, vocabulary.FigureType]", self.of("figure-type"))

    @property
    def glossary(self) -> Mapping[str, vocabulary.GlossaryTerm]:
        return cast("Mapping[str, vocabulary.GlossaryTerm]", self.of("glossary-term"))

    @property
    def results(self) -> Mapping[str, DrillResult]:
        """By `municipality-id/result-id`."""
        return cast("Mapping[str, DrillResult]", self.of("result"))


def assemble(
    settings: Settings, documents: Iterable[Document], pages: Iterable[Page], prose: Mapping[str, str]
) -> Library:
    """Join what the files say. Linear in their size."""
    documents, pages = tuple(documents), tuple(pages)
    index = _Index()
    for document in documents:
        index.add(document)
    for page in pages:
        index.mention(page_mentions(page), f"{settings.docs}/{page.path}")
    for playbook, text in prose.items():
        index.mention(mentions_in_prose(text, (), ("playbook", playbook)), f"{settings.playbooks}/{playbook}/prose.md")
    return Library(
        settings=settings,
        documents=documents,
        pages=pages,
        prose=MappingProxyType(dict(prose)),
        municipalities=MappingProxyType(_municipalities(documents)),
        defined=MappingProxyType(index.defined),
        duplicates=tuple(index.duplicates),
        mentions=tuple(index.mentions),
        _by_kind=MappingProxyType(index.by_kind()),
        _backlinks=MappingProxyType(index.backlinks()),
    )


def page_mentions(page: Page) -> Iterable[Mention]:
    """What a written page refers to, in its front matter and in its text."""
    owner = ("page", page.path)
    yield from survey(page.meta, owner, {}).mentions
    yield from mentions_in_prose(page.body, (), owner)


class _Index:
    """Definitions and mentions while they are gathered."""

    def __init__(self) -> None:
        self.defined: dict[Key, Defined] = {}
        self.duplicates: list[tuple[Key, Defined]] = []
        self.mentions: list[MentionIn] = []

    def add(self, document: Document) -> None:
        found = survey(document.content, document.owner, document.scopes)
        for definition in found.definitions:
            defined = Defined(definition.entry, document.path, definition.path)
            if definition.key in self.defined:
                self.duplicates.append((definition.key, defined))
            else:
                self.defined[definition.key] = defined
        self.mention(found.mentions, document.path)

    def mention(self, mentions: Iterable[Mention], file: str) -> None:
        self.mentions.extend(MentionIn(mention, file) for mention in mentions)

    def by_kind(self) -> dict[str, Mapping[str, Entry]]:
        kinds: dict[str, dict[str, Entry]] = {}
        for (kind, id_), defined in self.defined.items():
            kinds.setdefault(kind, {})[id_] = defined.entry
        return {kind: MappingProxyType(entries) for kind, entries in kinds.items()}

    def backlinks(self) -> dict[Key, tuple[Key, ...]]:
        owners: dict[Key, dict[Key, None]] = {}
        for found in self.mentions:
            owners.setdefault(found.mention.target, {})[found.mention.owner] = None
        return {target: tuple(keys) for target, keys in owners.items()}


def _municipalities(documents: Iterable[Document]) -> dict[str, Municipality]:
    """One value for each folder that has a profile, from the files beside it."""
    folders: dict[str, list[Document]] = {}
    for document in documents:
        if "municipality" in document.captures:
            folders.setdefault(document.captures["municipality"], []).append(document)
    return {id_: found for id_, folder in folders.items() if (found := _municipality(folder))}


def _municipality(folder: list[Document]) -> Municipality | None:
    entries = [document.content for document in folder]
    profile = _first(entries, Profile)
    if profile is None:
        return None
    return Municipality(
        profile,
        needs=tuple(need for file in _all(entries, NeedsFile) for need in file.needs),
        actors=tuple(actor for file in _all(entries, ActorsFile) for actor in file.actors),
        responses=tuple(response for file in _all(entries, ResponsesFile) for response in file.responses),
        forum=_first(entries, Forum),
        plan=_first(entries, Plan),
        waves=tuple(wave for file in _all(entries, ResilienceFile) for wave in file.waves),
        adaptations=tuple(_all(entries, Adaptation)),
        results=tuple(_all(entries, DrillResult)),
        answers=tuple(answer for file in _all(entries, UptakeFile) for answer in file.answers),
        files=MappingProxyType({document.kind.name: document.path for document in reversed(folder)}),
    )


def _all(entries: list[Entry], type_: type[T]) -> list[T]:
    return [entry for entry in entries if isinstance(entry, type_)]


def _first(entries: list[Entry], type_: type[T]) -> T | None:
    return next(iter(_all(entries, type_)), None)
