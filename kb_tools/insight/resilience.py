"""Resilience over time, factor by factor. What has expired is not known any more, whatever it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb_tools.model.fields import fields_of
from kb_tools.model.municipality import FactorScores, ResilienceWave

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Reading:
    """One factor in one measurement."""

    wave: ResilienceWave
    score: float
    expired: bool


@dataclass(frozen=True, slots=True)
class FactorHistory:
    """One factor through the measurements that have it, the oldest first."""

    factor: str
    label: str
    readings: tuple[Reading, ...]

    @property
    def current(self) -> Reading | None:
        """The newest reading while it holds; None means that the state is not known."""
        newest = self.readings[-1] if self.readings else None
        return None if newest is None or newest.expired else newest


def factors() -> tuple[tuple[str, str], ...]:
    """(id, label) of each factor, in the model's order."""
    return tuple((field.name, field.description) for field in fields_of(FactorScores))


def factor_histories(waves: Iterable[ResilienceWave], today: date) -> tuple[FactorHistory, ...]:
    """Every factor, measured or not."""
    ordered = sorted(waves, key=lambda wave: wave.measured_on)
    return tuple(FactorHistory(factor, label, _readings(ordered, factor, today)) for factor, label in factors())


def is_expired(wave: ResilienceWave, today: date) -> bool:
    return wave.valid_until < today


def _readings(waves: list[ResilienceWave], factor: str, today: date) -> tuple[Reading, ...]:
    scored = ((wave, getattr(wave.scores, factor)) for wave in waves)
    return tuple(Reading(wave, score, is_expired(wave, today)) for wave, score in scored if score is not None)
