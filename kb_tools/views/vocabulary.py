"""One page of every word: the vocabularies and the glossary, each term with its rule, its sources and its uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.examples import is_example
from kb_tools.insight.grouping import grouped
from kb_tools.model.document import Document
from kb_tools.model.library import Library
from kb_tools.model.survey import Key
from kb_tools.model.vocabulary import Term, Trait, Vocabulary
from kb_tools.views.addresses import VOCABULARY_PAGE, address
from kb_tools.views.backlinks import backlinks_of
from kb_tools.views.numbers import number
from kb_tools.views.site import Page, Site

ORDER = (
    "glossary",
    "phases",
    "sectors",
    "departments",
    "populations",
    "needs",
    "characteristics",
    "traits",
    "figures",
    "municipality-kinds",
    "districts",
)
SHOWN_USES = 6


@dataclass(frozen=True, slots=True)
class Use:
    """The things of one kind that use a term: how many, how many of them are examples, and the first few."""

    label: str
    count: int
    examples: int
    first: tuple[Key, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the page shows it, with the narrower terms under it."""

    term: Term
    anchor: str
    uses: tuple[Use, ...]
    narrower: tuple["Entry", ...]
    rule: str = ""
    """A trait's rule in words."""
    units: int | None = None
    """How many real units have the trait."""


@dataclass(frozen=True, slots=True)
class Part:
    """One vocabulary file."""

    id: str
    vocabulary: Vocabulary
    file: str
    entries: tuple[Entry, ...]
    count: int


def pages(site: Site) -> Iterator[Page]:
    """The one page; its anchors are the addresses of the terms."""
    yield Page(VOCABULARY_PAGE, "מילון ואוצרות מילים", partial(_vocabulary, site), section="guide/")


def rule_in_words(library: Library, trait: Trait) -> str:
    """`אשכול פריפריאליות: 3 או פחות`."""
    if trait.municipality_kind:
        kind = library.municipality_kinds.get(trait.municipality_kind)
        return f"סוג {library.settings.unit.short}: {kind.name if kind else trait.municipality_kind}"
    figure = library.figure_types.get(trait.figure or "")
    if figure is None:
        return ""
    percent = "%" if figure.unit == "%" else ""
    least, most = (f"{number(v or 0, figure.decimals)}{percent}" for v in (trait.at_least, trait.at_most))
    unit = f" ({figure.unit})" if figure.unit and not percent else ""
    if trait.at_least is not None and trait.at_most is not None:
        return f"{figure.name}: מ־{least} עד {most}{unit}"
    return f"{figure.name}: {most} או פחות{unit}" if trait.at_least is None else f"{figure.name}: {least} או יותר{unit}"


def _vocabulary(site: Site) -> str:
    found = {_name(document): document for document in site.library.documents if _name(document)}
    parts = [_part(site, name, found[name]) for name in ORDER if name in found]
    return site.draw("vocabulary.html.j2", VOCABULARY_PAGE, sections=parts)


def _name(document: Document) -> str:
    """The vocabulary's name by its file: `needs`; empty for other files."""
    return document.kind.name.removeprefix("vocabulary-") if isinstance(document.content, Vocabulary) else ""


def _part(site: Site, name: str, document: Document) -> Part:
    vocabulary = document.content
    if not isinstance(vocabulary, Vocabulary):
        raise TypeError(f"{document.path} is not a vocabulary")
    terms: Sequence[Term] = getattr(vocabulary, "terms", ())
    known = {term.id for term in terms}
    below = grouped(terms, lambda term: (_parent(term, known),))
    return Part(name, vocabulary, document.path, _entries(site, below, None), len(terms))


def _entries(site: Site, below: Mapping[str | None, tuple[Term, ...]], parent: str | None) -> tuple[Entry, ...]:
    """The terms under `parent`. A term whose parent is not in the file stands at the top."""
    return tuple(_entry(site, term, _entries(site, below, term.id)) for term in below.get(parent, ()))


def _parent(term: Term, known: set[str]) -> str | None:
    parent = getattr(term, "parent", None)
    return parent if parent in known else None


def _entry(site: Site, term: Term, narrower: tuple[Entry, ...]) -> Entry:
    anchor = "" if term.kind == "district" else address(term.kind, term.id).partition("#")[2]
    if not isinstance(term, Trait):
        return Entry(term, anchor, uses(site.library, term), narrower)
    units = len(site.insights.units_by_trait[term.id])
    return Entry(term, anchor, uses(site.library, term), narrower, rule_in_words(site.library, term), units)


def uses(library: Library, term: Term) -> tuple[Use, ...]:
    """What uses a term, by kind: the real things first."""
    found = []
    for label, keys in backlinks_of(library, term.kind, term.id):
        examples = {key for key in keys if is_example(library, *key)}
        ordered = sorted(keys, key=lambda key: key in examples)
        found.append(Use(label, len(keys), len(examples), tuple(ordered[:SHOWN_USES])))
    return tuple(found)
