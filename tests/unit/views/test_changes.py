"""What changed, as pages, in words and as a feed."""

from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.model.change import Change
from kb_tools.model.fields import fields_of
from kb_tools.model.provenance import Commit, History
from kb_tools.views import changes as view
from kb_tools.views.atom import Entry, atom
from kb_tools.views.change_words import FIELDS, in_words
from kb_tools.views.records import model_of
from kb_tools.views.site import Site
from tests.unit.insight.tiny import lesson, library, playbook, profile, role, step
from tests.unit.insight.told import change, changes, commit, said
from tests.unit.views.rendered import Rendered, read

TODAY = date(2026, 11, 22)
NS = {"a": "http://www.w3.org/2005/Atom"}
LIBRARY = library(
    role("lead"), role("second"), playbook("book", step("call")), lesson("told"), lesson("other"), lesson("third")
)


def site(*given: Change, home: str = "") -> Site:
    commits = {each.commit.id: each.commit for each in given}
    return Site(LIBRARY, History("abc", commits=commits), TODAY, changes=changes(*given), home=home)


def pages(*given: Change) -> dict[str, Rendered]:
    return {page.address: read(page.render()) for page in view.pages(site(*given))}


def feed(*given: Change, home: str = "") -> Xml.Element:
    (download,) = view.downloads(site(*given, home=home))
    return Xml.fromstring(download.render())


def new(at: Commit, id_: str = "told") -> Change:
    return change(at, "lesson", id_, None, said(title="לקח told"))


def test_fields_are_told_as_readers_know_them() -> None:
    before = said(what="עשו", owner="lead", needs=["a"], detail="ארוך " * 40)
    after = said(what="עשו", owner="second", needs=["a", "b"], detail="אחר " * 40, if_not="חכו")
    told = in_words(LIBRARY, change(commit(1), "step", "book/call", before, after))
    assert [(field.label, field.before, field.after) for field in told.fields] == [
        ("האחראי", "תפקיד lead", "תפקיד second"),
        ("הצרכים", "", "b"),
        ("הפירוט", "", ""),
        ("מה עושים אם אי אפשר", "", "חכו"),
    ]
    assert told.sentence == "השתנה · צעד: עשו"


def test_a_choice_is_told_by_its_label_and_a_field_of_old_as_it_was_written() -> None:
    before, after = said(lesson_kind="challenge", level="local", mood="a"), said(lesson_kind="good_practice", level="x")
    told = in_words(LIBRARY, change(commit(1), "lesson", "told", before, after))
    assert [(field.label, field.before, field.after) for field in told.fields] == [
        ("סוג הלקח", "אתגר", "נוהג טוב"),
        ("הרמה", "מקומי", "x"),
        ("mood", "a", ""),
    ]


@pytest.mark.parametrize("kind", ["playbook", "step", "drill", "item", "lesson", "result", "adaptation"])
def test_every_field_has_a_name_for_a_sentence(kind: str) -> None:
    assert {field.name for field in fields_of(model_of(kind))} - FIELDS.keys() == {"id"}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [(None, said(what="א"), "נוסף · צעד: א"), (said(what="א"), None, "הוסר · צעד: א")],
)
def test_what_came_and_went(before: dict[str, str] | None, after: dict[str, str] | None, sentence: str) -> None:
    assert in_words(LIBRARY, change(commit(1), "step", "book/x", before, after)).sentence == sentence


def test_a_page_by_month_and_a_page_for_each_year() -> None:
    found = pages(
        new(commit(3, "2026-06-03", "כי שאלו"), "told"),
        new(commit(2, "2026-05-02"), "other"),
        new(commit(1, "2025-12-01"), "third"),
    )
    assert list(found) == ["changes/", "changes/2026/", "changes/2025/"]
    assert {"month-2026-06", "month-2026-05", "month-2025-12"} <= set(found["changes/"].ids)
    assert "כי שאלו" in found["changes/"].text
    assert "לקח third" not in found["changes/2026/"].text


def test_what_is_no_more_is_named_and_not_linked() -> None:
    found = pages(change(commit(1), "lesson", "gone", said(title="לקח שהיה"), None))["changes/"]
    assert "לקח שהיה" in found.text
    assert not [link for link in found.links if "gone" in link]


def test_without_history_it_is_said() -> None:
    (page,) = view.pages(Site(LIBRARY, History(), TODAY))
    assert "אין היסטוריה" in read(page.render()).text


def test_a_commit_cannot_write_html() -> None:
    hostile = commit(1, subject="<script>alert(1)</script>")
    assert "script" not in [tag for tag, _ in pages(new(hostile))["changes/"].tags]


def test_a_feed_has_what_rfc_4287_asks_for() -> None:
    found = feed(new(commit(2, "2026-06-03"), "told"), new(commit(1), "other"), home="https://kb.example.org/he/")
    for name in ("id", "title", "updated", "author/a:name"):
        assert found.findtext(f"a:{name}", namespaces=NS), name
    entries = found.findall("a:entry", NS)
    ids = [entry.findtext("a:id", namespaces=NS) for entry in entries]
    assert len(set(ids)) == 2
    assert entries[0].findtext("a:updated", namespaces=NS) == "2026-06-03T12:00:00Z"
    links = [entry.find("a:link", NS) for entry in entries]
    assert [link.get("href") for link in links if link is not None] == [
        "https://kb.example.org/he/lessons/told/",
        "https://kb.example.org/he/lessons/other/",
    ]


def test_the_feed_marks_an_example_once() -> None:
    of_town = {"level": "local", "municipality": "town"}
    of_example = lesson("named", title="דוגמה: לקח", **of_town), lesson("told", **of_town)
    known = library(role("lead"), profile("town", example=True), *of_example)
    given = changes(new(commit(2, "2026-06-03"), "named"), new(commit(1), "told"))
    (download,) = view.downloads(Site(known, History("abc"), TODAY, changes=given))
    entries = Xml.fromstring(download.render()).findall("a:entry", NS)
    assert [entry.findtext("a:title", namespaces=NS) for entry in entries] == [
        "לקח חדש: דוגמה: לקח",
        "לקח חדש: דוגמה: לקח told",
    ]


def test_a_site_whose_place_is_not_known_links_relative_to_the_feed() -> None:
    link = feed(new(commit(1))).find("a:entry/a:link", NS)
    assert link is not None
    assert link.get("href") == "../lessons/told/"


@given(st.text())
def test_any_text_makes_a_feed_that_can_be_read(text: str) -> None:
    entry = Entry("1", text, TODAY, "x/", "lesson", "לקח", text)
    assert Xml.fromstring(atom(text, "", "changes/feed.xml", "changes/", [entry], TODAY)) is not None
