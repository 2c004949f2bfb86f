"""The plugin: loads the library once a build, hands its pages to MkDocs, and keeps the hooks dull."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_mkdocs import assets, expectations, navigation, offline, papers, search
from kb_mkdocs.generated import add_generated, address_of, drawn_pages, drop_content_files
from kb_mkdocs.written import add_written
from kb_tools.library import DayError, current_day, load_site
from kb_tools.model.problem import Problem
from kb_tools.search.documents import documents
from kb_tools.search.published import PublishedSearch, published_search
from kb_tools.views.corrections import open_by_page
from kb_tools.views.site import Site

log = logging.getLogger("mkdocs.plugins.kb")


class KnowledgeBaseConfig(Config):
    """No options: what a knowledge base says of itself is in its kb.yml."""


class KnowledgeBasePlugin(BasePlugin[KnowledgeBaseConfig]):
    """Attaches generated pages, assets and downloads to a MkDocs build."""

    site: Site | None = None
    """The last site whose content had no errors."""
    previewing = False
    corrections: Mapping[str, int] = MappingProxyType({})
    """Address of a page → how many proposed corrections of it wait for an answer."""
    search: PublishedSearch | None = None

    def on_startup(self, command: str, dirty: bool) -> None:
        """That this hook exists makes MkDocs keep the plugin, and so the last good site, through a whole preview."""
        self.previewing = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check before MkDocs empties the site: with problems, the last good site stays as it is."""
        root = Path(config.config_file_path).parent
        self.site = papers.with_papers(replace(self._read(root), home=config.site_url or ""), self.previewing)
        if Path(config.docs_dir) != root / self.site.library.settings.docs:
            docs = self.site.library.settings.docs
            raise Abort(f"docs_dir שב־mkdocs.yml אינו docs שב־kb.yml ({docs}): כתבו בשניהם אותה תיקייה")
        assets.configure(config, self.site)
        search.configure(config, self.site)
        config.extra["offline"] = not self.previewing
        config.watch.extend(str(root / name) for name in ("kb.yml", self.site.library.settings.playbooks))
        return config

    def _read(self, root: Path) -> Site:
        """The site as it is now; in a preview of content that has just been broken, the last good one."""
        try:
            site, problems = load_site(root, current_day())
        except DayError as error:
            raise Abort(str(error)) from None
        for problem in problems:
            log.log(logging.ERROR if problem.level == "error" else logging.INFO, _line(problem))
        if site is not None:
            return site
        if self.site is None or not self.previewing:
            raise Abort(f"{len(problems)} בעיות בתוכן")
        log.error("עד שהבעיות יתוקנו מוצגים הדפים התקינים האחרונים")
        return self.site

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        site = self._loaded()
        drop_content_files(files, config)
        assets.add(files, config)
        add_written(files, config, site)
        add_generated(files, config, site)
        return files

    def _loaded(self) -> Site:
        if self.site is None:
            raise RuntimeError("MkDocs asks for files before on_config")
        return self.site

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        return navigation.adopt(nav, files)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """By now every page is drawn."""
        search.prepare(env)
        site = self._loaded()
        drawn = drawn_pages(files)
        self.search = published_search(site, documents(site, drawn), drawn, assets.foot_addresses())
        search.add_index(files, config, self.search.files)
        self.corrections = open_by_page(site)
        return env

    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        related = self.search.related.get(address_of(page), ()) if self.search else ()
        context["related"] = related  # type: ignore[typeddict-unknown-key]
        context["corrections"] = self.corrections.get(address_of(page), 0)  # type: ignore[typeddict-unknown-key]
        return context

    @event_priority(-100)  # after the theme's plugin, wherever it stands in the list
    def on_post_build(self, config: MkDocsConfig) -> None:
        search.drop_stock_index(config)
        for notice in papers.write(self._loaded(), config):
            log.info("kb: %s", _line(notice))
        if self.search:
            # A preview does not wait for the second engine: it ranks alike.
            for problem in expectations.problems(self._loaded().library, self.search, config, not self.previewing):
                log.error("%s", _line(problem))
        if not self.previewing:  # what is kept for later has no place in a preview
            offline.write(Path(config.site_dir))


def _line(problem: Problem) -> str:
    place = problem.place
    field = f"{place.field}: " if place.field else ""
    return f"{place.file}:{place.line}:{place.column} {field}{problem.message} [{problem.code}] {problem.hint}"
