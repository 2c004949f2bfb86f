"""The page of codes: everything `kb check` can say, what it means and how to put it right."""

import re
from collections.abc import Iterator
from functools import partial

from markupsafe import Markup, escape

from kb_tools.model.addresses import PROBLEMS_PAGE
from kb_tools.model.catalog import GROUPS
from kb_tools.views.site import Page, Site

_FACT = re.compile(r"{(\w+)}")
_FACTS = {
    "found": "מה שנמצא",
    "right": "מה שצריך להיות",
    "why": "הסיבה",
    "line": "מספר השורה",
    "kind": "סוג הדבר",
    "what": "התיאור",
    "query": "השאילתה",
}


def pages(site: Site) -> Iterator[Page]:
    """The one page; a code is its own anchor."""
    yield Page(PROBLEMS_PAGE, "קודי הבעיות", partial(_problems, site), section="guide/")


def in_words(template: str) -> Markup:
    """A message with its blanks named: `המפתח {found} כבר הופיע` → `המפתח <var>מה שנמצא</var> כבר הופיע`."""

    def named(match: re.Match[str]) -> str:
        return f"<var>{escape(_FACTS[match[1]])}</var>"

    return Markup(_FACT.sub(named, str(escape(template))))  # noqa: S704 - escaped here


def _problems(site: Site) -> str:
    return site.draw("problems.html.j2", PROBLEMS_PAGE, groups=GROUPS, in_words=in_words)
