"""`kb drift`."""

import json
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.report import print_text
from kb_tools.cli.root import checked_library, root_option
from kb_tools.content.locate import place_of
from kb_tools.content.reviewed import NotEditableError, write_reviewed
from kb_tools.insight.drift import Drift
from kb_tools.library import current_day, load_site
from kb_tools.model.library import Library
from kb_tools.model.municipality import Adaptation
from kb_tools.model.playbook import Step
from kb_tools.model.survey import Key
from kb_tools.views.names import name_of


@click.command("drift")
@click.option("--municipality", metavar="ID", help="רק ההתאמות של הרשות הזו")
@click.option(
    "--accept",
    nargs=2,
    metavar="MUNICIPALITY/ADAPTATION STEP",
    help="לרשום שההתאמה נבדקה מול הצעד כפי שהוא היום: רק טביעת האצבע משתנה בקובץ",
)
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(municipality: str | None, accept: tuple[str, str] | None, as_json: bool, root: Path) -> None:
    """התאמות רשותיות שהצעד המשותף שלהן השתנה מאז שנבדקו.

    לכל אחת: הצעד, מול איזו טביעת אצבע נבדקה ומה היא היום, הנוסח המשותף והנוסח של הרשות.

    קוד היציאה: 0 גם כשיש מה לבדוק, 1 יש בעיות בתוכן, 2 שימוש שגוי.
    """
    if accept:
        _accept(root, *accept)
        return
    site, problems = load_site(root, current_day())
    if site is None:
        print_text(problems)
        raise SystemExit(1)
    if municipality is not None:
        check_id(municipality, site.library.municipalities, "רשות")
    found = [drift for drift in site.insights.drifts if municipality in (None, drift.municipality.id)]
    if as_json:
        click.echo(json.dumps([_as_json(root, site.library, each) for each in found], ensure_ascii=False, indent=1))
        return
    for drift in found:
        _print(root, site.library, drift)
    changes = sum(len(unit.adaptations) for unit in site.library.municipalities.values())
    click.echo(_count(len(found)) if changes else "אין התאמות במאגר")


# --- telling ---------------------------------------------------------------------------------------------------------


def _count(found: int) -> str:
    return {0: "אין מה לבדוק: כל ההתאמות נבדקו מול הצעדים של היום", 1: "שינוי אחד לבדיקה"}.get(
        found, f"{found} שינויים לבדיקה"
    )


def _print(root: Path, library: Library, drift: Drift) -> None:
    unit, change = drift.municipality, drift.change
    file, line = _place(root, library, drift)
    example = " (דוגמה)" if unit.profile.example else ""
    click.echo(f"{click.style(f'{_ref(drift)} {change.step}', bold=True)} · {unit.profile.name}{example}")
    click.echo(f"    {file}:{line}")
    click.echo(f"    {name_of(library, 'playbook', drift.adaptation.playbook)} ({drift.ref})")
    click.echo(f"    נבדק מול {change.reviewed_against}; היום {drift.step.fingerprint}")
    if drift.reviewed:
        _print_step("הצעד כשנבדק", drift.reviewed)
    _print_step("הצעד היום", drift.step)
    ours = f": {change.what}" if change.what else ""
    click.echo(f"    אצלם, {change.change.label}{ours}")
    click.echo(f"    הסיבה: {change.because}")
    click.echo(f"    אחרי שבדקתם: kb drift --accept {_ref(drift)} {change.step}")


def _print_step(label: str, step: Step) -> None:
    click.echo(f"    {label}: {step.what} · בוצע כאשר: {step.done_when}")


def _ref(drift: Drift) -> str:
    return f"{drift.municipality.id}/{drift.adaptation.id}"


def _place(root: Path, library: Library, drift: Drift) -> tuple[str, int]:
    """Where the fingerprint stands."""
    defined = library.defined[_key(drift.municipality.id, drift.adaptation)]
    index = next(index for index, change in enumerate(drift.adaptation.changes) if change is drift.change)
    place = place_of(root, defined.file, ("changes", index, "reviewed_against"))
    return place.file, place.line


def _key(municipality: str, adaptation: Adaptation) -> Key:
    return "adaptation", f"{municipality}/{adaptation.id}"


def _as_json(root: Path, library: Library, drift: Drift) -> dict[str, Any]:
    unit, change = drift.municipality, drift.change
    file, line = _place(root, library, drift)
    return {
        "municipality": unit.id,
        "name": unit.profile.name,
        "example": unit.profile.example,
        "adaptation": drift.adaptation.id,
        "playbook": drift.adaptation.playbook,
        "step": change.step,
        "file": file,
        "line": line,
        "reviewed_on": drift.adaptation.reviewed_on.isoformat(),
        "reviewed_against": change.reviewed_against,
        "fingerprint": drift.step.fingerprint,
        "change": change.model_dump(mode="json", exclude_unset=True),
        "reviewed": drift.reviewed.model_dump(mode="json", exclude_unset=True) if drift.reviewed else None,
        "base": drift.step.model_dump(mode="json", exclude_unset=True),
    }


# --- accepting -------------------------------------------------------------------------------------------------------


def _accept(root: Path, wanted: str, step: str) -> None:
    library = checked_library(root)
    check_id(wanted, library.of("adaptation"), "התאמה")
    defined = library.defined["adaptation", wanted]
    adaptation = defined.entry
    if not isinstance(adaptation, Adaptation):
        raise TypeError(f"{wanted} is no adaptation")
    step = step.removeprefix(f"{adaptation.playbook}/")
    check_id(step, dict.fromkeys(change.step for change in adaptation.changes), "שינוי בהתאמה הזו של צעד")
    fingerprint = library.steps[f"{adaptation.playbook}/{step}"].fingerprint
    try:
        changed = write_reviewed(root / defined.file, step, fingerprint)
    except NotEditableError:
        raise click.ClickException(
            f'אי אפשר לשנות שדה אחד בקובץ {defined.file}. כתבו בו ביד: reviewed_against: "{fingerprint}"'
        ) from None
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב את {defined.file}: {error.strerror}") from None
    click.echo(f"{defined.file}: {step} נבדק מול {fingerprint}" if changed else "כבר רשום שנבדק מול הצעד של היום")
