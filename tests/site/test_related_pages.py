"""The lists of related pages at the foot of the built pages: where they lead, and what they may not hold."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.built import BuiltSite, Html

pytestmark = pytest.mark.slow
CASES = json.loads((ROOT / "tests/cases/related/shipped.json").read_text("utf-8"))
CONTENT = re.compile(
    r"(playbooks|lessons(?!/uptake)|roles|drills(?!/trends|/coverage)|scenarios|sources|calls|guide)/[\w-]+/"
    r"|municipalities/[\w-]+/(playbooks/[\w-]+/)?|vocabulary/"
)
"""The pages that say something; lists, districts, the home page and what only facilitators read are none."""
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
    assert [(at, to) for at, found in lists.items() for to in found if to not in built.pages or to == at] == []
    assert [at for at, found in lists.items() if len(set(found)) < len(found)] == []


def test_every_page_that_says_something_has_a_list_of_three_to_five_and_no_other(
    built: BuiltSite, lists: dict[str, list[str]]
) -> None:
    content = {at for at in built.pages if CONTENT.fullmatch(at)}
    assert len(content) > 350
    assert content ^ lists.keys() == set()
    assert {at: len(found) for at, found in lists.items() if not 3 <= len(found) <= 5} == {}


def test_what_a_page_links_to_comes_last_in_its_list(built: BuiltSite, lists: dict[str, list[str]]) -> None:
    early = {}
    for at, found in lists.items():
        body, _, _ = article(built, at).partition('<nav class="kb-related"')
        linked = set(led_to(built, at, body))
        known = [to in linked for to in found]
        if known != sorted(known):
            early[at] = found
    assert early == {}


def test_no_list_holds_what_facilitators_know_and_only_a_source_leads_to_an_authority(
    lists: dict[str, list[str]],
) -> None:
    named = [(at, to) for at, found in lists.items() for to in found]
    assert [(at, to) for at, to in named if "facilitator" in to or to.startswith("districts/")] == []
    authorities = [at for at, to in named if to.startswith("municipalities/")]
    assert [at for at in authorities if not at.startswith("sources/")] == []


def test_authorities_that_differ_have_lists_that_differ(lists: dict[str, list[str]]) -> None:
    of_authorities = [tuple(found) for at, found in lists.items() if at.startswith("municipalities/")]
    assert len(set(of_authorities)) > 20


@pytest.mark.parametrize("at", CASES)
def test_what_a_reader_wants_next_comes_first(at: str, lists: dict[str, list[str]]) -> None:
    expected = CASES[at]
    found = lists.get(at, [])
    assert (found[: len(expected)] if expected else found) == expected
