"""The search box in Chromium, its renderer slowed to a quarter: ours, stock Material and Pagefind, on the same pages.

    python benchmarks/search_browser.py --data DIR [--pages 300 --pages 1000 --pages 3000] [--keep FOLDER] [--out RESULTS.md]

Pages are written ones of about 630 words, six paragraphs of the test set in DIR under headings; past its size made ones
(search_made.py). Stock Material gets the same Markdown. Pagefind gets stock's pages, in its own default box.
What is measured is told in search/browser.mjs. Each figure is the median of some visits, each in a new browser.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import search_data
from corpus import Corpus
from search_engines import node
from search_made import enlarged
from search_peers import install
from search_report import kilobytes, table, write_section

from kb_tools.search.document import Document

PARAGRAPHS = 6
"""On a page: about 630 words."""
OURS = """\
site_name: מאגר מדידה
theme: {name: material, language: he, font: false, features: [navigation.prune]}
plugins: [search, kb]
markdown_extensions: [attr_list]
nav: [index.md]
"""
STOCK = OURS.replace("[search, kb]", "[search]") + "not_in_nav: /**\n"
FRONT = "---\ntitle: {title}\nowner: manager\nreviewed_on: 2026-11-01\nreview_every: 12\nsources: [{{source: standard, at: סעיף 1}}]\n---\n"
# Markdown's own signs, and runs of digits: a page with what looks like a phone number is refused.
_SIGNS = re.compile(
    r"[\[\]<>!*_`#{}|\\~^:@$&]|\d[\d\-–.,/ ]{4,}\d|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
)
_PAGEFIND = """<!doctype html><html lang="he" dir="rtl"><meta charset="utf-8"><title>Pagefind</title>
<link rel="stylesheet" href="/pagefind/pagefind-ui.css"><script src="/pagefind/pagefind-ui.js"></script>
<div id="search"></div><script>new PagefindUI({ element: "#search" });</script></html>
"""


@dataclass(frozen=True)
class Box:
    """A search box, and where its results stand."""

    name: str
    site: str
    """Folder of its site beside the others."""
    page: str
    input: str
    item: str


THEME = ("", ".md-search__input", ".md-search-result__list .md-search-result__item")
BOXES = (
    Box("ours", "ours", *THEME),
    Box("stock Material", "stock", *THEME),
    Box(
        "Pagefind", "stock", "pagefind-box/", ".pagefind-ui__search-input", ".pagefind-ui__results .pagefind-ui__result"
    ),
)


def main() -> None:
    options = _options().parse_args()
    install()
    trial = search_data.read(options.data)
    # Titles of pages, which every engine finds.
    titles = [_plain(document.title) for document in trial.documents[:: PARAGRAPHS * 7]]
    visits = [{"paste": titles[2 * visit], "type": titles[2 * visit + 1]} for visit in range(options.visits)]
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        chosen = [box for box in BOXES if not options.boxes or box.name in options.boxes]
        rows = []
        for pages in options.pages or [300, 1000, 3000]:
            _build(trial.documents, pages, keep / str(pages), {box.site for box in chosen})
            rows += [_row(pages, box, _measured(box, keep / str(pages), visits, options.rate)) for box in chosen]
    text = _report(rows, options)
    print(text)
    if options.out:
        write_section(options.out, "Search in a slowed browser", text)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of docs.jsonl, queries.jsonl and qrels.jsonl")
    parser.add_argument("--pages", type=int, action="append", help="size of a site; may be given again")
    parser.add_argument("--visits", type=int, default=3, help="visits to each box")
    parser.add_argument("--rate", type=int, default=4, help="by how much the browser's renderer is slowed")
    parser.add_argument("--boxes", nargs="+", choices=[box.name for box in BOXES])
    parser.add_argument("--keep", type=Path, help="keep the built sites in this folder, and use those that are in it")
    parser.add_argument("--out", type=Path, help="write the report into this file too")
    return parser


# --- sites ---------------------------------------------------------------------------------------------------------------


def _build(documents: Sequence[Document], pages: int, folder: Path, wanted: Collection[str]) -> None:
    """The wanted sites of one size, those that are not there yet."""
    missing = {name: build for name, build in SITES.items() if name in wanted and not (folder / name).is_dir()}
    if not missing:
        return
    texts = enlarged(documents, pages * PARAGRAPHS)
    written = [texts[start : start + PARAGRAPHS] for start in range(0, pages * PARAGRAPHS, PARAGRAPHS)]
    for name, build in missing.items():
        print(f"{pages:,} pages: builds {name}", file=sys.stderr, flush=True)
        build(written, folder)


def _ours(pages: Sequence[Sequence[Document]], folder: Path) -> None:
    base = folder / "ours-content"
    Corpus().write(base, 200)
    (base / "mkdocs.yml").write_text(OURS, encoding="utf-8")
    _write(pages, base / "docs", lambda title: FRONT.format(title=json.dumps(title, ensure_ascii=False)))
    _mkdocs(base, folder / "ours")


def _stock(pages: Sequence[Sequence[Document]], folder: Path) -> None:
    base = folder / "stock-content"
    base.mkdir(parents=True, exist_ok=True)
    (base / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    _write(pages, base / "docs", lambda title: f"# {title}\n")
    (base / "docs" / "index.md").write_text("# מאגר מדידה\n", encoding="utf-8")
    _mkdocs(base, folder / "stock")
    box = folder / "stock" / "pagefind-box" / "index.html"
    node("build.mjs", "pagefind_site", str(folder / "stock"))
    box.parent.mkdir()
    box.write_text(_PAGEFIND, encoding="utf-8")


def _write(pages: Sequence[Sequence[Document]], docs: Path, head: Callable[[str], str]) -> None:
    """A hundred pages a folder."""
    for number, paragraphs in enumerate(pages):
        path = docs / "pages" / f"p{number // 100}" / f"page-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        sections = (
            f"## {_plain(each.title)} {{#s{place}}}\n\n{_plain(each.text)}\n" for place, each in enumerate(paragraphs)
        )
        path.write_text("\n".join([head(_plain(paragraphs[0].title)), *sections]), encoding="utf-8")


def _plain(text: str) -> str:
    """Without what Markdown or the check of content would read into it, in lines that are not too long."""
    return textwrap.fill(_SIGNS.sub(" ", text), 2000)


def _mkdocs(base: Path, site: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(base / "mkdocs.yml"), "-d", str(site)]
    subprocess.run(command, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})


SITES: dict[str, Callable[[Sequence[Sequence[Document]], Path], None]] = {"ours": _ours, "stock": _stock}


# --- measuring -----------------------------------------------------------------------------------------------------------


def _measured(box: Box, folder: Path, visits: Sequence[dict[str, str]], rate: int) -> dict[str, Any]:
    print(f"{folder.name} pages: {box.name}", file=sys.stderr, flush=True)
    asked, found = folder / "asked.json", folder / "found.json"
    wish = {"site": str(folder / box.site), "page": box.page, "input": box.input, "item": box.item, "rate": rate}
    asked.write_text(json.dumps(wish | {"visits": visits}), encoding="utf-8")
    node("browser.mjs", str(asked), str(found))
    read: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return read


def _row(pages: int, box: Box, found: dict[str, Any]) -> list[str]:
    visits = found["visits"]

    def middle(figure: Callable[[dict[str, Any]], float | None]) -> float:
        """Of a visit that had no result the time counts as endless."""
        return statistics.median(value if (value := figure(visit)) is not None else float("inf") for visit in visits)

    return [
        f"{pages:,}",
        box.name,
        f"{middle(lambda visit: visit['first']) / 1000:.2f}",
        f"{middle(lambda visit: visit['settled']) / 1000:.2f}",
        f"{middle(lambda visit: visit['longest']):.0f}",
        f"{max(visit['longestCpu'] for visit in visits):.0f}",
        f"{middle(lambda visit: visit['lag']):.0f}",
        kilobytes(found["quiet"]["bytes"]),
        kilobytes(middle(lambda visit: visit["bytes"])),
        f"{middle(lambda visit: visit['slowed']['main']):.1f} / {middle(lambda visit: visit['slowed']['worker']):.1f}",
    ]


def _report(rows: Sequence[Sequence[str]], options: argparse.Namespace) -> str:
    head = ["pages", "box", "first result s", "list at rest s", "longest task ms", "by its CPU, worst visit ms"]
    head += ["lag after last letter ms", "page view without search kB", "first search kB", "slowed: main / worker"]
    given = " ".join(sys.argv[1:]).replace(str(options.data), options.data.name)
    command = "python benchmarks/search_browser.py " + re.sub(r" --(out|keep) \S+", "", given)
    return f"```\n{command}\n```\n\n{table(head, rows)}"


if __name__ == "__main__":
    main()
