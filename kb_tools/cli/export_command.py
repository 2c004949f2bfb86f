"""`kb export`."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from kb_tools.cli.output import outside_content, write_out
from kb_tools.cli.report import print_text
from kb_tools.cli.root import root_option
from kb_tools.library import current_day, load_site
from kb_tools.views import exports, records
from kb_tools.views.site import Site
from kb_tools.views.workbook import UnfitError

FORMATS = ("csv", "xlsx", "json")


@click.command("export", epilog=f"KIND: {' '.join(records.kinds())}")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), required=True, help="csv לתוכנות, xlsx לאקסל, json לתוכניות"
)
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="רק סוג זה, או טבלה אחת שבתוכו (municipality.figures); אפשר לחזור עליה. ברירת המחדל: הכול",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="לאן לכתוב. ב־csv: תיקייה, קובץ zip, או קובץ csv לטבלה אחת. בלעדיה: אל הפלט, ל־json ולטבלת csv אחת",
)
@click.option(
    "--facilitators", "whole", is_flag=True, help="גם מה שרק מנחי תרגיל רשאים לקרוא: ההזרמות והתגובות המצופות"
)
@root_option
def command(format_: str, kinds: tuple[str, ...], out: Path | None, whole: bool, root: Path) -> None:
    """כל התוכן כטבלאות לגיליון אלקטרוני, או כמסמך JSON אחד.

    טבלה לכל סוג, וטבלה לכל רשימה שבתוכו. קובץ קיים מוחלף רק כשהחדש שלם. בתוך תיקיות התוכן אין כותבים.

    קוד היציאה: 1 גם כשאי אפשר לכתוב.
    """
    _refuse_mismatch(format_, kinds, out)
    site = _site(root)
    _refuse_unknown(site, format_, kinds)
    target = None if out is None else outside_content(root, site.library.settings, out)
    files = _files(site, format_, kinds, target, whole)
    if target is None:
        click.echo(next(iter(files.values())), nl=False)
        return
    write_out(files)
    click.echo(f"נכתב: {out}" if len(files) == 1 else f"נכתבו {len(files)} קבצים אל {out}")


# --- what was asked for ----------------------------------------------------------------------------------------------


def _refuse_mismatch(format_: str, kinds: Sequence[str], out: Path | None) -> None:
    """Whether the place suits the format, told before the content is read."""
    if out is None:
        if format_ == "xlsx" or (format_ == "csv" and len(kinds) != 1):
            raise click.UsageError("ציינו לאן לכתוב: \u200e--out. אל הפלט אפשר json, או csv של סוג אחד (\u200e--kind)")
        return
    suffix = out.suffix.lower()
    fitting = {"csv": ("", ".csv", ".zip"), "xlsx": (".xlsx",), "json": (".json",)}[format_]
    if suffix not in fitting and not (format_ == "csv" and out.is_dir()):
        wanted = " או ".join(filter(None, fitting)) + (", או תיקייה" if format_ == "csv" else "")
        raise click.UsageError(f"הקובץ {out} אינו מתאים לתבנית {format_}: צריך להיות {wanted}")
    if suffix == ".csv" and len(kinds) != 1:
        raise click.UsageError("בקובץ csv יש מקום לטבלה אחת: ציינו \u200e--kind אחד, או תיקייה או zip ב־\u200e--out")


def _refuse_unknown(site: Site, format_: str, kinds: Sequence[str]) -> None:
    known = records.kinds() if format_ == "json" else exports.names(site)
    for kind in kinds:
        if kind not in known:
            near = get_close_matches(kind, known, 1, 0.5)
            raise click.UsageError(
                f"אין סוג ״{kind}״. " + (f"אולי {near[0]}?" if near else f"הסוגים: {', '.join(records.kinds())}")
            )


def _site(root: Path) -> Site:
    site, problems = load_site(root, current_day())
    if site is None:
        print_text(problems)
        raise SystemExit(1)
    return site


# --- what is written -------------------------------------------------------------------------------------------------


def _files(site: Site, format_: str, kinds: Sequence[str], target: Path | None, whole: bool) -> Mapping[Path, bytes]:
    """Path → content; one file, under any path, when there is no target."""
    at = target or Path()
    if format_ == "json":
        return {at: exports.json_document(site, kinds, whole=whole)}
    found = exports.chosen_tables(site, kinds, whole=whole)
    if format_ == "xlsx":
        try:
            return {at: exports.workbook(site, found)}
        except UnfitError as unfit:
            raise click.ClickException(_no_room(unfit)) from None
    if target is None or target.suffix.lower() == ".csv":
        first, *more = found
        if more:
            click.echo(f"נכתבת הטבלה {first.id} לבדה. טבלאות שבתוכה: {', '.join(table.id for table in more)}", err=True)
        return {at: exports.csv_file(first)}
    files = exports.csv_files(found)
    return (
        {at: exports.zipped(files)} if at.suffix.lower() == ".zip" else {at / name: csv for name, csv in files.items()}
    )


def _no_room(unfit: UnfitError) -> str:
    if not unfit.column:
        return f"באקסל אין מקום ל־{unfit.row:,} שורות של הטבלה {unfit.table}. ייצאו אותה ב־\u200e--format csv"
    return (
        f"הטבלה {unfit.table}, שורה {unfit.row}, עמודה {unfit.column}: הטקסט ארוך ממה שתא באקסל מכיל. "
        "ייצאו ב־\u200e--format csv"
    )
