"""What `kb search` answers on the shipped content."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.library import load_site
from kb_tools.search.answer import Searcher
from kb_tools.search.document import Document
from kb_tools.search.documents import documents
from kb_tools.search.expected import unmet
from kb_tools.search.index import Context, Opened
from kb_tools.search.labels import labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.names import names
from kb_tools.search.terms import whole
from kb_tools.search.whoosh_index import WhooshIndex
from kb_tools.views.site import Site

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> Site:
    site, _ = load_site(ROOT, date(2026, 11, 22))
    assert site is not None
    return site


@pytest.fixture(scope="module")
def found(shipped: Site) -> Sequence[Document]:
    return tuple(documents(shipped))


@pytest.fixture(scope="module")
def context(shipped: Site) -> Context:
    return Context(labels(shipped.library), names(shipped.library))


@pytest.fixture(scope="module")
def searcher(found: Sequence[Document], context: Context, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    index = WhooshIndex(tmp_path_factory.mktemp("index"), "shipped")
    index.update(found, context)
    opened = index.open()
    assert opened is not None
    return Searcher(opened, hebrew_lexicon())


def test_expectations_are_met(shipped: Site, searcher: Searcher) -> None:
    assert list(unmet(shipped.library, lambda query: searcher.addresses(query, 10))) == []


def test_answers_are_those_of_a_collection_in_memory(
    shipped: Site, found: Sequence[Document], context: Context, searcher: Searcher
) -> None:
    in_memory = Searcher(Opened(MemoryCollection(found), context), hebrew_lexicon())
    for expectation in shipped.library.expectations:
        assert searcher.search(expectation.query) == in_memory.search(expectation.query), expectation.query


def test_every_document_is_found_by_its_own_title_first(found: Sequence[Document], searcher: Searcher) -> None:
    title_of = {document.address: whole(document.title) for document in found}
    missed = [
        (document.address, document.title, first)
        for document in found
        if title_of[first := searcher.addresses(document.title, 1)[0]] != whole(document.title)
    ]
    assert missed == []


def test_a_whole_context_survives_its_file(context: Context) -> None:
    assert Context.from_json(json.loads(json.dumps(context.as_json()))) == context
