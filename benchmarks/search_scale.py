"""What growth costs: the bytes of a first query, and Whoosh's indexing and updating (`search.py --scale`)."""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from search_data import Query, Trial
from search_engines import wire_bytes
from search_made import enlarged
from search_metrics import percentile
from search_ours import Browser, Whoosh
from search_report import table
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in

from kb_tools.search.document import Document

Task = Callable[[Sequence[Document], Path], float]
RUNS = 3
"""Of each measurement of time; the fastest counts."""


def scale_report(trial: Trial, count: int, cold: int) -> str:
    """The test set as it is, beside itself enlarged to `count` documents (search_made.py)."""
    documents = enlarged(trial.documents, count)
    sizes = (trial.documents, documents)
    queries = trial.sample(cold).queries
    return "\n\n".join(
        [
            f"The test set beside itself enlarged: {len(sizes[0]):,} and {len(sizes[1]):,} documents; {len(queries):,} queries.",
            "**A first query in the browser**",
            _over_wire(sizes, queries),
            "**Whoosh**: CPU of indexing (title and text, its writer as ours sets it), wall time of an update after a change in one page",
            _indexing(sizes),
        ]
    )


def _over_wire(sizes: Sequence[Sequence[Document]], queries: Sequence[Query]) -> str:
    found = [_browser(documents, queries) for documents in sizes]
    names = ["index gzipped kB", "first query kB: p50", "p95", "max", "files p50", "query ms: p50", "p95"]
    ratios = [large / small if small else 0.0 for small, large in zip(*found, strict=True)]
    rows = [
        [f"{len(documents):,}", *(f"{figure:,.1f}" for figure in each)]
        for documents, each in zip(sizes, found, strict=True)
    ]
    return table(["documents", *names], [*rows, ["ratio", *(f"{ratio:.2f}" for ratio in ratios)]])


def _browser(documents: Sequence[Document], queries: Sequence[Query]) -> list[float]:
    with tempfile.TemporaryDirectory() as name:
        folder, engine = Path(name), Browser()
        engine.build(documents, folder)
        run = engine.run(queries, queries, folder)
        over_wire = [percentile((cold.bytes for cold in run.cold.values()), share) / 1000 for share in (0.5, 0.95, 1)]
        files = percentile((cold.files for cold in run.cold.values()), 0.5)
        times = [percentile(run.times.values(), share) for share in (0.5, 0.95)]
        return [sum(map(wire_bytes, engine.files(folder))) / 1000, *over_wire, files, *times]


def _indexing(sizes: Sequence[Sequence[Document]]) -> str:
    rows = []
    for documents in sizes:
        ours, theirs = (_fastest(task, documents) for task in (index_ours, index_theirs))
        update = _fastest(update_one, documents)
        rows.append([f"{len(documents):,}", f"{ours:.1f}", f"{theirs:.1f}", f"{ours / theirs:.2f}", f"{update:.2f}"])
    return table(["documents", "ours s", "its default analyser s", "ratio", "update s"], rows)


def _fastest(task: Task, documents: Sequence[Document]) -> float:
    """Each run in a process of its own, so that none profits from what another has read."""
    found = []
    for _ in range(RUNS):
        with (
            tempfile.TemporaryDirectory() as folder,
            ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process,
        ):
            found.append(process.submit(task, documents, Path(folder)).result())
    return min(found)


def index_ours(documents: Sequence[Document], folder: Path) -> float:
    began = time.process_time()
    Whoosh().build(documents, folder)
    return time.process_time() - began


def index_theirs(documents: Sequence[Document], folder: Path) -> float:
    """The same text in fields of Whoosh's own default analyser, stored as ours is."""
    schema = Schema(address=ID(stored=True, unique=True), title=TEXT(stored=True), text=TEXT(stored=True))
    began = time.process_time()
    writer = create_in(str(folder), schema).writer(limitmb=256)
    for document in documents:
        writer.add_document(address=document.address, title=document.title, text=document.text)
    writer.commit()
    return time.process_time() - began


def update_one(documents: Sequence[Document], folder: Path) -> float:
    """Seconds by the clock, from having the documents to having the new index in force."""
    Whoosh().build(documents, folder)
    middle = len(documents) // 2
    changed = replace(documents[middle], text=f"{documents[middle].text} ועוד מילה.")
    now = [*documents[:middle], changed, *documents[middle + 1 :]]
    began = time.perf_counter()
    Whoosh().build(now, folder)
    return time.perf_counter() - began
