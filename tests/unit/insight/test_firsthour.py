"""The first hour: nothing of the emergency is lost, nothing comes twice, the earliest is first."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kb_tools.insight.firsthour import by_owner, first_hour, later
from kb_tools.insight.overview import Insights
from kb_tools.insight.tasks import Task, is_emergency, needs_served, needs_unserved, work_by_phase
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook
from tests.unit.insight.tiny import library, needs, playbook, step

OFFSETS = st.none() | st.sampled_from(["T+0h", "T+15m", "T+1h", "T+60m", "T+61m", "T+2d", "T-30m", "T-1d"])
STEPS = st.tuples(
    OFFSETS, st.sampled_from(["routine", "alert", "emergency", "recovery"]), st.sampled_from(["a", "b", "c"])
)
SCENARIOS = st.lists(st.sampled_from(["fire", "flood"]), min_size=1, max_size=2, unique=True)


def of_fire(lib: Library) -> tuple[Task, ...]:
    return Insights(lib, date(2026, 11, 22)).tasks_by_scenario.get("fire", ())


def hour_of(*books: Playbook) -> tuple[Task, ...]:
    lib = library(*books)
    return first_hour(lib, of_fire(lib))


@st.composite
def books(draw: st.DrawFn) -> list[Playbook]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        rows = draw(st.lists(STEPS, min_size=1, max_size=5))
        steps = [step(f"s{i}", offset, phase, owner=owner) for i, (offset, phase, owner) in enumerate(rows)]
        found.append(playbook(f"book{number}", *steps, scenarios=draw(SCENARIOS)))
    return found


@settings(max_examples=40)
@given(books())
def test_first_hour_and_later_share_out_the_emergency(found: list[Playbook]) -> None:
    lib = library(*found)
    emergency = [task.ref for task in of_fire(lib) if is_emergency(lib, task.step)]
    parts = [task.ref for task in (*first_hour(lib, of_fire(lib)), *later(lib, of_fire(lib)))]
    assert sorted(parts) == sorted(emergency)


@settings(max_examples=40)
@given(books())
def test_first_hour_is_timed_and_in_order(found: list[Playbook]) -> None:
    keys = [(task.minute, task.owner) for task in hour_of(*found)]
    assert all(minute is not None and minute <= 60 for minute, _ in keys)
    assert keys == sorted(keys)


@settings(max_examples=40)
@given(books())
def test_owners_share_out_the_tasks_and_the_first_to_begin_comes_first(found: list[Playbook]) -> None:
    hour = hour_of(*found)
    groups = by_owner(hour)
    assert sorted(task.ref for group in groups for task in group.tasks) == sorted(task.ref for task in hour)
    assert all(task.owner == group.owner for group in groups for task in group.tasks)
    starts = [group.tasks[0].minute for group in groups]
    assert starts == sorted(starts)  # type: ignore[type-var] - the first hour is timed


@settings(max_examples=40)
@given(books())
def test_a_book_of_another_scenario_changes_nothing(found: list[Playbook]) -> None:
    other = playbook("other", step("s", "T+0h"), scenarios=["flood"])
    before = [task.ref for task in hour_of(*found)]
    assert [task.ref for task in hour_of(*found, other)] == before


def test_an_hour_is_an_hour_in_any_unit_and_a_minute_more_is_not() -> None:
    book = playbook("book", step("hour", "T+1h"), step("sixty", "T+60m"), step("more", "T+61m"), step("none"))
    assert [task.step.id for task in hour_of(book)] == ["hour", "sixty"]
    assert [task.step.id for task in later(library(book), of_fire(library(book)))] == ["more", "none"]


def test_a_department_owns_what_no_role_does() -> None:
    book = playbook("book", step("x", "T+0h", department="welfare"))
    assert [group.owner for group in by_owner(hour_of(book))] == [("department", "welfare")]


def test_a_need_is_served_through_a_wider_or_a_narrower_kind() -> None:
    lib = library(
        needs(food="", meals="food", parcels="food", water="", shelter="", tents="shelter"),
        playbook(
            "book", step("cook", needs=["meals"]), step("serve", needs=["meals"]), step("house", needs=["shelter"])
        ),
    )
    tasks = of_fire(lib)
    assert [(need.id, count) for need, count in needs_served(lib, tasks)] == [("meals", 2), ("shelter", 1)]
    assert [need.id for need in needs_unserved(lib, tasks)] == ["water"]


def test_work_by_phase_has_every_phase_and_the_fullest_book_first() -> None:
    lib = library(
        playbook("a", step("one", phase="routine"), step("two")),
        playbook("b", step("one", phase="routine"), step("two", phase="routine")),
    )
    found = {phase: [(book.id, count) for book, count in books] for phase, books in work_by_phase(lib).items()}
    assert found == {"routine": [("b", 2), ("a", 1)], "alert": [], "emergency": [("a", 1)], "recovery": []}
