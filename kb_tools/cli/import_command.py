"""`kb import`: data that others publish → content files."""

from pathlib import Path

import click

from kb_tools.cli.root import root_option
from kb_tools.content import cbs
from kb_tools.content.atomic import PartlyWrittenError
from kb_tools.content.load import load_settings
from kb_tools.model.page import Settings


@click.group("import")
def command() -> None:
    """ייבוא נתונים שגופים אחרים מפרסמים אל קובצי התוכן."""


def _columns() -> str:
    """The columns of the table, one a line, for the help text."""
    lines = []
    for column in cbs.COLUMNS:
        origin = f" ← {column.figure}, {column.year}, {column.source}" if column.figure else ""
        lines.append(f"  {column.name}: {column.about}{' (חובה)' if column.must else ''}{origin}")
    return "\n".join(lines)


_HELP = f"""פרופילים של רשויות מטבלה (CSV): קובץ profile.yml לכל שורה.

רשות שאין לה פרופיל נוצרת. ברשות שיש לה מתעדכנים רק הנתונים שבאו מן הטבלה, לפי סוג, שנה ומקור;
שדות שנכתבו ביד, הערות וסדר השורות נשארים. תא ריק: הנתון אינו נכתב, ואם יובא בעבר הוא נמחק.
רשויות לדוגמה אינן משתנות. טבלה שיש בה שגיאה אינה מיובאת כלל: כל השגיאות מודפסות, ודבר אינו נכתב.

\b
הטבלה: UTF-8 (גם עם BOM), מופרדת בפסיקים, שורת כותרות ושורה לכל רשות. העמודות, בכל סדר:
{_columns()}

העמודות {", ".join(cbs.IGNORED)} רשאיות להיות בטבלה ואינן מיובאות.

קוד היציאה: 0 הצליח, 1 יש שגיאות בטבלה או בפרופיל, 2 שימוש שגוי.
"""


@command.command("cbs", help=_HELP, short_help="פרופילים של רשויות מטבלה של נתוני הלמ״ס ופיקוד העורף")
@click.argument("table", metavar="CSV", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="רק להציג מה היה משתנה, בלי לכתוב")
@root_option
def cbs_command(table: Path, dry_run: bool, root: Path) -> None:
    settings = _settings(root)
    _refuse_links(root, settings)
    try:
        plan = cbs.plan_import(cbs.read_table(table), root / settings.docs / "municipalities", settings.lead_role)
    except cbs.TableRefused as refused:
        _print_problems(table, refused)
        raise SystemExit(1) from None
    if not dry_run:
        _write(plan, root)
    _print_plan(plan, dry_run=dry_run)
    _print_absent_sources(root / settings.docs / "sources")


def _settings(root: Path) -> Settings:
    settings = load_settings(root)
    if settings is None:
        raise click.ClickException("אי אפשר לקרוא את kb.yml; kb check מסביר למה")
    return settings


def _refuse_links(root: Path, settings: Settings) -> None:
    """A link would take what is written out of the knowledge base, to where nobody reviews it."""
    for folder in (settings.docs, f"{settings.docs}/municipalities"):
        if (root / folder).is_symlink():
            raise click.UsageError(f"התיקייה {folder} היא קישור סמלי. העתיקו את התיקייה עצמה למקומה")


def _write(plan: cbs.Import, root: Path) -> None:
    try:
        plan.write()
    except PartlyWrittenError as partly:
        files = " ".join(str(path.relative_to(root)) for path in partly.written)
        raise click.ClickException(
            f"הכתיבה נפסקה באמצע: {partly.strerror}. נכתבו {len(partly.written)} מתוך {len(plan.texts)} קבצים: {files}. "
            "אפשר להריץ שוב: מה שנכתב לא ישתנה"
        ) from None
    except OSError as error:
        raise click.ClickException(f"הכתיבה נכשלה ודבר לא השתנה: {error.strerror} ({error.filename})") from None


def _print_problems(table: Path, refused: cbs.TableRefused) -> None:
    for problem in refused.problems:
        where = ", ".join(filter(None, (f"שורה {problem.line}" if problem.line else "", problem.column)))
        click.echo(f"{table.name}{': ' + where if where else ''}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)
    count = len(refused.problems)
    click.echo(f"{'שגיאה אחת' if count == 1 else f'{count} שגיאות'} בטבלה; דבר לא נכתב", err=True)


def _print_plan(plan: cbs.Import, *, dry_run: bool) -> None:
    words = ("ייווצרו", "יתעדכנו", "לא ישתנו") if dry_run else ("נוצרו", "עודכנו", "לא השתנו")
    for word, ids in zip(words, (plan.created, plan.updated, plan.unchanged), strict=True):
        named = ids if ids is not plan.unchanged else ()
        click.echo(f"{word}: {len(ids)}{' (' + ' '.join(named) + ')' if named else ''}")


def _print_absent_sources(folder: Path) -> None:
    absent = [source for source in cbs.SOURCES if not (folder / f"{source}.yml").is_file()]
    if absent:
        click.echo(
            f"חסרים במאגר המקורות שהנתונים נשענים עליהם: {', '.join(absent)}. הוסיפו אותם (kb new source)",
            err=True,
        )
