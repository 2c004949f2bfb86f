"""An authority on two pages of paper: who it is, its two pillars, what is missing, who is loaded and what is open."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from kb_tools.insight.dues import Duty
from kb_tools.insight.gaps import GapState, NeedCoverage
from kb_tools.insight.practice import outcomes
from kb_tools.model.drill import DrillResult
from kb_tools.model.library import Municipality
from kb_tools.views.addresses import address
from kb_tools.views.dues import Row
from kb_tools.views.municipalities import FigureRow, figure_rows, files_of, has_begun, headline_figures, shared_values
from kb_tools.views.room import Cut, Room, lines_of
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import Site

CALLED = "פרופיל"
PAGES = 2
LINES = 109
"""Of both pages, at the size in which they are drawn first; the printer has closer lines in reserve."""
HEADING, ROW = 2.6, 1.15
DRILLS, DEPARTMENTS, TASKS = 3, 6, 7
"""How many of each come before needs are counted out; tasks get what is left after the needs too."""


def profile_sheet(site: Site, unit: Municipality) -> Sheet:
    """What does not fit on two pages is counted, and stands on the page."""
    name = unit.profile.name
    return Sheet(
        f"{address('municipality', unit.id)}profile.pdf",
        f"{CALLED}: {name}",
        address("municipality", unit.id),
        # Published figures alone hang on no day: such a paper is printed once and kept.
        head(site, CALLED, name, files_of(site, unit), unit, of_today=has_begun(unit)),
        fingerprint(*_said(unit)),
        partial(_draw, site, unit),
        PAGES,
    )


def _draw(site: Site, unit: Municipality) -> str:
    values = shared_values(site, unit)
    room = Room(LINES - _top(site, unit))
    cut = _cut(site, unit, values, room) if values["begun"] else {"figure_rows": _figures(site, unit, room)}
    # At the address of the PDF: a link to a part of the profile then leads to the page and not into the paper.
    return site.draw_paper("sheet_profile.html.j2", f"{address('municipality', unit.id)}profile.pdf", **values | cut)


def _top(site: Site, unit: Municipality) -> float:
    """The lines of what stands above the lists: name, figures, pillars, headings, and the line that asks about the paper."""
    profile = unit.profile
    holder = profile.role_holder
    cluster = profile.regional_cluster or ""
    name, where = 2 * lines_of(profile.name, 40), lines_of(f"{cluster}{profile.subdistrict or ''}{' ' * 30}", 85)
    held = (lines_of(holder.budget, 80) + 3) * ROW if holder else 2
    citations = len(holder.sources) if holder else 0
    ribbon = 2 if profile.example else 0
    figures = 2.2 * max(1, len(headline_figures(site, unit)) / 4) * ROW + 1
    return name + where + ribbon + figures + HEADING + 9 + held + citations + 2


def _cut(site: Site, unit: Municipality, values: dict[str, Any], room: Room) -> dict[str, Any]:
    """Every list as far as there is room, in the order of what a forum needs most."""
    covered: tuple[NeedCoverage, ...] = values["covered"]
    tasks = [row for row in values["owed"] if row.due.duty is not Duty.MEETING]
    room.spend(
        5 * HEADING + 2 * ROW + 2.5 + 5
    )  # headings, heads of tables, the legend, the words about the load, "and more"
    painful = room.take(values["painful"], partial(_pain_lines, site))
    load = room.take(values["load"], lambda _: ROW, DEPARTMENTS)
    results = room.take(_results(unit), partial(_result_lines, site), DRILLS)
    owed = room.take(tasks, partial(_task_lines, site), TASKS)
    needs = room.take(covered, partial(_need_lines, site))
    further = room.take(tasks[len(owed.shown) :], partial(_task_lines, site)) if not needs.rest else Cut[Row](())
    shown = (*owed.shown, *further.shown)
    return {
        "painful": painful,
        "load": load,
        "results": results,
        "owed": Cut(shown, len(tasks) - len(shown)),
        "needs": needs,
        "states": tuple(reversed(GapState)),
    }


def _results(unit: Municipality) -> Iterator[tuple[DrillResult, Any]]:
    for result in sorted(unit.results, key=lambda result: (result.held_on, result.id), reverse=True):
        yield result, outcomes(result)


def _figures(site: Site, unit: Municipality, room: Room) -> Cut[FigureRow]:
    """The latest value of each figure: with nothing else known there is room for them."""
    room.spend(HEADING * 2 + 6 + ROW)
    latest = {row.type.id: row for row in reversed(figure_rows(site, unit))}
    return room.take(reversed(latest.values()), lambda row: ROW * lines_of(row.type.name, 34))


def _pain_lines(site: Site, row: tuple[NeedCoverage, list[str]]) -> float:
    covered, phases = row
    actors = {actor.id: actor.name for actor in covered.actors}
    why = " ".join([*(actors.get(id_, id_) for id_ in covered.sole), *(site.name("phase", id_) for id_ in phases)])
    return ROW * (lines_of(_need_name(site, covered) + " " * 14, 85) + lines_of(why + " " * 45, 90))


def _need_name(site: Site, row: NeedCoverage) -> str:
    return f"{site.name('need-type', row.need.need)} · {site.name('population', row.need.population)}"


def _need_lines(site: Site, row: NeedCoverage) -> float:
    return ROW * lines_of(_need_name(site, row) + " " * 8, 58)


def _task_lines(site: Site, row: Row) -> float:
    return ROW * max(lines_of(row.headline, 44), lines_of(site.name("role", row.due.owner), 25))


def _result_lines(site: Site, row: tuple[DrillResult, Any]) -> float:
    result = row[0]
    return ROW * lines_of((result.real_event or site.name("drill", result.drill)) + " " * 70, 90)


def _said(unit: Municipality) -> Iterator[object]:
    """What the lists are computed of. Whether something is late hangs on the day: the paper has the days themselves."""
    parts = (unit.profile, unit.forum, unit.plan, *unit.needs, *unit.actors, *unit.responses, *unit.results)
    return (part.model_dump(mode="json", exclude={"sources"}, exclude_defaults=True) for part in parts if part)
