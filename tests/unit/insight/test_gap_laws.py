"""Gaps and losses: what holds whatever the responses are, and the cases that were once told wrongly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.gaps import GapState, NeedCoverage, coverage
from kb_tools.insight.mapping import mapping, tally_by_priority
from kb_tools.insight.workload import department_load, even_share, losses
from kb_tools.model.municipality import Priority, Response
from tests.unit.insight.town import actor, need, response, town

PHASES = ("routine", "emergency")
ACTORS = (actor("a"), actor("b", available={"emergency": "0h"}), actor("c", available={"routine": "0h"}))
PRESENT = {"a": {"routine", "emergency"}, "b": {"emergency"}, "c": {"routine"}}
RANK = list(GapState)


@st.composite
def responses(draw: st.DrawFn, states: tuple[str, ...] = ("planned", "ready", "tested", "none")) -> Response:
    name = draw(st.text("abcdefgh", min_size=8, max_size=8))
    actors = draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True))
    capacity = draw(st.none() | st.integers(0, 300))
    fields = {"state": draw(st.sampled_from(states)), "department": draw(st.sampled_from(["welfare", "youth"]))}
    fields |= {"phases": draw(st.lists(st.sampled_from(PHASES), unique=True))}
    return response(name, *actors, **fields | ({} if capacity is None else {"capacity": str(capacity)}))


def responders(found: list[Response], phase: str) -> set[str]:
    """Who gives the answer in a phase, told by other words than the engine's."""
    here = [each for each in found if each.state in ("ready", "tested") and phase in (each.phases or PHASES)]
    actors = {id_ for each in here for id_ in each.actors if phase in PRESENT[id_]}
    return actors | {f"department {each.department}" for each in here if not each.actors}


def covered(*found: Response, **fields: object) -> NeedCoverage:
    return coverage(town(needs=(need(**fields),), actors=ACTORS, responses=found))[0]


def state(*found: Response, **fields: object) -> GapState:
    return covered(*found, **fields).state


@given(st.lists(responses(), max_size=4), responses(states=("ready", "tested")), st.booleans())
def test_another_response_with_somebody_there_never_worsens_a_need(
    found: list[Response], more: Response, counts: bool
) -> None:
    fields = {"phases": PHASES} | ({"people": "100"} if counts else {})
    if all(responders([more], phase) for phase in more.phases or PHASES):
        assert RANK.index(state(*found, more, **fields)) >= RANK.index(state(*found, **fields))


@given(st.lists(responses(states=("planned", "none")), max_size=4))
def test_nothing_at_work_is_never_met(found: list[Response]) -> None:
    assert state(*found) in (GapState.UNMAPPED, GapState.NONE, GapState.CHECKED_NONE)


@given(st.lists(responses(), max_size=4))
def test_a_phase_is_met_by_two_and_fragile_with_one(found: list[Response]) -> None:
    by_phase = covered(*found, phases=PHASES).by_phase
    expected = {0: {GapState.UNMAPPED, GapState.NONE, GapState.CHECKED_NONE}, 1: {GapState.FRAGILE}}
    assert all(by_phase[phase] in expected.get(len(responders(found, phase)), {GapState.MET}) for phase in PHASES)


@given(st.lists(responses(), max_size=4))
def test_what_nobody_looked_at_is_unmapped_and_nothing_else_is(found: list[Response]) -> None:
    looked_at = {phase for phase in PHASES if any(phase in (each.phases or PHASES) for each in found)}
    by_phase = covered(*found, phases=PHASES).by_phase
    assert {phase for phase in PHASES if by_phase[phase] is not GapState.UNMAPPED} == looked_at


@given(st.lists(responses(), max_size=4))
def test_capacity_short_of_the_people_is_never_met(found: list[Response]) -> None:
    row = covered(*found, phases=PHASES, people="100")
    assert ((row.capacity or 0) >= 100) == all(
        state in (GapState.MET, GapState.FRAGILE) for state in row.by_phase.values()
    )


@given(st.lists(responses(), max_size=4))
def test_a_loss_is_whoever_is_alone_in_some_phase(found: list[Response]) -> None:
    here = town(needs=(need(phases=PHASES),), actors=ACTORS, responses=tuple(found))
    alone = {id_ for phase in PHASES if len(who := responders(found, phase)) == 1 for id_ in who}
    assert [loss.actor.id for loss in losses(here)] == sorted(alone & {"a", "b", "c"})


def test_capacity_of_those_who_are_away_does_not_count() -> None:
    found = (response("x", "a", capacity="50"), response("y", "c", capacity="500"))
    assert state(*found, people="100") is GapState.PARTIAL


def test_a_ready_response_whose_actors_are_all_away_is_a_gap() -> None:
    assert state(response("x", "c")) is GapState.NONE


def test_a_response_without_actors_is_given_by_its_department_alone() -> None:
    assert state(response("x")) is GapState.FRAGILE
    assert state(response("x"), response("y")) is GapState.FRAGILE
    assert state(response("x"), response("y", department="youth")) is GapState.MET


def test_capacity_is_that_of_the_phase_with_the_least() -> None:
    found = (response("x", "a", capacity="50"), response("y", "a", capacity="30", phases=["emergency"]))
    assert covered(*found, phases=PHASES).capacity == 50
    assert covered(response("z", "a"), phases=PHASES).capacity is None


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
