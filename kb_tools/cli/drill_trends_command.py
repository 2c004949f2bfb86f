"""`kb drill trends`."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.root import root_option
from kb_tools.insight.checklist import Line
from kb_tools.insight.coverage import Exercised, UnitRow, by_recency, step_coverage, unit_rows
from kb_tools.insight.practice import drills_of_steps, held_by
from kb_tools.insight.trends import Course, Trends, trends
from kb_tools.library import current_day
from kb_tools.model.drill import Outcome
from kb_tools.model.library import Library, Municipality
from kb_tools.views.names import name_of
from kb_tools.views.numbers import counted

MOST = 10


@click.command("trends")
@click.option("--for", "municipality", metavar="ID", help="רק של הרשות; כך רואים גם את של רשות דוגמה")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON, עם כל המספרים")
@root_option
def command(municipality: str | None, as_json: bool, root: Path) -> None:
    """מה חוזר ונכשל בתרגילים, מה משתפר, מה מאחר, מי מגיעים ומה לא תורגל.

    לפי התוצאות שנרשמו. בלי --for נספרות רק הרשויות האמיתיות. קוד היציאה: 0.
    """
    library, _ = readable_library(root)
    if municipality is not None:
        check_id(municipality, library.municipalities, library.settings.unit.short)
    units = _units(library, municipality)
    found, rows = trends(library, held_by(units)), unit_rows(library, units, current_day())
    if as_json:
        click.echo(json.dumps(_as_json(library, found, rows), ensure_ascii=False, indent=1))
    else:
        _print(library, found, rows, alone=municipality is not None)


def _units(library: Library, municipality: str | None) -> tuple[Municipality, ...]:
    if municipality is not None:
        return (library.municipalities[municipality],)
    return tuple(unit for unit in library.municipalities.values() if not unit.profile.example)


# --- text ------------------------------------------------------------------------------------------------------------


def _print(library: Library, found: Trends, rows: tuple[UnitRow, ...], *, alone: bool) -> None:
    if not found.held:
        click.echo("עוד לא נרשמה תוצאה, ולכן אין מגמה. מה שלא נרשם אינו ידוע.")
    else:
        first, last = (found.held[at].result.held_on.isoformat() for at in (0, -1))
        events = f", {counted(found.events, 'אירוע אמת אחד', 'אירועי אמת')}" if found.events else ""
        click.echo(f"{counted(found.drills, 'תרגיל אחד', 'תרגילים')}{events}: {first} עד {last}")
        if found.unplaced:
            click.echo(f"סעיפים שאינם עוד בתרגיל, ולא נספרו לשום צעד: {found.unplaced}")
        _print_results(library, found)
    _list("אף תרגיל לא מתרגל", (f"{ref}\t{name_of(library, 'step', ref)}" for ref in _without_drill(library, found)))
    if alone:
        _headed("תרחישים", _scenarios(library, rows[0]))
    elif rows:
        counts = by_recency(row.all for row in rows)
        _headed(f"{library.settings.unit.many} לפי התרגיל האחרון", [f"{n}\t{each.label}" for each, n in counts.items()])


def _print_results(library: Library, found: Trends) -> None:
    failing = [step for step in found.steps if step.missed]
    _list(
        "צעדים שנכשלים",
        (
            f"{step.step}\tבוצע {step.counts[Outcome.DONE]} מתוך {step.relevant}\t{name_of(library, 'step', step.step)}"
            for step in failing
        ),
    )
    for course in (Course.WORSE, Course.BETTER):
        turned = (step for step in found.steps if step.courses[course])
        _list(course.label, (f"{step.step}\t{name_of(library, 'step', step.step)}" for step in turned))
    late = [times for times in found.times if times.on_time < len(times.readings)]
    _list(
        "מאחרים",
        (
            f"{times.drill.id}/{times.item.id}\tבזמן {times.on_time} מתוך {len(times.readings)}, יעד {times.item.within_minutes}"
            f"\t{Line(times.item, library.steps[times.item.step]).text}"
            for times in late
        ),
    )
    _list(
        "מגזרים שהוזמנו ולא הגיעו",
        (
            f"{one.sector}\tהגיע ל־{one.came} מתוך {one.invited}\t{name_of(library, 'sector', one.sector)}"
            for one in found.sectors
            if one.missed
        ),
    )
    low = [one for one in found.objectives if one.low_share]
    _list(
        "מטרות שדורגו M או U",
        (f"{one.drill.id}/{one.objective.id}\t{' '.join(one.ratings)}\t{one.objective.what}" for one in low),
    )
    _list("מטרות שעוד לא דורגו", (f"{one.drill.id}/{one.objective.id}\t{one.objective.what}" for one in found.unrated))


def _list(title: str, lines: Iterable[str]) -> None:
    """Nothing for an empty list."""
    told = list(lines)
    if told:
        _headed(f"{title}: {len(told)}", told[:MOST])
    if len(told) > MOST:
        click.echo(f"ועוד {len(told) - MOST}. הכול ב־\u200e--json")


def _headed(title: str, lines: Iterable[str]) -> None:
    click.echo(click.style(f"\n{title}", bold=True))
    for line in lines:
        click.echo(line)


def _scenarios(library: Library, row: UnitRow) -> Iterable[str]:
    for id_, drilled in row.by_scenario.items():
        when = f", {drilled.day.isoformat()}" if drilled.day else ""
        yield f"{id_}\t{drilled.recency.label}{when}\t{name_of(library, 'scenario', id_)}"


def _without_drill(library: Library, found: Trends) -> list[str]:
    covered = step_coverage(library, drills_of_steps(library), found)
    return [step.ref for steps in covered.values() for step in steps if step.state is Exercised.NO_DRILL]


# --- JSON ------------------------------------------------------------------------------------------------------------


def _as_json(library: Library, found: Trends, rows: tuple[UnitRow, ...]) -> dict[str, object]:
    return {
        "drills": found.drills,
        "events": found.events,
        "unplaced": found.unplaced,
        "steps": [{"step": step.step, **_named(step.counts), **_named(step.courses)} for step in found.steps],
        "times": [
            {
                "drill": times.drill.id,
                "item": times.item.id,
                "target": times.item.within_minutes,
                "minutes": [reading.minute for reading in times.readings],
                "on_time": times.on_time,
                "unknown": times.unknown,
            }
            for times in found.times
        ],
        "sectors": [
            {"sector": one.sector, "invited": one.invited, "came": one.came, "uninvited": one.uninvited}
            for one in found.sectors
        ],
        "objectives": [
            {"drill": one.drill.id, "objective": one.objective.id, "ratings": list(one.ratings)}
            for one in (*found.objectives, *found.unrated)
        ],
        "results": [
            {
                "municipality": point.held.municipality.id,
                "result": point.held.result.id,
                "drill": id_,
                "held_on": point.held.result.held_on.isoformat(),
                "event": point.held.is_event,
                "done": point.score.done,
                "partly": point.score.partly,
                "relevant": point.score.relevant,
                "on_time": point.timeliness.on_time,
                "timed": point.timeliness.timed,
            }
            for id_, points in found.points.items()
            for point in points
        ],
        "municipalities": [
            {
                "municipality": row.municipality.id,
                "last_drill": _day(row.all.day),
                "last_event": _day(row.event),
                "recency": row.all.recency.value,
                "scenarios": {id_: _day(one.day) for id_, one in row.by_scenario.items()},
            }
            for row in rows
        ],
        "steps_without_drill": _without_drill(library, found),
    }


def _named(counts: Mapping[Outcome, int] | Mapping[Course, int]) -> dict[str, int]:
    return {each.value: count for each, count in counts.items()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
