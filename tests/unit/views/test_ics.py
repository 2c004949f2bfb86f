"""Calendars: what a subscriber's program reads, by two readers that know nothing of each other, and byte by byte."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from kb_tools.views.ics import Entry, ics

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parents[2] / "cases/calendar"
MEETING = Entry(
    "5f9bcf5f-35bd-5c9f-b1c2-3a5f4d3a5d3c",
    date(2026, 12, 14),
    "ישיבת הפורום · נווה דוגמה; כולם, גם מי שלא היה בישיבה הקודמת ולא שמע על מה שהוחלט בה",
    "ישיבת הפורום\nאחראי: יו״ר הפורום \\ ממלא מקום\nhttps://example.org/municipalities/example-city/#forum",
    "ישיבת הפורום",
    "https://example.org/municipalities/example-city/#forum",
)
REVIEW = Entry("1d1f1c9c-6f2e-5a53-9f0e-51f27a2ad1c4", date(2027, 2, 28), "בדיקה", "בדיקה", "בדיקה תקופתית")

# What content may hold: no control characters; letters of several widths, marks of direction, what RFC 5545 escapes.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("אבגדהוזחטיכךלמםנןסעפףצץקרשת״׳־ ,;:\\\"'\u200f\u200e\u2067\u2069\u05b0\n"),
        st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=300,
).filter(str.strip)


def written(*entries: Entry) -> bytes:
    return ics("חוסן: מה לעשות ומתי", "בדיקות, מהלכים; ישיבות", entries, TODAY)


def read(data: bytes) -> list[Event]:
    return [found for found in Calendar.from_ical(data).walk("VEVENT") if isinstance(found, Event)]


@pytest.mark.parametrize(("name", "entries"), [("two", (MEETING, REVIEW)), ("none", ())])
def test_a_whole_calendar(name: str, entries: tuple[Entry, ...]) -> None:
    assert written(*entries) == (GOLDEN / f"{name}.ics").read_bytes()


def test_lines_end_as_the_standard_says_and_hold_at_most_75_octets() -> None:
    data = written(MEETING, REVIEW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no letter is cut in two


def test_an_event_is_the_whole_of_one_day_on_which_nobody_is_busy() -> None:
    (event,) = read(written(MEETING))
    assert event["dtstart"].dt == date(2026, 12, 14)
    assert event["dtend"].dt == date(2026, 12, 15)
    assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
    assert (event["transp"], event["x-microsoft-cdo-busystatus"]) == ("TRANSPARENT", "FREE")
    assert event["x-microsoft-cdo-alldayevent"] == "TRUE"
    assert event["url"] == MEETING.link


def test_an_event_without_an_address_names_none() -> None:
    assert "url" not in read(written(REVIEW))[0]


def test_a_calendar_has_a_name_and_says_how_often_to_ask() -> None:
    calendar = Calendar.from_ical(written())
    assert calendar["x-wr-calname"] == calendar["name"] == "חוסן: מה לעשות ומתי"
    assert "\r\nX-WR-CALDESC:בדיקות\\, מהלכים\\; ישיבות\r\n" in written().decode("utf-8")
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\nX-PUBLISHED-TTL:P1D\r\n" in written()


def test_an_empty_calendar_still_holds_a_component() -> None:
    assert [component.name for component in Calendar.from_ical(written()).subcomponents] == ["VTIMEZONE"]
    assert len(Calendar.from_ical(written(REVIEW)).subcomponents) == 1


def test_the_time_is_that_of_the_day_and_not_of_the_clock() -> None:
    (event,) = read(written(REVIEW))
    assert event["dtstamp"].dt == event["last-modified"].dt == datetime(2026, 11, 22, tzinfo=UTC)
    assert written(MEETING) == written(MEETING)


@given(summary=TEXTS, description=TEXTS, day=st.dates(date(1990, 1, 1), date(2199, 12, 30)))
def test_every_text_survives_folding_and_escaping(summary: str, description: str, day: date) -> None:
    assume(r"\N" not in summary + description)  # the library takes it for the end of a line
    data = written(Entry("id", day, summary, description, "סוג, ועוד; סוג"))
    assert max(map(len, data.split(b"\r\n"))) <= 75
    (event,) = read(data)
    assert event["summary"] == summary
    assert event["description"] == description
    assert event["categories"].cats == ["סוג, ועוד; סוג"]
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)


@given(summary=TEXTS, description=TEXTS)
def test_another_reader_reads_the_same(summary: str, description: str) -> None:
    data = written(Entry("id", TODAY, summary, description, "סוג"), REVIEW)
    calendar = vobject.readOne(data.decode("utf-8"))
    events = list(calendar.vevent_list)
    # vobject takes the line ends of Unicode for those of the file; content may hold none of them.
    if not re.search("[\u2028\u2029]", summary + description):
        assert events[0].summary.value == summary
        assert events[0].description.value == description
    assert [event.dtstart.value for event in events] == [TODAY, REVIEW.day]
    assert calendar.method.value == "PUBLISH"
