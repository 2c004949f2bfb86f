"""Scenario pages: the first hour before anything else, then what to do by phase."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.examples import is_example
from kb_tools.insight.firsthour import by_owner, first_hour, later
from kb_tools.insight.tasks import Task, by_playbook, is_emergency, needs_served, needs_unserved
from kb_tools.model.playbook import Playbook
from kb_tools.model.role import Scenario
from kb_tools.views.addresses import address
from kb_tools.views.offsets import since
from kb_tools.views.site import Page, Site

LONG_LIST = 12
"""More tasks than that are found faster under one's own role."""


@dataclass(frozen=True, slots=True)
class PhaseWork:
    """A phase outside the emergency and its steps under their playbooks."""

    phase: str
    books: tuple[tuple[Playbook, tuple[Task, ...]], ...]
    count: int


def in_order(site: Site) -> list[Scenario]:
    """Scenarios as lists and buttons show them."""
    return sorted(site.library.scenarios.values(), key=lambda scenario: (scenario.order, scenario.id))


def pages(site: Site) -> Iterator[Page]:
    """One page a scenario, and the index of them."""
    yield Page("scenarios/", "תרחישים", partial(_index, site), section="scenarios/")
    for scenario in in_order(site):
        yield site.page_of(
            "scenario",
            scenario.id,
            scenario.name,
            partial(_scenario, site, scenario),
            section="scenarios/",
            description=scenario.summary,
        )


def _index(site: Site) -> str:
    tasks = site.insights.tasks_by_scenario
    rows = [(scenario, first_hour(site.library, tasks.get(scenario.id, ()))) for scenario in in_order(site)]
    return site.draw("scenarios.html.j2", "scenarios/", rows=rows)


def _scenario(site: Site, scenario: Scenario) -> str:
    library, insights, id_ = site.library, site.insights, scenario.id
    tasks = insights.tasks_by_scenario.get(id_, ())
    hour = first_hour(library, tasks)
    return site.draw(
        "scenario.html.j2",
        address("scenario", id_),
        scenario=scenario,
        file=library.file_of("scenario", id_),
        since=since,
        is_example=partial(is_example, library),
        hour=hour,
        hour_by_role=by_owner(hour),
        hour_books=[book for book, _ in by_playbook(hour)],
        role_first=len(hour) > LONG_LIST,
        later=later(library, tasks),
        phases=_phases(site, tasks),
        books=insights.playbooks_by_scenario.get(id_, ()),
        drills=insights.drills_by_scenario.get(id_, ()),
        lessons=insights.lessons_by_scenario.get(id_, ()),
        served=needs_served(library, tasks),
        unserved=needs_unserved(library, tasks),
    )


def _phases(site: Site, tasks: tuple[Task, ...]) -> list[PhaseWork]:
    """Every other phase that has steps, in the vocabulary's order; the emergency has its own lists."""
    calm = [task for task in tasks if not is_emergency(site.library, task.step)]
    found = [(phase, [task for task in calm if task.step.phase == phase]) for phase in site.library.phases]
    return [PhaseWork(phase, by_playbook(own), len(own)) for phase, own in found if own]
