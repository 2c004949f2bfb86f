"""The stream of documents against the built site: each leads to a place that is there, and says what is read there."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from kb_tools.library import load_site
from kb_tools.search.documents import Document, documents, left_out
from kb_tools.views.site import Site
from tests.site.built import BuiltSite

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|dfn|em|small|span|strong|time|wbr)\b[^>]*>")
WORD = re.compile(r"\w+")
NOT_FOUND = "404.html"
"""Served for any address that does not exist."""


@pytest.fixture(scope="module")
def built(built_site: Path) -> BuiltSite:
    return BuiltSite(built_site)


@pytest.fixture(scope="module")
def site() -> Site:
    found, _ = load_site(ROOT, date(2026, 11, 22))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def stream(site: Site) -> tuple[Document, ...]:
    return tuple(documents(site))


def test_every_document_stands_where_its_address_says(built: BuiltSite, stream: tuple[Document, ...]) -> None:
    ids = {address: set(page.ids) for address, page in built.pages.items()}
    split = [document.address.partition("#") for document in stream]
    assert [at for at, _, anchor in split if at not in ids or (anchor and anchor not in ids[at])] == []


def test_every_page_has_a_document(built: BuiltSite, site: Site, stream: tuple[Document, ...]) -> None:
    found = {document.address.partition("#")[0] for document in stream}
    assert set(built.pages) - found == {*left_out(site), NOT_FOUND}


def test_a_document_says_what_is_read_on_its_page(built: BuiltSite, site: Site, stream: tuple[Document, ...]) -> None:
    @cache
    def read(address: str) -> frozenset[str]:
        html = (built.root / address / "index.html").read_text("utf-8").partition("<article")[2]
        return frozenset(WORD.findall(unescape(re.sub(r"<[^>]+>", " ", INLINE.sub("", html)))))

    added = {at: frozenset(WORD.findall(" ".join(words))) for at, words in _told_elsewhere(site)}
    strange = {}
    for document in stream:
        at = document.address.partition("#")[0]
        unread = set(WORD.findall(f"{document.title} {document.text}")) - read(at) - added.get(at, frozenset())
        if unread:
            strange[document.address] = unread
    assert strange == {}


def _told_elsewhere(site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By what an authority is called besides its name, and the question by which lists and buttons call a scenario."""
    for id_, municipality in site.library.municipalities.items():
        profile = municipality.profile
        yield f"municipalities/{id_}/", (profile.name_en or "", *profile.variants, profile.cbs_code or "")
    for id_, scenario in site.library.scenarios.items():
        yield f"scenarios/{id_}/", (scenario.question,)
