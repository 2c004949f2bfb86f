"""Two pages about all drills: what their results say over time, and what they reach. Real authorities; examples apart, as examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from kb_tools.insight.coverage import (
    Exercised,
    Recency,
    StepCoverage,
    UnitRow,
    by_recency,
    step_coverage,
    unit_rows,
)
from kb_tools.insight.timing import ItemTimes
from kb_tools.insight.trends import Course, Period, StepTrend, Trends, periods
from kb_tools.model.addresses import COVERAGE_PAGE, TRENDS_PAGE
from kb_tools.model.drill import Drill, Outcome, Rating
from kb_tools.model.library import Municipality
from kb_tools.model.playbook import Playbook
from kb_tools.views.numbers import counted, percent
from kb_tools.views.pictures import ScoreChart, TimeChart, score_charts, time_charts
from kb_tools.views.site import Page, Site

BARS = 8
"""Steps and items that a picture shows: the table has the rest."""
CHARTS = 6
"""Items whose minutes are drawn."""


@dataclass(frozen=True)
class Told:
    """What some results say, as pictures need it. `of` tells its tables and pictures from others on the page."""

    trends: Trends
    of: str
    periods: tuple[Period, ...] = ()

    @cached_property
    def failing(self) -> tuple[StepTrend, ...]:
        return tuple(step for step in self.trends.steps if step.missed)[:BARS]

    @cached_property
    def late(self) -> tuple[ItemTimes, ...]:
        return tuple(times for times in self.trends.times if times.on_time < len(times.readings))[:BARS]

    @cached_property
    def scores(self) -> tuple[ScoreChart, ...]:
        return score_charts(self.trends)

    @cached_property
    def times(self) -> tuple[TimeChart, ...]:
        return time_charts(self.trends)[:CHARTS]

    @cached_property
    def turned(self) -> Mapping[Course, tuple[StepTrend, ...]]:
        """Which steps go which way, of one authority."""
        return {course: tuple(step for step in self.trends.steps if step.courses[course]) for course in Course}


@dataclass(frozen=True, slots=True)
class BookRow:
    """A playbook: the drills that exercise any of its steps, and each step by real results and by those of examples."""

    playbook: Playbook
    drills: tuple[Drill, ...]
    steps: tuple[tuple[StepCoverage, StepCoverage], ...]


def pages(site: Site) -> Iterator[Page]:
    yield Page(
        TRENDS_PAGE,
        "מגמות בתרגילים",
        partial(_trends, site),
        section="drills/",
        description="מה חוזר ונכשל, מה משתפר, מי מגיעים ומה עוד לא דורג",
    )
    yield Page(
        COVERAGE_PAGE,
        "מה תורגל ומה לא",
        partial(_coverage, site),
        section="drills/",
        description="מי תרגל איזה תרחיש ומתי, ואילו צעדים אף תרגיל לא מתרגל",
    )


def told_of(site: Site, municipality: Municipality) -> Told:
    """The trends of one authority, for its own page."""
    return Told(site.insights.drill_trends_by_unit[municipality.id], "own")


def words() -> dict[str, object]:
    """What templates that draw trends need beside the figures."""
    return {
        "counted": counted,
        "percent": percent,
        "outcomes": tuple(Outcome),
        "ratings": tuple(Rating),
        "courses": tuple(Course),
        "course_named": Course,
        "trends_page": TRENDS_PAGE,
        "coverage_page": COVERAGE_PAGE,
    }


def _trends(site: Site) -> str:
    insights = site.insights
    real, models = insights.drill_trends, insights.drill_trends_of_examples
    return site.draw(
        "drill_trends.html.j2",
        TRENDS_PAGE,
        real=Told(real, "real", periods(real, site.today)),
        models=Told(models, "example", periods(models, site.today)),
        units=[unit for unit in insights.examples if unit.results],
        **words(),
    )


def _coverage(site: Site) -> str:
    insights = site.insights
    by_name = sorted(insights.real, key=lambda unit: unit.profile.name)
    rows = unit_rows(site.library, by_name, site.today)
    model_rows = unit_rows(site.library, insights.examples, site.today)
    return site.draw(
        "drill_coverage.html.j2",
        COVERAGE_PAGE,
        held=insights.drill_trends.held,
        rows=rows,
        model_rows=model_rows if insights.drill_trends_of_examples.held else (),
        tallies=_tallies(site, rows),
        scenarios=tuple(site.library.scenarios.values()),
        books=_books(site),
        recencies=tuple(Recency),
        states=tuple(Exercised),
        **words(),
    )


def _tallies(site: Site, rows: tuple[UnitRow, ...]) -> list[tuple[str, Mapping[Recency, int]]]:
    """(scenario, how many authorities drilled it how long ago); what any scenario comes under is under the empty id."""
    scenarios = [(id_, by_recency(row.by_scenario[id_] for row in rows)) for id_ in site.library.scenarios]
    return [("", by_recency(row.all for row in rows)), *scenarios]


def _books(site: Site) -> list[BookRow]:
    insights = site.insights
    models = step_coverage(site.library, insights.drills_of_steps, insights.drill_trends_of_examples)
    return [
        BookRow(
            site.library.playbooks[id_],
            tuple({drill.id: drill for step in steps for drill in step.drills}.values()),
            tuple(zip(steps, models[id_], strict=True)),
        )
        for id_, steps in insights.step_coverage.items()
    ]
