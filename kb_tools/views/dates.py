"""Dates as people read them, in both calendars."""

from datetime import date

from pyluach.dates import HebrewDate

_MONTHS = (
    "ינואר",
    "פברואר",
    "מרץ",
    "אפריל",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט",
    "ספטמבר",
    "אוקטובר",
    "נובמבר",
    "דצמבר",
)


def gregorian(day: date) -> str:
    """`22 בנובמבר 2026`."""
    return f"{day.day} ב{_MONTHS[day.month - 1]} {day.year}"


def month(day: date) -> str:
    """`נובמבר 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def hebrew(day: date) -> str:
    """`י״ב בכסלו תשפ״ז`, the Hebrew date that begins on the evening before."""
    text = HebrewDate.from_pydate(day)
    return f"{_marked(text.hebrew_day())} ב{text.month_name(hebrew=True)} {_marked(text.hebrew_year())}"


def ago(day: date, today: date) -> str:
    """How long ago, in whole months or years: `לפני 3 חודשים`."""
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 1:
        return "החודש"
    if months < 12:
        return "לפני חודש" if months == 1 else "לפני חודשיים" if months == 2 else f"לפני {months} חודשים"
    years = months // 12
    return "לפני שנה" if years == 1 else "לפני שנתיים" if years == 2 else f"לפני {years} שנים"


def _marked(numeral: str) -> str:
    """pyluach writes ASCII quotes; Hebrew has its own marks."""
    return numeral.replace('"', "\u05f4").replace("'", "\u05f3")
