"""«מה לעשות ומתי»: all that is due, by role and by month; and the same as calendars to subscribe to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from kb_tools.insight.dues import Due, Duty, national, never_reviewed
from kb_tools.insight.grouping import grouped
from kb_tools.model.addresses import DUE_PAGE
from kb_tools.model.library import Municipality
from kb_tools.views.backlinks import plural
from kb_tools.views.dates import month
from kb_tools.views.dues import CALENDAR, Row, calendar_of, entry_of, rows
from kb_tools.views.ics import ics
from kb_tools.views.municipalities import has_begun
from kb_tools.views.names import name_of
from kb_tools.views.site import Download, Page, Site

TITLE = "מה לעשות ומתי"
SOON = timedelta(days=30)
GUIDE = "guide/due.md"


@dataclass(frozen=True, slots=True)
class Group:
    """What is overdue, or falls in one month."""

    id: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one role owes: how much of it is late, soon and later."""

    role: str
    overdue: int
    soon: int
    later: int


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """Things of one kind that wait for their first review."""

    label: str
    count: int


def pages(site: Site) -> Iterator[Page]:
    """The one page. What examples owe stands on their own pages."""
    yield Page(
        DUE_PAGE,
        TITLE,
        partial(_agenda, site),
        section=DUE_PAGE,
        description="בדיקות, תוקפים, מהלכים, משימות, ישיבות ותרגילים: מי אחראי ועד מתי",
    )


def downloads(site: Site) -> Iterator[Download]:
    """Calendars: of everything, of each role, and of each authority that has written anything of its own."""
    title = site.library.settings.title
    found = national(site.insights.dues)
    yield Download(CALENDAR, partial(_calendar, site, f"{title}: {TITLE}", found))
    for role in site.library.roles.values():
        own = tuple(due for due in found if due.owner == role.id)
        yield Download(calendar_of("role", role.id), partial(_calendar, site, f"{title}: {role.name}", own))
    for unit in site.library.municipalities.values():
        if has_calendar(site, unit):
            owed = site.insights.dues_by_unit.get(unit.id, ())
            name = f"{title}: {unit.profile.name}"
            yield Download(calendar_of("municipality", unit.id), partial(_calendar, site, name, owed))


def has_calendar(site: Site, unit: Municipality) -> bool:
    """An authority of which only published figures are known has none."""
    return has_begun(unit) or unit.id in site.insights.dues_by_unit


def by_month(found: Iterable[Row]) -> list[Group]:
    """What is overdue first, then month by month."""
    groups = grouped(found, lambda row: (("overdue", "באיחור") if row.overdue else _month(row.due.due),))
    return [Group(id_, label, own) for (id_, label), own in groups.items()]


def shares(site: Site, dues: Iterable[Due]) -> list[Share]:
    """By role: those with most that is late first, then those with most that comes soon."""
    by_role = grouped(dues, lambda due: (due.owner,))
    found = [_share(role, own, site.today) for role, own in by_role.items()]
    return sorted(found, key=lambda share: (-share.overdue, -share.soon, -share.later, share.role))


def _agenda(site: Site) -> str:
    found = national(site.insights.dues)
    units = dict.fromkeys(due.unit for due in found if due.unit)
    return site.draw(
        "agenda.html.j2",
        DUE_PAGE,
        groups=by_month(rows(site, found)),
        shares=shares(site, found),
        total=_share("", found, site.today),
        units=sorted(units, key=partial(name_of, site.library, "municipality")),
        duties=[duty for duty in Duty if any(due.duty is duty for due in found)],
        unreviewed=_unreviewed(site),
        calendar=CALENDAR,
        calendar_of=calendar_of,
        example_units=[unit for unit in site.insights.examples if unit.id in site.insights.dues_by_unit],
        guide=GUIDE if GUIDE in site.library.pages_by_path else "",
    )


def _calendar(site: Site, name: str, dues: Iterable[Due]) -> bytes:
    about = f"{TITLE}: בדיקות, מהלכים, משימות, ישיבות ותרגילים. נבנה מן המאגר; מה שבוצע נעלם ממנו"
    return ics(name, about, (entry_of(site, due) for due in dues), site.today)


def _month(day: date) -> tuple[str, str]:
    return f"month-{day:%Y-%m}", month(day)


def _share(role: str, dues: Iterable[Due], today: date) -> Share:
    dues = tuple(dues)
    late = sum(due.is_overdue(today) for due in dues)
    soon = sum(today <= due.due <= today + SOON for due in dues)
    return Share(role, late, soon, len(dues) - late - soon)


def _unreviewed(site: Site) -> list[Unreviewed]:
    """By kind; the vocabularies together."""
    kinds = grouped(never_reviewed(site.library), lambda key: (key[0].partition("-")[0],))
    return [Unreviewed(_plural(site, kind), len(keys)) for kind, keys in kinds.items()]


def _plural(site: Site, kind: str) -> str:
    if kind == "municipality":
        return f"פרופילים של {site.library.settings.unit.many}"
    return "אוצרות מילים" if kind == "vocabulary" else plural(kind)
