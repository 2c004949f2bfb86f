"""Quarters of a year as numbers that can be counted on from one to the next."""

from datetime import date, timedelta

QUARTERS = 8
"""How many are told: two years."""


def quarter_index(day: date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def quarter_named(index: int) -> tuple[int, int]:
    """(year, number from 1 to 4)."""
    year, number = divmod(index, 4)
    return year, number + 1


def last_day(index: int) -> date:
    year, number = quarter_named(index + 1)
    return date(year, number * 3 - 2, 1) - timedelta(days=1)
