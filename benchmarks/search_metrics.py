"""How well ranked addresses answer queries, and how far two engines agree."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search_data import Trial

Ranks = Mapping[str, Sequence[str]]
"""Query id → addresses, best first; at least ten where there are so many."""
DEPTH = 10


@dataclass(frozen=True)
class Relevance:
    queries: int
    mrr: float
    """Mean of 1/rank of the first right answer, 0 past rank 10."""
    recall_1: float
    recall_10: float


@dataclass(frozen=True)
class Agreement:
    queries: int
    first: float
    """Share of the queries to which both give the same first address; both giving none is agreement too."""
    overlap: float
    """Mean share of common addresses in the first ten."""


def relevance(trial: Trial, ranks: Ranks) -> dict[str, Relevance]:
    """By kind, over the queries that were asked."""
    return {kind: _relevance(trial, ranks, _asked(trial, ranks, kind)) for kind in trial.kinds()}


def agreement(trial: Trial, one: Ranks, other: Ranks) -> dict[str, Agreement]:
    """By kind, over the queries that both were asked."""
    return {
        kind: _agreement(one, other, [query for query in _asked(trial, one, kind) if query in other])
        for kind in trial.kinds()
    }


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _asked(trial: Trial, ranks: Ranks, kind: str) -> list[str]:
    return [query.id for query in trial.queries if query.kind == kind and query.id in ranks]


def _relevance(trial: Trial, ranks: Ranks, queries: Sequence[str]) -> Relevance:
    places = [_places(ranks[query], trial.answers[query]) for query in queries]
    right = [len(trial.answers[query]) for query in queries]
    return Relevance(
        queries=len(queries),
        mrr=mean([1 / found[0] if found else 0.0 for found in places]),
        recall_1=mean([sum(place <= 1 for place in found) / of for found, of in zip(places, right, strict=True)]),
        recall_10=mean([len(found) / of for found, of in zip(places, right, strict=True)]),
    )


def _places(ranked: Sequence[str], right: frozenset[str]) -> list[int]:
    """The ranks, from 1 to 10, that hold a right answer."""
    return [place for place, address in enumerate(ranked[:DEPTH], start=1) if address in right]


def _agreement(one: Ranks, other: Ranks, queries: Sequence[str]) -> Agreement:
    return Agreement(
        queries=len(queries),
        first=mean([float(one[query][:1] == other[query][:1]) for query in queries]),
        overlap=mean([_overlap(one[query][:DEPTH], other[query][:DEPTH]) for query in queries]),
    )


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    longest = max(len(one), len(other))
    return len(set(one) & set(other)) / longest if longest else 1.0
