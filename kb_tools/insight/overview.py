"""All insights over one library, each computed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kb_tools.insight import coverage, drift, gaps, lessons, likeness, practice, tasks, traits, trends, workload
from kb_tools.insight.dues import Due, dues, national, overdue
from kb_tools.insight.feed import Told, feed
from kb_tools.insight.flow import Quarter, flow
from kb_tools.insight.grouping import grouped
from kb_tools.insight.standing import Evidence, Standing
from kb_tools.insight.uptake import Uptake
from kb_tools.model.change import Changes
from kb_tools.model.drill import Drill
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import StepChange
from kb_tools.model.playbook import Playbook
from kb_tools.model.provenance import History
from kb_tools.model.role import Role
from kb_tools.model.survey import Key


@dataclass(frozen=True)
class Insights:
    """Insights over the whole library; those of one authority are functions of it."""

    library: Library
    today: date
    history: History = field(default_factory=History)
    changes: Changes = field(default_factory=Changes)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Lesson → what its evidence bears; empty when there is no history to ask."""
        evidence = Evidence(self.library, self.history, self.changes)
        known = self.library.lessons.values() if self.changes.is_known else ()
        return {lesson.id: evidence.standing(lesson) for lesson in known}

    @cached_property
    def flow(self) -> tuple[Quarter, ...]:
        return flow(self.changes, self.today)

    @cached_property
    def feed(self) -> tuple[Told, ...]:
        return feed(self.library, self.changes)

    @cached_property
    def drills_of_steps(self) -> dict[str, tuple[Drill, ...]]:
        return practice.drills_of_steps(self.library)

    @cached_property
    def held_drills(self) -> dict[str, tuple[practice.Held, ...]]:
        return practice.held_drills(self.library)

    @cached_property
    def drill_trends(self) -> trends.Trends:
        """What the results of real authorities say over time."""
        return trends.trends(self.library, practice.held_by(self.real))

    @cached_property
    def drill_trends_of_examples(self) -> trends.Trends:
        return trends.trends(self.library, practice.held_by(self.examples))

    @cached_property
    def drill_trends_by_unit(self) -> Mapping[str, trends.Trends]:
        """Of each authority alone, example or not."""
        units = self.library.municipalities.values()
        return {unit.id: trends.trends(self.library, practice.held_by((unit,))) for unit in units}

    @cached_property
    def step_coverage(self) -> Mapping[str, tuple[coverage.StepCoverage, ...]]:
        """Playbook → its steps, and what the results of real authorities say of each."""
        return coverage.step_coverage(self.library, self.drills_of_steps, self.drill_trends)

    @cached_property
    def step_coverage_by_ref(self) -> Mapping[str, coverage.StepCoverage]:
        return {step.ref: step for steps in self.step_coverage.values() for step in steps}

    @cached_property
    def steps_by_role(self) -> dict[str, list[str]]:
        return workload.steps_by_role(self.library)

    @cached_property
    def board(self) -> dict[LessonStatus, tuple[Lesson, ...]]:
        return lessons.board(self.library, self.standings)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """All that is due, by its day; what examples owe too."""
        return dues(self.library)

    @cached_property
    def dues_by_unit(self) -> dict[str, tuple[Due, ...]]:
        return grouped(self.dues, lambda due: filter(None, (due.unit,)))

    @cached_property
    def dues_by_key(self) -> dict[Key, tuple[Due, ...]]:
        return grouped(self.dues, lambda due: (due.key,))

    @cached_property
    def overdue(self) -> tuple[Due, ...]:
        """Without what examples owe."""
        return overdue(national(self.dues), self.today)

    @cached_property
    def drifts(self) -> tuple[drift.Drift, ...]:
        return drift.drifts(self.library, self.changes)

    @cached_property
    def drifts_by_unit(self) -> dict[str, tuple[drift.Drift, ...]]:
        return grouped(self.drifts, lambda found: (found.municipality.id,))

    @cached_property
    def drifts_by_playbook(self) -> dict[str, tuple[drift.Drift, ...]]:
        return grouped(self.drifts, lambda found: (found.adaptation.playbook,))

    @cached_property
    def adapting_units(self) -> dict[str, tuple[Municipality, ...]]:
        """Playbook → the authorities that adapt it."""
        return grouped(
            self.library.municipalities.values(),
            lambda m: (adaptation.playbook for adaptation in m.adaptations),
        )

    @cached_property
    def lessons_by_unit(self) -> dict[str, tuple[Lesson, ...]]:
        return grouped(self.library.lessons.values(), lambda lesson: filter(None, (lesson.municipality,)))

    @cached_property
    def lessons_by_scenario(self) -> dict[str, tuple[Lesson, ...]]:
        return grouped(self.library.lessons.values(), lambda lesson: lesson.scenarios)

    @cached_property
    def drills_by_scenario(self) -> dict[str, tuple[Drill, ...]]:
        return grouped(self.library.drills.values(), lambda drill: (drill.scenario,))

    @cached_property
    def roles_under(self) -> dict[str, tuple[Role, ...]]:
        """Role → those that report to it."""
        return grouped(self.library.roles.values(), lambda role: filter(None, (role.reports_to,)))

    @cached_property
    def coverage_of_needs(self) -> dict[str, gaps.NeedCoverage]:
        """By `municipality-id/need-id`."""
        units = self.library.municipalities.values()
        return {f"{unit.id}/{row.need.id}": row for unit in units for row in gaps.coverage(unit)}

    @cached_property
    def examples(self) -> tuple[Municipality, ...]:
        return tuple(m for m in self.library.municipalities.values() if m.profile.example)

    @cached_property
    def examples_by_district(self) -> dict[str, tuple[Municipality, ...]]:
        return grouped(self.examples, lambda m: (m.profile.district,))

    @cached_property
    def real_by_district(self) -> dict[str, tuple[Municipality, ...]]:
        return grouped(self.real, lambda m: (m.profile.district,))

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
    def uptake(self) -> Uptake:
        return Uptake(self.library, self.today, self.kinship)

    @cached_property
    def playbooks_by_scenario(self) -> dict[str, tuple[Playbook, ...]]:
        return grouped(self.library.playbooks.values(), lambda book: book.scenarios)

    @cached_property
    def tasks_by_scenario(self) -> dict[str, tuple[tasks.Task, ...]]:
        return {id_: tasks.tasks_in_order(books) for id_, books in self.playbooks_by_scenario.items()}

    @cached_property
    def adaptations_of_steps(self) -> dict[str, tuple[tuple[Municipality, StepChange], ...]]:
        """Step → (authority, change) of every adaptation that touches it."""
        found: dict[str, list[tuple[Municipality, StepChange]]] = {}
        for municipality in self.library.municipalities.values():
            for adaptation in municipality.adaptations:
                for change in adaptation.changes:
                    found.setdefault(f"{adaptation.playbook}/{change.step}", []).append((municipality, change))
        return {ref: tuple(changes) for ref, changes in found.items()}
