"""Source pages: what a source is, how far it was checked, and everything that cites it."""

from collections.abc import Iterator
from functools import partial

from kb_tools.model.source import Source, SourceKind
from kb_tools.views.addresses import address
from kb_tools.views.site import Page, Site


def pages(site: Site) -> Iterator[Page]:
    """One page a source, and the index of them."""
    yield Page("sources/", "מקורות", partial(_index, site), section="sources/")
    for source in site.library.sources.values():
        yield site.page_of(
            "source",
            source.id,
            source.title,
            partial(_source, site, source),
            section="sources/",
            description=f"{source.source_kind.label}: {source.publisher}",
        )


def _source(site: Site, source: Source) -> str:
    values = {"source": source, "file": site.library.file_of("source", source.id)}
    return site.draw("source.html.j2", address("source", source.id), **values)


def _index(site: Site) -> str:
    sources = site.library.sources.values()
    by_kind = {kind: [source for source in sources if source.source_kind is kind] for kind in SourceKind}
    return site.draw("sources.html.j2", "sources/", by_kind={kind: found for kind, found in by_kind.items() if found})
