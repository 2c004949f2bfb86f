"""Calendars as files: iCalendar (RFC 5545, 7986), as Google, Outlook and Apple subscribe to it.

All events are whole days, so no time zone is needed. What they fall over was looked up: an end that is the day itself (Outlook: "ends
before it starts"), days as times at midnight (shown a day off), and feeds without a name or without word of how often to ask again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day. `uid` stays the same as long as what it tells of is the same, though its day may move."""

    uid: str
    day: date
    summary: str
    description: str
    category: str
    link: str = ""
    """A whole address; empty when the site's is not known."""


def ics(title: str, about: str, entries: Iterable[Entry], today: date) -> bytes:
    """The file: the same bytes for the same entries on the same day."""
    stamp = datetime.combine(today, time(), UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//Hosen//Knowledge base//HE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(title))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(about))
    calendar.add("last-modified", stamp)
    calendar.add("refresh-interval", vDuration(ONE_DAY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ONE_DAY))
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    if not calendar.subcomponents:
        calendar.add_component(_no_time_zone())
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + ONE_DAY)  # the day after: the end is not part of it
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("categories", [entry.category])
    if entry.link:
        event.add("url", entry.link)
    # A day on which something is due is not a day on which one is busy.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("x-microsoft-cdo-alldayevent", "TRUE")
    return event


def _no_time_zone() -> Timezone:
    """A calendar must hold something (RFC 5545, 3.6), and one that is empty today keeps its address."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone
