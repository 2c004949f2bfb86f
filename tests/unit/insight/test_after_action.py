"""What a result says beside its drill: time, sectors, what was before, and what asks for a lesson."""

from datetime import date
from typing import Any

from kb_tools.insight.actions import ActionState
from kb_tools.insight.after_action import AfterAction, Pace, Since, after_action
from kb_tools.model.drill import DrillResult, Element
from kb_tools.model.lesson import Lesson
from tests.unit.insight.tiny import drill, lesson, library, playbook, profile, step

TODAY = date(2026, 11, 22)
BOOK = playbook("book", step("call"), step("feed"), step("count"))
INJECT = {"sender": "מוקד", "to": "כולם", "how": "טלפון", "message": "משהו קרה.", "expected": "פועלים."}
OBJECTIVES = [{"id": id_, "what": f"מטרה {id_}", "criteria": ["נראה"]} for id_ in ("meet", "serve", "learn")]
DRILL = drill(
    "practice",
    {"id": "one", "step": "book/call", "within_minutes": "10"},
    {"id": "two", "step": "book/feed", "within_minutes": "30"},
    {"id": "three", "step": "book/feed", "within_minutes": "40"},
    {"id": "four", "step": "book/count"},
    objectives=OBJECTIVES,
    participants=[{"sector": "local", "who": "מנכ״ל"}, {"sector": "business", "who": "עסקים"}],
    injects=[
        {"number": "1", "minute": "0", "objective": "meet", **INJECT},
        {"number": "2", "minute": "20", "objective": "serve", **INJECT},
        {"number": "3", "minute": "35", "objective": "learn", **INJECT},
    ],
)


def result(id_: str, held_on: str, items: dict[str, str], ratings: dict[str, str], **fields: Any) -> DrillResult:
    """`items`: id → outcome and, after a blank, the minute."""
    rows = [
        dict(zip(("item", "outcome", "minute"), (item, *said.split()), strict=False)) for item, said in items.items()
    ]
    rated = [{"objective": objective, "rating": rating} for objective, rating in ratings.items()]
    base = {"id": id_, "drill": "practice", "held_on": held_on, "sectors": ["local", "academia"]}
    return DrillResult.model_validate(base | {"items": rows, "objectives": rated} | fields)


FIRST = result(
    "first", "2026-01-01", {"one": "done 5", "two": "partly", "three": "not_done"}, {"meet": "S", "serve": "M"}
)
SECOND = result(
    "second",
    "2026-06-01",
    {"one": "partly 12", "two": "not_done", "three": "not_done", "four": "done"},
    {"meet": "M", "serve": "U", "learn": "P"},
)


def reviewed(held: DrillResult = SECOND, *lessons: Lesson) -> AfterAction:
    lib = library(BOOK, DRILL, profile("town"), FIRST, SECOND if held is FIRST else held, *lessons)
    return after_action(lib, lib.municipalities["town"], held, TODAY)


def test_time_is_told_against_the_target_of_each_item() -> None:
    found = {item.line.item.id: (item.pace, item.over) for item in reviewed().items}
    assert found == {
        "one": (Pace.LATE, 2),
        "two": (Pace.UNTIMED, 0),
        "three": (Pace.UNTIMED, 0),
        "four": (Pace.NO_TARGET, 0),
    }


def test_it_is_compared_with_the_last_result_before_it() -> None:
    found = reviewed()
    assert found.previous is FIRST
    assert [item.since for item in found.items] == [Since.WORSE, Since.WORSE, Since.SAME, Since.NEW]
    assert [each.since for each in found.objectives] == [Since.WORSE, Since.WORSE, Since.NEW]
    assert reviewed(FIRST).previous is None


def test_who_was_missing_is_told_by_the_drills_list() -> None:
    attendance = reviewed().attendance
    assert [group.sector for group in attendance.missing] == ["business"]
    assert attendance.beyond == ("academia",)


def test_what_was_not_asked_is_neither_done_nor_undone() -> None:
    found = reviewed(FIRST)
    assert [item.line.item.id for item in found.unasked] == ["four"]
    assert [each.rating for each in found.objectives][2] is None


def test_undone_items_of_one_step_are_one_failure_and_take_the_objective_that_was_examined() -> None:
    items, alone = reviewed().failures
    assert (items.name, [each.line.item.id for each in items.items], items.steps) == (
        "two",
        ["two", "three"],
        ("book/feed",),
    )
    assert [each.objective.id for each in items.objectives] == ["serve"]
    assert (alone.name, [each.objective.id for each in alone.objectives]) == ("meet", ["meet"])
    assert alone.steps == ("book/call",), "the item that was done partly while the objective was examined"


def test_an_objective_that_was_reached_is_nobodys_failure() -> None:
    held = result("third", "2026-07-01", {"two": "not_done"}, {"serve": "S", "learn": "P"})
    assert [(failure.name, failure.objectives) for failure in reviewed(held).failures] == [("two", ())]


def test_a_lesson_of_the_same_result_and_step_tells_of_it() -> None:
    same = lesson("same", observed_in=[{"result": "town/second", "step": "book/feed"}])
    other = lesson("other", observed_in=[{"result": "town/first", "step": "book/feed"}])
    wide = lesson("wide", observed_in=[{"result": "town/second"}])
    found = reviewed(SECOND, same, other, wide)
    assert [each.id for each in found.lessons] == ["same", "wide"]
    assert [[each.id for each in failure.told] for failure in found.failures] == [["same"], []]


def test_actions_stand_by_element_with_their_state_today() -> None:
    action = {"owner": "lead", "start": "2026-06-02"}
    actions = [
        {**action, "what": "מתרגלים", "due": "2027-01-01", "element": "exercise"},
        {**action, "what": "קונים", "due": "2026-08-01", "element": "equipment"},
        {**action, "what": "מזמינים", "due": "2026-08-01", "element": "equipment", "done_on": "2026-07-01"},
    ]
    held = result("third", "2026-06-02", {"one": "done"}, {"meet": "P"}, review={"actions": actions})
    found = {element: [state for state, _ in rows] for element, rows in reviewed(held).actions.items()}
    assert found == {
        Element.EQUIPMENT: [ActionState.OVERDUE, ActionState.DONE],
        Element.EXERCISE: [ActionState.OPEN],
    }
