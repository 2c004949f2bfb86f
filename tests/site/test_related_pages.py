"""The lists of related pages at the foot of the built pages: where they lead, and what they may not hold."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.built import BuiltSite, Html

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
CASES = json.loads((ROOT / "tests/cases/related/shipped.json").read_text("utf-8"))
LIST = re.compile(r'<nav class="kb-related".*?</nav>', re.DOTALL)


@pytest.fixture(scope="module")
def built(built_site: Path) -> BuiltSite:
    return BuiltSite(built_site)


@pytest.fixture(scope="module")
def lists(built: BuiltSite) -> dict[str, list[str]]:
    """Address of a page → the addresses in its list."""
    found = {at: LIST.search(article(built, at)) for at in built.pages if at.endswith("/") or not at}
    return {at: led_to(built, at, nav[0]) for at, nav in found.items() if nav}


def article(built: BuiltSite, at: str) -> str:
    return (built.root / at / "index.html").read_text("utf-8").partition("<article")[2]


def led_to(built: BuiltSite, at: str, html: str) -> list[str]:
    page = Html()
    page.feed(html)
    return [target[0] for link in page.links if (target := built.target(at, link))]


def test_every_list_leads_to_other_pages_that_are_there(built: BuiltSite, lists: dict[str, list[str]]) -> None:
    assert len(lists) > 30
    assert [(at, to) for at, found in lists.items() for to in found if to not in built.pages or to == at] == []
    assert [at for at, found in lists.items() if len(found) > 5 or len(set(found)) < len(found)] == []


def test_no_list_repeats_what_its_page_links_to(built: BuiltSite, lists: dict[str, list[str]]) -> None:
    repeated = {}
    for at, found in lists.items():
        body, _, _ = article(built, at).partition('<nav class="kb-related"')
        if both := set(found) & set(led_to(built, at, body)):
            repeated[at] = both
    assert repeated == {}


def test_no_list_holds_an_authority_or_what_facilitators_know(lists: dict[str, list[str]]) -> None:
    named = {to for found in lists.values() for to in found}
    assert [to for to in named if to.startswith(("municipalities/", "districts/")) or "facilitator" in to] == []


@pytest.mark.parametrize("at", CASES)
def test_what_a_reader_wants_next_comes_first(at: str, lists: dict[str, list[str]]) -> None:
    expected = CASES[at]
    found = lists.get(at, [])
    assert (found[: len(expected)] if expected else found) == expected
