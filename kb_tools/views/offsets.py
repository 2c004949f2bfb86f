"""Relative times in words."""

from kb_tools.model.base import duration_minutes

_UNITS = {"m": ("דקה", "דקות"), "h": ("שעה", "שעות"), "d": ("יום", "ימים"), "w": ("שבוע", "שבועות")}
_PAIRS = {"h": "שעתיים", "d": "יומיים", "w": "שבועיים"}


def duration(text: str) -> str:
    """`6h` → `6 שעות`."""
    count, unit = int(text[:-1]), text[-1]
    one, many = _UNITS[unit]
    if count == 1:
        return f"{one} אחת" if unit in "mh" else f"{one} אחד"
    return _PAIRS[unit] if count == 2 and unit in _PAIRS else f"{count} {many}"


def offset(text: str) -> str:
    """`T+2h` → `שעתיים אחרי T`; `T+0h` → `מיד`."""
    length = text[2:]
    if duration_minutes(length) == 0:
        return "מיד"
    return f"{duration(length)} {'אחרי T' if text[1] == '+' else 'לפני T'}"


def since(text: str) -> str:
    """`T+15m` → `אחרי 15 דקות`, for lists that have said what T is; `T+0h` → `מיד`."""
    length = text[2:]
    if duration_minutes(length) == 0:
        return "מיד"
    return f"אחרי {duration(length)}" if text[1] == "+" else f"{duration(length)} לפני"
