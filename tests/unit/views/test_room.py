"""Lists that are cut to what fits: nothing is lost without being counted."""

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.views.room import Room, lines_of

COSTS = st.lists(st.floats(0.1, 40), max_size=60)


@given(COSTS, st.floats(0, 100), st.none() | st.integers(0, 20))
def test_what_is_shown_and_what_is_left_out_are_the_whole_list_in_its_order(
    costs: list[float], lines: float, most: int | None
) -> None:
    room = Room(lines)
    cut = room.take(costs, lambda cost: cost, most)
    assert list(cut.shown) == costs[: len(cut.shown)]
    assert len(cut.shown) + cut.rest == len(costs)
    assert most is None or len(cut.shown) <= most


@given(COSTS, st.floats(0, 100))
def test_no_list_takes_more_lines_than_there_are(costs: list[float], lines: float) -> None:
    room = Room(lines)
    cut = room.take(costs, lambda cost: cost)
    assert sum(cut.shown) <= lines + 1e-6
    assert abs(room.left - (lines - sum(cut.shown))) < 1e-6


def test_a_row_that_would_just_fit_is_shown() -> None:
    assert Room(3).take("abcd", lambda _: 1).shown == ("a", "b", "c")


def test_an_empty_paper_has_room_for_nothing() -> None:
    room = Room(-5)
    assert room.take("ab", lambda _: 1).rest == 2


def test_a_text_takes_at_least_a_line_and_more_as_it_grows() -> None:
    assert lines_of("", 40) == 1
    assert lines_of("א" * 30, 40) == 1
    assert lines_of("א" * 40, 40) == 2, "words are not split: a full line runs over"
    assert lines_of("א" * 400, 40) == 11
