"""Playbook pages: who does what, when, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from kb_tools.insight.practice import Held
from kb_tools.model.addresses import adapted_address
from kb_tools.model.base import offset_minutes
from kb_tools.model.drill import Drill
from kb_tools.model.playbook import Playbook, Step
from kb_tools.views.addresses import address
from kb_tools.views.hands import hands
from kb_tools.views.site import PAPER_SCRIPTS, Page, Site

Numbered = tuple[int, str, Step]


@dataclass(frozen=True, slots=True)
class Moment:
    """The steps that are due at one time; `offset` is None for those with no time of their own."""

    offset: str | None
    steps: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The steps of one phase, in the order of their time."""

    phase: str
    steps: tuple[Numbered, ...]

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The same steps on a line of time: T+60m and T+1h are one moment."""
        groups = (tuple(rows) for _, rows in groupby(self.steps, key=lambda row: _minute(row[2])))
        return tuple(Moment(rows[0][2].offset, rows) for rows in groups)


@dataclass(frozen=True, slots=True)
class Owner:
    """A role or a department and its steps in each phase."""

    kind: str
    id: str
    steps: dict[str, list[tuple[int, Step]]]


def pages(site: Site) -> Iterator[Page]:
    """One page a playbook, and the index of them."""
    yield Page("playbooks/", "ספרי הפעלה", partial(_index, site), section="playbooks/")
    for book in site.library.playbooks.values():
        yield site.page_of(
            "playbook",
            book.id,
            book.title,
            partial(_playbook, site, book),
            section="playbooks/",
            description=book.summary,
            scripts=PAPER_SCRIPTS,
        )


def lanes(site: Site, book: Playbook) -> tuple[Lane, ...]:
    """The phases in the vocabulary's order, steps by offset; numbers run through the whole playbook."""
    order = list(site.library.phases)
    steps = sorted(book.steps, key=lambda step: (order.index(step.phase), _minute(step)))
    numbered = [(number, f"{book.id}/{step.id}", step) for number, step in enumerate(steps, 1)]
    phases = dict.fromkeys(step.phase for step in steps)
    return tuple(Lane(phase, tuple(row for row in numbered if row[2].phase == phase)) for phase in phases)


def in_order(site: Site, book: Playbook) -> tuple[Step, ...]:
    """The steps as the page numbers them."""
    return tuple(step for lane in lanes(site, book) for _, _, step in lane.steps)


def _minute(step: Step) -> float:
    """Steps without an offset come after those with one."""
    return offset_minutes(step.offset) if step.offset else float("inf")


def _owners(found: tuple[Lane, ...]) -> list[Owner]:
    owners: dict[tuple[str, str], Owner] = {}
    for lane in found:
        for number, _, step in lane.steps:
            key = ("role", step.owner) if step.owner else ("department", step.department or "")
            owner = owners.setdefault(key, Owner(*key, {each.phase: [] for each in found}))
            owner.steps[lane.phase].append((number, step))
    return list(owners.values())


def drills_of(site: Site, book: Playbook) -> tuple[Drill, ...]:
    """The drills that exercise any of its steps."""
    found = (drill for step in book.steps for drill in site.insights.drills_of_steps.get(f"{book.id}/{step.id}", ()))
    return tuple({drill.id: drill for drill in found}.values())


def last_held(site: Site, book: Playbook) -> Held | None:
    """The newest result of any of its drills."""
    held = (result for drill in drills_of(site, book) for result in site.insights.held_drills.get(drill.id, ()))
    return max(held, key=lambda each: each.result.held_on, default=None)


def _playbook(site: Site, book: Playbook) -> str:
    found = lanes(site, book)
    return site.draw(
        "playbook.html.j2",
        address("playbook", book.id),
        book=book,
        file=site.library.file_of("playbook", book.id),
        lanes=found,
        phases=[lane.phase for lane in found],
        owners=_owners(found),
        hands=hands(site, book, in_order(site, book)),
        drills=drills_of(site, book),
        last_held=last_held(site, book),
        body=site.library.prose.get(book.id, ""),
        adapted_address=adapted_address,
    )


def _index(site: Site) -> str:
    books = [(book, drills_of(site, book), last_held(site, book)) for book in site.library.playbooks.values()]
    return site.draw("playbooks.html.j2", "playbooks/", books=books)
