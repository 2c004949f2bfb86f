"""How lessons moved through the statuses, quarter by quarter, as their files said at the end of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.quarters import QUARTERS, last_day, quarter_index, quarter_named
from kb_tools.model.change import Change, Changes
from kb_tools.model.lesson import LessonStatus


@dataclass(frozen=True, slots=True)
class Quarter:
    """The lessons by status on its last day, or today while it lasts; every status present."""

    year: int
    number: int
    counts: Mapping[LessonStatus, int]


def flow(changes: Changes, today: date) -> tuple[Quarter, ...]:
    """The last quarters in which there were lessons, the oldest first; none without history."""
    lives = [own for (kind, _), own in (changes.by_key or {}).items() if kind == "lesson"]
    days = [change.commit.day for life in lives for change in life if change.commit.day <= today]
    if not days:
        return ()
    first, last = quarter_index(min(days)), quarter_index(today)
    return tuple(_quarter(lives, index, today) for index in range(max(first, last - QUARTERS + 1), last + 1))


def _quarter(lives: Iterable[tuple[Change, ...]], index: int, today: date) -> Quarter:
    year, number = quarter_named(index)
    end = min(last_day(index), today)
    counts = dict.fromkeys(LessonStatus, 0)
    for life in lives:
        if status := _status_on(life, end):
            counts[status] += 1
    return Quarter(year, number, counts)


def _status_on(life: tuple[Change, ...], day: date) -> LessonStatus | None:
    """What the lesson's file said on a day; None before it was written, after it was removed, or in words that are no status."""
    for change in life:
        if change.commit.day <= day:
            said = (change.after or {}).get("status")
            return next((status for status in LessonStatus if status == said), None)
    return None
