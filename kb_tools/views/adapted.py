"""Adapted playbooks: a shared playbook as one authority works by it, with what is different marked and explained."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.adapted import Difference, OwnStep, by_playbook, counts, own_steps
from kb_tools.model.addresses import adapted_address
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Adaptation
from kb_tools.model.playbook import Playbook
from kb_tools.model.survey import Key
from kb_tools.views.playbooks import lanes
from kb_tools.views.site import Page, Site


@dataclass(frozen=True, slots=True)
class OwnLane:
    """The authority's steps of one phase."""

    phase: str
    steps: tuple[OwnStep, ...]


def pages(site: Site) -> Iterator[Page]:
    """One page for each playbook that an authority has adapted."""
    for municipality in site.library.municipalities.values():
        for book, adaptations in adapted_books(site, municipality):
            yield Page(
                adapted_address(municipality.id, book.id),
                title(book, municipality),
                partial(_adapted, site, municipality, book, adaptations),
                source=site.library.file_of("adaptation", f"{municipality.id}/{adaptations[0].id}"),
                section="municipalities/",
                description=adaptations[0].because,
            )


def adapted_books(site: Site, municipality: Municipality) -> Iterator[tuple[Playbook, tuple[Adaptation, ...]]]:
    """The playbooks that the authority has adapted, each with all that it says about it."""
    for id_, adaptations in by_playbook(municipality.adaptations).items():
        if book := site.library.playbooks.get(id_):
            yield book, adaptations


def title(book: Playbook, municipality: Municipality) -> str:
    """What an authority's own version of a playbook is called."""
    return f"{book.title} · {municipality.profile.name}"


def own_lanes(
    site: Site, municipality: Municipality, book: Playbook, adaptations: Iterable[Adaptation]
) -> tuple[OwnLane, ...]:
    """The phases and steps in the shared playbook's order, each with what the authority makes of it."""
    ordered = [(lane.phase, step) for lane in lanes(site, book) for _, _, step in lane.steps]
    drifts = site.insights.drifts_by_unit.get(municipality.id, ())
    steps = tuple(own_steps((step for _, step in ordered), adaptations, drifts))
    phases = dict.fromkeys(phase for phase, _ in ordered)
    return tuple(OwnLane(phase, tuple(step for step in steps if step.base.phase == phase)) for phase in phases)


def _adapted(site: Site, municipality: Municipality, book: Playbook, adaptations: tuple[Adaptation, ...]) -> str:
    found = own_lanes(site, municipality, book, adaptations)
    steps = [step for lane in found for step in lane.steps]
    return site.draw(
        "adapted.html.j2",
        adapted_address(municipality.id, book.id),
        municipality=municipality,
        book=book,
        adaptations=adaptations,
        lanes=found,
        changed=[step for step in steps if step.difference is not Difference.SAME],
        drifted=[step for step in steps if step.drift],
        counts=counts(steps),
        owners=_owners(steps),
        actors={actor.id: actor for actor in municipality.actors},
        file=lambda adaptation: site.library.file_of("adaptation", f"{municipality.id}/{adaptation.id}"),
        body=site.library.prose.get(book.id, ""),
    )


def _owners(steps: Iterable[OwnStep]) -> dict[Key, list[OwnStep]]:
    """Who does what, whoever has to begin first comes first."""
    found: dict[Key, list[OwnStep]] = {}
    for step in steps:
        if step.number is not None:
            found.setdefault(step.owner, []).append(step)
    return found
