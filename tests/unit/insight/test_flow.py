"""Lessons by status at the end of each quarter."""

from datetime import date

from kb_tools.insight.flow import QUARTERS, flow
from kb_tools.model.change import Changes
from kb_tools.model.lesson import LessonStatus
from tests.unit.insight.told import change, changes, commit, said

TODAY = date(2026, 11, 22)


def test_each_quarter_counts_what_files_said_on_its_last_day() -> None:
    found = flow(
        changes(
            change(commit(4, "2026-10-01"), "lesson", "b", said(status="decided"), None),
            change(commit(3, "2026-07-01"), "lesson", "a", said(status="identified"), said(status="decided")),
            change(commit(2, "2026-06-30"), "lesson", "a", said(status="observation"), said(status="identified")),
            change(commit(1, "2026-04-01"), "lesson", "a", None, said(status="observation")),
            change(commit(1, "2026-04-01"), "lesson", "b", None, said(status="decided")),
        ),
        TODAY,
    )
    assert [(quarter.year, quarter.number) for quarter in found] == [(2026, 2), (2026, 3), (2026, 4)]
    counted = [{status: count for status, count in quarter.counts.items() if count} for quarter in found]
    assert counted == [
        {LessonStatus.IDENTIFIED: 1, LessonStatus.DECIDED: 1},
        {LessonStatus.DECIDED: 2},
        {LessonStatus.DECIDED: 1},
    ]


def test_two_years_are_enough_and_without_history_there_is_nothing() -> None:
    old = change(commit(1, "2019-02-03"), "lesson", "a", None, said(status="learned"))
    found = flow(changes(old), TODAY)
    assert len(found) == QUARTERS
    assert found[0].counts[LessonStatus.LEARNED] == 1
    assert flow(Changes(), TODAY) == ()


def test_a_word_that_is_no_status_any_more_is_not_counted() -> None:
    found = flow(changes(change(commit(1), "lesson", "a", None, said(status="closed"))), TODAY)
    assert sum(found[-1].counts.values()) == 0
