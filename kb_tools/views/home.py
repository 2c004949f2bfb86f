"""The home page: what is happening, who are you; and below the fold what is new, late or waiting."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.dues import national
from kb_tools.insight.examples import is_example
from kb_tools.insight.national import progress
from kb_tools.insight.tasks import work_by_phase
from kb_tools.model.addresses import CHANGES_PAGE
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.role import Role
from kb_tools.views.addresses import VOCABULARY_PAGE
from kb_tools.views.agenda import SOON
from kb_tools.views.backlinks import plural
from kb_tools.views.changes import newest
from kb_tools.views.dues import Row, rows
from kb_tools.views.scenarios import in_order
from kb_tools.views.site import Page, Site

NEWS = 6
ROWS = 6
COMING = 3
"""Lists on the home page are short: each ends in a link to the whole."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the knowledge base: where its index is and how many things it holds."""

    address: str
    label: str
    count: int


def pages(site: Site) -> Iterator[Page]:
    """The one page; none where people wrote an index.md of their own."""
    settings = site.library.settings
    if "index.md" in site.library.pages_by_path:
        return
    yield Page("", settings.title, partial(_home, site), description=settings.tagline, hide=("navigation", "toc"))


def _home(site: Site) -> str:
    library = site.library
    return site.draw(
        "home.html.j2",
        "",
        scenarios=in_order(site),
        roles=roles_by_use(site),
        phases=work_by_phase(library),
        news=newest(site, NEWS),
        changes_page=CHANGES_PAGE,
        overdue=rows(site, site.insights.overdue),
        coming=coming(site)[:COMING],
        waiting=waiting(site),
        progress=progress(library.municipalities.values()),
        examples=site.insights.examples,
        shelves=shelves(site),
        guide="guide/index.md" if "guide/index.md" in library.pages_by_path else None,
        is_example=partial(is_example, library),
        plural=plural,
        rows=ROWS,
    )


def roles_by_use(site: Site) -> list[Role]:
    """The role around which the knowledge base is built, then those with the most steps."""
    lead, steps = site.library.settings.lead_role, site.insights.steps_by_role
    return sorted(site.library.roles.values(), key=lambda role: (role.id != lead, -len(steps.get(role.id, ()))))


def coming(site: Site) -> tuple[Row, ...]:
    """What is due in the next month, the earliest first."""
    last = site.today + SOON
    return rows(site, (due for due in national(site.insights.dues) if site.today <= due.due <= last))


def waiting(site: Site) -> list[Lesson]:
    """Lessons about which nothing has been decided yet, the oldest event first."""
    board = site.insights.board
    found = (*board[LessonStatus.IDENTIFIED], *board[LessonStatus.OBSERVATION])
    return sorted(found, key=lambda lesson: (lesson.event.began_on, lesson.id))


def shelves(site: Site) -> list[Shelf]:
    """Every index page: from here each thing is two clicks away."""
    library = site.library
    found = [
        Shelf("playbooks/", "ספרי הפעלה", len(library.playbooks)),
        Shelf("drills/", "תרגילים", len(library.drills)),
        Shelf("lessons/", "לקחים", len(library.lessons)),
        Shelf("roles/", "תפקידים", len(library.roles)),
        Shelf("scenarios/", "תרחישים", len(library.scenarios)),
        Shelf("municipalities/", library.settings.unit.many, len(library.municipalities)),
        Shelf("sources/", "מקורות", len(library.sources)),
        Shelf(VOCABULARY_PAGE, "מונחים", len(library.glossary)),
    ]
    return [shelf for shelf in found if shelf.count]
