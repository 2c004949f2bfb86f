"""Every page and download of the site."""

from collections.abc import Iterator

from kb_tools.views import (
    adapted,
    agenda,
    api,
    calls,
    changes,
    corrections,
    drills,
    forms,
    handover,
    home,
    lessons,
    municipalities,
    national,
    playbooks,
    problems,
    results,
    roles,
    runs,
    scenarios,
    sources,
    trends,
    uptake,
    vocabulary,
)
from kb_tools.views.site import Download, Page, Site

SECTIONS = (
    home,
    agenda,
    scenarios,
    playbooks,
    drills,
    runs,
    trends,
    lessons,
    uptake,
    roles,
    national,
    municipalities,
    adapted,
    results,
    handover,
    calls,
    sources,
    vocabulary,
    problems,
    changes,
    forms,
    corrections,
)


def pages(site: Site) -> Iterator[Page]:
    """All generated pages, index pages first in each section."""
    for section in SECTIONS:
        yield from section.pages(site)


def downloads(site: Site) -> Iterator[Download]:
    """All generated files that are not pages."""
    yield from national.downloads(site)
    yield from agenda.downloads(site)
    yield from api.downloads(site)
    yield from forms.downloads(site)
    yield from changes.downloads(site)
