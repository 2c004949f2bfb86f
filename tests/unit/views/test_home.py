"""The home page: two questions first, and nothing said that is not known."""

from datetime import date
from pathlib import Path

import pytest

from kb_tools.insight.changes import gather
from kb_tools.library import load_site
from kb_tools.model.base import Entry
from kb_tools.model.change import Change, Changes
from kb_tools.model.document import Page as Written
from kb_tools.model.page import PageMeta
from kb_tools.model.provenance import Commit, History
from kb_tools.views import all_pages, home
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.tiny import lesson, library, playbook, profile, role, scenario, step
from tests.unit.views.rendered import Rendered, read, resolved

TODAY = date(2026, 11, 22)


def drawn(*things: Entry, changes: Changes | None = None) -> Rendered:
    (page,) = home.pages(Site(library(*things), History(), TODAY, changes=changes or Changes()))
    return read(page.render())


def test_an_empty_knowledge_base_has_a_home() -> None:
    page = drawn()
    assert "מאגר" in page.text
    assert not {"what-happens", "who-are-you", "news", "mapped", "drifts"}.intersection(page.ids)


def test_scenarios_come_in_their_order_and_the_lead_role_first() -> None:
    things = (scenario("flood", order="2"), scenario("fire", order="1"), role("aa"), role("lead"), role("busy"))
    page = drawn(*things, playbook("book", step("x", owner="busy")))
    asked = [at for link in page.links if (at := resolved(link, "")[0]).startswith(("scenarios/", "roles/"))]
    assert asked[:5] == ["scenarios/fire/", "scenarios/flood/", "roles/lead/", "roles/busy/", "roles/aa/"]


def test_without_history_nothing_is_new() -> None:
    assert "news" not in drawn(role("lead")).ids
    commit = Commit("1" * 40, TODAY, "לקח ראשון", frozenset({"a"}), ())
    written = Change(("lesson", "told"), commit, "docs/lessons/told.yml", None, {"title": "לקח told"})
    page = drawn(lesson("told"), changes=gather([written]))
    assert "לקח חדש" in page.text
    assert "news" in page.ids


def test_late_reviews_are_listed_with_who_owes_them() -> None:
    late = role("lead").model_copy(update={"reviewed_on": date(2025, 1, 1), "review_every": 12})
    words = " ".join(drawn(late).text.split())
    assert "באיחור 1 בינואר 2026 תפקיד lead בדיקה תקופתית · תפקיד lead" in words
    assert "אין איחורים" in drawn(role("lead")).text


def test_examples_are_marked_and_not_counted() -> None:
    local = lesson("told", level="local", municipality="madeup")
    page = drawn(profile("madeup", example="true"), profile("real"), local)
    assert page.text.count("דוגמה") == 2  # the lesson that waits, and the card
    assert "1  רשויות" not in page.text
    figure = page.words[page.words.index("רשויות מקומיות עם פרופיל") :]
    assert next(word for word in figure[1:] if word.strip()) == "1"


def test_a_decided_lesson_waits_no_more() -> None:
    page = drawn(lesson("open"), lesson("settled", status="decided"))
    assert "לקח open" in page.text
    assert "לקח settled" not in page.text


def test_a_written_index_takes_its_place() -> None:
    lib = library(pages=[Written("index.md", PageMeta(title="שלנו"), "טקסט")])
    assert list(home.pages(Site(lib, History(), TODAY))) == []


@pytest.mark.slow
def test_everything_is_within_three_clicks() -> None:
    site, _ = load_site(Path(__file__).parents[3], TODAY)
    assert site is not None
    pages = pages_by_address(all_pages.pages(site))
    reached, edge = {""}, {""}
    for _ in range(3):
        edge = {resolved(link, at)[0] for at in edge if at in pages for link in read(pages[at].render()).links}
        edge -= reached
        reached |= edge
    far = set(pages) - reached
    assert not {at for at in far if not at.startswith("guide/")}, (
        far
    )  # the guide is written by hand and links by itself
