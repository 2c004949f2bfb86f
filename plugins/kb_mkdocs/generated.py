"""Pages and downloads of the views as virtual files of MkDocs."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from kb_mkdocs.navigation import named_files
from kb_tools.model.files import ASSET_SUFFIXES
from kb_tools.views import all_pages
from kb_tools.views.site import Page, Site, pages_by_address

_HEADING = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)


class GeneratedPage(MkDocsPage):
    """A page whose HTML comes from a view: there is no Markdown to read or to convert."""

    def __init__(self, view: Page, file: File, config: MkDocsConfig) -> None:
        self.view = view
        super().__init__(None, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        # The theme prints metadata as it is: it must be escaped before it gets there.
        self.meta = {"title": str(escape(self.view.title)), "hide": list(self.view.hide), "search": {"exclude": True}}
        self.meta["scripts"] = list(self.view.scripts)
        self.meta["styles"] = list(self.view.styles)
        if self.view.description:
            self.meta["description"] = str(escape(self.view.description))

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.view.render()
        self.toc = get_toc(_toc_tokens(self.content))
        self.present_anchor_ids = set(_ID.findall(self.content))


def drop_content_files(files: Files, config: MkDocsConfig) -> None:
    """YAML is read by us and never published; nothing else that content may not hold is, either."""
    for file in list(files):
        if file.src_dir == config.docs_dir and not file.is_documentation_page() and not _may_be_published(file):
            files.remove(file)


def add_generated(files: Files, config: MkDocsConfig, site: Site) -> None:
    """Pages stay out of the navigation unless mkdocs.yml names them: long lists there make builds quadratic."""
    named = set(named_files(config.nav))
    for address, view in pages_by_address(all_pages.pages(site)).items():
        source = f"{address}index.md"
        inclusion = InclusionLevel.INCLUDED if source in named else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, source, content="", inclusion=inclusion)
        files.append(file)
        GeneratedPage(view, file, config).edit_url = site.edit_links(view.source)
    for download in all_pages.downloads(site):
        files.append(File.generated(config, download.address, content=download.render()))


def drawn_pages(files: Files) -> Mapping[str, str]:
    """The HTML of all pages by address, once MkDocs has rendered them."""
    pages = (file.page for file in files.documentation_pages())
    return {address_of(page): page.content or "" for page in pages if page is not None}


def address_of(page: MkDocsPage) -> str:
    """The address of a page from the site's root, as the engine has it."""
    return "" if page.is_homepage else unquote(page.url)


def _may_be_published(file: File) -> bool:
    return PurePosixPath(file.src_uri).suffix.lower() in ASSET_SUFFIXES


def _toc_tokens(html: str) -> list[Any]:
    """The second-level headings: a table of contents longer than a screen helps nobody."""
    return [
        {"level": 2, "id": anchor, "name": _TAG.sub("", title).strip(), "children": []}
        for anchor, title in _HEADING.findall(html)
    ]
