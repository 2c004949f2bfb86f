"""What drawing one profile costs as the knowledge base grows: it must stay the same.

    python benchmarks/views.py [--authorities 250 --authorities 2000] [--seed 1]

For each size: makes a valid knowledge base of about so many authorities, draws one page of each kind once (what is
computed once a library is paid there), then measures the CPU of drawing the same mix of profiles, and of lessons.
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from corpus import Corpus

from kb_tools.library import load_library
from kb_tools.model.provenance import History
from kb_tools.views import lessons, municipalities
from kb_tools.views.site import Page, Site

TODAY = date(2026, 11, 22)
SAMPLE = 240
AUTHORITIES_OF_GROUP, FILES_OF_GROUP = 6, 24


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--authorities", type=int, action="append", help="a size; may be given again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement; the fastest counts")
    parser.add_argument(
        "--most", type=float, default=1.1, help="largest beside smallest, past which the exit code is 1"
    )
    given = parser.parse_args()
    sizes = given.authorities or [250, 1000, 2000]
    costs = [_profile_cost(size, given.seed, given.runs) for size in sizes]
    print(f"a profile, largest beside smallest: {costs[-1] / costs[0]:.2f} (1.00 is flat)")
    return 0 if costs[-1] / costs[0] <= given.most else 1


def _profile_cost(authorities: int, seed: int, runs: int) -> float:
    """Print the milliseconds of one profile and of one lesson; the profile's."""
    with tempfile.TemporaryDirectory() as folder:
        Corpus(seed).write(Path(folder), authorities * FILES_OF_GROUP // AUTHORITIES_OF_GROUP)
        library = load_library(Path(folder), TODAY).library
    if library is None:
        raise SystemExit("the corpus is not valid")
    site = Site(library, History(), TODAY)
    profiles, lesson = (_cost(section.pages(site), runs) for section in (municipalities, lessons))
    print(
        f"{len(library.municipalities):>6,} authorities {profiles:>7.2f} ms/profile {lesson:>7.2f} ms/lesson",
        flush=True,
    )
    return profiles


def _cost(pages: Iterator[Page], runs: int) -> float:
    """CPU milliseconds a page, over the first pages of things: the corpus repeats its mix, so sizes compare."""
    sample = [page for page in pages if page.address.count("/") > 1][:SAMPLE]
    for page in sample:
        page.render()
    gc.collect()
    gc.freeze()
    return min(_once(sample) for _ in range(runs)) / len(sample) * 1000


def _once(pages: list[Page]) -> float:
    began = time.process_time()
    for page in pages:
        page.render()
    return time.process_time() - began


if __name__ == "__main__":
    raise SystemExit(main())
