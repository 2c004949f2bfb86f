"""No written page that passes the check can stand where a view draws one."""

from datetime import date
from pathlib import Path

from kb_tools.library import load_site
from kb_tools.model.addresses import PAGES, reserved_for
from kb_tools.views import all_pages

BASE = Path(__file__).parents[2] / "examples/base"


def test_every_generated_page_is_reserved() -> None:
    site, _ = load_site(BASE, date(2026, 11, 22))
    assert site is not None
    addresses = [page.address for page in all_pages.pages(site)]
    assert len(addresses) > len(PAGES)
    assert [
        at for at in addresses if at and not (reserved_for(f"{at}index.md") and reserved_for(f"{at[:-1]}.md"))
    ] == []


def test_other_pages_are_free() -> None:
    paths = ("index.md", "about.md", "guide/index.md", "guide/problems/x.md", "lessons/a/b.md", "vocabulary/x.md")
    assert [path for path in paths if reserved_for(path)] == []
