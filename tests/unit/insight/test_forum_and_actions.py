"""The forum's rhythm, its sectors, and what was undertaken."""

from datetime import date

import pytest

from kb_tools.insight.actions import ActionState, meeting_action_state, plan_item_state, undone_actions
from kb_tools.insight.forum import Cadence, absent_from_quorum, forum_standing
from kb_tools.insight.freshness import months_after
from kb_tools.model.municipality import Forum, MeetingAction, PlanItem

TODAY = date(2026, 11, 22)
SECTORS = ("government", "business", "academia")


def forum(*held_on: str, actions: tuple[dict[str, str], ...] = ()) -> Forum:
    meetings = [
        {"held_on": day, "sectors": ["business"], "subject": "נושא", "actions": list(actions) if not i else []}
        for i, day in enumerate(held_on)
    ]
    members = [{"role": "מנהלת", "body": "גוף", "sector": "business"}]
    return Forum.model_validate({"chair": "lead", "every_months": "2", "members": members, "meetings": meetings})


@pytest.mark.parametrize(
    ("held_on", "cadence"),
    [((), Cadence.UNKNOWN), (("2026-09-22",), Cadence.KEPT), (("2026-09-21", "2025-01-01"), Cadence.LATE)],
)
def test_the_rhythm_is_kept_until_the_day_it_says(held_on: tuple[str, ...], cadence: Cadence) -> None:
    assert forum_standing(forum(*held_on), SECTORS, TODAY).cadence is cadence


def test_sectors_without_a_member_are_missing() -> None:
    standing = forum_standing(forum("2026-09-22"), SECTORS, TODAY)
    assert list(standing.members) == ["business"]
    assert standing.missing == ("government", "academia")
    assert standing.present_share == pytest.approx(1 / 3)


def test_quorum_is_by_sector() -> None:
    meeting = forum("2026-09-22").meetings[0]
    assert absent_from_quorum(("business", "government"), meeting) == ("government",)
    assert absent_from_quorum((), meeting) == ()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 14, date(2028, 1, 30)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_later_is_a_day_that_exists(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_an_action_is_overdue_the_day_after_it_was_due() -> None:
    def state(due: str, **done: str) -> ActionState:
        action = MeetingAction.model_validate({"what": "עושים", "owner": "lead", "due": due} | done)
        return meeting_action_state(action, TODAY)

    assert state("2026-11-22") is ActionState.OPEN
    assert state("2026-11-21") is ActionState.OVERDUE
    assert state("2026-11-21", done_on="2026-11-22") is ActionState.DONE


def test_a_plan_for_a_year_is_late_only_when_the_year_is_over() -> None:
    def state(**when: str) -> ActionState:
        return plan_item_state(PlanItem.model_validate({"what": "עושים", "owner": "lead"} | when), TODAY)

    assert state(year="2025") is ActionState.OVERDUE
    assert state(year="2026") is ActionState.OPEN
    assert state() is ActionState.OPEN


def test_undone_actions_come_the_longest_overdue_first() -> None:
    actions = (
        {"what": "שני", "owner": "lead", "due": "2027-01-01"},
        {"what": "ראשון", "owner": "lead", "due": "2026-01-01"},
        {"what": "נעשה", "owner": "lead", "due": "2025-01-01", "done_on": "2025-01-01"},
    )
    found = undone_actions(forum("2026-09-22", actions=actions), TODAY)
    assert [(state, action.what) for state, action in found] == [
        (ActionState.OVERDUE, "ראשון"),
        (ActionState.OPEN, "שני"),
    ]
