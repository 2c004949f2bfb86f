"""Scenario pages: the first hour before anything else."""

from datetime import date

from kb_tools.model.base import Entry
from kb_tools.model.provenance import History
from kb_tools.views import scenarios
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.tiny import drill, lesson, library, needs, playbook, role, scenario, step
from tests.unit.views.rendered import Rendered, read, resolved

TODAY = date(2026, 11, 22)


def site_of(*things: Entry) -> Site:
    return Site(library(role("lead"), scenario("fire"), *things), History(), TODAY)


def drawn(*things: Entry) -> Rendered:
    return read(pages_by_address(scenarios.pages(site_of(*things)))["scenarios/fire/"].render())


def ticks(page: Rendered) -> list[str]:
    return [attributes["data-kb-tick"] for _, attributes in page.tags if "data-kb-tick" in attributes]


def pressed(page: Rendered) -> list[str]:
    return [a["data-kb-show"] for tag, a in page.tags if tag == "button" and a["aria-pressed"] == "true"]


def test_a_scenario_without_steps_says_how_they_come() -> None:
    page = drawn()
    assert "עוד אין צעדים לשעה הראשונה" in page.text
    assert "first-hour" in page.ids


def test_the_same_task_has_one_name_in_both_views() -> None:
    page = drawn(playbook("book", step("b", "T+30m"), step("a", "T+0h"), step("late", "T+2h")))
    by_role, by_time, later = ticks(page)[:2], ticks(page)[2:4], ticks(page)[4:]
    assert by_role == by_time == ["book/a", "book/b"]
    assert later == ["book/late"]


def test_a_long_hour_opens_by_role_and_a_short_one_by_time() -> None:
    steps = [step(f"s{n}", "T+0h") for n in range(13)]
    assert pressed(drawn(playbook("book", *steps))) == ["first-hour-by-role"]
    assert pressed(drawn(playbook("book", *steps[:12]))) == ["first-hour-by-time"]


def test_each_book_says_what_its_t_is() -> None:
    assert drawn(playbook("a", step("x", "T+0h"))).text.count("הרגע") == 1
    page = drawn(playbook("a", step("x", "T+0h")), playbook("b", step("x", "T+0h")))
    assert page.text.count("הרגע") == 3  # once for T, once a book


def test_other_phases_needs_drills_and_lessons_of_the_scenario_alone() -> None:
    page = drawn(
        needs(food="", water=""),
        playbook("book", step("calm", phase="routine", needs=["food"])),
        playbook("other", step("x", phase="recovery"), scenarios=["flood"]),
        drill("ours", {"id": "one", "step": "book/calm"}),
        drill("theirs", {"id": "one", "step": "book/calm"}, scenario="flood"),
        lesson("learned"),
    )
    assert [id_ for id_ in page.ids if id_.startswith("phase-")] == ["phase-routine"]
    reached = {resolved(link, "scenarios/fire/")[0] for link in page.links}
    assert {"drills/ours/", "lessons/learned/"} <= reached
    assert "drills/theirs/" not in reached
    assert "אף צעד עוד לא נוגע בהם" in page.text


def test_the_index_counts_the_first_hour() -> None:
    site = site_of(playbook("book", step("a", "T+0h"), step("b", "T+1h")))
    text = read(pages_by_address(scenarios.pages(site))["scenarios/"].render()).text
    assert "2 פעולות" in " ".join(text.split())


def test_the_index_of_none_says_so() -> None:
    (page,) = scenarios.pages(Site(library(), History(), TODAY))
    assert "עוד אין תרחישים" in page.render()
