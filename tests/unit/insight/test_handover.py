"""What whoever takes over the role finds: debts, failures and silence, and what to read first."""

from datetime import date
from typing import Any

from kb_tools.insight.drift import drifts
from kb_tools.insight.dues import Duty, dues
from kb_tools.insight.handover import DRILLS, Handover, Reason, handover, scenarios_of
from kb_tools.insight.likeness import kinship
from kb_tools.insight.uptake import Uptake
from kb_tools.model.drill import GoneItem, Outcome, Rating
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Plan
from tests.unit.insight import tiny
from tests.unit.insight.small_library import TODAY, small_library

TOWN = "docs/municipalities/first-town"
PRACTICE = tiny.drill("practice", {"id": "a", "step": "book/a"})


def taken_over(library: Library, id_: str = "first-town", today: date = TODAY, guide: str = "") -> Handover:
    unit = library.municipalities[id_]
    owed = [due for due in dues(library) if due.unit == id_]
    replies = Uptake(library, today, kinship(library)).of_unit(unit)
    return handover(library, unit, owed, replies, drifts(library), guide=guide)


def town(*things: Any) -> tuple[Library, Municipality]:
    library = tiny.library(tiny.role("lead"), tiny.role("other"), tiny.profile("town"), *things)
    unit = library.municipalities["town"]
    return library, unit


def test_the_debts_of_the_authority_come_the_late_first_and_the_meeting_apart() -> None:
    found = taken_over(small_library())
    assert [due.due for due in found.owed] == sorted(due.due for due in found.owed)
    assert {Duty.TASK, Duty.PLAN} <= {due.duty for due in found.owed}
    assert Duty.MEETING not in {due.duty for due in found.owed}
    assert found.meeting == date(2026, 12, 1)


def test_the_role_is_the_holders_and_otherwise_the_leading_one() -> None:
    library = small_library()
    assert taken_over(library).role == library.settings.lead_role
    profile = library.municipalities["first-town"].profile
    holder = {"role": "second-role", "state": "vacant", "budget": "אין"}
    changed = profile.model_validate(profile.model_dump(mode="json", exclude_none=True) | {"role_holder": holder})
    fields = {"role_holder": changed.role_holder}
    assert taken_over(small_library(f"{TOWN}/profile.yml", **fields)).role == "second-role"


def test_of_a_drill_what_failed_is_told_the_worst_first() -> None:
    result = tiny.result("r", "2026-10-01", {"a": "done", "b": "partly", "c": "not_done", "d": "not_relevant"})
    rated = tuple(each.model_copy(update={"rating": Rating.U}) for each in result.objectives)
    library, _ = town(PRACTICE, result.model_copy(update={"objectives": rated}))
    (held,) = taken_over(library, "town").drills
    assert [(item.item, item.outcome) for item in held.failed] == [("c", Outcome.NOT_DONE), ("b", Outcome.PARTLY)]
    assert [each.objective for each in held.weak] == ["meet"]


def test_what_the_paper_had_and_the_drill_has_no_more_failed_all_the_same() -> None:
    result = tiny.result("r", "2026-10-01", {"a": "done"})
    gone = GoneItem.model_validate({"item": "old", "text": "נוסח שהיה", "outcome": "not_done"})
    library, _ = town(PRACTICE, result.model_copy(update={"gone": (gone,)}))
    (held,) = taken_over(library, "town").drills
    assert held.failed == (gone,)


def test_the_next_drill_to_read_is_one_that_was_fixed_not_one_that_is_proposed() -> None:
    rows = [
        {"drill": "practice", "planned_on": "2027-01-10", "owner": "lead", "proposed": "true"},
        {"drill": "practice", "planned_on": "2027-03-10", "owner": "lead"},
    ]
    library, _ = town(PRACTICE, Plan.model_validate({"drills": rows}))
    assert taken_over(library, "town").reading[-1].on == date(2027, 3, 10)


def test_only_the_last_drills_are_told_of_the_newest_first() -> None:
    results = [tiny.result(f"r{day}", f"2026-10-{day:02}", {"a": "done"}) for day in range(1, 6)]
    library, _ = town(PRACTICE, *results)
    found = [held.result.held_on.day for held in taken_over(library, "town").drills]
    assert found == [5, 4, 3]
    assert len(found) == DRILLS


def test_an_adapted_playbook_that_drifted_is_read_before_all_others() -> None:
    found = taken_over(small_library(), guide="index.md")
    assert [(each.key, each.reason) for each in found.reading] == [
        (("role", "first-role"), Reason.ROLE),
        (("playbook", "first-playbook"), Reason.DRIFTED),
        (("page", "index.md"), Reason.GUIDE),
    ]


def test_playbooks_of_the_scenarios_in_which_the_role_has_a_part_are_read_by_how_much() -> None:
    books = [
        tiny.playbook("led", tiny.step("x", owner="other")),
        tiny.playbook("mine", tiny.step("a"), tiny.step("b")).model_copy(update={"lead": "other"}),
        tiny.playbook("theirs", tiny.step("c", owner="other")).model_copy(update={"lead": "other"}),
        tiny.playbook("far", tiny.step("d"), scenarios=["flood"]),
    ]
    needs = tiny.needs_of("town", {"id": "n", "scenarios": ["fire"]})
    library, unit = town(*books, tiny.scenario("fire"), tiny.scenario("flood"), needs)
    assert scenarios_of(library, unit) == {"fire"}
    found = [(each.key[1], each.reason, each.steps) for each in taken_over(library, "town").reading]
    assert found == [("lead", Reason.ROLE, 0), ("led", Reason.LEADS, 0), ("mine", Reason.OWNS, 2)]


def test_without_a_scenario_of_its_own_an_authority_has_all() -> None:
    library, unit = town(tiny.scenario("fire"), tiny.scenario("flood"))
    assert scenarios_of(library, unit) == {"fire", "flood"}


def test_lessons_wait_until_they_are_answered() -> None:
    library = small_library()
    replies = Uptake(library, TODAY, kinship(library)).of_unit(library.municipalities["first-town"])
    assert len(taken_over(library).waiting) == sum(reply.answer is None for reply in replies)
    assert all(reply.answer is None for reply in taken_over(library).waiting)
