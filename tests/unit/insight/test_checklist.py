"""Checklists by pause, and what came of each item in each result."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.checklist import checklist_parts, earlier_scores, item_records, objective_records, score
from kb_tools.insight.practice import held_drills
from kb_tools.model.drill import Outcome, Rating
from kb_tools.model.library import Library
from tests.unit.insight.tiny import adaptation, drill, library, playbook, profile, result, step

BOOK = playbook("book", step("call"), step("feed", department="welfare", owner=None))
DRILL = drill(
    "practice",
    {"id": "one", "step": "book/call", "pause": "א"},
    {"id": "two", "step": "book/feed", "text": "כולם אכלו", "pause": "ב"},
    {"id": "three", "step": "book/call", "pause": "א"},
    {"id": "four", "step": "book/call"},
)
FIRST = result("first", "2026-01-01", {"one": "done", "two": "not_done", "three": "partly", "gone": "done"})
SECOND = result("second", "2026-06-01", {"one": "done", "two": "done", "three": "done", "four": "not_relevant"})


def with_results() -> Library:
    return library(BOOK, DRILL, profile("town"), FIRST, SECOND)


def test_items_stand_under_their_pauses_in_the_order_of_the_file() -> None:
    parts = checklist_parts(library(BOOK, DRILL), DRILL)
    found = [(part.pause, [line.item.id for line in part.lines]) for part in parts]
    assert found == [("א", ["one", "three"]), ("ב", ["two"]), (None, ["four"])]


def test_an_item_says_its_own_words_or_the_steps() -> None:
    lines = [line for part in checklist_parts(library(BOOK, DRILL), DRILL) for line in part.lines]
    assert [line.text for line in lines] == ["נעשה call", "נעשה call", "כולם אכלו", "נעשה call"]
    assert [line.owner for line in lines][2] == ("department", "welfare")


def test_items_of_a_step_that_an_authority_replaced_keep_their_wording_when_there_are_several() -> None:
    two = drill(
        "practice",
        {"id": "kitchen", "step": "book/feed", "text": "המטבח המחליף הופעל"},
        {"id": "route", "step": "book/feed", "text": "נקבעה דרך בטוחה"},
        {"id": "all", "step": "book/feed"},
        {"id": "called", "step": "book/call", "text": "כולם ענו"},
    )
    lib = library(BOOK, two, profile("town"), adaptation("ours", "book", feed="replace", call="replace"))
    lines = [line for part in checklist_parts(lib, two, lib.municipalities["town"]) for line in part.lines]
    assert [line.text for line in lines] == ["המטבח המחליף הופעל", "נקבעה דרך בטוחה", "אצלנו feed", "אצלנו call"]


def test_what_was_not_relevant_is_not_counted() -> None:
    assert (score(SECOND).done, score(SECOND).partly, score(SECOND).relevant) == (3, 0, 3)
    assert (score(FIRST).done, score(FIRST).partly, score(FIRST).relevant) == (2, 1, 4)


def test_a_result_of_another_revision_knows_not_every_item() -> None:
    lib = with_results()
    held = held_drills(lib)["practice"]
    found = {record.line.item.id: record.outcomes for record in item_records(lib, DRILL, held)}
    assert found["two"] == (Outcome.DONE, Outcome.NOT_DONE)
    assert found["four"] == (Outcome.NOT_RELEVANT, None)
    assert "gone" not in found
    assert [record.ratings for record in objective_records(DRILL, held)] == [(Rating.S, Rating.S)]


def test_a_result_is_compared_with_the_one_before_it() -> None:
    found = earlier_scores(held_drills(with_results())["practice"])
    assert found == {("town", "second"): score(FIRST)}


PAUSES = st.sampled_from([None, "א", "ב", "ג"])


@given(st.lists(PAUSES, min_size=1, max_size=30), st.randoms())
def test_each_item_is_printed_once_and_keeps_its_outcome_wherever_it_is_moved(
    pauses: list[str | None], order: Random
) -> None:
    items = [
        {"id": f"i{n}", "step": "book/call", **({"pause": pause} if pause else {})} for n, pause in enumerate(pauses)
    ]
    outcomes = {item["id"]: order.choice(["done", "partly", "not_done", "not_relevant"]) for item in items}
    moved = [*items]
    order.shuffle(moved)
    for rows in (items, moved):
        practice = drill("practice", *rows)
        known = library(BOOK, practice, profile("town"), result("first", "2026-01-01", outcomes))
        printed = [line.item.id for part in checklist_parts(known, practice) for line in part.lines]
        assert sorted(printed) == sorted(outcomes)
        records = item_records(known, practice, held_drills(known)["practice"])
        assert {record.line.item.id: record.outcomes for record in records} == {
            id_: (Outcome(outcome),) for id_, outcome in outcomes.items()
        }
