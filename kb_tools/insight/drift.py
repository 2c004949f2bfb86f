"""Adaptations whose base step has moved on since they were reviewed."""

from dataclasses import dataclass

from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Adaptation, StepChange


@dataclass(frozen=True, slots=True)
class Drift:
    municipality: Municipality
    adaptation: Adaptation
    change: StepChange
    fingerprint: str
    """The base step's present one."""


def drifts(library: Library) -> tuple[Drift, ...]:
    """Every changed step whose fingerprint is no longer the one that was reviewed."""
    found = []
    for municipality in library.municipalities.values():
        for adaptation in municipality.adaptations:
            for change in adaptation.changes:
                step = library.steps.get(f"{adaptation.playbook}/{change.step}")
                if step is not None and step.fingerprint != change.reviewed_against:
                    found.append(Drift(municipality, adaptation, change, step.fingerprint))
    return tuple(found)
