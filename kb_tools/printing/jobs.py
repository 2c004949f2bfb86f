"""What is asked of the printer for a sheet, and what is to be said when it does not fit."""

from kb_tools.model.catalog import CODES
from kb_tools.model.problem import Place, Problem
from kb_tools.printing.printer import Job
from kb_tools.views.sheets import Sheet, document
from kb_tools.views.site import Site


def job_of(site: Site, sheet: Sheet) -> Job:
    """The whole document, drawn; its links start where the PDF is published."""
    return Job(
        document(site, sheet), f"{site.home}{sheet.address}" if site.home else "", sheet.most_pages, sheet.tightness
    )


def too_long(sheet: Sheet, taken: int) -> Problem | None:
    """A notice by name when the sheet takes more pages than it may, though it was drawn as tightly as can be read."""
    if sheet.most_pages is None or taken <= sheet.most_pages:
        return None
    facts = {"found": f"״{sheet.title}״", "right": f"{pages(taken)} במקום {pages(sheet.most_pages)}"}
    return CODES["sheet-long"].problem(Place(sheet.source or sheet.address), facts)


def pages(count: int) -> str:
    """`עמוד אחד`, `שני עמודים`, `3 עמודים`."""
    return {1: "עמוד אחד", 2: "שני עמודים"}.get(count, f"{count} עמודים")
