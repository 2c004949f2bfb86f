"""A playbook on paper: a page for each role, with what it does and when."""

from collections.abc import Iterable, Iterator
from functools import partial

from kb_tools.model.library import Municipality
from kb_tools.model.playbook import Playbook
from kb_tools.views.addresses import address
from kb_tools.views.hands import Hand, adaptations_of, hands
from kb_tools.views.playbooks import in_order
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import Site

CALLED = "צעדים לפי תפקיד"


def playbook_sheet(site: Site, book: Playbook, unit: Municipality | None = None) -> Sheet:
    """The steps by role; with `unit`, as that authority takes them."""
    found = hands(site, book, in_order(site, book), unit)
    name = f" · {unit.profile.name}" if unit else ""
    return Sheet(
        f"{address('playbook', book.id)}steps{f'-{unit.id}' if unit else ''}.pdf",
        f"{CALLED}: {book.title}{name}",
        address("playbook", book.id),
        head(site, CALLED, book.title, _files(site, book, unit), unit),
        fingerprint(*_said(site, book, found)),
        partial(_draw, site, book, unit, found),
    )


def _files(site: Site, book: Playbook, unit: Municipality | None) -> Iterator[str]:
    yield site.library.file_of("playbook", book.id)
    for adaptation in adaptations_of(book, unit):
        yield site.library.file_of("adaptation", f"{unit.id if unit else ''}/{adaptation.id}")


def _said(site: Site, book: Playbook, found: Iterable[Hand]) -> Iterator[object]:
    yield from (book.title, book.summary, book.start, book.takes, book.lead, book.valid_until)
    for hand in found:
        yield site.name(*hand.owner)
        for step in (*hand.steps, *hand.skipped):
            base, change = step.base, step.change
            yield step.number, step.what, step.done_when, base.offset, base.phase, base.alternatives, base.if_not
            yield change.because if change else ""


def _draw(site: Site, book: Playbook, unit: Municipality | None, found: tuple[Hand, ...]) -> str:
    at = address("playbook", book.id)
    return site.draw_paper("sheet_playbook.html.j2", at, book=book, unit=unit, hands=found)
