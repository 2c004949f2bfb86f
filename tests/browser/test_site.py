"""The pages of the built site in a real browser."""

from pathlib import Path

import pytest

from tests.browser.node import in_browser

pytestmark = pytest.mark.slow


def test_the_pages_in_a_real_browser(built_site: Path) -> None:
    in_browser("site.test.mjs", SITE=str(built_site))
