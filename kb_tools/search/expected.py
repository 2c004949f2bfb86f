"""Whether queries find what the content expects of them. Works with any engine that answers with addresses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb_tools.model.library import Library
from kb_tools.model.search import TOP, Expectation
from kb_tools.views.addresses import address


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that an engine did not meet: where the thing is, and the addresses that came first instead."""

    expectation: Expectation
    address: str
    first: tuple[str, ...]


def unmet(library: Library, found: Callable[[str], Sequence[str]]) -> Iterator[Unmet]:
    """The expectations that `found` (a query → addresses, best first) leaves unmet, in the order of their file."""
    for expectation in library.expectations:
        wanted = address(*expectation.target)
        first = tuple(found(expectation.query)[:TOP])
        if not any(meets(wanted, at) for at in first):
            yield Unmet(expectation, wanted, first)


def meets(wanted: str, found: str) -> bool:
    """Whether `found` is the wanted address; where a whole page is wanted, any part of it will do."""
    return found == wanted or ("#" not in wanted and found.partition("#")[0] == wanted)
