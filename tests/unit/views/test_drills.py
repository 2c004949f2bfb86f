"""Drill pages: what participants may read, and what only facilitators may."""

from datetime import date

from kb_tools.model.base import Entry
from kb_tools.model.provenance import Commit, History
from kb_tools.views import drills
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.tiny import drill, library, playbook, profile, result, role, scenario, step
from tests.unit.views.rendered import Rendered, read, resolved

TODAY = date(2026, 11, 22)
INJECT = {"number": "1", "minute": "5", "sender": "השולח", "to": "הנמען", "how": "בערוץ", "objective": "meet"}
SAID = {"message": "ההודעה החשאית", "expected": "התגובה המצופה"}
DRILL = drill("practice", {"id": "one", "step": "book/call", "within_minutes": "20"}, injects=[INJECT | SAID])


def drawn(*things: Entry, history: History | None = None, part: str = "") -> Rendered:
    base = (role("lead"), scenario("fire"), playbook("book", step("call")), DRILL)
    site = Site(library(*base, *things), history or History(), TODAY)
    return read(pages_by_address(drills.pages(site))[f"drills/practice/{part}"].render())


def test_participants_do_not_read_what_will_come() -> None:
    text = drawn(profile("town"), result("first", "2026-01-01", {"one": "done"})).text
    assert not [told for told in (*SAID.values(), "השולח", "כולם באו") if told in text]


def test_facilitators_read_it_all() -> None:
    text = drawn(part="facilitator/").text
    assert [
        told for told in (*SAID.values(), "השולח", "הנמען", "בערוץ", "כולם באו", "הסיפור.") if told not in text
    ] == []


def test_each_objective_can_be_rated() -> None:
    page = drawn(part="facilitator/")
    ratings = [attributes["value"] for tag, attributes in page.tags if attributes.get("type") == "radio"]
    assert ratings == ["P", "S", "M", "U"]


def test_items_and_objectives_stand_where_their_addresses_say() -> None:
    page = drawn()
    assert {"item-one", "objective-meet"} <= set(page.ids)
    assert ("drills/practice/facilitator/", "") in {resolved(link, "drills/practice/") for link in page.links}


def test_the_sheet_says_its_revision_only_when_it_is_known() -> None:
    commit = Commit("abc1234" + "0" * 33, TODAY, "תרגיל", frozenset({"a"}), ())
    for part in ("", "facilitator/"):
        assert "abc1234" in drawn(history=History("abc1234", commits={commit.id: commit}), part=part).text
    assert "גרסה" not in drawn().text
    assert "22 בנובמבר 2026" in drawn().text


def test_results_are_compared_and_examples_marked() -> None:
    page = drawn(
        profile("town", example="true"),
        result("first", "2026-01-01", {"one": "not_done"}),
        result("second", "2026-06-01", {"one": "done"}),
    )
    text = " ".join(page.text.split())
    assert "1 מתוך 1 סעיפים בוצעו (בפעם הקודמת: 0 מתוך 1)" in text
    assert text.index("1 ביוני 2026") < text.index("1 בינואר 2026")
    assert text.count("דוגמה") == 6  # each result in the list and above both tables


def test_a_drill_that_was_never_held_says_so() -> None:
    assert "התרגיל עוד לא נערך" in drawn().text


def test_the_index_can_be_filtered() -> None:
    site = Site(library(scenario("fire"), playbook("book", step("call")), DRILL), History(), TODAY)
    page = read(pages_by_address(drills.pages(site))["drills/"].render())
    cards = [attributes for _, attributes in page.tags if "data-type" in attributes]
    assert [(card["data-type"], card["data-scenario"]) for card in cards] == [("tabletop", "fire")]
    options = [attributes["value"] for tag, attributes in page.tags if tag == "option"]
    assert options == ["", "tabletop", "", "fire"]


def test_the_index_of_none_says_so() -> None:
    (page,) = drills.pages(Site(library(), History(), TODAY))
    assert "עוד אין תרגילים" in page.render()
