"""Adaptations whose base step has moved on since they were reviewed."""

from dataclasses import dataclass

from pydantic import ValidationError

from kb_tools.model.change import Changes, Said
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Adaptation, StepChange
from kb_tools.model.playbook import Step


@dataclass(frozen=True, slots=True)
class Drift:
    """A change that was reviewed against a step which says something else today."""

    municipality: Municipality
    adaptation: Adaptation
    change: StepChange
    step: Step
    """The base step as it is now."""
    reviewed: Step | None = None
    """The base step as it was reviewed; None where history does not hold it."""

    @property
    def ref(self) -> str:
        return f"{self.adaptation.playbook}/{self.change.step}"


def drifts(library: Library, changes: Changes | None = None) -> tuple[Drift, ...]:
    """Every changed step whose fingerprint is no longer the one that was reviewed."""
    told = changes or Changes()
    found = []
    for municipality in library.municipalities.values():
        for adaptation in municipality.adaptations:
            for change in adaptation.changes:
                ref = f"{adaptation.playbook}/{change.step}"
                step = library.steps.get(ref)
                if step is not None and step.fingerprint != change.reviewed_against:
                    reviewed = step_then(told, ref, change.reviewed_against)
                    found.append(Drift(municipality, adaptation, change, step, reviewed))
    return tuple(found)


def step_then(changes: Changes, ref: str, fingerprint: str) -> Step | None:
    """The version of a step that has this fingerprint, as far as history tells."""
    for change in changes.of("step", ref):
        for said in (change.after, change.before):
            step = _read(said)
            if step is not None and step.fingerprint == fingerprint:
                return step
    return None


def _read(said: Said | None) -> Step | None:
    """What an old file said, where today's rules can read it."""
    if said is None:
        return None
    try:
        return Step.model_validate(dict(said))
    except ValidationError:
        return None
