"""The search of the built site in a real browser."""

import json
from pathlib import Path

import pytest

from kb_tools.library import current_day, load_library
from kb_tools.views.addresses import address
from tests.browser.node import in_browser
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def expected(tmp_path: Path) -> Path:
    """What the content expects search to find: a JSON file of queries and addresses."""
    library = load_library(ROOT, current_day()).library
    assert library is not None
    rows = [{"query": each.query, "address": address(*each.target)} for each in library.expectations]
    file = tmp_path / "expected.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return file


def test_the_search_in_a_real_browser(built_site: Path, expected: Path) -> None:
    in_browser("search.test.mjs", SITE=str(built_site), EXPECTED=str(expected))
