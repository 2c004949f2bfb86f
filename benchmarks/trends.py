"""What trends and coverage cost as results are added: a library of many authorities with a year of monthly drills each.

    python benchmarks/trends.py [--authorities 257] [--results 12] [--seed 1]

Makes the results in memory, of the shipped drills, so that figures alone are measured: CPU of one pass over all, of the
coverage of authorities and steps, of drawing both pages, and of the trends of one authority. Prints the same for half as many
authorities: twice as much should cost about twice.
"""

import argparse
import gc
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kb_tools.insight.coverage import unit_rows
from kb_tools.insight.practice import held_by
from kb_tools.insight.trends import trends
from kb_tools.library import load_library
from kb_tools.model.drill import DrillResult, Outcome, Rating
from kb_tools.model.library import Library
from kb_tools.model.provenance import History
from kb_tools.views import trends as pages_of_trends
from kb_tools.views.site import Site

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--authorities", type=int, default=257)
    parser.add_argument("--results", type=int, default=12, help="of each authority")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement; the fastest counts")
    given = parser.parse_args()
    shipped = load_library(ROOT, TODAY).library
    if shipped is None:
        raise SystemExit("the shipped content is not valid")
    for authorities in (given.authorities // 2, given.authorities):
        _measure(_made(shipped, authorities, given.results, Random(given.seed)), given.runs)
    return 0


def _measure(library: Library, runs: int) -> None:
    units = tuple(library.municipalities.values())
    held = held_by(units)
    one = held_by(units[:1])
    measured: dict[str, Callable[[], object]] = {
        "one pass over all results": lambda: trends(library, held_by(units)),
        "authorities by scenario": lambda: unit_rows(library, units, TODAY),
        "the trends of one authority": lambda: trends(library, one),
    }
    for page in pages_of_trends.pages(Site(library, History(), TODAY)):
        measured[f"the page {page.address}, figures paid"] = page.render
    items = sum(len(each.result.items) for each in held)
    print(f"{len(units):,} authorities, {len(held):,} results, {items:,} items")
    for name, call in measured.items():
        print(f"  {_cost(call, runs):>9.1f} ms  {name}", flush=True)


def _made(shipped: Library, authorities: int, results: int, random: Random) -> Library:
    """The shipped library with so many real authorities and results of its drills."""
    real = [unit for unit in shipped.municipalities.values() if not unit.profile.example][:authorities]
    made = {
        unit.id: replace(unit, results=tuple(_result(shipped, number, random) for number in range(results)))
        for unit in real
    }
    return replace(shipped, municipalities=made)


def _result(library: Library, number: int, random: Random) -> DrillResult:
    drill = random.choice(list(library.drills.values()))
    items = [
        {"item": item.id, "outcome": random.choice(list(Outcome)), "minute": str(random.randint(1, 150))}
        for item in drill.checklist
    ]
    objectives = [{"objective": one.id, "rating": random.choice(list(Rating))} for one in drill.objectives]
    sectors = [group.sector for group in drill.participants if random.random() < 0.7] or ["local-government"]
    return DrillResult.model_validate(
        {
            "id": f"result-{number}",
            "drill": drill.id,
            "held_on": (TODAY - timedelta(days=30 * number + random.randint(0, 20))).isoformat(),
            "sectors": sectors,
            "items": items,
            "objectives": objectives,
        }
    )


def _cost(call: Callable[[], object], runs: int) -> float:
    """CPU milliseconds; what is computed once a library is paid before."""
    call()
    gc.collect()
    return min(_once(call) for _ in range(runs)) * 1000


def _once(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


if __name__ == "__main__":
    raise SystemExit(main())
