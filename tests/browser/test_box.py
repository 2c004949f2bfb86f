"""The search box in a real browser, with a plain engine behind it."""

from pathlib import Path

import pytest

from tests.browser.node import in_browser

pytestmark = pytest.mark.slow


def test_the_search_box_in_a_real_browser(built_site: Path) -> None:
    in_browser("box.test.mjs", SITE=str(built_site))
