"""`kb uptake`."""

import json
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.root import checked_library, root_option
from kb_tools.insight.overview import Insights
from kb_tools.insight.uptake import Reply, Tally, Uptake
from kb_tools.library import current_day
from kb_tools.model.library import Library
from kb_tools.views.names import name_of


@click.command("uptake")
@click.option("--lesson", metavar="ID", help="כל מי שהלקח נוגע לו: מה השיב, או שטרם נרשמה תשובה")
@click.option("--municipality", metavar="ID", help="כל הלקחים שנוגעים לרשות הזו")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(lesson: str | None, municipality: str | None, as_json: bool, root: Path) -> None:
    """קליטת לקחים: מה השיבה כל רשות על כל לקח שנוגע לה, מי שותקת, ומה עבר המועד שלו.

    בלי אפשרויות: שורה לכל לקח. רשויות לדוגמה אינן נספרות; ב־\u200e--lesson הן מסומנות.

    קוד היציאה: 0 גם כשיש שתיקה אחרי המועד, 1 יש בעיות בתוכן, 2 שימוש שגוי.
    """
    library = checked_library(root)
    if lesson is not None:
        check_id(lesson, library.lessons, "לקח")
    if municipality is not None:
        check_id(municipality, library.municipalities, "רשות")
    uptake = Insights(library, current_day()).uptake
    if lesson is None and municipality is None:
        _print_tallies(uptake.tallies(), as_json=as_json)
    else:
        _print_replies(library, _replies(uptake, library, lesson, municipality), as_json=as_json)


def _replies(uptake: Uptake, library: Library, lesson: str | None, municipality: str | None) -> list[Reply]:
    if municipality is not None:
        replies = uptake.of_unit(library.municipalities[municipality])
        return [reply for reply in replies if lesson in (None, reply.lesson.id)]
    found = library.lessons[lesson or ""]
    sides = (uptake.answered, uptake.silent)
    return [reply for examples in (False, True) for side in sides for reply in side(found, examples=examples)]


# --- lessons ---------------------------------------------------------------------------------------------------------


def _print_tallies(tallies: tuple[Tally, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_of_tally(tally) for tally in tallies], ensure_ascii=False, indent=1))
        return
    for tally in tallies:
        click.echo(f"{click.style(tally.lesson.id, bold=True)} · {tally.lesson.title}")
        counts = " · ".join(f"{decision.label} {count}" for decision, count in tally.answered.items())
        click.echo(f"    נשאלו {tally.asked} · {counts} · טרם נרשמה תשובה {tally.silent} · {_until(tally)}")
    if not tallies:
        click.echo("אין לקח שמחכה לתשובות")


def _until(tally: Tally) -> str:
    day = tally.lesson.uptake_by
    return "לא נקבע מועד" if day is None else f"עד {day.isoformat()}{' (המועד עבר)' if tally.is_past else ''}"


def _of_tally(tally: Tally) -> dict[str, Any]:
    day = tally.lesson.uptake_by
    return {
        "lesson": tally.lesson.id,
        "title": tally.lesson.title,
        "traits": list(tally.lesson.traits),
        "uptake_by": day.isoformat() if day else None,
        "asked": tally.asked,
        **{decision.value: count for decision, count in tally.answered.items()},
        "silent": tally.silent,
        "late": tally.late,
    }


# --- replies ---------------------------------------------------------------------------------------------------------


def _print_replies(library: Library, replies: list[Reply], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_of_reply(reply) for reply in replies], ensure_ascii=False, indent=1))
        return
    for reply in replies:
        unit, answer = reply.municipality, reply.answer
        example = " (דוגמה)" if unit.profile.example else ""
        click.echo(f"{click.style(f'{unit.id} {reply.lesson.id}', bold=True)} · {unit.profile.name}{example}")
        unasked = "" if reply.asked else " (השיבו בלי שנשאלו)"
        click.echo(f"    {reply.state.label}{unasked}{f': {answer.because}' if answer and answer.because else ''}")
        if answer:
            owner = name_of(library, "role", answer.owner)
            click.echo(f"    הוחלט {answer.decided_on.isoformat()} · באחריות {owner}")
    if not replies:
        click.echo("אין מי שנשאל, ואין תשובות")


def _of_reply(reply: Reply) -> dict[str, Any]:
    answer = reply.answer.model_dump(mode="json", exclude_unset=True) if reply.answer else None
    return {
        "municipality": reply.municipality.id,
        "name": reply.municipality.profile.name,
        "example": reply.municipality.profile.example,
        "lesson": reply.lesson.id,
        "state": reply.state.value,
        "asked": reply.asked,
        "answer": answer,
    }
