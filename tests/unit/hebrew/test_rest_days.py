"""Working days: what the Hebrew calendar and the law take out of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyluach.dates import HebrewDate

from kb_tools.hebrew.rest_days import rest_day

_DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-02-16", ""),
        ("2027-02-19", "ערב שבת"),
        ("2027-02-20", "שבת"),
        ("2027-02-21", ""),  # Purim of the first Adar is a day like any other
        ("2027-03-22", "תענית אסתר"),
        ("2027-03-23", "פורים"),
        ("2027-04-21", "ערב פסח"),
        ("2027-04-26", "פסח"),  # its middle days
        ("2027-04-29", ""),  # the day after it, which only abroad belongs to it
        ("2027-05-25", ""),  # Lag baOmer
        ("2027-08-12", "ט׳ באב"),
        ("2027-10-10", "ערב יום כיפור"),
        ("2027-12-26", ""),  # Hanukkah
    ],
)
def test_a_day_of_the_hebrew_calendar(day: str, why: str) -> None:
    assert rest_day(date.fromisoformat(day)) == why


@pytest.mark.parametrize(
    ("remembrance", "independence"),
    [  # as they were held
        ("2020-04-21", "2020-04-29"),
        ("2021-04-08", "2021-04-15"),  # both a day early, off Friday
        ("2022-04-28", "2022-05-05"),
        ("2023-04-18", "2023-04-26"),
        ("2024-05-06", "2024-05-14"),  # both a day late, off Sunday and Monday
        ("2025-04-24", "2025-05-01"),  # off Friday; two days early, off Saturday
    ],
)
def test_days_that_move_by_law(remembrance: str, independence: str) -> None:
    day = date.fromisoformat(independence)
    assert rest_day(date.fromisoformat(remembrance)) == "יום הזיכרון לשואה ולגבורה"
    assert rest_day(day - timedelta(days=1)) == "יום הזיכרון לחללי מערכות ישראל"
    assert rest_day(day) == "יום העצמאות"


@given(_DAYS)
def test_no_day_of_rest_by_the_calendar_is_a_working_day(day: date) -> None:
    hebrew = HebrewDate.from_pydate(day)
    forbids_work = hebrew.festival(israel=True, include_working_days=False)
    if day.weekday() in (4, 5) or forbids_work or hebrew.fast_day():
        assert rest_day(day)


@given(st.integers(1990, 2090))
def test_most_days_of_a_year_are_working_days(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert 225 <= sum(not rest_day(day) for day in days) <= 245
