"""The navigation: short by design, with every page knowing the section it belongs to."""

from collections.abc import Iterator
from typing import Any

from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage


def named_files(nav: Any) -> Iterator[str]:
    """The files that mkdocs.yml's `nav` names, in any nesting."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for item in nav.values():
            yield from named_files(item)
    elif isinstance(nav, list):
        for item in nav:
            yield from named_files(item)


def adopt(nav: Navigation, files: Files) -> Navigation:
    """Give pages outside the navigation a parent in it, so that their tab is marked as the current one."""
    sections = _sections(nav)
    for file in files.documentation_pages():
        page = file.page
        if isinstance(page, MkDocsPage) and page.parent is None and file.inclusion is InclusionLevel.NOT_IN_NAV:
            page.parent = sections.get(file.src_uri.split("/")[0])
    return nav


def _sections(nav: Navigation) -> dict[str, Section]:
    """Top-level sections by the folder of the pages in them."""
    found: dict[str, Section] = {}
    for item in nav.items:
        if isinstance(item, Section):
            for child in item.children:
                if isinstance(child, MkDocsPage):
                    found.setdefault(child.file.src_uri.split("/")[0], item)
    return found
