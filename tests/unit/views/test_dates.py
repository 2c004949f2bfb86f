"""Dates in both calendars."""

from datetime import date

import pytest

from kb_tools.views.dates import ago, gregorian, hebrew
from kb_tools.views.offsets import duration, offset


def test_the_meeting_of_the_source_has_its_own_hebrew_date() -> None:
    # The summary of the meeting is dated י"ז באייר תש"ף, 11.5.20.
    assert gregorian(date(2020, 5, 11)) == "11 במאי 2020"
    assert hebrew(date(2020, 5, 11)) == "י״ז באייר תש״פ"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 1), "החודש"),
        (date(2026, 10, 22), "לפני חודש"),
        (date(2026, 9, 22), "לפני חודשיים"),
        (date(2026, 3, 1), "לפני 8 חודשים"),
        (date(2025, 11, 22), "לפני שנה"),
        (date(2024, 1, 1), "לפני שנתיים"),
        (date(2020, 5, 11), "לפני 6 שנים"),
    ],
)
def test_how_long_ago(day: date, text: str) -> None:
    assert ago(day, date(2026, 11, 22)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("T+0h", "מיד"),
        ("T+30m", "30 דקות אחרי T"),
        ("T+1h", "שעה אחת אחרי T"),
        ("T-2d", "יומיים לפני T"),
        ("T+3w", "3 שבועות אחרי T"),
    ],
)
def test_offsets_in_words(text: str, words: str) -> None:
    assert offset(text) == words


def test_durations_in_words() -> None:
    assert [duration(text) for text in ("1d", "2h", "90m", "1w")] == ["יום אחד", "שעתיים", "90 דקות", "שבוע אחד"]
