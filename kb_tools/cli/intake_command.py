"""`kb intake`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from kb_tools.cli.repository import place, repository_options, said_in_hebrew
from kb_tools.intake.log import default_log, write
from kb_tools.intake.receive import Outcome, reception
from kb_tools.model.submission import LARGEST_SUBMISSION


@click.command("intake")
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="לאן לרשום שורה לכל הגשה; ברירת המחדל: בתיקיית המצב של המשתמש",
)
@repository_options
def command(files: tuple[Path, ...], log: Path | None, root: Path, base: str | None) -> None:
    """קליטת הצעות שנשלחו בטופס: כל הצעה תקינה נעשית ענף, וממתינה לבדיקה.

    קוד היציאה: 0 כל ההצעות נקלטו, 1 יש הצעה שלא התקבלה או לא נשלחה למאגר המרוחק, 2 שימוש שגוי.
    """
    where = place(root, base)
    done: list[Outcome] = []
    with said_in_hebrew(), reception(where.repository, where.base) as desk:
        for file in files:
            now = datetime.now().astimezone()
            outcome = desk.receive(_bytes_of(file), now)
            write(log or default_log(), [(outcome, now)])
            _print(str(file), outcome)
            done.append(outcome)
    raise SystemExit(any(outcome.state in ("refused", "kept") for outcome in done))


def _bytes_of(file: Path) -> bytes:
    """What is in the file, and one byte more than may be."""
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST_SUBMISSION + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SUBMISSION + 1)
    except OSError as error:
        raise click.UsageError(f"אי אפשר לקרוא את {file}: {error.strerror}") from None


def _print(name: str, outcome: Outcome) -> None:
    click.echo(f"{name}: {outcome.message}" + (f" ({outcome.branch})" if outcome.branch else ""))
    for reason in outcome.reasons:
        click.echo(f"    {reason.field + ': ' if reason.field else ''}{reason.message} [{reason.code}]")
        if reason.hint:
            click.echo(f"        {reason.hint}")
