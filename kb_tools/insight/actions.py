"""What was undertaken by a day: done, still open, or overdue."""

from datetime import date

from kb_tools.model.base import Labelled
from kb_tools.model.drill import CorrectiveAction
from kb_tools.model.lesson import Action
from kb_tools.model.municipality import Forum, MeetingAction


class ActionState(Labelled):
    OVERDUE = "overdue", "באיחור"
    OPEN = "open", "פתוח"
    DONE = "done", "הושלם"


def meeting_action_state(action: MeetingAction, today: date) -> ActionState:
    return _state(action.done_on, action.due, today)


def corrective_action_state(action: CorrectiveAction, today: date) -> ActionState:
    return _state(action.done_on, action.due, today)


def plan_item_state(item: Action, today: date) -> ActionState:
    """Of an item of a plan or a track of a lesson. A year is a target until it ends; without day and year it is never late."""
    return _state(item.done_on, deadline(item), today)


def deadline(item: Action) -> date | None:
    """The last day for it; of a year, the day it ends."""
    return item.due or (date(item.year, 12, 31) if item.year else None)


def undone_actions(forum: Forum, today: date) -> tuple[tuple[ActionState, MeetingAction], ...]:
    """The actions of all meetings that are not done, the longest overdue first."""
    undone = [action for meeting in forum.meetings for action in meeting.actions if action.done_on is None]
    return tuple((meeting_action_state(a, today), a) for a in sorted(undone, key=lambda action: action.due))


def _state(done_on: date | None, due: date | None, today: date) -> ActionState:
    if done_on is not None:
        return ActionState.DONE
    return ActionState.OVERDUE if due is not None and due < today else ActionState.OPEN
