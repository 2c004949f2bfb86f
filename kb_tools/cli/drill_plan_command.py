"""`kb drill plan`."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.report import print_text
from kb_tools.cli.root import root_option
from kb_tools.content.planned import Planned, PlanUnfitError, with_drills
from kb_tools.content.text import Mistake
from kb_tools.insight.programme import programme
from kb_tools.insight.programme_rules import Programme
from kb_tools.library import current_day, load_site
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import PlannedDrill
from kb_tools.views.names import name_of
from kb_tools.views.numbers import counted
from kb_tools.views.programme import as_planned, lacking_in_words
from kb_tools.views.site import Site

FURTHEST = 10
"""Years ahead."""


@click.command("plan")
@click.option("--municipality", metavar="ID", required=True, help="הרשות")
@click.option("--year", metavar="YEAR", type=int, help="השנה; ברירת המחדל: השנה הבאה")
@click.option(
    "--most", metavar="N", type=click.IntRange(1, 12), help="כמה תרגילים בשנה לכל היותר; ברירת המחדל: לפי קצב הפורום"
)
@click.option("--dry-run", is_flag=True, help="רק להציג, בלי לכתוב")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(municipality: str, year: int | None, most: int | None, dry_run: bool, as_json: bool, root: Path) -> None:
    """תכנית תרגילים לשנה: מה לתרגל, מתי ולמה, לפי מה שהרשות כבר תרגלה, מה לא הצליח ומה מחכה להוכחה.

    ההצעות נכתבות בתכנית של הרשות (plan.yml) כתרגילים מוצעים, ואנשים עורכים, מאשרים או מוחקים אותן.
    רק מוסיפים: מה שכתוב אינו משתנה, והרצה שנייה אינה מוסיפה דבר.

    קוד היציאה: 0 גם כשאין מה להוסיף, 1 יש בעיות בתוכן, 2 שימוש שגוי.
    """
    today = current_day()
    year = today.year + 1 if year is None else year
    if not today.year <= year <= today.year + FURTHEST:
        raise click.UsageError(f"השנה צריכה להיות מ־{today.year} עד {today.year + FURTHEST} (נמצא {year})")
    site = _site(root, today)
    check_id(municipality, site.library.municipalities, site.library.settings.unit.short)
    unit = site.library.municipalities[municipality]
    found = programme(site.library, unit, year, today, standings=site.insights.standings, most=most)
    drills = [as_planned(site.library, proposal) for proposal in found.proposals]
    planned = _planned(root, site.library, unit, drills, today) if drills else None
    if planned and not dry_run:
        _write(root, planned)
    if as_json:
        written = planned.path if planned and not dry_run else None
        click.echo(json.dumps(_as_json(site.library, unit, found, drills, written), ensure_ascii=False, indent=1))
        return
    _print(site.library, unit, found, drills)
    if planned:
        click.echo(f"\n{'היה נכתב' if dry_run else 'נכתב'}: {planned.path}")


def _site(root: Path, today: date) -> Site:
    site, problems = load_site(root, today)
    if site is None:
        print_text(problems)
        raise SystemExit(1)
    return site


def _planned(root: Path, library: Library, unit: Municipality, drills: list[PlannedDrill], today: date) -> Planned:
    path = unit.files.get("plan", "plan.yml")
    try:
        planned = with_drills(root, library, unit, drills, today)
    except PlanUnfitError:
        raise click.ClickException(f"אי אפשר להוסיף שורות לקובץ {path}: כתבו בו כל שדה בשורה שלו") from None
    except (OSError, Mistake):
        raise click.ClickException(f"אי אפשר לקרוא את {path}: הוא השתנה בזמן הפקודה. הריצו שוב") from None
    if any(problem.level == "error" for problem in planned.problems):
        print_text(planned.problems)
        raise SystemExit(1)
    return planned


def _write(root: Path, planned: Planned) -> None:
    try:
        planned.write(root)
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב את {planned.path}: {error.strerror}") from None


# --- telling ---------------------------------------------------------------------------------------------------------


def _print(library: Library, unit: Municipality, found: Programme, drills: list[PlannedDrill]) -> None:
    example = " (דוגמה)" if unit.profile.example else ""
    carries = counted(found.most, "תרגיל אחד", "תרגילים")
    click.echo(f"{click.style(f'{unit.profile.name}{example}, {found.year}', bold=True)} · עד {carries} בשנה")
    if found.held:
        click.echo(f"כבר נערכו השנה: {found.held}")
    _print_drills(library, "כבר בתכנית", found.standing)
    _print_drills(library, "מוצעים", drills)
    if not drills:
        full = len(found.standing) + found.held >= found.most
        click.echo("אין מה להוסיף: " + ("התכנית מלאה" if full else "אין תרגיל שיש לו סיבה ומקום"))
    if found.later:
        click.echo("מחכים לשנה אחרת: " + ", ".join(f"{drill.title} ({drill.id})" for drill in found.later))
    for lacking in found.lacking:
        click.echo(f"חסר במאגר: {lacking_in_words(library, lacking)}")
    if drills:
        click.echo("לא נבדקו: רמדאן, מועדים של דתות אחרות וימים מיוחדים אצלכם")


def _print_drills(library: Library, title: str, drills: tuple[PlannedDrill, ...] | list[PlannedDrill]) -> None:
    if drills:
        click.echo(f"{title}: {len(drills)}")
    for planned in sorted(drills, key=lambda each: each.planned_on):
        drill = library.drills.get(planned.drill)
        kind = f" · {drill.type.label}" if drill else ""
        click.echo(
            f"{planned.planned_on.isoformat()}  {name_of(library, 'drill', planned.drill)} ({planned.drill}){kind}"
        )
        click.echo(f"            מארגן: {name_of(library, 'role', planned.owner)} ({planned.owner})")
        for line in planned.why:
            click.echo(f"            {line}")


def _as_json(
    library: Library, unit: Municipality, found: Programme, drills: list[PlannedDrill], written: str | None
) -> dict[str, Any]:
    causes = [[reason.cause.value for reason in proposal.reasons] for proposal in found.proposals]
    return {
        "municipality": unit.id,
        "example": unit.profile.example,
        "year": found.year,
        "most": found.most,
        "held": found.held,
        "standing": [drill.model_dump(mode="json") for drill in found.standing],
        "proposed": [
            {**drill.model_dump(mode="json"), "causes": own} for drill, own in zip(drills, causes, strict=True)
        ],
        "later": [drill.id for drill in found.later],
        "lacking": [
            {"what": each.lack.value, "ref": each.ref, "text": lacking_in_words(library, each)}
            for each in found.lacking
        ],
        "written": written,
    }
