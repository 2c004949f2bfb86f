"""Versions compared: by what they say, and never by their lines."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.changes import changes_what_is_done, compared, differences, gather, weaknesses
from kb_tools.model.change import Said
from kb_tools.model.survey import Key
from tests.unit.insight.told import change, commit, said

STEP = ("step", "book/call")
THINGS = st.dictionaries(
    st.sampled_from([("step", f"book/{name}") for name in "abcd"]),
    st.dictionaries(st.sampled_from(["what", "owner", "needs"]), st.sampled_from(["x", "y", "z"])),
)


@given(THINGS, THINGS)
def test_what_is_told_turns_one_version_into_the_other(before: dict[Key, Said], after: dict[Key, Said]) -> None:
    now = dict(before)
    for key, was, said_now in compared([before], after):
        assert now.pop(key, None) == was
        if said_now is not None:
            now[key] = said_now
    assert now == after


@given(THINGS)
def test_the_same_things_in_another_order_are_no_change(things: dict[Key, Said]) -> None:
    turned = {key: dict(reversed(list(fields.items()))) for key, fields in reversed(things.items())}
    assert compared([things], turned) == []


@given(THINGS, THINGS)
def test_a_merge_that_takes_one_side_wrote_nothing(one: dict[Key, Said], other: dict[Key, Said]) -> None:
    assert compared([one, other], one) == []
    assert compared([one, other], other) == []


def test_fields_that_changed() -> None:
    found = change(commit(1), *STEP, said(what="א", owner="x"), said(what="א", owner="y", if_not="ב"))
    assert [(field.name, field.before, field.after) for field in differences(found)] == [
        ("owner", "x", "y"),
        ("if_not", None, "ב"),
    ]
    assert differences(change(commit(1), *STEP, None, said(what="א"))) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, said(what="א"), True),
        (said(what="א"), None, False),
        (said(what="א"), said(what="ב"), True),
        (said(what="א"), said(what="א", lessons=["x"], sources=[{"source": "s"}], proposal="true"), False),
    ],
)
def test_its_grounds_are_not_what_is_done(before: Said | None, after: Said | None, expected: bool) -> None:
    assert changes_what_is_done(change(commit(1), *STEP, before, after)) is expected


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (said(if_not="א"), said(), ["if_not"]),
        (said(needs=["a", "b"]), said(needs=["b", "c"]), ["needs"]),
        (said(needs=["a"]), said(needs=["b", "a"]), []),
        (said(offset="T+1h"), said(offset="T+2h"), ["offset"]),
        (said(offset="T+1h"), said(offset="T+30m"), []),
        (said(offset="T+1h"), said(offset="מאוחר"), []),
        (said(what="א", owner="x"), said(what="ב", owner="y"), []),
        (said(sources=["a"], lessons=["b"]), said(), []),
        (said(what="א"), None, [""]),
    ],
)
def test_a_loss_is_something_gone_and_not_other_words(before: Said, after: Said | None, lost: list[str]) -> None:
    assert [field.name for field in weaknesses(before, after)] == lost


def test_a_thing_that_moved_is_one_change_and_keeps_its_past() -> None:
    first = change(commit(1), "step", "old/call", None, said(what="א", owner="x"))
    left = change(commit(2), "step", "old/call", said(what="א", owner="x"), None)
    came = change(commit(2), "step", "new/call", None, said(what="א", owner="y"))
    found = gather([left, came, first])
    (moved, written) = found.of("step", "new/call")
    assert (moved.was, moved.before) == (("step", "old/call"), said(what="א", owner="x"))
    assert written is first
    assert len(found.all) == 2


def test_another_thing_of_the_same_name_has_not_moved() -> None:
    left = change(commit(2), "step", "old/call", said(what="א", owner="x"), None)
    came = change(commit(2), "step", "new/call", None, said(what="אחר", owner="y"))
    found = gather([left, came])
    assert [each.was for each in found.all] == [None, None]


def test_what_moved_twice_keeps_its_first_life() -> None:
    text: dict[str, Any] = {"what": "א"}
    lives = [
        change(commit(3), "step", "b/call", text, None),
        change(commit(3), "step", "c/call", None, text),
        change(commit(2), "step", "a/call", text, None),
        change(commit(2), "step", "b/call", None, text),
        change(commit(1), "step", "a/call", None, text),
    ]
    assert [each.commit.id[-1] for each in gather(lives).of("step", "c/call")] == ["3", "2", "1"]
