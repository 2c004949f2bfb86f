"""All insights over one library, each computed once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb_tools.insight import drift, freshness, lessons, likeness, practice, traits, workload
from kb_tools.model.drill import Drill
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import StepChange
from kb_tools.model.playbook import Playbook, Step


@dataclass(frozen=True)
class Insights:
    """Insights over the whole library; those of one authority are functions of it."""

    library: Library
    today: date

    @cached_property
    def drills_of_steps(self) -> dict[str, tuple[Drill, ...]]:
        return practice.drills_of_steps(self.library)

    @cached_property
    def held_drills(self) -> dict[str, tuple[practice.Held, ...]]:
        return practice.held_drills(self.library)

    @cached_property
    def steps_by_role(self) -> dict[str, list[str]]:
        return workload.steps_by_role(self.library)

    @cached_property
    def board(self) -> dict[LessonStatus, tuple[Lesson, ...]]:
        return lessons.board(self.library)

    @cached_property
    def overdue(self) -> tuple[freshness.Due, ...]:
        return freshness.overdue(self.library, self.today)

    @cached_property
    def drifts(self) -> tuple[drift.Drift, ...]:
        return drift.drifts(self.library)

    @cached_property
    def real(self) -> tuple[Municipality, ...]:
        """The authorities that are not examples: the only ones that national figures count."""
        return tuple(m for m in self.library.municipalities.values() if not m.profile.example)

    @cached_property
    def units_by_trait(self) -> dict[str, tuple[Municipality, ...]]:
        return traits.sharing(self.library)

    @cached_property
    def kinship(self) -> likeness.Kinship:
        return likeness.kinship(self.library)

    @cached_property
    def playbooks_by_scenario(self) -> dict[str, tuple[Playbook, ...]]:
        books = self.library.playbooks.values()
        return {id_: tuple(b for b in books if id_ in b.scenarios) for id_ in self.library.scenarios}

    @cached_property
    def adaptations_of_steps(self) -> dict[str, tuple[tuple[Municipality, StepChange], ...]]:
        """Step → (authority, change) of every adaptation that touches it."""
        found: dict[str, list[tuple[Municipality, StepChange]]] = {}
        for municipality in self.library.municipalities.values():
            for adaptation in municipality.adaptations:
                for change in adaptation.changes:
                    found.setdefault(f"{adaptation.playbook}/{change.step}", []).append((municipality, change))
        return {ref: tuple(changes) for ref, changes in found.items()}

    def steps_of(self, playbook: Playbook) -> tuple[tuple[str, Step], ...]:
        return tuple((f"{playbook.id}/{step.id}", step) for step in playbook.steps)
