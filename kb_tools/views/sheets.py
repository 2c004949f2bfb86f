"""Sheets: what is printed. Each says what its head says, what it may take, and how its body is drawn."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from kb_tools.model.library import Municipality
from kb_tools.model.provenance import Commit, History
from kb_tools.views.qr import qr_svg
from kb_tools.views.site import Site

TIGHTER = ("", "paper--tight", "paper--tightest")
"""Classes of the body, one after the other, of a sheet that takes more pages than it may."""
_BODY = '<body class="paper"'
_PICTOGRAPHS = re.compile("[\u2600-\u27bf\ufe0e\ufe0f\U0001f000-\U0001faff]")
"""Left out on paper: our fonts have none, and the square that is drawn instead looks like a box to tick."""


@dataclass(frozen=True)
class Head:
    """What the running header says."""

    document: str
    """What kind of paper it is: `רשימת תיוג`."""
    subject: str
    """Of what: the drill, the playbook, the authority."""
    day: date
    """As of when: the day of the revision, or of printing where what is said hangs on the day."""
    revision: str = ""
    """The short commit since which nothing changed in what the sheet is made of; empty without history."""
    is_draft: bool = False
    """Whether what is printed is not saved in git yet."""
    unit: str = ""
    """The id of the authority that the sheet is for."""
    unit_name: str = ""
    is_example: bool = False
    for_facilitators: bool = False
    files: tuple[str, ...] = ()
    """What the sheet is made of."""


@dataclass(frozen=True)
class Sheet:
    """One document on paper."""

    address: str
    """Of the PDF in the site: `drills/next-wave-tabletop/checklist.pdf`."""
    title: str
    """Of the document, with the authority's name where it has one."""
    page: str
    """The address of the page that its QR code opens."""
    head: Head
    fingerprint: str
    """8 hex digits of what the sheet says that may go out of date; see `fingerprint`."""
    render: Callable[[], str]
    """The body's HTML, drawn only when it is printed."""
    most_pages: int | None = None
    """How many A4 pages it may take."""
    tightness: int = 0
    """Where in TIGHTER drawing begins: what can be told by counting need not be tried."""
    source: str = ""
    """The file in which it is made shorter when it takes more."""


def head(
    site: Site,
    document: str,
    subject: str,
    files: Iterable[str],
    unit: Municipality | None = None,
    *,
    of_today: bool = False,
    for_facilitators: bool = False,
) -> Head:
    """The head of a sheet that is made of `files`. `of_today`: what it says hangs on the day, not on the files alone."""
    made_of = (*files,)
    is_draft = any(file in site.history.unsaved for file in made_of)
    commit = last_change(site.history, made_of)
    return Head(
        document,
        subject,
        commit.day if commit and not (is_draft or of_today) else site.today,
        commit.id[: len(site.history.revision or commit.short)] if commit else "",
        is_draft,
        unit.id if unit else "",
        unit.profile.name if unit else "",
        bool(unit and unit.profile.example),
        for_facilitators,
        made_of,
    )


def last_change(history: History, files: Iterable[str]) -> Commit | None:
    """The commit in which the files first stood as the last one has them; None without history.

    So a paper keeps its revision while commits go on elsewhere. Where branches changed the files side by side, only the
    last commit is sure to have them all.
    """
    newest = {file.versions[0].commit.id for each in files if (file := history.of(each)) and file.versions}
    found = next((commit for id_, commit in history.commits.items() if id_ in newest), None)
    if found and all(id_ == found.id or history.is_before(id_, found.id) for id_ in newest):
        return found
    return next(iter(history.commits.values()), None)


def fingerprint(*said: object) -> str:
    """8 hex digits of what a sheet says: texts, numbers, days, and sequences and mappings of them.

    Of the content and not of the drawing: another layout puts no paper out of date, nor does a commit that changes other things.
    """
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return blake2b(text.encode(), digest_size=4).hexdigest()


def mark(sheet: Sheet) -> str:
    """What the page is told of the paper: revision and fingerprint. Without history the first is empty."""
    return f"{sheet.head.revision}-{sheet.fingerprint}"


def page_link(site: Site, sheet: Sheet) -> str:
    """What the QR code opens: the page, which then says whether this paper is out of date. Empty when the site has no address."""
    if not site.home:
        return ""
    unit = f"&for={sheet.head.unit}" if sheet.head.unit else ""
    return f"{site.home}{sheet.page}?paper={mark(sheet)}{unit}"


def document(site: Site, sheet: Sheet) -> str:
    """The whole HTML document that is printed."""
    link = page_link(site, sheet)
    drawn = site.environment.get_template("sheet.html.j2").render(
        sheet=sheet,
        head=sheet.head,
        link=link,
        qr=qr_svg(link) if link else "",
        body=sheet.render(),
    )
    return _PICTOGRAPHS.sub("", drawn)


def tightened(html: str, step: int) -> str:
    """The same document with less space in it; step 0 is as it was drawn."""
    return html.replace(_BODY, f'<body class="paper {TIGHTER[step]}"', 1) if step else html
