"""`kb drill sheet`."""

from pathlib import Path

import click

from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.output import outside_content, write_out
from kb_tools.cli.root import root_option
from kb_tools.library import current_day
from kb_tools.model.provenance import History
from kb_tools.views.answer_sheet import TITLE, Filling, sheet_csv, sheet_rows
from kb_tools.views.answer_workbook import answer_workbook
from kb_tools.views.asked import asked_today
from kb_tools.views.sheets_drill import checklist_sheet
from kb_tools.views.site import Site

SUFFIXES = (".xlsx", ".csv")


@click.command("sheet")
@click.argument("drill", metavar="ID")
@click.option("--for", "unit", metavar="MUNICIPALITY", help="הרשות שהגיליון לה: שמה בראשו, והסעיפים בנוסח שלה")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="לאן לכתוב: קובץ xlsx או csv")
@root_option
def command(drill: str, unit: str | None, out: Path, root: Path) -> None:
    """גיליון למילוי תוצאות של תרגיל, ש־kb drill import קורא בחזרה.

    שורה לכל סעיף, לכל מטרה ולכל מגזר. התשובות נבחרות מרשימה. אפשר גם להדפיס אותו ולמלא ביד.

    קוד היציאה: 0 נכתב, 1 יש בעיות בתוכן או שאי אפשר לכתוב, 2 שימוש שגוי.
    """
    if out.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"הקובץ {out} צריך להיות {' או '.join(SUFFIXES)}")
    library, loaded = readable_library(root, ask_history=True)
    check_id(drill, library.drills, "תרגיל")
    if unit is not None:
        check_id(unit, library.municipalities, "רשות")
    target = outside_content(root, library.settings, out)
    # Faults elsewhere do not keep a forum from its sheet.
    site = Site(library, loaded.recorded.history if loaded.recorded else History(), current_day())
    try:
        sheet = _sheet(site, drill, unit, target.suffix.lower())
    except KeyError:
        raise click.ClickException(f"התרגיל {drill} מפנה לצעד שאינו קיים. kb check מסביר איפה") from None
    write_out({target: sheet})
    click.echo(f"נכתב: {out}. אחרי המילוי: kb drill import {out}")


def _sheet(site: Site, drill_id: str, unit_id: str | None, suffix: str) -> bytes:
    library = site.library
    drill = library.drills[drill_id]
    unit = library.municipalities[unit_id] if unit_id else None
    # The revision that the printed checklist has, so that both speak of the same items.
    asked = asked_today(library, drill, unit, checklist_sheet(site, drill, unit).head.revision)
    sectors = tuple((id_, sector.name) for id_, sector in library.sectors.items())
    known = Filling(unit.id, unit.profile.name) if unit else Filling()
    rows = sheet_rows(asked, sectors, known)
    return sheet_csv(rows) if suffix == ".csv" else answer_workbook(f"{TITLE}: {drill.title}", rows, site.today)
