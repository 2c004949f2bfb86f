"""What a page tells of its papers: the PDFs to take, and whether the one in somebody's hand is out of date."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kb_tools.insight.adapted import by_playbook
from kb_tools.model.library import Municipality
from kb_tools.model.provenance import Commit
from kb_tools.views.dates import gregorian
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_all import PRINTABLE, is_published
from kb_tools.views.site import Site

MOST_CHANGES = 60
"""Commits that a page can tell of; a paper from before them is of a revision that it does not know."""


@dataclass(frozen=True)
class PagePapers:
    """The papers whose code opens one page."""

    ready: tuple[Sheet, ...]
    """Those with a PDF in the site."""
    check: str
    """JSON that `assets/js/paper.js` compares a paper's mark with; empty when the page has no papers."""


def page_papers(site: Site, kind: str, id_: str, at: str) -> PagePapers:
    """The papers of a thing that belong to the page at `at`."""
    sheets: list[Sheet] = []
    ready: list[Sheet] = []
    for word, printable in PRINTABLE.items():
        if printable.kind == kind:
            own = [sheet for sheet in printable.papers(site, id_, None).values() if sheet.page == at]
            sheets += own
            ready += own if site.has_papers and is_published(site, word, id_) else ()
            if printable.for_unit and own:
                sheets += _of_units(site, word, id_, at)
    return PagePapers(tuple(ready), _check(site, sheets) if sheets else "")


def _of_units(site: Site, word: str, id_: str, at: str) -> Iterator[Sheet]:
    """The same for the authorities that take any of its steps otherwise; all others have the shared words on their papers."""
    for unit in _adapting(site, word, id_):
        yield from (sheet for sheet in PRINTABLE[word].papers(site, id_, unit).values() if sheet.page == at)


def _adapting(site: Site, word: str, id_: str) -> Iterator[Municipality]:
    books = {id_}
    if PRINTABLE[word].kind == "drill":
        books = {item.step.partition("/")[0] for item in site.library.drills[id_].checklist}
    for unit in site.library.municipalities.values():
        if not books.isdisjoint(by_playbook(unit.adaptations)):
            yield unit


def _check(site: Site, sheets: Iterable[Sheet]) -> str:
    """Fingerprint → the paper that has it today; and the commits of what the papers are made of, the newest first."""
    prints: dict[str, str] = {}
    files: dict[str, None] = {}
    for sheet in sheets:
        prints.setdefault(sheet.fingerprint, sheet.title)
        files |= dict.fromkeys(sheet.head.files)
    changes = [[commit.id, gregorian(commit.day), commit.subject] for commit in _commits(site, files)]
    return json.dumps({"prints": prints, "changes": changes}, ensure_ascii=False, separators=(",", ":"))


def _commits(site: Site, files: Iterable[str]) -> Iterator[Commit]:
    history = site.history
    ids = {version.commit.id for file in files if (life := history.of(file)) for version in life.versions}
    return islice((commit for id_, commit in history.commits.items() if id_ in ids), MOST_CHANGES)
