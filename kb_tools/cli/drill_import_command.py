"""`kb drill import`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from kb_tools.cli.drill_results import NEW, OLD, bytes_of, former_at, keep, print_reasons, typed_day
from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.root import root_option
from kb_tools.content.text import printable
from kb_tools.intake.bring_back import bring_back
from kb_tools.intake.filled_sheet import read_sheet
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.intake.returned import Returned, of_submission
from kb_tools.intake.spreadsheet import read_grids
from kb_tools.intake.submission import read_submission
from kb_tools.library import current_day
from kb_tools.model.library import Library
from kb_tools.model.page import Settings
from kb_tools.model.submission import RESULT


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--for", "unit", metavar="MUNICIPALITY", help="הרשות, כשאינה כתובה בקובץ")
@click.option("--date", "held_on", metavar="DAY", help="תאריך התרגיל, כמו 27.10.2026 או 2026-10-27, כשאינו כתוב בקובץ")
@click.option(
    "--take",
    type=click.Choice([NEW, OLD]),
    help="כשיש כאן תוצאה של אותו תרגיל, רשות ויום שאומרת אחרת: לקחת את החדש או להשאיר מה שכאן; בלי האפשרות נשאלת שאלה",
)
@root_option
def command(file: Path, unit: str | None, held_on: str | None, take: str | None, root: Path) -> None:
    """תוצאות של תרגיל מקובץ אל המאגר: קובץ שעמוד ההפעלה שמר, או גיליון של kb drill sheet אחרי שמולא (xlsx או csv).

    מזהי הסעיפים קבועים, ולכן גם נייר של גרסה ישנה מתאים: מה שהוסר מן התרגיל נשמר ב־gone, ומה שנוסף נשאר פתוח.
    כל השגיאות נאמרות יחד, עם הגיליון, השורה והעמודה, ואז דבר אינו נכתב. אותו קובץ פעם שנייה אינו משנה דבר.

    קוד היציאה: 0 נכתב או שכבר היה כאן, 1 יש שגיאות או סתירה שלא הוכרעה, 2 שימוש שגוי.
    """
    library, _ = readable_library(root)
    if unit is not None:
        check_id(unit, library.municipalities, "רשות")
    today = current_day()
    day = typed_day(held_on) if held_on else None
    try:
        returned = _returned(bytes_of(file), library, today)
        former = former_at(root, library.settings)
        brought = bring_back(library, returned, former, today, unit, day)
    except Refused as refused:
        print_reasons(printable(file.name), refused.reasons)
        raise SystemExit(1) from None
    keep(root, library, brought, take, today)


def _returned(data: bytes, library: Library, today: date) -> Returned:
    """Raises Refused."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _of_browser(data, library.settings, today)
    return read_sheet(read_grids(data), _lengths(library))


def _of_browser(data: bytes, settings: Settings, today: date) -> Returned:
    submission = read_submission(data, settings, today)
    if submission.kind is not RESULT:
        hint = f"לקבלת {submission.kind.heading} יש kb intake"
        raise Refused(Reason("result-other-kind", f"זו אינה תוצאה של תרגיל, אלא {submission.kind.heading}", hint))
    return of_submission(submission)


def _lengths(library: Library) -> Mapping[str, int]:
    return {id_: drill.minutes for id_, drill in library.drills.items()}
