"""What an index is asked, whatever keeps it: bring it in line with the documents, and open it to search."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kb_tools.search.collection import Collection
from kb_tools.search.document import Document
from kb_tools.search.labels import Labels
from kb_tools.search.query import Names


@dataclass(frozen=True, slots=True)
class Context:
    """What a search needs of a knowledge base beside its documents.

    `source` is a mark of the `folders` that the documents and this were made from (`source_mark`): while it is the same, an index need not
    be brought in line.
    """

    labels: Labels
    names: Names
    folders: tuple[str, ...] = ()
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        labels = {
            "kinds": dict(self.labels.kinds),
            "scenarios": dict(self.labels.scenarios),
            "phases": dict(self.labels.phases),
            "authorities": dict(self.labels.authorities),
        }
        return {"labels": labels, "names": [*self.names.items()], "folders": self.folders, "source": self.source}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Context":
        names = {tuple(name): tuple(map(tuple, called)) for name, called in found["names"]}
        return cls(Labels(**found["labels"]), names, tuple(found["folders"]), found["source"])


@dataclass(frozen=True, slots=True)
class Opened:
    """An index as it was when it was opened; it stays so whatever is written meanwhile."""

    collection: Collection
    context: Context


@dataclass(frozen=True, slots=True)
class Changes:
    """What bringing an index in line did: numbers of documents. `rebuilt`: there was no sound index before."""

    total: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    rebuilt: bool = False

    def __bool__(self) -> bool:
        return self.rebuilt or bool(self.added or self.changed or self.removed)


Progress = Callable[[Sequence[Document]], Iterable[Document]]
"""Passes on the documents that are about to be written, and shows how far it is."""


class SearchIndex(Protocol):
    """An index on disk."""

    @property
    def folder(self) -> Path:
        """Where it is."""

    def update(self, documents: Iterable[Document], context: Context, progress: Progress = iter) -> Changes:
        """Bring the index in line with the documents, in their order; whatever cannot be trusted is built anew.

        Raises OSError when it cannot be written; then it is as it was.
        """

    def open(self) -> Opened | None:
        """The index as it is; None when there is none that can be trusted."""
