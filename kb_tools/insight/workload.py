"""Load per department, idle actors, and what breaks without an actor.

In the first wave most of the load fell on one department (welfare); the conclusion was to spread it
(summary of the meeting of 11.5.2020, the Centre for Local Government).
"""

from dataclasses import dataclass

from kb_tools.insight.gaps import coverage
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Actor, Need


@dataclass(frozen=True, slots=True)
class DepartmentLoad:
    department: str
    responses: int
    share: float
    """Of all responses of the authority, 0 to 1."""


def department_load(municipality: Municipality) -> tuple[DepartmentLoad, ...]:
    """Responses that each department owns, the most loaded first. Records of "there is none" are no load."""
    counts: dict[str, int] = {}
    for response in municipality.responses:
        if response.state.value != "none":
            counts[response.department] = counts.get(response.department, 0) + 1
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(DepartmentLoad(department, count, count / total) for department, count in ordered)


def even_share(load: tuple[DepartmentLoad, ...]) -> float:
    """What each department would carry if those that carry at all carried alike, 0 to 1; 0 when nobody does."""
    return 1 / len(load) if load else 0.0


def steps_by_role(library: Library) -> dict[str, list[str]]:
    """Role → the steps it owns, as `playbook/step`."""
    owned: dict[str, list[str]] = {}
    for ref, step in library.steps.items():
        if step.owner:
            owned.setdefault(step.owner, []).append(ref)
    return owned


def idle_actors(municipality: Municipality) -> tuple[Actor, ...]:
    """כוחות שאינם מופעלים מספיק: mapped, yet in no response and in no adapted step."""
    engaged = {id_ for response in municipality.responses for id_ in response.actors}
    engaged |= {id_ for overlay in municipality.adaptations for change in overlay.changes for id_ in change.actors}
    return tuple(actor for actor in municipality.actors if actor.id not in engaged)


@dataclass(frozen=True, slots=True)
class Loss:
    """What would no longer be answered without an actor."""

    actor: Actor
    needs: tuple[Need, ...]


def losses(municipality: Municipality) -> tuple[Loss, ...]:
    """Actors on each of whom alone some need rests in some phase, the heaviest first. Planned responses hold nothing."""
    alone: dict[str, list[Need]] = {}
    for row in coverage(municipality):
        for id_ in row.sole:
            alone.setdefault(id_, []).append(row.need)
    actors = {actor.id: actor for actor in municipality.actors}
    found = [Loss(actors[id_], tuple(needs)) for id_, needs in alone.items()]
    return tuple(sorted(found, key=lambda loss: (-len(loss.needs), loss.actor.id)))
