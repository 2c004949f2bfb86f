"""Steps of many playbooks side by side: those of a scenario, those of a phase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb_tools.model.base import offset_minutes
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.survey import Key
from kb_tools.model.vocabulary import NeedType, PhaseTone


@dataclass(frozen=True, slots=True)
class Task:
    """A step with the playbook it stands in."""

    playbook: Playbook
    step: Step

    @property
    def ref(self) -> str:
        return f"{self.playbook.id}/{self.step.id}"

    @property
    def owner(self) -> Key:
        """The role, or the department when no role is named."""
        return ("role", self.step.owner) if self.step.owner else ("department", self.step.department or "")

    @property
    def minute(self) -> int | None:
        """Minutes from the playbook's T; None when the step names no time."""
        return offset_minutes(self.step.offset) if self.step.offset else None


def tasks_in_order(books: Iterable[Playbook]) -> tuple[Task, ...]:
    """Every step of the playbooks, by time and then by owner; untimed ones last."""
    return tuple(sorted((Task(book, step) for book in books for step in book.steps), key=_order))


def is_emergency(library: Library, step: Step) -> bool:
    phase = library.phases.get(step.phase)
    return phase is not None and phase.tone is PhaseTone.EMERGENCY


def by_playbook(tasks: Iterable[Task]) -> tuple[tuple[Playbook, tuple[Task, ...]], ...]:
    """Tasks under their playbooks, those with most of them first: each playbook counts time from a T of its own."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.playbook.id, []).append(task)
    ordered = sorted(found.values(), key=lambda tasks: (-len(tasks), tasks[0].playbook.id))
    return tuple((group[0].playbook, tuple(group)) for group in ordered)


def work_by_phase(library: Library) -> Mapping[str, tuple[tuple[Playbook, int], ...]]:
    """Phase → playbooks with steps in it and how many, the most first; every phase present."""
    tasks = [Task(book, step) for book in library.playbooks.values() for step in book.steps]
    return {
        phase: tuple((book, len(own)) for book, own in by_playbook(t for t in tasks if t.step.phase == phase))
        for phase in library.phases
    }


def needs_served(library: Library, tasks: Iterable[Task]) -> tuple[tuple[NeedType, int], ...]:
    """Kinds of need that the tasks serve and by how many, in the vocabulary's order."""
    counts: dict[str, int] = {}
    for task in tasks:
        for need in task.step.needs:
            counts[need] = counts.get(need, 0) + 1
    return tuple((term, counts[id_]) for id_, term in library.need_types.items() if id_ in counts)


def needs_unserved(library: Library, tasks: Iterable[Task]) -> tuple[NeedType, ...]:
    """Kinds of need that no task serves: neither they, nor a wider kind, nor a narrower one."""
    reached: set[str] = set()
    for term, _ in needs_served(library, tasks):
        reached.update(_upwards(library, term.id))
    named = {need for need in reached if need in library.need_types}
    return tuple(
        term
        for id_, term in library.need_types.items()
        if id_ not in named and named.isdisjoint(_upwards(library, id_))
    )


def _upwards(library: Library, need: str) -> list[str]:
    """A kind of need and the wider ones above it."""
    chain: list[str] = []
    current: str | None = need
    while current and current not in chain and current in library.need_types:
        chain.append(current)
        current = library.need_types[current].parent
    return chain


def _order(task: Task) -> tuple[float, Key, str]:
    return (float("inf") if task.minute is None else task.minute, task.owner, task.ref)
