"""What a build costs: the shipped site, and made ones of 1,000 and 3,000 pages beside plain MkDocs + Material.

The peer gets the very same pages as ready Markdown: our built pages turned back into Markdown by `markdownify`, under
the same theme, features and search plugin. Each build is one process; CPU is user + system time of it and its children.

    python benchmarks/build.py [--pages 1000 --pages 3000] [--seed 1] [--skip-shipped]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus
from markdownify import markdownify

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = re.compile(r'<article class="md-content__inner[^>]*>(.*?)</article>', re.DOTALL)
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
SITE_OF_CORPUS = """\
site_name: מאגר מדידה
theme: {name: material, language: he, font: false, features: [navigation.tabs, navigation.prune, navigation.indexes, toc.follow]}
plugins: [search, kb]
markdown_extensions: [admonition, attr_list, def_list, sane_lists, tables]
nav: [index.md, playbooks/index.md, lessons/index.md, roles/index.md, drills/index.md, municipalities/index.md]
"""


@dataclass(frozen=True)
class Cost:
    cpu: float
    """Seconds, user and system."""
    peak: int
    """Kilobytes resident, of the largest process."""
    pages: int
    size: int
    """Bytes of the site."""

    def row(self, name: str) -> str:
        return (
            f"{name:<34}{self.pages:>7,} pages {self.cpu:>8.1f} CPU s {self.cpu / self.pages * 1000:>7.1f} ms/page"
            f" {self.peak / 1024:>7.0f} MB peak {self.size / 1e6:>8.1f} MB out"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument(
        "--pages", type=int, action="append", help="size of a made knowledge base; may be given again"
    )
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--skip-shipped", action="store_true", help="leave the shipped site out")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if not options.skip_shipped:
            print(
                _build(["mkdocs", "build", "-q", "-f", str(ROOT / "mkdocs.yml")], work / "shipped").row("shipped"),
                flush=True,
            )
        sizes = options.pages or [1000, 3000]
        a_page = [_side_by_side(work / str(pages), pages, options.seed) for pages in sizes]
        if len(a_page) > 1:
            print(f"ours, CPU a page, largest beside smallest: {a_page[-1] / a_page[0]:.2f} (1.00 is linear)")


def _side_by_side(work: Path, pages: int, seed: int) -> float:
    """Print both builds and their ratio; our CPU seconds a page."""
    base = work / "base"
    base.mkdir(parents=True)
    Corpus(seed).write(base, _files_for(pages))
    (base / "mkdocs.yml").write_text(SITE_OF_CORPUS, encoding="utf-8")
    ours = _build(["mkdocs", "build", "-q", "-f", str(base / "mkdocs.yml")], work / "ours")
    plain = work / "plain"
    _as_markdown(work / "ours", plain)
    theirs = _build(["mkdocs", "build", "-q", "-f", str(plain / "mkdocs.yml")], work / "theirs")
    print(ours.row(f"made, seed {seed}: ours"))
    print(theirs.row("the same as Markdown: plain"))
    print(f"{'ours / plain, CPU a page':<34}{(ours.cpu / ours.pages) / (theirs.cpu / theirs.pages):>7.2f}", flush=True)
    shutil.rmtree(work)
    return ours.cpu / ours.pages


def _files_for(pages: int) -> int:
    """Content files that make about so many pages: a group of the corpus is 24 files and 13 pages."""
    return round(pages * 24 / 13)


def _build(engine: list[str], site: Path) -> Cost:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen([sys.executable, "-m", *engine, "--site-dir", str(site)], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(engine)} failed")
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.name == "index.html" for path in files)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, pages, sum(path.stat().st_size for path in files))


def _as_markdown(site: Path, plain: Path) -> None:
    """The article of every built page as Markdown, and a site of plain Material over them."""
    for page in site.rglob("index.html"):
        html = page.read_text(encoding="utf-8")
        article = ARTICLE.search(html)
        if article is None:
            sys.exit(f"no article in {page}")
        target = plain / "docs" / page.relative_to(site).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        links = re.sub(r'(href="[^"#]*?)/(#[^"]*)?"', r'\1/index.md\2"', article[1])
        target.write_text(markdownify(links, heading_style="ATX"), encoding="utf-8")
    config = (
        SITE_OF_CORPUS.replace("[search, kb]", "[search]")
        + "not_in_nav: /**\nvalidation: {links: {anchors: ignore, not_found: ignore}}\n"
    )
    (plain / "mkdocs.yml").write_text(config, encoding="utf-8")


if __name__ == "__main__":
    main()
