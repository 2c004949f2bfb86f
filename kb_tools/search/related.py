"""Related pages, named at the foot of each page: those that are about what it is about."""

import posixpath
import re
from collections.abc import Collection, Mapping
from functools import cache
from urllib.parse import unquote

from kb_tools.hebrew.analyser import Analyser
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.page_keys import PageKeys, spoken_pages
from kb_tools.search.page_likeness import PageLikeness, Related
from kb_tools.search.related_by_subject import BySubject, Subjects
from kb_tools.search.related_by_words import ByWords, Linked, Search

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"#?:]*+)[^":]*+"')


def related_pages(
    collection: MemoryCollection,
    analyser: Analyser,
    linked: Linked,
    search: Search,
    apart: Collection[str] = (),
    subjects: Mapping[str, Subjects] | None = None,
) -> dict[str, tuple[Related, ...]]:
    """Address of a page → the pages to be named there, best first; pages with none are left out.

    `linked` tells which addresses a page links to: those are less news there; `search` is asked where words and links tell too little.
    Pages set `apart` neither have a list nor are in one. `subjects`: what pages are about that say little in words of their own.
    """
    pages = spoken_pages(collection, apart)
    likeness, links = PageLikeness(pages, PageKeys(pages, analyser, collection.documents)), cache(linked)
    by_words, by_subject = ByWords(likeness, links, search), BySubject(likeness, links, search)
    lists = {address: by_words.listed(address) for address in pages}
    for at, about in (subjects or {}).items():
        if at not in pages:
            lists[at] = lists.get(about.like) or by_subject.listed(at, about)
    return {address: found for address, found in lists.items() if found}


def linked_addresses(html: str, at: str) -> tuple[str, ...]:
    """The addresses, from the site's root, that the HTML of the page at `at` links to, each once and in its order."""
    joined = (posixpath.normpath(posixpath.join(at, unquote(link))) for link in _LINK.findall(html))
    return tuple(dict.fromkeys("" if link == "." else f"{link}/" for link in joined))
