"""The peers of the search benchmark: stock Material, MiniSearch and Pagefind."""

import html
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

from mkdocs.config import load_config
from search_engines import SCRIPTS, InNode, node

from kb_tools.search.document import Document


class Stock(InNode):
    """Material as it comes with `theme.language: he`: its plugin writes the index, its own worker file searches it."""

    name = "stock lunr"
    script = "stock"
    slow = True

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        settings = folder / "mkdocs.yml"
        settings.write_text(
            "site_name: x\nplugins: [search]\ntheme: {name: material, language: he}\n", encoding="utf-8"
        )
        (folder / "docs").mkdir()
        config = load_config(str(settings))
        plugin = config.plugins["material/search"]
        plugin.on_config(config)
        for document in documents:
            plugin.search_index.add_entry_from_context(_rendered(document))
        (folder / "search_index.json").write_text(plugin.search_index.generate_search_index(None), encoding="utf-8")
        theme = next(
            Path(place) for place in config.theme.dirs if (Path(place) / "assets/javascripts/workers").is_dir()
        )
        [worker] = theme.glob("assets/javascripts/workers/search.*.js")
        (folder / "stock.json").write_text(json.dumps({"worker": str(worker)}), encoding="utf-8")

    def files(self, folder: Path) -> Iterable[Path]:
        return [folder / "search_index.json"]


def _rendered(document: Document) -> SimpleNamespace:
    """What Material's search plugin reads of a page."""
    content = f'<h1 id="top">{html.escape(document.title)}</h1><p>{html.escape(document.text)}</p>'
    return SimpleNamespace(meta={}, content=content, toc=[], url=document.address, title=document.title)


class MiniSearch(InNode):
    """MiniSearch with its defaults, its index prebuilt."""

    name = "MiniSearch"
    script = "minisearch"

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        build_in_node(self.script, documents, folder)

    def files(self, folder: Path) -> Iterable[Path]:
        return [folder / "index.json"]


class Pagefind(InNode):
    """Pagefind with its defaults, on the same pages."""

    name = "Pagefind"
    script = "pagefind"
    slow = True

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        build_in_node(self.script, documents, folder)

    def files(self, folder: Path) -> Iterable[Path]:
        return (path for path in (folder / "pagefind").rglob("*.pf_*") if path.is_file())


def build_in_node(script: str, documents: Sequence[Document], folder: Path) -> None:
    rows = [asdict(document) for document in documents]
    (folder / "documents.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    install()
    node("build.mjs", script, str(folder))


def install() -> None:
    """The peers, once, as the lock file has them."""
    ready = SCRIPTS / "node_modules" / ".ready"
    if not shutil.which("npm"):
        sys.exit("node and npm are needed: on Debian or Ubuntu, sudo apt-get install nodejs npm")
    if not ready.exists() or ready.stat().st_mtime < (SCRIPTS / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=SCRIPTS, check=True)
        ready.touch()
