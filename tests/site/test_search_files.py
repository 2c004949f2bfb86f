"""What the search of the built site is made of."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
STOCK_WORKER = "javascripts/workers/search."


def test_each_file_of_the_index_is_a_call_with_its_own_name(built_site: Path) -> None:
    files = list((built_site / "search").glob("*.js"))
    assert built_site / "search" / "meta.js" in files
    for file in files:
        text = file.read_text(encoding="utf-8")
        start = f'kbIndex("{file.stem}",'
        assert text.startswith(start)
        assert text.endswith(")\n")
        json.loads(text.removeprefix(start).removesuffix(")\n"))


def test_the_themes_own_index_is_gone(built_site: Path) -> None:
    assert not (built_site / "search" / "search_index.json").exists()


def test_every_page_asks_for_our_worker(built_site: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in built_site.rglob("*.html")]
    assert all("assets/kb/js/search/worker.js?v=" in page and STOCK_WORKER not in page for page in pages)
