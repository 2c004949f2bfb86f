"""What is due, in words: what it is called, where it stands, and how a calendar tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from kb_tools.insight.dues import Due, Duty
from kb_tools.model.addresses import page_address, things_at
from kb_tools.model.correction import Correction
from kb_tools.model.library import Library
from kb_tools.views.addresses import VOCABULARY_PAGE, address
from kb_tools.views.ics import Entry
from kb_tools.views.names import name_of
from kb_tools.views.site import Site

_ANCHORS = {
    Duty.TASK: "forum-actions",
    Duty.MEETING: "forum",
    Duty.PLAN: "plan",
    Duty.DRILL: "drills",
    Duty.PROPOSED: "drills-proposed",
    Duty.SURVEY: "coverage",
    Duty.LESSON: "tracks",
}
_VOCABULARY = "vocabulary-"
CALENDAR = "calendar.ics"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is due: its name, where it stands and whether its day has passed."""

    due: Due
    title: str
    place: str
    overdue: bool
    headline: str


def rows(site: Site, dues: Iterable[Due]) -> tuple[Row, ...]:
    """As pages show them, in the order given."""
    library = site.library
    return tuple(
        Row(d, title_of(library, d), place_of(library, d), d.is_overdue(site.today), headline_of(library, d))
        for d in dues
    )


def headline_of(library: Library, due: Due) -> str:
    """What is to be done: in its own words, or by its kind where an authority owes it; of a review, what is reviewed."""
    of_the_unit = due.key == ("municipality", due.unit) and due.duty is not Duty.REVIEW
    return due.action or (due.duty.label if of_the_unit else title_of(library, due))


def title_of(library: Library, due: Due) -> str:
    """The name of what it is about; of a correction, that of the page."""
    kind, id_ = due.key
    found = library.of(kind).get(id_)
    return title_of_page(library, found.address) if isinstance(found, Correction) else name_of(library, kind, id_)


def place_of(library: Library, due: Due) -> str:
    """The address where it is told of, from the site's root."""
    kind, id_ = due.key
    if kind.startswith(_VOCABULARY):
        return f"{VOCABULARY_PAGE}#{kind.removeprefix(_VOCABULARY)}"
    found = library.of(kind).get(id_)
    if isinstance(found, Correction):
        return found.address
    anchor = _ANCHORS.get(due.duty)
    return address(kind, id_) + (f"#{anchor}" if anchor else "")


def calendar_of(kind: str, id: str) -> str:
    """The address of the calendar of a role or an authority, beside its page."""
    return f"{address(kind, id)}{CALENDAR}"


def entry_of(site: Site, due: Due) -> Entry:
    """It as a day of a calendar."""
    library = site.library
    title, place = title_of(library, due), place_of(library, due)
    is_proposed = due.duty is Duty.PROPOSED
    states = (("באיחור", due.is_overdue(site.today)), ("דוגמה", due.is_example), ("הצעה", is_proposed))
    summary = ": ".join((*(word for word, holds in states if holds), f"{due.action or due.duty.label} · {title}"))
    lines = [due.duty.label, f"אחראי: {name_of(library, 'role', due.owner)}"]
    if due.unit and due.key != ("municipality", due.unit):
        lines.append(f"{library.settings.unit.short}: {name_of(library, 'municipality', due.unit)}")
    lines += due.why
    link = f"{site.home}{place}" if site.home else ""
    return Entry(_uid(library, due), due.due, summary, "\n".join([*lines, *filter(None, [link])]), due.duty.label, link)


def _uid(library: Library, due: Due) -> str:
    """Of the knowledge base, the duty and the thing, never of the day: what is put off moves, and does not stand twice."""
    return str(uuid5(NAMESPACE_URL, "\n".join((library.settings.title, due.duty, *due.key, due.mark))))


def title_of_page(library: Library, at: str) -> str:
    """The title of the page at an address; the address itself when no such page is known."""
    for key in things_at(at):
        return name_of(library, *key)
    written = next((page.meta.title for page in library.pages if page_address(page.path) == at), "")
    return written or at or library.settings.title
