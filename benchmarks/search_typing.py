"""Typing into the search box of the shipped site, letter by letter, in Chromium with its page slowed to a quarter.

    python benchmarks/search_typing.py SITE [SITE ...] [--every 8] [--out RESULTS.md]

SITE is a folder that `kb build` made; more than one are compared. What is typed are the queries that the content expects to be answered.
What is measured is told in search/typing.mjs. A task over 50 ms is one that people notice: a letter stands late.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from search_engines import node
from search_peers import install
from search_report import table, write_section

from kb_tools.library import current_day, load_library

ROOT = Path(__file__).parent.parent
LONG = 50
WIDTHS = (390, 1280)


def main() -> None:
    options = _options().parse_args()
    install()
    queries = _queries(options.every)
    rows = [row for site in options.sites for row in _rows(site, _typed(site, queries, options))]
    text = _report(rows, queries, options)
    print(text)
    if options.out:
        write_section(options.out, "Typing in a slowed browser", text)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", type=Path, nargs="+", metavar="SITE", help="folder of a built site")
    parser.add_argument("--every", type=int, default=8, help="one of so many of the queries")
    parser.add_argument("--rate", type=int, default=4, help="by how much the page is slowed")
    parser.add_argument("--pause", type=int, default=120, help="milliseconds from letter to letter")
    parser.add_argument("--out", type=Path, help="write the report into this file too")
    return parser


def _queries(every: int) -> list[str]:
    library = load_library(ROOT, current_day()).library
    if library is None:
        sys.exit("the content has mistakes: run kb check")
    return [each.query for each in library.expectations[::every]]


def _typed(site: Path, queries: Sequence[str], options: argparse.Namespace) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        asked, found = Path(folder) / "asked.json", Path(folder) / "found.json"
        wish = {"site": str(site.resolve()), "rate": options.rate, "pause": options.pause, "widths": WIDTHS}
        asked.write_text(json.dumps(wish | {"queries": queries}), encoding="utf-8")
        node("typing.mjs", str(asked), str(found))
        read: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))
        return read


def _rows(site: Path, found: Iterable[dict[str, Any]]) -> list[list[str]]:
    return [[site.name, str(each["width"]), *_figures(each)] for each in found]


def _figures(found: dict[str, Any]) -> list[str]:
    cpu = [task["cpu"] for task in found["tasks"]]
    clock = [task["clock"] for task in found["tasks"]]
    return [
        f"{sum(ms > LONG for ms in cpu)}",
        f"{max(cpu, default=0):.0f}",
        f"{sum(ms > LONG for ms in clock)}",
        f"{max(clock, default=0):.0f}",
        *(f"{statistics.median(lag[name] for lag in found['lags']):.0f}" for name in ("answer", "rest")),
        *(f"{max(lag[name] for lag in found['lags']):.0f}" for name in ("answer", "rest")),
    ]


def _report(rows: Sequence[Sequence[str]], queries: Sequence[str], options: argparse.Namespace) -> str:
    head = ["site", "width", f"tasks over {LONG} ms, by CPU", "longest, by CPU ms"]
    head += [f"tasks over {LONG} ms, by the clock", "longest, by the clock ms"]
    head += ["first result after the last letter ms", "list at rest ms", "the same, worst query: first result ms"]
    head += ["list at rest ms"]
    letters = sum(map(len, queries))
    told = f"{len(queries)} queries, {letters:,} letters, one each {options.pause} ms; slowed {options.rate} times."
    return f"{told}\n\n{table(head, rows)}"


if __name__ == "__main__":
    main()
