"""Synonyms and expectations as the library gives them; a library without their files has none."""

import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from kb_tools.library import load_site
from kb_tools.model.addresses import INDEX_PAGES
from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.search import Expectation, Expectations, SynonymGroup, Synonyms
from kb_tools.views import all_pages

BASE = Path(__file__).parents[2] / "examples/base"


def group(*words: str, also: tuple[str, ...] = ()) -> SynonymGroup:
    return SynonymGroup.model_validate({"words": list(words), "also": list(also), "why": "כך"})


def library(*contents: Synonyms | Expectations) -> Library:
    settings = Settings.model_validate({"title": "מאגר", "tagline": "משפט", "lead_role": "lead"})
    kinds = {Synonyms: KINDS_BY_NAME["synonyms"], Expectations: KINDS_BY_NAME["expectations"]}
    documents = [Document(kinds[type(one)].path(), kinds[type(one)], {}, one) for one in contents]
    return assemble(settings, documents, [], {})


def test_words_of_a_group_lead_to_each_other_and_to_also_and_also_leads_nowhere() -> None:
    assert dict(group("קורונה", "קוביד", also=("מגפה",)).expansions()) == {
        "קורונה": ("קוביד", "מגפה"),
        "קוביד": ("קורונה", "מגפה"),
    }
    assert dict(group("שריפה", "דליקה").expansions()) == {"שריפה": ("דליקה",), "דליקה": ("שריפה",)}


def test_a_library_without_the_files_has_none() -> None:
    assert (library().synonyms, library().expectations) == ((), ())


def test_the_library_gives_them_in_the_order_of_the_file() -> None:
    synonyms = Synonyms(groups=(group("א", "ב"), group("ג", "ד")))
    rows = [{"query": "אחת", "finds": "lesson:one"}, {"query": "שתיים", "finds": "page:guide/index.md"}]
    full = library(synonyms, Expectations.model_validate({"expectations": rows}))
    assert [found.words for found in full.synonyms] == [("א", "ב"), ("ג", "ד")]
    assert [found.target for found in full.expectations] == [("lesson", "one"), ("page", "guide/index.md")]


def test_a_target_keeps_the_path_of_a_part() -> None:
    expected = Expectation.model_validate({"query": "התקשרו", "finds": "step:first-playbook/call-forum"})
    assert expected.target == ("step", "first-playbook/call-forum")


@pytest.mark.parametrize("word", ["<b>א</b>", "?!", " ", "", "א\nב", "א" * 81])
def test_what_is_no_word_is_refused(word: str) -> None:
    with pytest.raises(ValidationError):
        group("מילה", word)


def test_pages_of_no_single_thing_are_those_that_views_draw() -> None:
    site, _ = load_site(BASE, date(2026, 11, 22))
    assert site is not None
    things = {site.library.file_of(*key) for key in site.library.defined}
    drawn = {page.address for page in all_pages.pages(site) if page.source not in things}
    of_districts = {address for address in drawn if address.startswith("districts/")}
    of_years = {address for address in drawn if re.fullmatch(r"changes/[0-9]{4}/", address)}
    assert drawn - of_districts - of_years - {"drills/first-drill/facilitator/"} | {""} == INDEX_PAGES
