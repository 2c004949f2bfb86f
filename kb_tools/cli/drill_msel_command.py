"""`kb drill msel`."""

import re
import sys
from datetime import date
from pathlib import Path

import click

from kb_tools.cli.drill_results import bytes_of, print_reasons
from kb_tools.cli.find import check_id
from kb_tools.cli.output import outside_content, write_out
from kb_tools.cli.root import checked_library, root_option
from kb_tools.content.injects import DrillUnfitError, Written, with_injects
from kb_tools.content.text import Mistake, printable
from kb_tools.intake.cell_words import clock_of
from kb_tools.intake.msel import Listed, read_msel
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.intake.spreadsheet import read_grids
from kb_tools.library import current_day
from kb_tools.model.drill import Drill
from kb_tools.model.library import Library
from kb_tools.views.msel import HEADINGS, LANGUAGES, msel_csv, msel_workbook

SUFFIXES = (".xlsx", ".csv")
SITE = "site"
"""Where `kb build` builds, unless it is told otherwise."""


@click.command("msel")
@click.argument("drill", metavar="ID")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="לכתוב את הרשימה: קובץ xlsx או csv")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="לקלוט רשימה אל התרגיל: קובץ xlsx או csv",
)
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default="he", show_default=True, help="שפת הכותרות של --out"
)
@click.option("--began", metavar="HH:MM", help="שעת ההתחלה, כשבקובץ כתובות שעות ביום (08:55) ולא דקות מההתחלה")
@click.option("--replace", is_flag=True, help="לשנות הזרמות קיימות בלי לשאול")
@root_option
def command(
    drill: str, out: Path | None, source: Path | None, language: str, began: str | None, replace: bool, root: Path
) -> None:
    """ההזרמות של תרגיל כרשימת אירועים (MSEL): לייצא לגיליון, או לקלוט מגיליון.

    העמודות הן של HSEEP, בעברית או באנגלית. הרשימה היא למנחים בלבד, וכך כתוב בראשה.
    בקליטה השורות מזוהות לפי מספר האירוע: חדשות נוספות, קיימות משתנות רק באישור, ומה שאינו בקובץ נשאר.
    כל השגיאות נאמרות יחד, עם השורה והעמודה, ואז דבר אינו נכתב.

    קוד היציאה: 0 הצליח או שאין מה לשנות, 1 יש שגיאות או שינויים שלא אושרו, 2 שימוש שגוי.
    """
    if (out is None) == (source is None):
        raise click.UsageError("ציינו \u200e--out כדי לייצא, או \u200e--from כדי לקלוט")
    library = checked_library(root)
    check_id(drill, library.drills, "תרגיל")
    if out is not None:
        _export(root, library, library.drills[drill], out, language)
    if source is not None:
        _import(root, library, library.drills[drill], source, _minute_of_day(began), replace=replace)


def _minute_of_day(began: str | None) -> int | None:
    minute = clock_of(began) if began else None
    if began and minute is None:
        raise click.UsageError(f"\u200e--began היא שעה ביום כמו 08:30 (נמצא ״{printable(began)}״)")
    return minute


# --- out -------------------------------------------------------------------------------------------------------------


def _export(root: Path, library: Library, drill: Drill, out: Path, language: str) -> None:
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise click.UsageError(f"הקובץ {out} צריך להיות {' או '.join(SUFFIXES)}")
    target = outside_content(root, library.settings, out)
    if target.is_relative_to((root / SITE).resolve()):
        raise click.ClickException(f"התיקייה {SITE} מתפרסמת, והרשימה היא למנחים בלבד: בחרו מקום אחר ב־\u200e--out")
    data = msel_csv(drill, language) if suffix == ".csv" else msel_workbook(drill, language, current_day())
    write_out({target: data})
    click.echo(f"נכתב: {out}, {len(drill.injects)} הזרמות. למנחים בלבד: אל תשתפו אותו עם מי שמתרגלים")


# --- in --------------------------------------------------------------------------------------------------------------


def _import(root: Path, library: Library, drill: Drill, source: Path, began: int | None, *, replace: bool) -> None:
    today = current_day()
    try:
        listed = read_msel(read_grids(bytes_of(source)), drill, began)
        written = None if listed.is_empty else _written(root, library, drill, listed, today)
    except Refused as refused:
        print_reasons(printable(source.name), refused.reasons)
        raise SystemExit(1) from None
    for notice in listed.notices:
        click.echo(f"לתשומת לב: {notice}")
    if listed.absent:
        click.echo(f"אינן בקובץ, ונשארו כפי שהן: {', '.join(map(str, listed.absent))}")
    if written is None:
        click.echo("אין מה לשנות: הקובץ אומר מה שהתרגיל אומר")
        return
    if listed.changed and not replace:
        _ask(listed)
    try:
        written.write(root)
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב את {written.path}: {error.strerror}") from None
    click.echo(f"נוספו: {len(listed.added)}, השתנו: {len(listed.changed)}. נכתב: {written.path}")


def _written(root: Path, library: Library, drill: Drill, listed: Listed, today: date) -> Written:
    """The drill's file as it would be. Raises Refused when `kb check` would not pass it, by the rows of the list."""
    path = library.file_of("drill", drill.id)
    injects = listed.injects(drill)
    changes = {each.after.number: each.fields for each in listed.changed}
    try:
        written = with_injects(root, library, drill, changes, injects, today)
    except DrillUnfitError:
        raise click.ClickException(f"אי אפשר לשנות הזרמות בקובץ {path}: כתבו בו כל שדה בשורה שלו") from None
    except (OSError, Mistake):
        raise click.ClickException(f"אי אפשר לקרוא את {path}: הוא השתנה בזמן הפקודה. הריצו שוב") from None
    reasons = [
        Reason(
            each.code, each.message, each.hint, _place(listed, [inject.number for inject in injects], each.place.field)
        )
        for each in written.problems
        if each.level == "error"
    ]
    if reasons:
        raise Refused(*reasons)
    return written


def _place(listed: Listed, numbers: list[int], field: str) -> str:
    """`injects[3].minute` → where the row of that inject stands; of what no row says, the field itself."""
    found = re.match(r"injects\[([0-9]+)\](?:\.([a-z]+))?", field)
    return (listed.place(numbers[int(found[1])], found[2] or "number") if found else "") or field


def _ask(listed: Listed) -> None:
    """Shows what would change in injects that are there; goes on only when a person says so."""
    labels = {heading.field: heading.he for heading in HEADINGS}
    click.echo(f"משתנות הזרמות קיימות: {len(listed.changed)}")
    for each in listed.changed:
        for name in each.fields:
            before, after = (_short(getattr(inject, name)) for inject in (each.before, each.after))
            click.echo(f"  הזרמה {each.after.number}, {labels[name]}: ״{before}״ ← יהיה ״{after}״")
    if not is_terminal():
        click.echo("דבר לא נכתב. כדי לשנות אותן: \u200e--replace", err=True)
        raise SystemExit(1)
    if not click.confirm("לשנות אותן?"):
        click.echo("דבר לא נכתב")
        raise SystemExit(1)


def is_terminal() -> bool:
    return sys.stdin.isatty()


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:79]}…"
