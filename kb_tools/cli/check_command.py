"""`kb check`."""

from pathlib import Path
from typing import Literal

import click

from kb_tools.cli.report import print_github, print_json, print_text
from kb_tools.cli.root import root_option
from kb_tools.content.locate import located
from kb_tools.library import Loaded, current_day, load_library
from kb_tools.model.library import Library
from kb_tools.model.problem import Problem
from kb_tools.model.provenance import History
from kb_tools.views.site import Site

_REPORTERS = {"text": print_text, "json": print_json, "github": print_github}


@click.command("check")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_REPORTERS)),
    default="text",
    show_default=True,
    help="צורת הפלט; github מציג כל בעיה על השורה שלה בבקשת המשיכה",
)
@click.option("--json", "form", flag_value="json", help="כמו \u200e--format json")
@click.option("--search", is_flag=True, help="לבדוק גם שהחיפוש מקיים את הציפיות; נשאל כשאין בעיות אחרות")
def command(root: Path, form: Literal["text", "json", "github"], search: bool) -> None:
    """בדיקת כל התוכן: כל הבעיות של כל הקבצים, בפעם אחת.

    קוד היציאה: 0 אין בעיות, 1 יש בעיות, 2 שימוש שגוי.
    """
    loaded = load_library(root, current_day(), ask_history=True)
    if search and loaded.library is not None and not loaded.errors:
        loaded = Loaded(loaded.library, (*loaded.problems, *_of_search(root, loaded.library)))
    _REPORTERS[form](loaded.problems)
    raise SystemExit(1 if loaded.errors else 0)


def _of_search(root: Path, library: Library) -> list[Problem]:
    from kb_tools.search.asked import unmet_expectations  # noqa: PLC0415 - a check that asks no search need not load one

    return located(root, unmet_expectations(Site(library, History(), current_day())))
