"""«מה השתנה»: what changed that a reader should know, by month and by kind, as pages and as a feed to follow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.examples import is_example
from kb_tools.insight.feed import News, Told, statuses
from kb_tools.insight.grouping import grouped
from kb_tools.model.addresses import CHANGES_PAGE
from kb_tools.model.survey import Key
from kb_tools.views.addresses import address
from kb_tools.views.atom import Entry, atom
from kb_tools.views.change_words import ChangeWords, in_words, title_then
from kb_tools.views.dates import month
from kb_tools.views.names import name_of
from kb_tools.views.site import Download, Page, Site

TITLE = "מה השתנה"
FEED = f"{CHANGES_PAGE}feed.xml"
NEWEST = 60
"""Entries on the first page and in the feed; each year has a page with all of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is told: its title, where it is now, and its changes in words."""

    told: Told
    title: str
    link: Key | None
    """None when the thing is no more."""
    detail: str
    words: tuple[ChangeWords, ...]
    example: bool


def pages(site: Site) -> Iterator[Page]:
    """The newest, and a page for each year that has any."""
    feed = site.insights.feed
    years = _years(feed)
    draw = partial(_page, site, years=years)
    yield Page(CHANGES_PAGE, TITLE, partial(draw, CHANGES_PAGE, feed[:NEWEST], TITLE), section=CHANGES_PAGE)
    for year, told in years.items():
        at, title = _year_page(year), f"{TITLE} ב־{year}"
        yield Page(at, title, partial(draw, at, told, title), section=CHANGES_PAGE)


def downloads(site: Site) -> Iterator[Download]:
    """The feed, for those who follow without coming by."""
    yield Download(FEED, partial(_atom, site))


def newest(site: Site, limit: int) -> list[Row]:
    """The newest things to tell, at most `limit`."""
    return [_row(site, told) for told in site.insights.feed[:limit]]


def _years(feed: Sequence[Told]) -> dict[int, tuple[Told, ...]]:
    return grouped(feed, lambda told: (told.commit.day.year,))


def _year_page(year: int) -> str:
    return f"{CHANGES_PAGE}{year}/"


def _page(site: Site, at: str, feed: Sequence[Told], title: str, *, years: dict[int, tuple[Told, ...]]) -> str:
    rows = [_row(site, told) for told in feed]
    months = grouped(rows, lambda row: (row.told.commit.day.replace(day=1),))
    return site.draw(
        "changes.html.j2",
        at,
        title=title,
        months=[(month(day), found) for day, found in months.items()],
        kinds=[news for news in News if any(row.told.news is news for row in rows)],
        years=[(year, _year_page(year), len(told)) for year, told in years.items()],
        feed=FEED,
        is_whole=at != CHANGES_PAGE,
    )


def _row(site: Site, told: Told) -> Row:
    library, (kind, id_) = site.library, told.key
    is_there = told.key in library.defined
    title = name_of(library, kind, id_) if is_there else title_then(library, told.changes[0])
    words = tuple(in_words(library, change) for change in told.changes)
    return Row(told, title, told.key if is_there else None, _detail(told), words, is_example(library, kind, id_))


def _detail(told: Told) -> str:
    """What there is to say beside the title, in a few words."""
    if told.news is News.STATUS:
        before, after = statuses(told)
        return f"מ״{before.label}״ ל״{after.label}״" if before and after else ""
    if told.news is News.HELD and (told.changes[0].after or {}).get("real_event"):
        return "אירוע אמת"
    if told.news is News.STEPS:
        return "צעד אחד" if len(told.changes) == 1 else f"{len(told.changes)} צעדים"
    return ""


def _atom(site: Site) -> bytes:
    entries = [_entry(site, _row(site, told)) for told in site.insights.feed[:NEWEST]]
    name = f"{site.library.settings.title}: {TITLE}"
    return atom(name, site.home, FEED, CHANGES_PAGE, entries, site.today)


def _entry(site: Site, row: Row) -> Entry:
    told = row.told
    example = "דוגמה: " if row.example and not row.title.startswith("דוגמה") else ""
    touched = [name_of(site.library, *key) for key in told.touched]
    lines = [
        row.detail,
        *(words.sentence for words in row.words if told.news is News.STEPS),
        told.commit.subject,
        f"התאמות לבדיקה: {', '.join(touched)}" if touched else "",
    ]
    return Entry(
        id=f"{told.commit.id[:16]}-{told.news}-{told.key[0]}-{told.key[1].replace('/', '-')}",
        title=f"{told.news.label}: {example}{row.title}",
        day=told.commit.day,
        address=address(*row.link) if row.link else CHANGES_PAGE,
        category=told.news,
        label=told.news.label,
        text="\n".join(filter(None, lines)),
    )
