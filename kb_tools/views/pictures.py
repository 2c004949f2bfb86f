"""Where the marks of a small picture stand: plain geometry, running from right to left. Templates draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from kb_tools.insight.gaps import GapState, NeedCoverage
from kb_tools.insight.resilience import HIGHEST, LOWEST, FactorHistory, Reading
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Priority

# --- needs by priority and phase --------------------------------------------------------------------------------------

PITCH = 20
"""From one mark to the next; a mark is 16 wide."""
MARKS_ACROSS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    state: GapState
    need: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The needs of one priority: a column a phase, the first phase at the right, a mark a need, the worst first."""

    priority: Priority
    marks: tuple[Mark, ...]
    needs: int
    width: int
    height: int
    edges: tuple[int, ...]
    """Where one column ends and the next begins."""


def mark_rows(covered: Sequence[NeedCoverage], phases: Sequence[str]) -> tuple[MarkRow, ...]:
    """Only priorities that have needs. All rows are equally wide, so that columns stand one above the other."""
    rows = ([row for row in covered if row.need.priority is priority] for priority in Priority)
    return tuple(_mark_row(found, phases) for found in rows if found)


def _mark_row(covered: Sequence[NeedCoverage], phases: Sequence[str]) -> MarkRow:
    column = MARKS_ACROSS * PITCH + 12
    width = column * len(phases)
    marks = [mark for i, phase in enumerate(phases) for mark in _column(covered, phase, width - i * column)]
    height = max((mark.y for mark in marks), default=0) + PITCH
    edges = tuple(width - i * column for i in range(1, len(phases)))
    return MarkRow(covered[0].need.priority, tuple(marks), len(covered), width, height, edges)


def _column(covered: Sequence[NeedCoverage], phase: str, right: int) -> list[Mark]:
    present = [row for row in covered if phase in row.by_phase]
    ordered = sorted(present, key=lambda row: list(GapState).index(row.by_phase[phase]))
    return [
        Mark(
            right - 8 - (i % MARKS_ACROSS + 1) * PITCH, i // MARKS_ACROSS * PITCH + 2, row.by_phase[phase], row.need.id
        )
        for i, row in enumerate(ordered)
    ]


# --- resilience -------------------------------------------------------------------------------------------------------

CHART_WIDTH, CHART_HEIGHT, CHART_EDGE = 160, 96, 10


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class Chart:
    """One factor through time, the oldest at the right. `grid` holds the heights of the whole scores."""

    history: FactorHistory
    dots: tuple[Dot, ...]
    grid: tuple[tuple[int, float], ...]


def charts(histories: Sequence[FactorHistory]) -> tuple[Chart, ...]:
    """Small multiples: all share one time and one scale."""
    days = [reading.wave.measured_on for history in histories for reading in history.readings]
    grid = tuple((score, _height(score)) for score in range(LOWEST, HIGHEST + 1))
    return tuple(Chart(history, tuple(_dots(history, days)), grid) for history in histories)


def _dots(history: FactorHistory, days: Sequence[date]) -> Iterable[Dot]:
    first, last = min(days, default=date.min), max(days, default=date.min)
    for reading in history.readings:
        along = (reading.wave.measured_on - first).days / max((last - first).days, 1)
        yield Dot(
            round(CHART_WIDTH - CHART_EDGE - along * (CHART_WIDTH - 2 * CHART_EDGE), 1), _height(reading.score), reading
        )


def _height(score: float) -> float:
    share = (score - LOWEST) / (HIGHEST - LOWEST)
    return round(CHART_HEIGHT - CHART_EDGE - share * (CHART_HEIGHT - 2 * CHART_EDGE), 1)


# --- map --------------------------------------------------------------------------------------------------------------

MAP_HEIGHT, MAP_EDGE = 640, 8


@dataclass(frozen=True, slots=True)
class MapPoint:
    x: float
    y: float
    municipality: Municipality


@dataclass(frozen=True, slots=True)
class PointMap:
    width: float
    height: float
    points: tuple[MapPoint, ...]


def point_map(municipalities: Iterable[Municipality]) -> PointMap | None:
    """Points on a plane (equirectangular, narrowed by the cosine of the middle latitude, north up, east at the right).

    None when nobody has coordinates.
    """
    placed = [(m, c) for m in municipalities if (c := m.profile.coordinates)]
    if not placed:
        return None
    north, south = max(c.lat for _, c in placed), min(c.lat for _, c in placed)
    east, west = max(c.lon for _, c in placed), min(c.lon for _, c in placed)
    narrowed = cos(radians((north + south) / 2))
    scale = (MAP_HEIGHT - 2 * MAP_EDGE) / max(north - south, (east - west) * narrowed, 0.01)
    points = tuple(
        MapPoint(
            round(MAP_EDGE + (c.lon - west) * narrowed * scale, 1), round(MAP_EDGE + (north - c.lat) * scale, 1), m
        )
        for m, c in placed
    )
    width = round((east - west) * narrowed * scale + 2 * MAP_EDGE, 1)
    return PointMap(width, round((north - south) * scale + 2 * MAP_EDGE, 1), points)
