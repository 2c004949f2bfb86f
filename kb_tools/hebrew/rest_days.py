"""Days on which an Israeli authority holds nothing that can be held on another day.

Sabbaths, festivals with their eves and middle days, Purim and fasts are those of the Hebrew calendar as pyluach computes it for Israel. The
days of remembrance and of independence move by law: חוק יום הזיכרון לשואה ולגבורה, תשי״ט–1959 and חוק יום העצמאות, תש״ט–1949, each with
its amendments. Months that begin when the moon is seen (Ramadan, its festivals) cannot be computed to the day, and are not here.
"""

from datetime import date, timedelta
from functools import lru_cache

from pyluach.dates import HebrewDate

_NISAN, _IYAR = 1, 2
_MONDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 4, 5, 6
_ORDINARY = frozenset({"Tu B'shvat", "Purim Katan", "Pesach Sheni", "Lag Ba'omer", "Tu B'av", "Chanuka"})
"""Days that have a name, and on which people work as on any other; by pyluach's names."""
_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=1_000)
def rest_day(day: date) -> str:
    """Why the day is not a working day, in Hebrew; empty for a working day."""
    if day.weekday() in (_FRIDAY, _SATURDAY):
        return "שבת" if day.weekday() == _SATURDAY else "ערב שבת"
    hebrew = HebrewDate.from_pydate(day)
    name = hebrew.festival(israel=True)
    if name and name not in _ORDINARY:
        return _in_hebrew(hebrew)
    if tomorrow := _festival_of(day + _ONE_DAY):
        return f"ערב {tomorrow}"
    return hebrew.fast_day(hebrew=True) or _by_law(day, hebrew.year)


def _festival_of(day: date) -> str:
    """The festival on which no work is done."""
    hebrew = HebrewDate.from_pydate(day)
    return _in_hebrew(hebrew) if hebrew.festival(israel=True, include_working_days=False) else ""


def _in_hebrew(day: HebrewDate) -> str:
    return str(day.festival(israel=True, hebrew=True))


def _by_law(day: date, year: int) -> str:
    independence = _independence(year)
    return {
        _holocaust_remembrance(year): "יום הזיכרון לשואה ולגבורה",
        independence - _ONE_DAY: "יום הזיכרון לחללי מערכות ישראל",
        independence: "יום העצמאות",
    }.get(day, "")


def _holocaust_remembrance(year: int) -> date:
    """27 Nisan; a Friday gives way to the Thursday before it, a Sunday to the Monday after."""
    day: date = HebrewDate(year, _NISAN, 27).to_pydate()
    return day + {_FRIDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0) * _ONE_DAY


def _independence(year: int) -> date:
    """5 Iyar; a Friday or a Saturday gives way to the Thursday before it, a Monday to the Tuesday after."""
    day: date = HebrewDate(year, _IYAR, 5).to_pydate()
    return day + {_FRIDAY: -1, _SATURDAY: -2, _MONDAY: 1}.get(day.weekday(), 0) * _ONE_DAY
