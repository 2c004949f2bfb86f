"""The whole picture: how many authorities have been mapped. Examples are never counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb_tools.model.drill import DrillResult
from kb_tools.model.library import Municipality


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a group of authorities has come."""

    all: int
    mapped: int
    with_forum: int
    with_drill: int

    @property
    def mapped_share(self) -> float:
        """0 to 1; 0 for an empty group."""
        return self.mapped / self.all if self.all else 0.0


def progress(municipalities: Iterable[Municipality]) -> Progress:
    """Counts real authorities only."""
    real = [m for m in municipalities if not m.profile.example]
    return Progress(
        len(real),
        sum(m.is_mapped for m in real),
        sum(m.forum is not None for m in real),
        sum(bool(m.results) for m in real),
    )


def last_result(municipality: Municipality) -> DrillResult | None:
    """The newest drill of an authority."""
    return max(municipality.results, key=lambda result: result.held_on, default=None)
