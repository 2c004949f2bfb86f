"""A playbook by whoever does it: for each role or department what it does in order, and what an authority leaves out."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb_tools.insight.adapted import OwnStep, by_playbook, own_steps
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Adaptation
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.survey import Key
from kb_tools.views.site import Site


@dataclass(frozen=True, slots=True)
class Hand:
    """Who holds a page: a role or a department."""

    owner: Key
    steps: tuple[OwnStep, ...]
    skipped: tuple[OwnStep, ...]


def hands(site: Site, book: Playbook, steps: Iterable[Step], unit: Municipality | None = None) -> tuple[Hand, ...]:
    """Whoever leads comes first, then whoever begins first; `steps` are the playbook's, in the order of its page."""
    drifts = site.insights.drifts_by_unit.get(unit.id, ()) if unit else ()
    owned: dict[Key, list[OwnStep]] = {}
    for step in own_steps(steps, adaptations_of(book, unit), drifts):
        owned.setdefault(step.owner, []).append(step)
    found = [Hand(owner, *_parted(own)) for owner, own in owned.items()]
    return tuple(sorted(found, key=lambda hand: hand.owner != ("role", book.lead)))


def adaptations_of(book: Playbook, unit: Municipality | None) -> tuple[Adaptation, ...]:
    """What an authority says about a playbook; nothing where none is asked about."""
    return by_playbook(unit.adaptations).get(book.id, ()) if unit else ()


def _parted(own: Iterable[OwnStep]) -> tuple[tuple[OwnStep, ...], tuple[OwnStep, ...]]:
    """What is done and what is not."""
    steps = tuple(own)
    return tuple(step for step in steps if step.number is not None), tuple(
        step for step in steps if step.number is None
    )
