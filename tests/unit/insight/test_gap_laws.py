"""Gaps and losses: what holds whatever the responses are, and the cases that were once told wrongly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.gaps import GapState, coverage
from kb_tools.insight.mapping import mapping, tally_by_priority
from kb_tools.insight.workload import department_load, even_share, losses
from kb_tools.model.municipality import Priority, Response
from tests.unit.insight.town import actor, need, response, town

ACTORS = tuple(actor(id_) for id_ in ("a", "b", "c"))
RANK = list(GapState)


@st.composite
def responses(draw: st.DrawFn, states: tuple[str, ...] = ("planned", "ready", "tested", "none")) -> Response:
    name = draw(st.text("abcdefgh", min_size=8, max_size=8))
    actors = draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True))
    capacity = draw(st.none() | st.integers(0, 300))
    fields = {"state": draw(st.sampled_from(states))} | ({} if capacity is None else {"capacity": str(capacity)})
    return response(name, *actors, **fields)


def state(*found: Response, **fields: object) -> GapState:
    return coverage(town(needs=(need(**fields),), actors=ACTORS, responses=found))[0].state


@given(st.lists(responses(), max_size=4), responses(states=("ready", "tested")), st.booleans())
def test_another_response_at_work_never_worsens_a_need(found: list[Response], more: Response, counts: bool) -> None:
    people = {"people": "100"} if counts else {}
    before, after = state(*found, **people), state(*found, more, **people)
    if before is not GapState.UNMAPPED:  # what was never looked at may turn out to be a gap
        assert RANK.index(after) >= RANK.index(before)


@given(st.lists(responses(states=("planned", "none")), max_size=4))
def test_nothing_at_work_is_never_met(found: list[Response]) -> None:
    assert state(*found) in (GapState.UNMAPPED, GapState.NONE, GapState.CHECKED_NONE)


@given(st.lists(responses(), max_size=4))
def test_whoever_is_a_loss_leaves_the_need_without_anyone_at_work(found: list[Response]) -> None:
    here = town(needs=(need(),), actors=ACTORS, responses=tuple(found))
    working = {id_ for each in found if each.state in ("ready", "tested") for id_ in each.actors}
    assert [loss.actor.id for loss in losses(here)] == (sorted(working) if len(working) == 1 else [])


def test_a_planned_response_of_another_does_not_hide_a_loss() -> None:
    here = town(needs=(need(),), actors=ACTORS, responses=(response("x", "a"), response("y", "b", state="planned")))
    assert [loss.actor.id for loss in losses(here)] == ["a"]


def test_an_actor_who_is_away_in_the_phase_holds_nothing() -> None:
    away = actor("b", available={"routine": "0h"})
    here = town(needs=(need(),), actors=(ACTORS[0], away), responses=(response("x", "a", "b"),))
    assert coverage(here)[0].state is GapState.FRAGILE
    assert [loss.actor.id for loss in losses(here)] == ["a"]


def test_the_tally_counts_each_need_once() -> None:
    needs = (need("food"), need("water", priority="low"))
    counts = tally_by_priority(coverage(town(needs=needs, actors=ACTORS, responses=(response("x", "a", "b"),))))
    assert counts[GapState.MET] == {Priority.HIGH: 1, Priority.MEDIUM: 0, Priority.LOW: 0}
    assert counts[GapState.UNMAPPED][Priority.LOW] == 1
    assert sum(sum(row.values()) for row in counts.values()) == 2


def test_a_need_that_was_checked_and_has_no_answer_counts_as_examined() -> None:
    needs = (need("food"), need("water", surveyed_on="2024-01-01"))
    found = mapping(town(needs=needs, responses=(response("x", state="none"),)), date(2026, 11, 22))
    assert (found.needs, found.examined, found.fresh) == (2, 1, 1)
    assert (found.oldest, found.newest) == (date(2024, 1, 1), date(2026, 9, 1))


@pytest.mark.parametrize(("departments", "share"), [((), 0), (("welfare",), 1), (("welfare", "welfare", "youth"), 0.5)])
def test_the_even_share_is_among_those_that_carry(departments: tuple[str, ...], share: float) -> None:
    found = tuple(response(f"r{i}", department=id_) for i, id_ in enumerate(departments))
    assert even_share(department_load(town(responses=found))) == share
