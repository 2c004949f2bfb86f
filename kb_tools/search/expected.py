"""Whether queries find what the content expects of them. Works with any engine that answers with addresses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.model.library import Library
from kb_tools.model.search import TOP, Expectation, Expectations
from kb_tools.search.ranking import Ranker, ranked_documents
from kb_tools.views.addresses import address


class Engine(Enum):
    """Who was asked; the value is what it is called."""

    RANKING = "החיפוש ב־kb search"
    """The ranking of `kb search`, which the build asks of its documents in memory."""
    BROWSER = "החיפוש בדפדפן"
    """The site's own scripts, on the site's own index."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that an engine did not meet: where it is written, where the thing is, and the addresses that came first instead."""

    file: str
    number: int
    """Its place in the file, from 0."""
    expectation: Expectation
    address: str
    first: tuple[str, ...]


def unmet_by_ranking(library: Library, ranker: Ranker) -> list[Unmet]:
    """What the ranking leaves unmet."""
    return list(unmet(library, lambda query: [one.address for one in ranked_documents(ranker, query, TOP)]))


def unmet(library: Library, found: Callable[[str], Sequence[str]]) -> Iterator[Unmet]:
    """The expectations that `found` (a query → addresses, best first) leaves unmet, in the order of their file."""
    for file, number, expectation in _written(library):
        wanted = address(*expectation.target)
        first = tuple(found(expectation.query)[:TOP])
        if not any(meets(wanted, at) for at in first):
            yield Unmet(file, number, expectation, wanted, first)


def meets(wanted: str, found: str) -> bool:
    """Whether `found` is the wanted address; where a whole page is wanted, any part of it will do."""
    return found == wanted or ("#" not in wanted and found.partition("#")[0] == wanted)


def findings(by_engine: Mapping[Engine, Sequence[Unmet]], titles: Mapping[str, str]) -> Findings:
    """What is unmet as findings; engines that answer alike are told of in one. `titles`: address → what stands there."""
    engines: dict[Unmet, list[str]] = {}
    for engine, left in by_engine.items():
        for one in left:
            engines.setdefault(one, []).append(engine.value)
    for one, called in engines.items():
        yield Finding(one.file, ("expectations", one.number, "finds"), "expected-unmet", _facts(one, called, titles))


def _facts(one: Unmet, engines: Sequence[str], titles: Mapping[str, str]) -> dict[str, object]:
    return {
        "kind": " וגם ".join(engines),
        "query": shown(one.expectation.query),
        "right": one.expectation.finds,
        "found": "; ".join(f"{shown(titles.get(at, ''))} ({at or '/'})" for at in one.first) or "לא נמצא דבר",
    }


def _written(library: Library) -> Iterator[tuple[str, int, Expectation]]:
    for document in library.documents:
        if isinstance(document.content, Expectations):
            for number, expectation in enumerate(document.content.expectations):
                yield document.path, number, expectation
