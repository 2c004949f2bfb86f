"""`kb review`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from kb_tools.cli.repository import place, repository_options, said_in_hebrew
from kb_tools.content.text import printable
from kb_tools.intake.comment import NotAListError, comment
from kb_tools.intake.difference import FileChange
from kb_tools.intake.proposal import Proposal
from kb_tools.intake.review import Review, ReviewError, review
from kb_tools.library import current_day


@click.group("review", invoke_without_command=True)
@repository_options
@click.pass_context
def command(ctx: click.Context, root: Path, base: str | None) -> None:
    """הצעות שממתינות לבדיקה: מה יש בהן, ומה עושים איתן.

    בלי פקודה: רשימת הענפים שממתינים, וכמה בעיות יש בכל אחד.

    קוד היציאה: 0 הצליח, 1 יש בהצעה בעיות, 2 שימוש שגוי או שאי אפשר לבצע.
    """
    ctx.obj = (root, base)
    if ctx.invoked_subcommand is None:
        with _open(ctx) as desk:
            _print_list(desk)


@command.command("show")
@click.argument("branch", metavar="BRANCH")
@click.pass_context
def show(ctx: click.Context, branch: str) -> None:
    """הצעה אחת במילים: מה חדש, מה שונה ואילו בעיות יש בה."""
    with _open(ctx) as desk:
        proposal = desk.proposal(branch)
    _print_head(proposal)
    for change in proposal.changes:
        _print_change(change)
    _print_faults(proposal)
    raise SystemExit(0 if proposal.is_sound else 1)


@command.command("approve")
@click.argument("branch", metavar="BRANCH")
@click.option("--reviewer", required=True, metavar="NAME", help="מי בדק: תפקיד. מי שכתב את ההצעה אינו מאשר אותה")
@click.pass_context
def approve(ctx: click.Context, branch: str, reviewer: str) -> None:
    """קבלת הצעה: היא ממוזגת לענף הראשי, והענף שלה נמחק.

    הצעה שיש בה בעיות אינה מתקבלת.
    """
    with _open(ctx) as desk:
        merge = desk.approve(branch, reviewer, datetime.now().astimezone())
        click.echo(f"ההצעה התקבלה לענף {desk.base} ({merge[:10]})")
        if not desk.is_here(merge):
            click.echo("היא במאגר המרוחק, ועוד לא בתיקייה הזו: git pull יביא אותה")


@command.command("return")
@click.argument("branch", metavar="BRANCH")
@click.option("--because", required=True, metavar="TEXT", help="למה, במשפט אחד; נשמר בהיסטוריה")
@click.option("--reviewer", required=True, metavar="NAME", help="מי בדק: תפקיד")
@click.pass_context
def send_back(ctx: click.Context, branch: str, because: str, reviewer: str) -> None:
    """החזרת הצעה עם סיבה: הענף עובר אל returned/, והסיבה נרשמת בו."""
    with _open(ctx) as desk:
        returned = desk.send_back(branch, reviewer, because, datetime.now().astimezone())
    click.echo(f"ההצעה הוחזרה, והיא נשמרת בענף {returned}")


@command.command("comment")
@click.argument("problems", metavar="FILE", type=click.File("rb"))
@click.option("--preview", metavar="URL", default="", help="היכן אפשר לראות את האתר כפי שיהיה")
def show_comment(problems: BinaryIO, preview: str) -> None:
    """הערה לבקשת משיכה, ב־Markdown, מן הפלט של kb check --json."""
    try:
        click.echo(comment(problems.read(), preview), nl=False)
    except NotAListError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def _open(ctx: click.Context) -> Iterator[Review]:
    root, base = ctx.obj
    where = place(root, base)
    try:
        with said_in_hebrew(), review(where.repository, where.base, current_day()) as desk:
            yield desk
    except ReviewError as error:
        raise click.UsageError(str(error)) from None


# --- what is printed -------------------------------------------------------------------------------------------------


def _print_list(desk: Review) -> None:
    proposals = list(desk.proposals())
    for proposal in proposals:
        _print_head(proposal)
        _print_faults(proposal)
    waiting = {0: "אין הצעות שממתינות לבדיקה", 1: "הצעה אחת ממתינה לבדיקה"}
    click.echo(waiting.get(len(proposals), f"{len(proposals)} הצעות ממתינות לבדיקה"))


def _print_head(proposal: Proposal) -> None:
    click.echo(click.style(proposal.branch, bold=True))
    click.echo(f"    {proposal.title}")
    who = f", מאת {proposal.submitted_by}" if proposal.submitted_by else ""
    unsent = "" if proposal.is_pushed else ". עוד לא במאגר המרוחק"
    click.echo(f"    נשלח ב־{proposal.made:%d.%m.%Y}{who}{unsent}")


def _print_change(change: FileChange) -> None:
    click.echo()
    click.echo(click.style(change.heading, bold=True))
    for field in change.fields:
        if field.before and field.after:
            click.echo(f"  {field.label}:")
            click.echo(f"    היה: {field.before}")
            click.echo(f"    עכשיו: {field.after}")
        else:
            click.echo(f"  {field.label}: {field.after or 'נמחק: ' + field.before}")
    for line in change.lines:
        click.echo(f"  {line}")


def _print_faults(proposal: Proposal) -> None:
    for problem in proposal.problems:
        place = problem.place
        field = f"{place.field}: " if place.field else ""
        click.echo(
            f"    {place.file}:{place.line} {field}{problem.message} " + click.style(f"[{problem.code}]", fg="red")
        )
    for path in proposal.conflicts:
        click.echo(f"    מתנגש עם מה שהשתנה בענף הראשי: {printable(path)}")
    for path in proposal.foreign:
        click.echo(f"    משנה קובץ שאינו תוכן: {printable(path)}")
    if proposal.is_sound:
        click.echo("    0 בעיות: התוכן תקין")
