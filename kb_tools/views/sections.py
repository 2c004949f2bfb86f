"""A drawn page as sections of text: what a search index takes from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(
    r'<h[23] id="(?P<id>[^"]+)"[^>]*>(?P<title>.*?)</h[23]>'
    r'|<li class="kb-step" id="(?P<step>[^"]+)">.*?<h4[^>]*>(?P<what>.*?)</h4>',
    re.DOTALL,
)
_LEFT_OUT = re.compile(r"<(nav|svg|form|button|h1|style|script)\b.*?</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Section:
    """`anchor` is empty for what stands before the first heading. Title and text are plain, with HTML's escapes."""

    anchor: str
    title: str
    text: str


def sections(title: str, html: str) -> Iterator[Section]:
    """The page's own section under `title`, then one for each second or third heading and each step that has text."""
    body = _LEFT_OUT.sub(" ", html)
    anchor, start = "", 0
    for match in _START.finditer(body):
        text = _text(body[start : match.start()])
        if text or not anchor:
            yield Section(anchor, title, text)
        anchor, start = match["id"] or match["step"], match.end()
        title = _text(match["title"] or match["what"])
    text = _text(body[start:])
    if text or not anchor:
        yield Section(anchor, title, text)


def _text(html: str) -> str:
    return " ".join(_TAGS.sub(" ", html).split())
