"""The corrections that readers proposed: what waits for an answer, and what became of the rest."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import cast

from kb_tools.insight.grouping import grouped
from kb_tools.model.addresses import CORRECTIONS_PAGE
from kb_tools.model.correction import Correction
from kb_tools.views.dues import title_of_page
from kb_tools.views.site import Page, Site


def pages(site: Site) -> Iterator[Page]:
    """The one page."""
    yield Page(
        CORRECTIONS_PAGE,
        "תיקונים שהוצעו",
        partial(_page, site),
        section="guide/",
        description="מה קוראים הציעו לתקן, ומה הוחלט",
    )


def open_by_page(site: Site) -> Mapping[str, int]:
    """Address → how many proposed corrections of the page wait for an answer."""
    waiting = (each for each in _corrections(site) if each.is_open)
    return {at: len(found) for at, found in grouped(waiting, lambda each: (each.address,)).items()}


def _corrections(site: Site) -> list[Correction]:
    """The newest first."""
    found = cast("Mapping[str, Correction]", site.library.of("correction")).values()
    return sorted(found, key=lambda each: (-each.submitted_on.toordinal(), each.id))


def _page(site: Site) -> str:
    found = _corrections(site)
    return site.draw(
        "corrections.html.j2",
        CORRECTIONS_PAGE,
        waiting=[each for each in found if each.is_open],
        handled=[each for each in found if not each.is_open],
        title_of=partial(title_of_page, site.library),
    )
