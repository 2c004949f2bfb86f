"""The first pillar, systematic mapping: how much there is of it, and how fresh it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb_tools.insight.evidence import FRESH_DAYS
from kb_tools.insight.gaps import GapState, NeedCoverage
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Priority


@dataclass(frozen=True, slots=True)
class Mapping:
    """What was mapped. `examined` counts needs whose answer was looked into, "there is none" included."""

    needs: int
    actors: int
    responses: int
    examined: int
    fresh: int
    """Needs surveyed within a year."""
    oldest: date | None
    newest: date | None

    @property
    def examined_share(self) -> float:
        """0 to 1; 0 when there are no needs."""
        return self.examined / self.needs if self.needs else 0.0

    @property
    def fresh_share(self) -> float:
        return self.fresh / self.needs if self.needs else 0.0


def mapping(municipality: Municipality, today: date) -> Mapping:
    answered = {response.need for response in municipality.responses}
    surveyed = [need.surveyed_on for need in municipality.needs]
    return Mapping(
        needs=len(municipality.needs),
        actors=len(municipality.actors),
        responses=len(municipality.responses),
        examined=sum(need.id in answered for need in municipality.needs),
        fresh=sum((today - day).days <= FRESH_DAYS for day in surveyed),
        oldest=min(surveyed, default=None),
        newest=max(surveyed, default=None),
    )


def tally_by_priority(covered: Iterable[NeedCoverage]) -> dict[GapState, dict[Priority, int]]:
    """How many needs of each state and priority, all of them present; the worst state first."""
    counts = {state: dict.fromkeys(Priority, 0) for state in GapState}
    for row in covered:
        counts[row.state][row.need.priority] += 1
    return counts
