"""The one stream of documents: whatever can be searched passes through here, once."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from kb_tools.model.addresses import PROBLEMS_PAGE
from kb_tools.search.authorities import authorities
from kb_tools.search.document import Document, Sheet
from kb_tools.search.knowledge import knowledge
from kb_tools.search.passages import plain, written_passages
from kb_tools.search.reference import problem_codes, vocabularies
from kb_tools.views import all_pages
from kb_tools.views.addresses import VOCABULARY_PAGE, page_address
from kb_tools.views.drill_addresses import facilitator_address, facilitator_run_address, run_address
from kb_tools.views.site import Page, Site

__all__ = ["Document", "documents", "left_out"]

_LEAD = re.compile(r'<p class="kb-lead">(.*?)</p>', re.DOTALL)
_GUIDE = "guide/"


def documents(site: Site, drawn: Mapping[str, str] | None = None) -> Iterator[Document]:
    """Everything that can be searched, each thing once, in an order that depends on the content alone.

    All is made from the model, but for the leads of index pages: those are read off their HTML. `drawn` has the HTML of
    pages, by address, that the caller has drawn already; what it lacks is drawn here.
    """
    html = drawn or {}
    seen: set[str] = set()
    for document in chain(knowledge(site.library), authorities(site), _written_pages(site)):
        # A heading's own id may repeat an id that the page has: the first is where a browser goes.
        if document.address not in seen:
            seen.add(document.address)
            yield document
    unsearched = left_out(site)
    for page in all_pages.pages(site):
        if page.address not in seen and page.address not in unsearched:
            yield from _index_page(site, page, html)


def left_out(site: Site) -> Mapping[str, str]:
    """Addresses of pages without a document → why."""
    ahead = "participants who search would meet what is expected of them; their own page links to it"
    twice = "says nothing that the drill's own page does not; that page links to it"
    drills = site.library.drills.values()
    return {
        **{at: ahead for drill in drills for at in (facilitator_address(drill), facilitator_run_address(drill))},
        **{run_address(drill): twice for drill in drills},
    }


def _index_page(site: Site, page: Page, drawn: Mapping[str, str]) -> Iterator[Document]:
    """A page that is no thing itself: its title and lead, for the rest is in the documents of what it lists."""
    leads = _LEAD.findall(drawn.get(page.address) or page.render())
    sheet = Sheet(page.address, page.title, _kind(page.address))
    yield sheet.own(*map(plain, leads))
    if not page.address and site.library.settings.contact:
        yield sheet.part("contact", "למי פונים", site.library.settings.contact)
    elif page.address == VOCABULARY_PAGE:
        yield from vocabularies(site.library, page.title)
    elif page.address == PROBLEMS_PAGE:
        yield from problem_codes(page.title)


def _kind(address: str) -> str:
    if address.startswith("districts/"):
        return "district"
    return "guide" if address.startswith(_GUIDE) else "page"


def _written_pages(site: Site) -> Iterator[Document]:
    for page in site.library.pages:
        at = page_address(page.path)
        found = written_passages(page.body)
        sheet = Sheet(at, page.meta.title, _kind(at))
        yield sheet.own(found.text)
        yield from sheet.sections(found)
