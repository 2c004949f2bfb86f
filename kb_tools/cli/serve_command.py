"""`kb serve`."""

from pathlib import Path

import click

from kb_tools.cli.engine import serve
from kb_tools.cli.root import checked_library, root_option


@click.command("serve")
@root_option
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="הכתובת שבה התצוגה נפתחת",
)
def command(root: Path, address: str) -> None:
    """בדיקת התוכן ותצוגה מקדימה שמתעדכנת עם כל שמירה.

    טעות בתוכן בזמן התצוגה מוצגת במסוף; אחרי התיקון התצוגה ממשיכה מעצמה. עוצרים ב־Ctrl+C.
    """
    checked_library(root)
    serve("mkdocs", root, address)
