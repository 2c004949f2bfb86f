"""`kb due`."""

import json
from datetime import date, timedelta
from pathlib import Path

import click

from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.root import root_option
from kb_tools.insight.dues import Due, dues, national, never_reviewed
from kb_tools.library import current_day
from kb_tools.model.library import Library
from kb_tools.views.dates import gregorian
from kb_tools.views.dues import headline_of, place_of, title_of
from kb_tools.views.names import name_of

WITHIN = 90


@click.command("due")
@click.option("--role", metavar="ID", help="רק מה שבאחריות התפקיד")
@click.option("--municipality", metavar="ID", help="רק של הרשות; כך רואים גם את של רשות דוגמה")
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(0, 36_500),
    default=WITHIN,
    show_default=True,
    help="כמה ימים קדימה; מה שבאיחור מוצג תמיד",
)
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(role: str | None, municipality: str | None, within: int, as_json: bool, root: Path) -> None:
    """מה לעשות ומתי: קודם מה שבאיחור, ואחריו מה שקרוב.

    בדיקות תקופתיות, תוקפים, מהלכים של לקחים ושל תכניות, משימות של הפורום והישיבה הבאה שלו,
    פעולות מתקנות מתחקירים, תרגילים שנקבעו והצעות תיקון שמחכות לתשובה. קוד היציאה: 0.
    """
    library, _ = readable_library(root)
    if role is not None:
        check_id(role, library.roles, "תפקיד")
    if municipality is not None:
        check_id(municipality, library.municipalities, library.settings.unit.short)
    today = current_day()
    last = today + timedelta(days=within)
    asked = [due for due in dues(library) if municipality == due.unit] if municipality else national(dues(library))
    found = [due for due in asked if due.due <= last and role in (None, due.owner)]
    if as_json:
        click.echo(json.dumps([_as_json(library, due, today) for due in found], ensure_ascii=False, indent=1))
        return
    late = [due for due in found if due.is_overdue(today)]
    _print(library, f"באיחור: {len(late)}", late)
    _print(library, f"עד {gregorian(last)}: {len(found) - len(late)}", found[len(late) :])
    waiting = 0 if role or municipality else len(never_reviewed(library))
    if waiting:
        click.echo(f"\nעוד לא נבדקו, ולכן אין להם מועד: {waiting}")


def _print(library: Library, title: str, found: list[Due]) -> None:
    click.echo(click.style(title, bold=True))
    for due in found:
        headline, about = headline_of(library, due), title_of(library, due)
        click.echo(f"{due.due.isoformat()}  {headline}")
        unit = name_of(library, "municipality", due.unit) if due.unit else ""
        parts = (due.duty.label, about, unit, f"{name_of(library, 'role', due.owner)} ({due.owner})")
        click.echo("            " + " · ".join(dict.fromkeys(part for part in parts if part and part != headline)))


def _as_json(library: Library, due: Due, today: date) -> dict[str, object]:
    return {
        "due": due.due.isoformat(),
        "overdue": due.is_overdue(today),
        "duty": due.duty.value,
        "what": headline_of(library, due),
        "about": title_of(library, due),
        "kind": due.key[0],
        "id": due.key[1],
        "owner": due.owner,
        "municipality": due.unit or None,
        "example": due.is_example,
        "address": place_of(library, due),
    }
