"""Where the marks of a small picture stand: plain geometry, running from right to left. Templates draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from kb_tools.insight.gaps import GapState, NeedCoverage
from kb_tools.insight.practice import Held
from kb_tools.insight.resilience import HIGHEST, LOWEST, FactorHistory, Reading
from kb_tools.insight.timing import ItemTimes
from kb_tools.insight.trends import Trends
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
    for reading in history.readings:
        yield Dot(_along(reading.wave.measured_on, days), _height(reading.score), reading)


def _along(day: date, days: Sequence[date]) -> float:
    """Where a day stands among those of a chart: the first at the right."""
    first = min(days)
    along = (day - first).days / max((max(days) - first).days, 1)
    return round(CHART_WIDTH - CHART_EDGE - along * (CHART_WIDTH - 2 * CHART_EDGE), 1)


def _height(score: float) -> float:
    return _up((score - LOWEST) / (HIGHEST - LOWEST))


def _up(share: float) -> float:
    """How high a share of the chart's height stands."""
    return round(CHART_HEIGHT - CHART_EDGE - share * (CHART_HEIGHT - 2 * CHART_EDGE), 1)


# --- drills over time ---------------------------------------------------------------------------------------------------

CHARTED = 2
"""How many results make a course: one alone is no line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A result in a chart: a share of what was done, or the minute in which it was."""

    x: float
    y: float
    value: float
    held: Held


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """A drill through time: the share of its relevant items that were done, the oldest result at the right."""

    drill: str
    spots: tuple[Spot, ...]
    grid: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimeChart:
    """An item through time: minutes upwards from none, with a line at the target."""

    times: ItemTimes
    spots: tuple[Spot, ...]
    target: float


def score_charts(found: Trends) -> tuple[ScoreChart, ...]:
    """One a drill that was held more than once; all share one time and one scale."""
    days = [held.result.held_on for held in found.held]
    return tuple(
        ScoreChart(
            drill,
            tuple(_spot(p.held, p.score.done / p.score.relevant, 1, days) for p in points if p.score.relevant),
            tuple(_up(share) for share in (0, 0.5, 1)),
        )
        for drill, points in found.points.items()
        if sum(point.score.relevant > 0 for point in points) >= CHARTED
    )


def time_charts(found: Trends) -> tuple[TimeChart, ...]:
    """One an item that was done more than once, those that are late most often first; all share one time."""
    days = [held.result.held_on for held in found.held]
    return tuple(_time_chart(times, days) for times in found.times if len(times.readings) >= CHARTED)


def _time_chart(times: ItemTimes, days: Sequence[date]) -> TimeChart:
    target = times.readings[0].target
    top = max(target, *(reading.minute for reading in times.readings), 1)
    spots = tuple(_spot(reading.held, reading.minute, top, days) for reading in times.readings)
    return TimeChart(times, spots, _up(target / top))


def _spot(held: Held, value: float, top: float, days: Sequence[date]) -> Spot:
    return Spot(_along(held.result.held_on, days), _up(value / top), value, held)


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
