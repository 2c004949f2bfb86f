"""Markdown and HTML as plain text, whole or by headed sections."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode

from kb_tools.model.survey import CITATION
from kb_tools.views import markup

EXTENSIONS = ("admonition", "attr_list", "def_list", "fenced_code", "sane_lists", "tables", "toc")
"""Those of the shipped mkdocs.yml, with the three that MkDocs always adds: headings get the same ids here and there."""
_TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
"""A tag; a quoted attribute may hold `>`."""
_TAGS = re.compile(_TAG)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr)\b"
    + _TAG[1:]
)
_HEADING = re.compile(rf"<h(?P<level>[23])(?P<attributes>\s{_TAG[1:-1]})?>(?P<title>.*?)</h(?P=level)>", re.DOTALL)
_ID = re.compile(r"""\sid=["'](?P<id>[^"']+)["']""")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "\u2026")
_CITED = re.compile(rf"[ ]*{CITATION.pattern}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A section: the id of its heading, the heading and the text under it, both plain."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passages:
    """A text by its headings: what stands before the first, then a section each."""

    text: str
    sections: tuple[Passage, ...]


def plain(html: str) -> str:
    """HTML as plain text in one line. Tags inside a word leave it whole; blocks are closed as sentences."""
    blocks = unescape(_TAGS.sub("\0", _INLINE.sub("", html))).split("\0")
    return sentences(*blocks)


def heading_text(html: str) -> str:
    """A heading as plain text."""
    return " ".join(unescape(_TAGS.sub(" ", _INLINE.sub("", html))).split())


def sentences(*texts: str | None) -> str:
    """Pieces of text one after the other, each closed as a sentence; what is missing or blank is left out."""
    pieces = [" ".join(text.split()) for text in texts if text]
    closed = [piece if piece.endswith(_SENTENCE_ENDS) else f"{piece}." for piece in pieces if piece]
    return " ".join(closed)


def prose(text: str | None) -> str:
    """A contributor's Markdown as plain text, without its citations."""
    return plain(_prose_html(text)) if text else ""


def prose_passages(text: str | None) -> Passages:
    """Markdown on a generated page, by those of its headings that were given an id."""
    return passages(_prose_html(text)) if text else Passages("", ())


def written_passages(body: str) -> Passages:
    """A written page, by its headings; ids are those that MkDocs gives them."""
    return passages(markup.published(_page_markdown().reset().convert(_uncited(body))))


def passages(html: str) -> Passages:
    """HTML by its second and third headings. What stands under one without an id, or with one that is taken, belongs to
    the section before it; a section without text is left out."""
    lead: list[str] = []
    found: dict[str, tuple[str, list[str]]] = {}
    current, end = lead, 0
    for heading in _HEADING.finditer(html):
        current.append(html[end : heading.start()])
        end = heading.end()
        anchor = _ID.search(heading["attributes"] or "")
        if anchor and unescape(anchor["id"]) not in found:
            current = []
            found[unescape(anchor["id"])] = (heading_text(heading["title"]), current)
        else:
            current.append(heading[0])
    current.append(html[end:])
    sections = (Passage(anchor, title, plain(" ".join(texts))) for anchor, (title, texts) in found.items())
    return Passages(plain(" ".join(lead)), tuple(section for section in sections if section.text))


def _prose_html(text: str) -> str:
    return markup.to_html(_uncited(text), lambda _source, _at: "")


def _uncited(text: str) -> str:
    return _CITED.sub("", text)


@cache
def _page_markdown() -> Markdown:
    return Markdown(
        extensions=list(EXTENSIONS), extension_configs={"toc": {"slugify": slugify_unicode}}, output_format="html"
    )
