"""What every page is made from: the library, its history, the day, and how to draw."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kb_tools.insight.examples import is_example
from kb_tools.insight.freshness import care_of
from kb_tools.insight.overview import Insights
from kb_tools.model.base import Citation
from kb_tools.model.change import Changes
from kb_tools.model.library import Library
from kb_tools.model.provenance import History
from kb_tools.views import dates, markup, offsets
from kb_tools.views.abbreviations import Abbreviations
from kb_tools.views.addresses import VOCABULARY_PAGE, address, relative
from kb_tools.views.backlinks import backlinks_of
from kb_tools.views.change_words import ChangeWords, by_commit
from kb_tools.views.forge import NewFile
from kb_tools.views.names import kind_label, name_of
from kb_tools.views.numbers import number


@dataclass(frozen=True)
class Page:
    """A page to publish: where, under which title, from which file, and how to draw it."""

    address: str
    """From the site's root, a folder: `playbooks/x/`."""
    title: str
    render: Callable[[], str]
    source: str = ""
    """The file that the edit button opens, from the root of the repository."""
    description: str = ""
    section: str = ""
    """The address of the index page whose tab is current."""
    hide: tuple[str, ...] = ("navigation",)
    scripts: tuple[str, ...] = ()
    """Scripts that this page needs beside those of every page, by name, in the order in which they run."""
    styles: tuple[str, ...] = ()
    """Style sheets, likewise."""


PAPER_SCRIPTS = ("paper",)
"""Of a page that papers lead to: it says whether they are out of date."""


@dataclass(frozen=True)
class Download:
    """A file to publish beside the pages."""

    address: str
    render: Callable[[], bytes]


@dataclass(frozen=True)
class Site:
    """The inputs of all pages."""

    library: Library
    history: History
    today: date
    edit_links: Callable[[str], str | None] = field(default=lambda _file: None)
    """A file of the repository → the forge's page that edits it; None when no forge is set."""
    new_links: Callable[[str], str | None] = field(default=lambda _file: None)
    """The same for a file that is not there yet."""
    report_link: str | None = None
    """The forge's page that reports something: a title may be put after it."""
    filled_file: NewFile | None = None
    """The forge's page for a new file whose name and text are given."""
    changes: Changes = field(default_factory=Changes)
    """What each commit made of each thing."""
    past_links: Callable[[str], str | None] = field(default=lambda _file: None)
    """A file → the forge's page of its commits."""
    commit_links: Callable[[str], str | None] = field(default=lambda _commit: None)
    """A commit's hash → the forge's page of it."""
    home: str = ""
    """Where the site is published, with a `/` at its end; empty when that is not known."""
    has_papers: bool = False
    """Whether PDFs are printed beside the pages, so that these may link to them."""
    papers_at: Callable[["Site", str, str, str], Any] = field(default=lambda *_: None)
    """(site, kind, id, address of a page) → `page_papers.PagePapers` of the page."""

    @property
    def webcal(self) -> str:
        """The site's address as calendars subscribe to it; empty when it is not known."""
        return f"webcal://{self.home.partition('://')[2]}" if self.home else ""

    @cached_property
    def insights(self) -> Insights:
        return Insights(self.library, self.today, self.history, self.changes)

    @cached_property
    def words_of(self) -> Callable[[str, str], tuple[ChangeWords, ...]]:
        """(commit, file) → what the commit did in the file, in words."""
        words = by_commit(self.library, self.changes.all)
        return lambda commit, file: words.get((commit, file), ())

    @cached_property
    def abbreviations(self) -> Abbreviations:
        return Abbreviations.of(self.library)

    @cached_property
    def environment(self) -> Environment:
        # autoescape=True for every template: select_autoescape does not cover `.html.j2`.
        environment = Environment(
            loader=PackageLoader("kb_tools.views"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            date=dates.gregorian,
            hebrew_date=dates.hebrew,
            plain=markup.plain,
            number=number,
            offset=offsets.offset,
            duration=offsets.duration,
        )
        environment.globals.update(
            library=self.library,
            settings=self.library.settings,
            history=self.history,
            today=self.today,
            ago=lambda day: dates.ago(day, self.today),
            insights=self.insights,
            name=partial(name_of, self.library),
            kind_label=kind_label,
            is_example=partial(is_example, self.library),
            care_of=partial(care_of, self.library),
            edit=self.edit_links,
            past=self.past_links,
            commit_link=self.commit_links,
            words_of=self.words_of,
            new=self.new_links,
            backlinks_of=partial(backlinks_of, self.library),
            papers_at=partial(self.papers_at, self),
        )
        return environment

    def page_of(
        self,
        kind: str,
        id: str,
        title: str,
        render: Callable[[], str],
        *,
        section: str,
        description: str = "",
        scripts: tuple[str, ...] = (),
    ) -> Page:
        """The page of a thing: at its address, edited in its file."""
        file = self.library.file_of(kind, id)
        return Page(
            address(kind, id), title, render, source=file, description=description, section=section, scripts=scripts
        )

    def draw(self, template: str, at: str, **values: Any) -> str:
        """The HTML of a template for the page at address `at`."""
        html = self.draw_paper(template, at, **values)
        if at == VOCABULARY_PAGE:
            return html
        return self.abbreviations.explain(html, lambda term: Links(self, at).to("glossary-term", term))

    def draw_paper(self, template: str, at: str, **values: Any) -> str:
        """The same without the links that explain abbreviations: nobody taps on paper."""
        links = Links(self, at)
        own: dict[str, Any] = {
            "at": at,
            "to": links.to,
            "url": links.url,
            "prose": links.prose,
            "webcal": self.webcal,
            "home": self.home,
            "cite": links.cite,
        }
        return self.environment.get_template(template).render(**own, **values)

    def name(self, kind: str, id: str) -> str:
        """What a thing is called."""
        return name_of(self.library, kind, id)


@dataclass(frozen=True)
class Links:
    """Links as seen from one page."""

    site: Site
    at: str

    def url(self, target: str) -> str:
        """A relative link to an address of the site."""
        return relative(target, self.at)

    def to(self, kind: str, id: str) -> str:
        """A relative link to a thing."""
        return relative(address(kind, id), self.at)

    def prose(self, text: str) -> Markup:
        """A contributor's Markdown as HTML."""
        return markup.to_html(text, self.cite_html)

    def cite(self, citation: Citation) -> Markup:
        return Markup(self.cite_html(citation.source, citation.at))  # noqa: S704 - escaped below

    def cite_html(self, source: str, at: str | None) -> str:
        name = name_of(self.site.library, "source", source)
        place = f", {escape(at)}" if at else ""
        return f'<a class="kb-cite" href="{escape(self.to("source", source))}">{escape(name)}{place}</a>'


def pages_by_address(pages: Iterable[Page]) -> Mapping[str, Page]:
    """Raises ValueError when two pages claim one address: that is a bug."""
    found: dict[str, Page] = {}
    for page in pages:
        if page.address in found:
            raise ValueError(f"two pages at {page.address}: {found[page.address].title} and {page.title}")
        found[page.address] = page
    return found
