"""Links between written pages: those that lead nowhere, each at its own place.

MkDocs would find them too, but only while it builds, in English and without the line.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote

from markdown.extensions.toc import slugify_unicode

from kb_tools.content.text import Mistake, line_and_column
from kb_tools.model.addresses import API, reserved_for

_CODE = re.compile(r"^(?P<fence>```|~~~).*?^(?P=fence)|`[^`\n]*`|^(?: {4}|\t).*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ANCHOR = re.compile(r"\{[^}\n]*#(?P<mark>[\w-]+)[^}\n]*\}|\s(?:id|name)=[\"'](?P<attribute>[\w-]+)[\"']")
_UNMARKED_HEADING = re.compile(r"^#{1,6} +(?!.*\{[^}\n]*#)(?P<text>.*?)[ #]*$", re.MULTILINE)
_INLINE_MARKUP = re.compile(r"[*_`\[<&\\]")


def broken_links(pages: Mapping[str, str], files: Collection[str]) -> Iterator[tuple[str, Mistake]]:
    """(page, mistake) of every relative link whose file or anchor is not there.

    `pages`: the text of each written page by its path below the docs folder; `files`: every path below it.
    """
    for page, text in pages.items():
        for match in _LINK.finditer(_CODE.sub(_blanked, text)):
            if not _ELSEWHERE.match(match["target"]) and (facts := _wrong(page, match["target"], pages, files)):
                yield page, Mistake("link-broken", *line_and_column(text, match.start("target")), facts)


def _blanked(code: re.Match[str]) -> str:
    """Spaces in place of code, line for line, so that what follows keeps its place."""
    return re.sub(r"[^\n]", " ", code[0])


def _wrong(page: str, link: str, pages: Mapping[str, str], files: Collection[str]) -> dict[str, object] | None:
    """What is wrong with a link of a page, as facts of the message; None when it leads somewhere."""
    if link.startswith("/"):
        return {"found": f"״{link}״", "why": "נתיב שמתחיל ב־/ נשבר כשהאתר אינו בשורש הכתובת", "right": ""}
    path, _, anchor = link.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
    if target not in files:
        if target.startswith(API) or (target.endswith(".md") and reserved_for(target)):
            return None  # generated: whether the thing exists is known when the site is built
        near = get_close_matches(target, list(files), 1, 0.6)
        right = f"אולי {posixpath.relpath(near[0], posixpath.dirname(page) or '.')}? " if near else ""
        return {"found": f"״{link}״", "why": "אין קובץ כזה", "right": right}
    if anchor and target in pages and not _has_anchor(pages[target], unquote(anchor)):
        near = get_close_matches(anchor, _anchors(pages[target]), 1, 0.5)
        return {
            "found": f"״{link}״",
            "why": "בעמוד אין כותרת שזה המזהה שלה",
            "right": f"אולי #{near[0]}? " if near else "",
        }
    return None


def _has_anchor(text: str, anchor: str) -> bool:
    """Whether the page has it; said of a page too when a heading's id cannot be told from its text alone."""
    unsure = any(_INLINE_MARKUP.search(heading) for heading in _unmarked_headings(text))
    # The second heading of the same words gets `_1` after them.
    return unsure or not {anchor, re.sub(r"_[0-9]+$", "", anchor)}.isdisjoint(_anchors(text))


def _anchors(text: str) -> list[str]:
    """Ids that were written, and those that headings without one get from their words."""
    written = [match["mark"] or match["attribute"] for match in _ANCHOR.finditer(text)]
    return written + [slugify_unicode(heading, "-") for heading in _unmarked_headings(text)]


def _unmarked_headings(text: str) -> list[str]:
    return [match["text"] for match in _UNMARKED_HEADING.finditer(_CODE.sub(_blanked, text))]
