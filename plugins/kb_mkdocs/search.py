"""Generated pages for Material's search index, without its HTML parser: that cost half of a build."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage

from kb_mkdocs.generated import GeneratedPage
from kb_tools.views.sections import sections


def index(page: MkDocsPage, config: MkDocsConfig) -> None:
    """Add the sections of a generated page to the index; other pages are left to the search plugin."""
    found = getattr(config.plugins.get("material/search"), "search_index", None)
    if found is None or not isinstance(page, GeneratedPage):
        return
    for section in sections(str(page.title), page.content or ""):
        location = f"{page.url}#{section.anchor}" if section.anchor else page.url
        found.entries.append({"location": location, "title": section.title, "text": section.text})
