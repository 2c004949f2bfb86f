"""The stream of documents: what is in it, once, where it stands, and what it costs to make."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.library import load_site
from kb_tools.model.document import Page as Written
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import PageMeta, Settings
from kb_tools.model.provenance import History
from kb_tools.search.documents import Document, documents, left_out
from kb_tools.search.labels import KINDS, labels
from kb_tools.search.passages import prose
from kb_tools.views import all_pages
from kb_tools.views.site import Page, Site
from tests.unit.insight.small_library import small_library
from tests.unit.insight.tiny import library, playbook, role, scenario, step

ROOT = Path(__file__).parent.parent.parent.parent
TODAY = date(2026, 11, 22)


def stream(found: Library) -> dict[str, Document]:
    return {document.address: document for document in documents(Site(found, History(), TODAY))}


@pytest.fixture(scope="module")
def shipped() -> Site:
    site, _ = load_site(ROOT, TODAY)
    assert site is not None
    return site


@pytest.fixture(scope="module")
def shipped_stream(shipped: Site) -> tuple[Document, ...]:
    return tuple(documents(shipped))


def test_a_step_is_a_document_of_its_own_and_not_a_part_of_its_playbook() -> None:
    call = step("call", detail="התקשרו **לכולם**.", if_not="שלחו שליח")
    found = stream(library(playbook("book", call), scenario("fire"), role("lead")))
    assert found["playbooks/book/#step-call"] == Document(
        "playbooks/book/#step-call",
        "book",
        "עשו call",
        "התקשרו לכולם. בוצע כאשר: נעשה call. שלחו שליח.",
        "step",
        ("fire",),
        "emergency",
    )
    assert found["playbooks/book/"].text == "משפט. נקודת האפס (T): הרגע. משך: שעה."
    assert found["playbooks/book/"].phase is None


def test_prose_is_found_by_its_headings() -> None:
    books = library(playbook("book", step("call")))
    prose = {"book": "פתיחה.\n\n## רקע {#background}\n\nכך התחיל.\n"}
    found = stream(assemble(books.settings, books.documents, (), prose))
    assert found["playbooks/book/"].text.endswith("פתיחה.")
    background = found["playbooks/book/#background"]
    assert (background.title, background.text, background.page, background.kind) == (
        "רקע",
        "כך התחיל.",
        "book",
        "playbook",
    )


def test_an_id_of_prose_that_the_page_has_already_is_the_pages_own() -> None:
    books = library(playbook("book", step("call")))
    clash = assemble(books.settings, books.documents, (), {"book": "## אחר {#step-call}\n\nטקסט\n"})
    site = Site(clash, History(), TODAY)
    addresses = [document.address for document in documents(site)]
    assert addresses.count("playbooks/book/#step-call") == 1
    assert stream(clash)["playbooks/book/#step-call"].kind == "step"


def test_written_pages_are_in_the_stream_by_their_headings() -> None:
    pages = [
        Written("guide/index.md", PageMeta(title="מדריך"), "פתיחה\n\n## איך כותבים\n\nכך.\n"),
        Written("about.md", PageMeta(title="אודות"), "מי אנחנו."),
    ]
    found = stream(library(pages=pages))
    assert (found["guide/"].title, found["guide/"].text, found["guide/"].kind) == ("מדריך", "פתיחה.", "guide")
    assert found["guide/#איך-כותבים"] == Document("guide/#איך-כותבים", "מדריך", "איך כותבים", "כך.", "guide")
    assert found["about/"].kind == "page"


def test_a_written_home_page_takes_the_place_of_the_generated_one() -> None:
    written = stream(library(pages=[Written("index.md", PageMeta(title="שלנו"), "ברוכים הבאים")]))
    assert written[""].text == "ברוכים הבאים."
    assert stream(library())[""].title == "מאגר"


def test_whom_to_ask_can_be_found() -> None:
    told = library(settings={"title": "מאגר", "tagline": "משפט", "lead_role": "lead", "contact": "המוקד"})
    assert stream(told)["#contact"].text == "המוקד."
    assert "#contact" not in stream(library())


def test_an_abbreviation_is_found_by_its_full_words_in_its_title(shipped_stream: tuple[Document, ...]) -> None:
    titles = {document.address: document.title for document in shipped_stream}
    assert titles["vocabulary/#glossary-rahel"] == "רח״ל (רשות חירום לאומית)"
    assert titles["vocabulary/#glossary-operations-centre"] == "מרה״פ (מרכז הפעלה)"


def test_an_authority_is_found_by_what_else_it_is_called(shipped_stream: tuple[Document, ...]) -> None:
    ofakim = [document for document in shipped_stream if document.authority == "0031"]
    assert len(ofakim) == 1, "one document where only figures are known"
    assert ofakim[0].title == "אופקים"
    for word in ("Ofakim", "Ofaqim", "0031", "מערב הנגב", "39,893"):
        assert word in ofakim[0].text


def test_an_invented_authority_says_that_it_is_one(shipped_stream: tuple[Document, ...]) -> None:
    (city,) = [document for document in shipped_stream if document.address == "municipalities/example-city/"]
    assert city.text.startswith("דוגמה")
    parts = {document.kind for document in shipped_stream if document.authority == "example-city"}
    assert {"municipality", "need", "actor", "result", "adaptation", "lesson"} <= parts


def test_a_need_that_names_no_scenario_is_one_of_all(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    needs = {document.address: document for document in shipped_stream if document.kind == "need"}
    for municipality in shipped.library.municipalities.values():
        for need in municipality.needs:
            document = needs[f"municipalities/{municipality.id}/#need-{need.id}"]
            assert document.scenarios == (need.scenarios or tuple(shipped.library.scenarios))


def test_facilitators_pages_are_left_out_and_say_why(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    pages = {document.address.partition("#")[0] for document in shipped_stream}
    below = ("facilitator/", "facilitator/run/", "run/")
    assert set(left_out(shipped)) == {f"drills/{id_}/{page}" for id_ in shipped.library.drills for page in below}
    assert all(left_out(shipped).values())
    assert pages.isdisjoint(left_out(shipped))


def test_nothing_that_is_expected_of_participants_is_in_the_stream(
    shipped: Site, shipped_stream: tuple[Document, ...]
) -> None:
    whole = "\n".join(document.text for document in shipped_stream)
    injects = [inject for drill in shipped.library.drills.values() for inject in drill.injects]
    told = [prose(text) for inject in injects for text in (inject.message, inject.expected)]
    assert len(told) > 40
    assert [text for text in told if text.rstrip(".") in whole] == []


def test_every_address_is_there_once_and_every_page_is(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    addresses = [document.address for document in shipped_stream]
    assert len(set(addresses)) == len(addresses)
    pages = {document.address.partition("#")[0] for document in shipped_stream}
    generated = {page.address for page in all_pages.pages(shipped)}
    assert generated - pages == set(left_out(shipped))


def test_every_title_of_a_thing_is_its_own(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    by_address = {document.address: document for document in shipped_stream}
    for page in all_pages.pages(shipped):
        if page.address in by_address:
            own = by_address[page.address]
            assert (own.title, own.page) == (page.title, page.title)
    assert all(document.title.strip() for document in shipped_stream)


def test_texts_are_plain(shipped_stream: tuple[Document, ...]) -> None:
    for document in shipped_stream:
        for text in (document.title, document.text, document.page):
            assert text == " ".join(text.split()), document.address
        assert "[@" not in document.text
        assert not [tag for tag in ("<p", "</", "<bdi", "&amp;", "&#", "{#") if tag in document.text], document.address


def test_codes_have_labels(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    known = labels(shipped.library)
    assert {document.kind for document in shipped_stream} == set(KINDS), "no label is for nothing"
    assert {id_ for document in shipped_stream for id_ in document.scenarios} <= set(known.scenarios)
    assert {document.phase for document in shipped_stream} <= {None, *known.phases}
    assert {document.authority for document in shipped_stream} <= {None, *known.authorities}
    assert len(set(known.kinds.values())) == len(KINDS)


def test_another_field_calls_its_units_by_their_name() -> None:
    hospitals, _ = load_site(ROOT / "tests/sites/hospitals", TODAY)
    assert hospitals is not None
    assert labels(hospitals.library).kinds["municipality"] == "בתי חולים"
    assert {document.kind for document in documents(hospitals)} <= set(KINDS)


def test_the_same_content_is_the_same_stream_on_any_day(shipped: Site, shipped_stream: tuple[Document, ...]) -> None:
    later = replace(shipped, today=date(2030, 1, 1))
    assert tuple(documents(later)) == shipped_stream


def test_no_page_of_a_thing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing all pages costs six times as much as the stream."""
    templates: list[str] = []
    draw = Site.draw

    def noted(self: Site, template: str, at: str, **values: Any) -> str:
        templates.append(template)
        return draw(self, template, at, **values)

    monkeypatch.setattr(Site, "draw", noted)
    tuple(documents(Site(small_library(), History(), TODAY)))
    drills = {"drill", "drill_facilitator", "run"}
    things = drills | {"playbook", "lesson", "role", "scenario", "municipality", "source", "call"}
    assert "playbooks.html.j2" in templates
    assert {template.removesuffix(".html.j2") for template in templates}.isdisjoint(things)


def test_pages_that_are_drawn_already_are_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(small_library(), History(), TODAY)
    expected = tuple(documents(site))
    drawn = {page.address: page.render() for page in all_pages.pages(site)}
    titles = [(page.address, page.title) for page in all_pages.pages(site)]

    def never() -> str:
        raise AssertionError("drawn twice")

    monkeypatch.setattr(all_pages, "pages", lambda _site: [Page(at, title, never) for at, title in titles])
    assert tuple(documents(site, drawn)) == expected


def test_an_empty_knowledge_base_has_its_index_pages() -> None:
    nothing = stream(assemble(Settings(title="מאגר", tagline="ריק", lead_role="first-role"), (), (), {}))
    assert {"", "playbooks/", "lessons/", "vocabulary/", "guide/problems/"} <= set(nothing)
