"""What only the whole library can tell: dangling and duplicate ids, dates, evidence, sources.

Each check is a generator of findings over the library; `across_files` is the list of them.
"""

from datetime import date

from kb_tools.content.crosscheck import corrections, ids, searching, sourcing, things
from kb_tools.content.field_errors import Findings
from kb_tools.content.unread import EVERYTHING_READ, Unread
from kb_tools.model.library import Library

__all__ = ["across_files"]


def across_files(library: Library, today: date, unread: Unread = EVERYTHING_READ) -> Findings:
    """Every mistake that one file alone does not show. What `unread` files may define is not called missing."""
    yield from ids.dangling(library, unread)
    yield from ids.duplicates(library)
    yield from ids.reserved(library)
    yield from ids.folders_without_a_head(library, unread)
    yield from ids.cycles(library)
    for document in library.documents:
        for check in things.CHECKS.get(type(document.content), ()):
            yield from check(library, document, today)
        yield from sourcing.sourcing(library, document)
    yield from sourcing.example_sources(library)
    yield from things.evidence(library, unread)
    yield from corrections.corrections(library, unread, today)
    yield from searching.searching(library, unread)
