"""Markdown that contributors wrote → HTML that is safe to publish."""

import re
from collections.abc import Callable
from functools import cache
from secrets import token_hex

import nh3
from markdown import Markdown
from markupsafe import Markup, escape

from kb_tools.model.survey import CITATION

ALLOWED_ATTRIBUTES = {
    "*": {"class", "id", "title", "dir", "lang", "role"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "ol": {"start"},
    "details": {"open"},
}
ALLOWED_TAGS = set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp var hr br em strong b i u s del ins sub sup
    a img table thead tbody tfoot tr th td caption details summary figure figcaption abbr bdi bdo cite q mark small
    div span section article aside nav header footer input label time
    """.split()
)

_RUNS = re.compile(
    r"(?P<skip><[^>]+>)"
    r"|(?P<ltr>(?<![\w\u0590-\u05bd\u05bf-\u05ff])(?:\+?\d[\d\-–:./]*\d(?:[-–]\d[\d:.]*)*|[-\u2212]\d+(?:[.,]\d+)?[%°C]*)(?![\w\u0590-\u05ff]))"
)
_LIST_AFTER_TEXT = re.compile(r"(?m)^(?!(?:[-*+]|[0-9]{1,3}\.) | {2})(.*\S.*)\n(?=(?:[-*+]|[0-9]{1,3}\.) \S)")
_NEEDS_ISOLATION = re.compile(r"^[+\-\u2212]|\d[-–]\d")


Cite = Callable[[str, str | None], str]
"""(source, place) → the HTML of a citation, which is trusted."""


class Citations:
    """Citations out of a text before Markdown and the sanitiser run, and back into the HTML as links after them."""

    def __init__(self, cite: Cite) -> None:
        self._cite = cite
        # Nobody can write the token of a call that has not been made: text cannot forge or repeat a citation.
        self._token = token_hex(8)
        self._links: list[str] = []

    def held(self, text: str) -> str:
        """`text` with a word in place of each citation."""

        def hold(match: re.Match[str]) -> str:
            self._links.append(self._cite(match["source"], match["at"]))
            return f"{self._token}n{len(self._links) - 1}n"

        return CITATION.sub(hold, text)

    def released(self, html: str) -> str:
        """`html` with the links where those words stand."""
        return re.sub(f"{self._token}n([0-9]+)n", lambda match: self._links[int(match[1])], html)


def to_html(text: str, cite: Cite) -> Markup:
    """A contributor's Markdown as HTML that is safe to publish."""
    citations = Citations(cite)
    html = _markdown().reset().convert(citations.held(with_list_gaps(text)))
    return Markup(citations.released(published(html)))  # noqa: S704 - sanitised


def with_list_gaps(text: str) -> str:
    """A blank line before a list that follows a line of text: Markdown wants one, and nobody who is new to it writes it."""
    return _LIST_AFTER_TEXT.sub(r"\1\n\n", text)


def published(html: str) -> str:
    """Contributors' HTML as a page shows it: sanitised, numbers isolated, tables in frames."""
    return scrolling_tables(isolate_runs(sanitised(html)))


def sanitised(html: str) -> str:
    """What contributors may use of HTML: structure and text, no script, style, form, frame or foreign scheme."""
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_attribute,
        generic_attribute_prefixes={"aria-"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def scrolling_tables(html: str) -> str:
    """Each table in a frame of its own that scrolls, so that a wide one never makes a phone's page wide."""
    if "<table" not in html:
        return html
    named = re.sub(r"<table\b(?![^>]*\sclass=)", '<table class="kb-table"', html)
    return named.replace("<table ", '<div class="kb-scroll"><table ').replace("</table>", "</table></div>")


def isolate_runs(html: str) -> str:
    """Phones, ranges and signed numbers in `<bdi dir="ltr">`: bare in Hebrew text their ends change places."""
    if not any(character.isdigit() for character in html):
        return html

    def isolated(match: re.Match[str]) -> str:
        run = match["ltr"]
        return f'<bdi dir="ltr">{run}</bdi>' if run and _NEEDS_ISOLATION.search(run) else match[0]

    return _RUNS.sub(isolated, html)


def plain(text: str) -> Markup:
    """Plain text for a page: escaped, with its numbers isolated."""
    return Markup(isolate_runs(str(escape(text))))  # noqa: S704 - escaped here


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("id", "for") and value.startswith(("__", "kb-")):
        return None  # the theme and our scripts look their own elements up by these: an author's would clobber them
    if attribute == "src" and (value.startswith("//") or ":" in value.partition("/")[0]):
        return None  # nothing is loaded from another host
    if tag == "input" and attribute == "type" and value not in ("checkbox", "radio"):
        return None
    if attribute == "style":
        return value if re.fullmatch(r"text-align:\s*(left|right|center|start|end);?", value) else None
    return value


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=["attr_list", "def_list", "sane_lists", "tables"], output_format="html")
