"""Proposed corrections: the page that each is about, its days, and what a decision needs."""

import re
from collections.abc import Iterator
from datetime import date

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.content.unread import Unread
from kb_tools.model.addresses import CHANGES_PAGE, INDEX_PAGES, page_address, things_at
from kb_tools.model.correction import Correction
from kb_tools.model.library import Library

_YEAR_OF_CHANGES = re.compile(rf"{re.escape(CHANGES_PAGE)}[0-9]{{4}}/")


def corrections(library: Library, unread: Unread, today: date) -> Findings:
    """What is wrong with the proposals themselves; that of a page which is gone is told while it is open."""
    written = {page_address(page.path) for page in library.pages}
    for document in library.documents:
        correction = document.content
        if not isinstance(correction, Correction):
            continue
        if correction.is_open and not _is_page(library, unread, written, correction.address):
            yield Finding(document.path, ("page",), "correction-page", {"found": shown(correction.page)})
        for name, why in _days(correction, today):
            yield Finding(document.path, (name,), *why)
        if (correction.outcome is None) != (correction.handled_on is None):
            yield Finding(document.path, (), "correction-outcome")


def _days(correction: Correction, today: date) -> Iterator[tuple[str, tuple[str, dict[str, object]]]]:
    for name, day in (("submitted_on", correction.submitted_on), ("handled_on", correction.handled_on)):
        if day and day > today:
            yield name, ("date-future", {"found": day.isoformat()})
    if correction.handled_on and correction.handled_on < correction.submitted_on:
        facts: dict[str, object] = {
            "found": correction.submitted_on.isoformat(),
            "right": correction.handled_on.isoformat(),
        }
        yield "handled_on", ("date-order", facts)


def _is_page(library: Library, unread: Unread, written: set[str], address: str) -> bool:
    """Whether the site has a page at `address`; a page whose file could not be read may be there."""
    if address in INDEX_PAGES or address in written or _YEAR_OF_CHANGES.fullmatch(address):
        return True
    things = things_at(address)
    return any(key in library.defined or unread.may_define(key) for key in things)
