"""Our worker behind the theme's search box, and our index beside the pages."""

import json
import re
from importlib.resources import files as resources
from pathlib import Path

import pytest
from kb_mkdocs import search
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from kb_tools.search.labels import KINDS

STOCK = '<script>{"search": "../assets/javascripts/workers/search.a7633da7.min.js"}</script>'


def test_our_worker_takes_the_place_of_the_themes() -> None:
    replaced = search.with_own_worker(STOCK, "1a")
    assert replaced == '<script>{"search": "../assets/kb/js/search/worker.js?v=1a"}</script>'


@pytest.mark.parametrize("block", ['{"search": "assets/javascripts/workers/find.js"}', STOCK * 2, ""])
def test_a_theme_that_names_it_otherwise_stops_the_build(block: str) -> None:
    with pytest.raises(PluginError, match="Material"):
        search.with_own_worker(block, "1a")


def test_the_installed_theme_names_it_as_expected() -> None:
    base = resources("material").joinpath("templates", "base.html").read_text(encoding="utf-8")
    assert len(search.STOCK_WORKER.findall(base)) == 1


def test_the_installed_theme_fetches_its_index_for_a_form_of_that_name_alone() -> None:
    """Our form has no name: that is why a page view fetches no index."""
    [bundle] = Path(str(resources("material"))).glob("templates/assets/javascripts/bundle.*.min.js")
    assert 'document.forms.namedItem("search")' in bundle.read_text(encoding="utf-8")
    own = resources("kb_mkdocs").joinpath("theme", "partials", "search.html").read_text(encoding="utf-8")
    [form] = re.findall(r"<form[^>]*>", own)
    assert "name=" not in form
    assert "id=" not in form


def test_an_index_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "site_dir": str(tmp_path)})
    search.drop_stock_index(config)
    stock = tmp_path / "search" / "search_index.json"
    stock.parent.mkdir()
    stock.write_text(json.dumps({"docs": []}), encoding="utf-8")
    search.drop_stock_index(config)
    assert not stock.exists()


def test_every_kind_of_document_has_a_name_for_one_of_it() -> None:
    script = (search.SCRIPTS / "results.js").read_text(encoding="utf-8")
    [table] = re.findall(r"const ONE = \{(.*?)\};", script, re.DOTALL)
    assert re.findall(r'"?([\w-]+)"?: "', table) == list(KINDS)
