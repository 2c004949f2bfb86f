"""Pages that people write in Markdown: citations become links, HTML is sanitised, metadata is escaped."""

import re

from markupsafe import escape
from mkdocs.structure.pages import Page as MkDocsPage

from kb_mkdocs.generated import GeneratedPage
from kb_tools.model.survey import CITATION
from kb_tools.views.markup import isolate_runs, sanitised, scrolling_tables
from kb_tools.views.site import Links, Site


def prepare(markdown: str, page: MkDocsPage, site: Site) -> str:
    """The page's Markdown with its citations as links; its metadata escaped, for the theme prints it as it is."""
    if isinstance(page, GeneratedPage):
        return markdown
    for name in ("title", "description"):
        if page.meta.get(name):
            page.meta[name] = str(escape(page.meta[name]))
    page.edit_url = site.edit_links(f"{site.library.settings.docs}/{page.file.src_uri}")
    links = Links(site, page.file.url if page.file.url != "./" else "")

    def cite(match: re.Match[str]) -> str:
        return links.cite_html(match["source"], match["at"])

    return CITATION.sub(cite, markdown)


def finish(html: str, page: MkDocsPage) -> str:
    """The page's HTML as it may be published."""
    return html if isinstance(page, GeneratedPage) else scrolling_tables(isolate_runs(sanitised(html)))
