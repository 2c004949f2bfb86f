"""Search on a retrieval test set: our two engines, stock Material, MiniSearch and Pagefind, side by side in one run.

    python benchmarks/search.py --data DIR [--only KIND …] [--sample N] [--engines NAME …] [--peers N] [--out RESULTS.md]
    python benchmarks/search.py --data DIR --scale 20000 [--cold N] [--out RESULTS.md]

DIR holds docs.jsonl, queries.jsonl and qrels.jsonl (see search_data.py). Each document is a page. All engines get the same
documents and are asked the same queries, but for stock lunr, which takes long: it gets the first hundred of each kind.

- MRR@10, Recall@1 and Recall@10 by kind of query, and how far our two engines agree.
- A first query: what a visitor loads for it from nothing, by gzip -9: scripts, index and texts.
- Ready, first answer: CPU from nothing loaded, scripts included, each visit a process of its own; the median of one visit a kind.
- Query: wall time in one engine that answers all queries in turn.

CPU and wall times are of one machine: compare them inside a run.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import search_data
from search_data import Trial
from search_engines import Engine, Run, wire_bytes
from search_fed import FedMiniSearch, FedPagefind
from search_metrics import Ranks, Relevance, agreement, percentile, relevance
from search_ours import Browser, Whoosh
from search_peers import MiniSearch, Pagefind, Stock
from search_report import kilobytes, table, write_section
from search_scale import scale_report

OURS = ("Whoosh", "browser")
ENGINES: tuple[Engine, ...] = (Whoosh(), Browser(), Stock(), MiniSearch(), FedMiniSearch(), Pagefind(), FedPagefind())


@dataclass(frozen=True)
class Measured:
    engine: Engine
    run: Run
    raw: int
    gzipped: int


def main() -> None:
    options = _options().parse_args()
    trial = search_data.read(options.data)
    if options.only:
        trial = trial.only(options.only)
    if options.sample:
        trial = trial.sample(options.sample)
    if options.scale:
        return _tell(
            scale_report(trial, options.scale, options.cold), f"Search: {options.data.name}, enlarged", options
        )
    chosen = [engine for engine in ENGINES if not options.engines or engine.name in options.engines]
    found = [_measure(engine, trial, options.peers, options.cold) for engine in chosen]
    return _tell(_report(trial, found, options), f"Search: {options.data.name}", options)


def _tell(report: str, title: str, options: argparse.Namespace) -> None:
    text = f"```\n{_command(options)}\n```\n\n{report}"
    print(text)
    if options.out:
        write_section(options.out, title, text)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of docs.jsonl, queries.jsonl and qrels.jsonl")
    parser.add_argument("--only", nargs="+", metavar="KIND", help="only these kinds of query")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="only the first N queries of each kind, by SHA-1 of the id"
    )
    parser.add_argument("--engines", nargs="+", choices=[engine.name for engine in ENGINES])
    parser.add_argument(
        "--peers", type=int, default=100, metavar="N", help="queries of each kind that a slow peer gets"
    )
    parser.add_argument(
        "--cold", type=int, default=100, metavar="N", help="queries of each kind asked as a visit's first"
    )
    parser.add_argument("--scale", type=int, metavar="N", help="measure growth to N documents instead")
    parser.add_argument("--out", type=Path, help="write the report into this file too")
    return parser


def _measure(engine: Engine, trial: Trial, peers: int, cold: int) -> Measured:
    """Build and run one engine in a folder of its own, and tell how far it is."""
    asked = trial.sample(peers) if engine.slow else trial
    with tempfile.TemporaryDirectory() as folder:
        print(f"{engine.name}: builds", file=sys.stderr, flush=True)
        engine.build(trial.documents, Path(folder))
        print(f"{engine.name}: answers {len(asked.queries):,} queries", file=sys.stderr, flush=True)
        run = engine.run(asked.queries, asked.sample(cold).queries, Path(folder))
        files = list(engine.files(Path(folder)))
        return Measured(engine, run, sum(path.stat().st_size for path in files), sum(map(wire_bytes, files)))


def _report(trial: Trial, found: Sequence[Measured], options: argparse.Namespace) -> str:
    scores = {each.engine.name: relevance(trial, each.run.ranks) for each in found}
    parts = [
        f"{len(trial.documents):,} documents, {len(trial.queries):,} queries.{_sampled(found, options.peers)}",
        "**MRR@10**",
        _by_kind(trial, scores, lambda score: score.mrr),
        "**Recall@1**",
        _by_kind(trial, scores, lambda score: score.recall_1),
        "**Recall@10**",
        _by_kind(trial, scores, lambda score: score.recall_10),
        *_agreement(trial, {each.engine.name: each.run.ranks for each in found}),
        "**What it costs**",
        _costs(trial, found, options.peers),
    ]
    return "\n\n".join(parts)


def _command(options: argparse.Namespace) -> str:
    """As it was given, without the places of this machine."""
    given = " ".join(sys.argv[1:]).replace(str(options.data), options.data.name)
    return "python benchmarks/search.py " + re.sub(r" --out \S+", "", given)


def _sampled(found: Sequence[Measured], peers: int) -> str:
    slow = [each.engine.name for each in found if each.engine.slow]
    return (
        f" {', '.join(slow)}: the first {peers} of each kind (by SHA-1 of the id) in all its figures." if slow else ""
    )


def _by_kind(trial: Trial, scores: Mapping[str, Mapping[str, Relevance]], figure: Callable[[Relevance], float]) -> str:
    most = {kind: max(score[kind].queries for score in scores.values()) for kind in trial.kinds()}
    rows = (
        [kind, f"{most[kind]:,}", *(f"{figure(score[kind]):.3f}" for score in scores.values())]
        for kind in trial.kinds()
    )
    return table(["kind", "n", *scores], rows)


def _agreement(trial: Trial, ranks: Mapping[str, Ranks]) -> list[str]:
    if not set(OURS) <= set(ranks):
        return []
    rows = (
        [kind, f"{both.queries:,}", f"{both.first:.3f}", f"{both.overlap:.3f}"]
        for kind, both in agreement(trial, *(ranks[name] for name in OURS)).items()
    )
    return ["**The two engines agree**", table(["kind", "n", "same first hit", "first ten in common"], rows)]


def _costs(trial: Trial, found: Sequence[Measured], peers: int) -> str:
    """Query times are of the same queries for all engines: those that the slow ones got."""
    timed = {query.id for query in (trial.sample(peers) if any(each.engine.slow for each in found) else trial).queries}
    head = ["engine", "index kB", "gzipped kB", "first query kB: p50", "p95", "max", "files p50"]
    head += ["ready CPU ms", "first answer CPU ms", "query ms: p50", "p95"]
    return table(head, (_cost(each, timed) for each in found))


def _cost(each: Measured, timed: set[str]) -> list[str]:
    cold = list(each.run.cold.values())
    times = [took for query, took in each.run.times.items() if query in timed]
    over_wire = [kilobytes(percentile((first.bytes for first in cold), share)) for share in (0.5, 0.95, 1)]
    files = f"{percentile((first.files for first in cold), 0.5):.0f}"
    return [
        each.engine.name,
        kilobytes(each.raw),
        kilobytes(each.gzipped),
        *([*over_wire, files] if cold else ["–"] * 4),
        f"{percentile(each.run.ready, 0.5):,.0f}",
        f"{percentile(each.run.first, 0.5):,.0f}",
        f"{percentile(times, 0.5):.1f}",
        f"{percentile(times, 0.95):.1f}",
    ]


if __name__ == "__main__":
    main()
