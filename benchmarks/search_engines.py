"""What the search benchmark asks of an engine: `build` writes an index into a folder, `run` answers queries from it."""

import gzip
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from search_data import Query
from search_metrics import DEPTH

from kb_tools.search.document import Document

SCRIPTS = Path(__file__).resolve().parent / "search"


@dataclass(frozen=True)
class Cold:
    """What the first query of a visit loads: scripts, index and texts."""

    bytes: int
    """Over the wire, gzip -9."""
    files: int


@dataclass(frozen=True)
class Run:
    ranks: Mapping[str, Sequence[str]]
    """Query id → addresses, best first."""
    times: Mapping[str, float]
    """Query id → wall milliseconds, in one engine that answers them all in turn."""
    ready: Sequence[float]
    """CPU milliseconds of some visits, each in a process of its own, from nothing loaded to ready for the first query."""
    first: Sequence[float]
    """The same, to the answer of the first query."""
    cold: Mapping[str, Cold] = field(default_factory=dict)


class Engine(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def slow(self) -> bool:
        """Whether it is asked only some of the queries."""

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        """Write the index of the documents into an empty folder."""

    def run(self, queries: Sequence[Query], cold: Sequence[Query], folder: Path) -> Run:
        """Answer the queries in turn, and each of `cold` as the first query of a visit."""

    def files(self, folder: Path) -> Iterable[Path]:
        """The files of the index."""


class InNode:
    """An engine that is a script: `search/<script>.mjs` opens an index and answers."""

    script: str
    slow = False

    def run(self, queries: Sequence[Query], cold: Sequence[Query], folder: Path) -> Run:
        visits = [self._measured([query], [], folder) for query in one_of_each_kind(queries)]
        found = self._measured(queries, cold, folder)
        return Run(
            ranks=found["ranks"],
            times=found["times"],
            ready=[visit["ready"] for visit in visits],
            first=[visit["first"] for visit in visits],
            cold={query: Cold(**cost) for query, cost in found["cold"].items()},
        )

    def asked(self, query: Query) -> dict[str, Any]:
        """What the script gets of a query."""
        return asdict(query)

    def _measured(self, queries: Sequence[Query], cold: Sequence[Query], folder: Path) -> dict[str, Any]:
        """What search/measure.mjs says of one process."""
        asked, found = folder / "asked.json", folder / "found.json"
        wish = {
            "limit": DEPTH,
            "queries": [*map(self.asked, queries)],
            "cold": [*map(self.asked, cold)],
        }
        asked.write_text(json.dumps(wish), encoding="utf-8")
        node("measure.mjs", self.script, str(folder), str(asked), str(found))
        read: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
        return read


def one_of_each_kind(queries: Sequence[Query]) -> list[Query]:
    return list({query.kind: query for query in reversed(queries)}.values())


def node(*arguments: str) -> None:
    subprocess.run(["node", "--max-old-space-size=8000", *arguments], cwd=SCRIPTS, check=True)


def wire_bytes(path: Path) -> int:
    """What a server sends: gzip -9, or as it is when it is compressed already."""
    content = path.read_bytes()
    return len(content) if content[:2] == b"\x1f\x8b" else len(gzip.compress(content, 9))
