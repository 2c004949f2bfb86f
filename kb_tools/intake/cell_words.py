"""What people write in the cells of a sheet, and what they mean by it. What can be meant in two ways means nothing here."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from kb_tools.intake.spreadsheet import plain
from kb_tools.model.drill import Outcome, Rating

T = TypeVar("T")
_QUOTES = str.maketrans(
    {"'": "׳", "`": "׳", "’": "׳", "‘": "׳", '"': "״", "”": "״", "“": "״", "\u05be": "-", "–": "-", "—": "-"}
)
_TICKS = ("v", "✓", "✔", "√", "1", "true")


def word(text: str) -> str:
    """A cell without what two spellings of the same word differ in."""
    folded = plain(text).translate(_QUOTES).casefold().replace("׳׳", "״")
    return re.sub(r"\s*-\s*", "-", folded.strip(" .:;,*"))


def _table(*rows: tuple[T, tuple[str, ...]]) -> Mapping[str, T]:
    return {word(spelling): meaning for meaning, spellings in rows for spelling in spellings}


# Neither x nor 0 is among them: to some an x is a tick and to others the opposite, and an empty box is no answer.
OUTCOMES = _table(
    (Outcome.DONE, (Outcome.DONE.label, "done", "בוצעה", "בוצעו", "כן", *_TICKS)),
    (Outcome.PARTLY, (Outcome.PARTLY.label, "partly", "חלקי", "חלקית", "בוצע חלקי", "באופן חלקי")),
    (Outcome.NOT_DONE, (Outcome.NOT_DONE.label, "not_done", "not done", "לא בוצעה", "לא בוצעו", "לא")),
    (
        Outcome.NOT_RELEVANT,
        (
            Outcome.NOT_RELEVANT.label,
            "not_relevant",
            "not relevant",
            "לא רלבנטי",
            "לא רלוונטית",
            "לא רלבנטית",
            'ל"ר',
            "n/a",
        ),
    ),
)
RATINGS = _table(
    *(
        (
            rating,
            (rating.value, rating.label, *(f"{rating.value}{sign}{rating.label}" for sign in (" - ", " ", ": ", ". "))),
        )
        for rating in Rating
    )
)
PRESENCE = _table(
    (True, ("הגיע", "הגיעו", "הגיעה", "נכח", "נכחו", "כן", *_TICKS)),
    (False, ("", "לא הגיע", "לא הגיעו", "לא הגיעה", "לא", "0", "false")),
)

# --- days ------------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: 0{1,2}:00(?::00)?)?")
_OURS = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4}|[0-9]{2})(?: 0{1,2}:00(?::00)?)?")


def day_of(text: str) -> date | None:
    """A day as it is written here: 27.10.2026, 27/10/26, 2026-10-27. Never the month first."""
    text = plain(text)
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _OURS.fullmatch(text):
            return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


# --- minutes ---------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"(?:t\s*)?\+?\s*(?:דקה\s*)?([0-9]{1,6})(?:[.,]0+)?\s*(?:m|min|׳|דק׳?|דקות|דקה)?")
_CLOCK = re.compile(r"((?:t\s*)?\+)?\s*([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?")
_DAY = 24 * 60
_LEAST_SPAN = 240
"""Minutes: a clock time this long after the start is still taken for one of the drill."""


def clock_of(text: str) -> int | None:
    """Minutes since midnight of `8:30`; None when it is no time of day."""
    found = _CLOCK.fullmatch(word(text))
    minutes = int(found[2]) * 60 + int(found[3]) if found and not found[1] else _DAY
    return minutes if minutes < _DAY else None


def minute_of(text: str, began_at: int | None, length: int) -> int | str:
    """The minute of the drill that a cell means, or the reason why it cannot be told.

    `25`, `25.0`, `T+25`, `0:25`; and `8:55` when the drill began at a known hour. `length` is that of the drill, in minutes.
    """
    folded = word(text)
    if found := _NUMBER.fullmatch(folded):
        return int(found[1])
    found = _CLOCK.fullmatch(folded)
    if not found:
        return "כתבו מספר של דקות מתחילת התרגיל (25), ‎0:25, או שעה (08:55) ואת שעת ההתחלה בראש הגיליון"
    since = int(found[2]) * 60 + int(found[3])
    if found[1]:
        return since
    return _clock_or_length(since, began_at, max(2 * length, _LEAST_SPAN))


def _clock_or_length(minutes: int, began_at: int | None, most: int) -> int | str:
    """`1:30` is an hour and a half, or half past one: whichever can be, when only one can."""
    if began_at is None:
        return minutes if minutes <= most else "זו נראית שעה ביום: כתבו את שעת ההתחלה בראש הגיליון, או מספר של דקות"
    meant = {way for way in (minutes, (minutes - began_at) % _DAY if minutes < _DAY else _DAY) if way <= most}
    if len(meant) == 1:
        return meant.pop()
    if meant:
        return f"זו יכולה להיות שעה ביום או זמן מתחילת התרגיל: כתבו T+{minutes} או מספר של דקות"
    return "זו אינה שעה של התרגיל לפי שעת ההתחלה: בדקו את שתיהן, או כתבו מספר של דקות"
