"""Gaps: which needs are answered, in which phase, and how surely. Computed, never typed.

A response counts in a phase when it is ready or tested and somebody is there to give it: an actor present in that
phase or, when it names no actor, the department that owns it, which is then the one responder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb_tools.model.base import Labelled
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Actor, Need, Priority, Response, ResponseState
from kb_tools.model.survey import Key


class GapState(Labelled):
    """From the worst to the best. `checked-none` was looked for and is not there; `unmapped` was never looked at."""

    CHECKED_NONE = "checked-none", "נבדק ואין"
    NONE = "none", "פער"
    UNMAPPED = "unmapped", "טרם מופה"
    PARTIAL = "partial", "חלקי"
    FRAGILE = "fragile", "שביר"
    MET = "met", "מכוסה"


_WORST_FIRST = tuple(GapState)
_PRIORITY = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2}
_READY = frozenset({ResponseState.READY, ResponseState.TESTED})


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """How one need of an authority is answered. `by_phase` has a state for each phase in which the need exists."""

    need: Need
    responses: tuple[Response, ...]
    by_phase: Mapping[str, GapState]
    state: GapState
    """The worst of its phases."""
    capacity: int | None
    """People that responses at work reach in the phase in which they reach the fewest; None when none states it."""
    actors: tuple[Actor, ...]
    sole: tuple[str, ...]
    """Actors on each of whom alone the answer rests in some phase."""


def coverage(municipality: Municipality) -> tuple[NeedCoverage, ...]:
    """Every need with its state, by priority and then the worst first."""
    actors = {actor.id: actor for actor in municipality.actors}
    responses: dict[str, list[Response]] = {}
    for response in municipality.responses:
        responses.setdefault(response.need, []).append(response)
    found = [_covered(need, tuple(responses.get(need.id, ())), actors) for need in municipality.needs]
    return tuple(sorted(found, key=lambda c: (_PRIORITY[c.need.priority], _WORST_FIRST.index(c.state), c.need.id)))


def gaps(covered: Iterable[NeedCoverage]) -> tuple[NeedCoverage, ...]:
    """What is not met, fragile and unmapped included."""
    return tuple(row for row in covered if row.state is not GapState.MET)


def most_painful(covered: Iterable[NeedCoverage], count: int = 5) -> tuple[NeedCoverage, ...]:
    """The gaps that hurt most: by priority, then by state, then by how many people."""
    return tuple(sorted(gaps(covered), key=_pain)[:count])


def tally(states: Iterable[GapState]) -> dict[GapState, int]:
    """How many of each state, all states present, best first."""
    counts = dict.fromkeys(reversed(_WORST_FIRST), 0)
    for state in states:
        counts[state] += 1
    return counts


def worst(states: Iterable[GapState]) -> GapState:
    """Raises ValueError when there are none."""
    return min(states, key=_WORST_FIRST.index)


def _pain(row: NeedCoverage) -> tuple[int, int, int]:
    return _PRIORITY[row.need.priority], _WORST_FIRST.index(row.state), -(row.need.people or 0)


def _covered(need: Need, responses: tuple[Response, ...], actors: Mapping[str, Actor]) -> NeedCoverage:
    in_phases = {phase: _in_phase(responses, phase) for phase in need.phases}
    at_work = {phase: _at_work(found, phase, actors) for phase, found in in_phases.items()}
    by_phase = {phase: _state(need, in_phases[phase], at_work[phase]) for phase in need.phases}
    stated = any(one.response.capacity is not None for found in at_work.values() for one in found)
    engaged = dict.fromkeys(id_ for response in responses for id_ in response.actors if id_ in actors)
    return NeedCoverage(
        need,
        responses,
        by_phase,
        worst(by_phase.values()),
        min(_reach(found) for found in at_work.values()) if stated else None,
        tuple(actors[id_] for id_ in engaged),
        _sole(at_work.values()),
    )


@dataclass(frozen=True, slots=True)
class _AtWork:
    """A response that counts in a phase, and who gives it there: at least one actor or department."""

    response: Response
    responders: frozenset[Key]


def _in_phase(responses: Iterable[Response], phase: str) -> list[Response]:
    return [response for response in responses if not response.phases or phase in response.phases]


def _at_work(responses: Iterable[Response], phase: str, actors: Mapping[str, Actor]) -> list[_AtWork]:
    """The responses of a phase that are ready or tested and have somebody there to give them."""
    ready = (response for response in responses if response.state in _READY)
    found = (_AtWork(response, _responders(response, phase, actors)) for response in ready)
    return [one for one in found if one.responders]


def _responders(response: Response, phase: str, actors: Mapping[str, Actor]) -> frozenset[Key]:
    """The actors present in the phase; of a response that names no actor, its department itself.

    An actor that states when it is available is absent from every phase it does not name; one that states
    nothing is taken to be there.
    """
    if not response.actors:
        return frozenset({("department", response.department)})
    known = ((id_, actors[id_]) for id_ in response.actors if id_ in actors)
    return frozenset(("actor", id_) for id_, actor in known if not actor.available or phase in actor.available)


def _state(need: Need, responses: list[Response], at_work: list[_AtWork]) -> GapState:
    """What the responses of one phase amount to.

    Only what is at work counts, its capacity too; a planned response, or one whose actors are all absent, leaves a
    gap. Too little capacity (or none stated for a need that states how many) makes it partial; whoever gives it
    alone makes it fragile.
    """
    if not responses:
        return GapState.UNMAPPED
    if all(response.state is ResponseState.NONE for response in responses):
        return GapState.CHECKED_NONE
    if not at_work:
        return GapState.NONE
    if need.people is not None and _reach(at_work) < need.people:
        return GapState.PARTIAL
    return GapState.FRAGILE if len(_everyone(at_work)) == 1 else GapState.MET


def _reach(at_work: Iterable[_AtWork]) -> int:
    return sum(one.response.capacity or 0 for one in at_work)


def _everyone(at_work: Iterable[_AtWork]) -> frozenset[Key]:
    return frozenset(key for one in at_work for key in one.responders)


def _sole(phases: Iterable[list[_AtWork]]) -> tuple[str, ...]:
    alone = {key for everyone in map(_everyone, phases) if len(everyone) == 1 for key in everyone}
    return tuple(sorted(id_ for kind, id_ in alone if kind == "actor"))
