"""The first hour of a scenario: who does what, in the order in which it has to be done."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb_tools.insight.tasks import Task, is_emergency
from kb_tools.model.library import Library
from kb_tools.model.survey import Key

FIRST_HOUR = 60
"""In minutes from each playbook's own T."""


@dataclass(frozen=True, slots=True)
class OwnerTasks:
    """A role or a department and what it does, in order of time."""

    owner: Key
    tasks: tuple[Task, ...]


def first_hour(library: Library, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Those of the tasks that are of the emergency and due up to T+1h, in the order given.

    A step without an offset has no hour of its own, so it is not here.
    """
    return tuple(task for task in tasks if _in_first_hour(library, task))


def later(library: Library, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """The rest of the emergency, in the order given."""
    found = (task for task in tasks if is_emergency(library, task.step))
    return tuple(task for task in found if not _in_first_hour(library, task))


def by_owner(tasks: Iterable[Task]) -> tuple[OwnerTasks, ...]:
    """The same tasks under their owners; whoever has to begin first comes first."""
    owners: dict[Key, list[Task]] = {}
    for task in tasks:
        owners.setdefault(task.owner, []).append(task)
    return tuple(OwnerTasks(owner, tuple(found)) for owner, found in owners.items())


def _in_first_hour(library: Library, task: Task) -> bool:
    return is_emergency(library, task.step) and task.minute is not None and task.minute <= FIRST_HOUR
