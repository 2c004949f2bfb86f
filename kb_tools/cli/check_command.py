"""`kb check`."""

from pathlib import Path
from typing import Literal

import click

from kb_tools.cli.report import print_github, print_json, print_text
from kb_tools.cli.root import root_option
from kb_tools.library import current_day, load_library

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
def command(root: Path, form: Literal["text", "json", "github"]) -> None:
    """בדיקת כל התוכן: כל הבעיות של כל הקבצים, בפעם אחת.

    קוד היציאה: 0 אין בעיות, 1 יש בעיות, 2 שימוש שגוי.
    """
    loaded = load_library(root, current_day())
    _REPORTERS[form](loaded.problems)
    raise SystemExit(1 if loaded.errors else 0)
