"""Gaps: which needs are answered, in which phase, and how surely. Computed, never typed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb_tools.model.base import Labelled
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Actor, Need, Priority, Response, ResponseState


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
_AT_WORK = frozenset({ResponseState.READY, ResponseState.TESTED})


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """How one need of an authority is answered. `by_phase` has a state for each phase in which the need exists."""

    need: Need
    responses: tuple[Response, ...]
    by_phase: Mapping[str, GapState]
    state: GapState
    """The worst of its phases."""
    capacity: int | None
    """People that responses at work reach; None when no such response states it."""
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
    by_phase = {phase: _state(need, _in_phase(responses, phase), phase, actors) for phase in need.phases}
    at_work = [response for response in responses if response.state in _AT_WORK]
    capacities = [response.capacity for response in at_work if response.capacity is not None]
    engaged = dict.fromkeys(id_ for response in responses for id_ in response.actors if id_ in actors)
    return NeedCoverage(
        need,
        responses,
        by_phase,
        worst(by_phase.values()),
        sum(capacities) if capacities else None,
        tuple(actors[id_] for id_ in engaged),
        _sole(need, at_work, actors),
    )


def _sole(need: Need, at_work: list[Response], actors: Mapping[str, Actor]) -> tuple[str, ...]:
    present = (set(_present(_in_phase(at_work, phase), phase, actors)) for phase in need.phases)
    return tuple(sorted({id_ for ids in present if len(ids) == 1 for id_ in ids}))


def _in_phase(responses: Iterable[Response], phase: str) -> list[Response]:
    return [response for response in responses if not response.phases or phase in response.phases]


def _state(need: Need, responses: list[Response], phase: str, actors: Mapping[str, Actor]) -> GapState:
    """What the responses of one phase amount to.

    Only a response that is ready or tested counts; a planned one leaves a gap. Two actors or more make it sure,
    one makes it fragile, too little capacity (or none stated for a need that states how many) makes it partial.
    """
    if not responses:
        return GapState.UNMAPPED
    if all(response.state is ResponseState.NONE for response in responses):
        return GapState.CHECKED_NONE
    at_work = [response for response in responses if response.state in _AT_WORK]
    if not at_work:
        return GapState.NONE
    if not _enough(need, at_work):
        return GapState.PARTIAL
    return GapState.MET if len(set(_present(at_work, phase, actors))) >= 2 else GapState.FRAGILE


def _enough(need: Need, responses: list[Response]) -> bool:
    if need.people is None:
        return True
    return sum(response.capacity or 0 for response in responses) >= need.people


def _present(responses: list[Response], phase: str, actors: Mapping[str, Actor]) -> Iterator[str]:
    """The actors of these responses that are there in this phase; one that states no phase is taken to be."""
    for response in responses:
        for id_ in response.actors:
            actor = actors.get(id_)
            if actor is not None and (not actor.available or phase in actor.available):
                yield id_
