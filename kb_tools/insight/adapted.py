"""A shared playbook as one authority works by it: its steps with those that it replaced, added or leaves out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb_tools.insight.drift import Drift
from kb_tools.insight.grouping import grouped
from kb_tools.model.base import Labelled
from kb_tools.model.municipality import Adaptation, ChangeKind, StepChange
from kb_tools.model.playbook import Step
from kb_tools.model.survey import Key


class Difference(Labelled):
    """How a step stands to the shared playbook."""

    SAME = "same", "כמו בספר המשותף"
    REPLACED = "replaced", "הוחלף אצלנו"
    ADDED = "added", "נוסף אצלנו"
    SKIPPED = "skipped", "לא עושים אצלנו"


_DIFFERENCES = {
    ChangeKind.REPLACE: Difference.REPLACED,
    ChangeKind.ADD: Difference.ADDED,
    ChangeKind.SKIP: Difference.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step as the authority takes it. `base` is the shared step: the one replaced or left out, or the one it is added after."""

    base: Step
    anchor: str
    number: int | None
    """Its place among what the authority does; None for what it does not do."""
    difference: Difference = Difference.SAME
    change: StepChange | None = None
    drift: Drift | None = None
    """What has changed in the shared step since this was reviewed."""

    @property
    def what(self) -> str:
        return (self.change and self.change.what) or self.base.what

    @property
    def done_when(self) -> str | None:
        """An added step is done by its own sign or by none: the shared step's is of another action."""
        own = self.change.done_when if self.change else None
        return own if self.difference is Difference.ADDED else own or self.base.done_when

    @property
    def owner(self) -> Key:
        """The role, or the department when no role is named; the shared one where nothing else is said."""
        role = (self.change and self.change.owner) or self.base.owner
        return ("role", role) if role else ("department", self.base.department or "")


def own_steps(steps: Iterable[Step], adaptations: Iterable[Adaptation], drifts: Iterable[Drift]) -> Iterator[OwnStep]:
    """The steps in the order given, each with what is added after it; numbers run through what the authority does."""
    changes = grouped((change for each in adaptations for change in each.changes), lambda change: (change.step,))
    drifted = {id(drift.change): drift for drift in drifts}
    number = 0
    for step in steps:
        own = changes.get(step.id, ())
        instead = next((change for change in own if change.change is not ChangeKind.ADD), None)
        skipped = instead is not None and instead.change is ChangeKind.SKIP
        number += not skipped
        yield OwnStep(
            step,
            f"step-{step.id}",
            None if skipped else number,
            _DIFFERENCES[instead.change] if instead else Difference.SAME,
            instead,
            drifted.get(id(instead)),
        )
        for place, added in enumerate((change for change in own if change.change is ChangeKind.ADD), 1):
            number += 1
            anchor = f"added-{step.id}-{place}"
            yield OwnStep(step, anchor, number, Difference.ADDED, added, drifted.get(id(added)))


def by_playbook(adaptations: Iterable[Adaptation]) -> dict[str, tuple[Adaptation, ...]]:
    """Playbook → an authority's adaptations of it: several make one playbook of its own."""
    return grouped(adaptations, lambda adaptation: (adaptation.playbook,))


def counts(steps: Iterable[OwnStep]) -> dict[Difference, int]:
    """How many steps stand how, every difference present."""
    found = dict.fromkeys(Difference, 0)
    for step in steps:
        found[step.difference] += 1
    return found
