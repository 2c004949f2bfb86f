"""The second pillar, the standing forum: does it meet as often as it said, and who is missing from it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.freshness import months_after
from kb_tools.model.base import Labelled
from kb_tools.model.municipality import Forum, Meeting, Member


class Cadence(Labelled):
    KEPT = "kept", "הקצב נשמר"
    LATE = "late", "הקצב לא נשמר"
    UNKNOWN = "unknown", "לא ידוע"


@dataclass(frozen=True, slots=True)
class ForumStanding:
    """Sectors come in the vocabulary's order."""

    last: Meeting | None
    due: date | None
    """The day by which the next meeting should be held, counted from the last one."""
    cadence: Cadence
    members: dict[str, tuple[Member, ...]]
    """By sector; only sectors that have a member."""
    missing: tuple[str, ...]
    """Sectors of the vocabulary without a member."""

    @property
    def present_share(self) -> float:
        """Of the vocabulary's sectors, 0 to 1."""
        known = len(self.members) + len(self.missing)
        return len(self.members) / known if known else 0.0


def forum_standing(forum: Forum, sectors: Iterable[str], today: date) -> ForumStanding:
    last = max(forum.meetings, key=lambda meeting: meeting.held_on, default=None)
    due = months_after(last.held_on, forum.every_months) if last else None
    members = {sector: tuple(member for member in forum.members if member.sector == sector) for sector in sectors}
    return ForumStanding(
        last,
        due,
        Cadence.UNKNOWN if due is None else Cadence.KEPT if today <= due else Cadence.LATE,
        {sector: found for sector, found in members.items() if found},
        tuple(sector for sector, found in members.items() if not found),
    )


def absent_from_quorum(quorum: Collection[str], meeting: Meeting) -> tuple[str, ...]:
    """Sectors without which there was no quorum; empty when there was one."""
    return tuple(sector for sector in quorum if sector not in meeting.sectors)
