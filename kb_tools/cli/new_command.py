"""`kb new`."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.report import print_text
from kb_tools.cli.root import root_option
from kb_tools.content.assignments import AssignmentError, Given, given
from kb_tools.content.drafts import Draft, draft, problems_of, refuse_existing, write
from kb_tools.content.scaffold import DraftError
from kb_tools.library import current_day, load_library
from kb_tools.model.base import ID_PATTERN
from kb_tools.model.files import KINDS_BY_NAME, FileKind
from kb_tools.model.library import Library

OWN_FILES = ("source", "scenario", "role", "lesson", "call", "correction", "playbook")
PARTS = ("needs", "actors", "responses")
OF_A_MUNICIPALITY = (*PARTS, "forum", "plan", "resilience", "uptake")
BELOW_A_MUNICIPALITY = ("adaptation", "result")
KINDS = (*OWN_FILES, "drill", "municipality", *OF_A_MUNICIPALITY, *BELOW_A_MUNICIPALITY)


@click.command("new")
@click.argument("kind", metavar="KIND")
@click.argument("id_", metavar="ID")
@click.option(
    "--set",
    "assignments",
    metavar="FIELD=VALUE",
    multiple=True,
    help="ערך לשדה, במקום הדוגמה; בתוך שדה: event.name=…, ברשימה: steps.0.what=…, כמה מזהים: scenarios=a,b. אפשר לחזור על האפשרות",
)
@click.option(
    "--municipality",
    metavar="ID",
    help="הרשות שהקובץ שייך לה: ב־adaptation וב־result חובה, ב־lesson רשות; ב־needs, actors ו־responses: אז ID הוא שם של קובץ חלקי",
)
@click.option("--playbook", metavar="ID", help="ספר ההפעלה: ב־drill חובה; ב־adaptation ברירת המחדל היא הספר הראשון")
@root_option
def command(
    kind: str,
    id_: str,
    assignments: tuple[str, ...],
    municipality: str | None,
    playbook: str | None,
    root: Path,
) -> None:
    """כתיבת קובץ תוכן חדש ותקין, עם הסבר מעל כל שדה.

    \b
    KIND הוא סוג הקובץ:
      source scenario role lesson call correction playbook
      drill (עם \u200e--playbook)
      municipality (הפרופיל)
      needs actors responses forum plan resilience uptake (ID הוא מזהה הרשות)
      adaptation result (עם \u200e--municipality)
    ID הוא מזהה קבוע: אותיות אנגליות קטנות, ספרות ומקפים.

    הקובץ עובר את kb check מיד. קובץ קיים לא נדרס.
    """
    library = _library(root)
    captures = _captures(library, kind, id_, municipality, playbook)
    try:
        new = draft(
            library,
            _file_kind(kind),
            captures,
            _given(kind, assignments, municipality, playbook),
            current_day(),
        )
        refuse_existing(root, new.path)
        _refuse_unsound(library, new)
        write(root, new)
    except (AssignmentError, DraftError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"אי אפשר לכתוב את הקובץ: {error.strerror}") from None
    click.echo(f"נכתב {new.path}")


def _library(root: Path) -> Library:
    """The library as far as it can be read: a draft does not wait until everything else is in order."""
    loaded = load_library(root, current_day())
    if loaded.library is None:
        print_text(loaded.problems)
        raise SystemExit(1)
    return loaded.library


def _file_kind(kind: str) -> FileKind:
    return KINDS_BY_NAME["profile" if kind == "municipality" else kind]


def _refuse_unsound(library: Library, new: Draft) -> None:
    problems = problems_of(library, new, current_day())
    if problems:
        print_text(problems)
    if any(problem.level == "error" for problem in problems):
        raise click.UsageError(f"הקובץ {new.path} לא נכתב")


# --- where it goes ---------------------------------------------------------------------------------------------------


def _captures(
    library: Library, kind: str, id_: str, municipality: str | None, playbook: str | None
) -> Mapping[str, str]:
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1, 0.5)
        raise click.UsageError(
            f"אין סוג קובץ ״{kind}״. " + (f"אולי {near[0]}?" if near else f"הסוגים: {', '.join(KINDS)}")
        )
    if not re.fullmatch(ID_PATTERN, id_):
        raise click.UsageError(
            f"המזהה ״{id_}״ אינו תקין: אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים; מתחיל באות או בספרה"
        )
    if playbook is not None:
        _refuse_option(kind, "playbook", ("drill", "adaptation"))
        check_id(playbook, library.playbooks, "ספר הפעלה")
    if municipality is not None:
        _refuse_option(kind, "municipality", (*BELOW_A_MUNICIPALITY, *PARTS, "lesson"))
        check_id(municipality, library.municipalities, "רשות")
    if kind == "drill":
        return {"playbook": _required(playbook, "playbook", kind), "drill": id_}
    if kind in BELOW_A_MUNICIPALITY:
        return {"municipality": _required(municipality, "municipality", kind), kind: id_}
    if kind in OF_A_MUNICIPALITY:
        return _of_a_municipality(library, id_, municipality)
    return {kind: id_}


def _of_a_municipality(library: Library, id_: str, municipality: str | None) -> Mapping[str, str]:
    if municipality is not None:
        return {"municipality": municipality, "part": id_}
    check_id(id_, library.municipalities, "רשות")
    return {"municipality": id_}


def _refuse_option(kind: str, option: str, kinds: tuple[str, ...]) -> None:
    if kind not in kinds:
        raise click.UsageError(f"\u200e--{option} אינו מתאים ל־{kind}; הוא שייך ל־{', '.join(kinds)}")


def _required(value: str | None, option: str, kind: str) -> str:
    if value is None:
        raise click.UsageError(f"ל־{kind} צריך לציין \u200e--{option} ID")
    return value


# --- what it says ----------------------------------------------------------------------------------------------------


def _given(kind: str, assignments: tuple[str, ...], municipality: str | None, playbook: str | None) -> Given:
    named: Given = {}
    if kind == "lesson" and municipality:
        named["municipality"] = municipality
    if kind == "adaptation" and playbook:
        named["playbook"] = playbook
    chosen = given(_file_kind(kind).model, assignments)
    if "id" in chosen:
        raise click.UsageError("המזהה נקבע לפי ID ואינו ניתן לשינוי ב־\u200e--set")
    return {**named, **chosen}
