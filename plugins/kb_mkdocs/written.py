"""Pages that people write in Markdown: what the engine read of them, in MkDocs' clothes."""

import logging

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from kb_mkdocs.navigation import named_files
from kb_tools.model.document import Page
from kb_tools.views.markup import Citations, published
from kb_tools.views.site import Links, Site
from kb_tools.views.written import foot

log = logging.getLogger("mkdocs.plugins.kb")


class WrittenPage(MkDocsPage):
    """A page of the docs folder. MkDocs reads neither the file nor its front matter: its YAML guesses (`0031` → 25)."""

    def __init__(self, page: Page, site: Site, file: File, config: MkDocsConfig) -> None:
        self._page = page
        self._site = site
        super().__init__(None, file, config)
        self.edit_url = site.edit_links(f"{site.library.settings.docs}/{page.path}")

    def read_source(self, config: MkDocsConfig) -> None:
        meta = self._page.meta
        self.markdown = self._page.body
        # The theme prints metadata as it is: it must be escaped before it gets there.
        self.meta = {"title": str(escape(meta.title)), "hide": list(meta.hide), "search": {"exclude": True}}
        if meta.description:
            self.meta["description"] = str(escape(meta.description))

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Markdown by MkDocs, which checks the links; then sanitised, and the citations put in."""
        at = "" if self.url == "./" else self.url
        citations = Citations(Links(self._site, at).cite_html)
        self.markdown = citations.held(self.markdown or "")
        super().render(config, files)
        self.content = citations.released(published(self.content or "")) + foot(self._site, self._page, at)


def add_written(files: Files, config: MkDocsConfig, site: Site) -> None:
    """Give each Markdown file of the docs folder the page that the engine read from it."""
    pages = site.library.pages_by_path
    named = set(named_files(config.nav))
    for file in list(files.documentation_pages()):
        if file.src_dir != config.docs_dir:
            continue
        page = pages.get(file.src_uri)
        if page is None:
            files.remove(file)  # written since the library was read: the next build of the preview has it
            continue
        WrittenPage(page, site, file, config)
        if config.nav and file.src_uri not in named:
            file.inclusion = InclusionLevel.NOT_IN_NAV
            level = config.validation.nav.omitted_files
            log.log(level, "העמוד %s אינו בתפריט. הוסיפו אותו ל־nav בקובץ mkdocs.yml", file.src_uri)
