"""A retrieval test set on disk: documents, queries of several kinds, and which document answers which query.

A folder holds `docs.jsonl` (`id title text`), `queries.jsonl` (`id kind text`) and `qrels.jsonl` (`query_id doc_id relevance`).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb_tools.search.document import Document


@dataclass(frozen=True)
class Query:
    id: str
    kind: str
    text: str


@dataclass(frozen=True)
class Trial:
    """What is searched, what is asked, and the addresses that answer it: at least one for each query."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    answers: Mapping[str, frozenset[str]]
    """Query id → addresses."""

    def kinds(self) -> list[str]:
        return list(dict.fromkeys(query.kind for query in self.queries))

    def only(self, kinds: Sequence[str]) -> "Trial":
        return replace(self, queries=tuple(query for query in self.queries if query.kind in kinds))

    def sample(self, each: int) -> "Trial":
        """The first queries of each kind by the SHA-1 of their ids: the same ones in every run."""
        kept: list[Query] = []
        for kind in self.kinds():
            of_kind = [query for query in self.queries if query.kind == kind]
            kept += sorted(of_kind, key=lambda query: hashlib.sha1(query.id.encode()).hexdigest())[:each]
        return replace(self, queries=tuple(kept))


def read(folder: Path) -> Trial:
    """Each paragraph becomes a page of its own, which is what its title and text are to a search engine."""
    answers: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "qrels.jsonl"):
        if int(row["relevance"]) > 0:
            answers[row["query_id"]].add(address_of(row["doc_id"]))
    queries = (Query(row["id"], row["kind"], row["text"]) for row in _rows(folder / "queries.jsonl"))
    return Trial(
        documents=tuple(page(row["id"], row["title"], row["text"]) for row in _rows(folder / "docs.jsonl")),
        queries=tuple(query for query in queries if query.id in answers),
        answers={query: frozenset(addresses) for query, addresses in answers.items()},
    )


def page(id_: str, title: str, text: str) -> Document:
    return Document(address=address_of(id_), page=title, title=title, text=text, kind="page")


def address_of(id_: str) -> str:
    return f"{id_}/"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
