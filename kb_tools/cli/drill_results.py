"""What the commands share that take files of a drill in: what came is read, and what is wrong with it told.

A result is checked, compared with what is here, written, and told of.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.report import print_text
from kb_tools.content.atomic import write_all
from kb_tools.content.drafts import Draft, file_path, problems_of, write
from kb_tools.content.record_text import record_text
from kb_tools.content.scaffold import DraftError
from kb_tools.content.versions import values_said
from kb_tools.history.repository import GitError, Repository
from kb_tools.intake.bring_back import Brought, Former
from kb_tools.intake.cell_words import day_of
from kb_tools.intake.former_drill import former_drill
from kb_tools.intake.refusal import Reason
from kb_tools.intake.same_result import Difference, NotEditableError, differences, results_like, with_new
from kb_tools.intake.spreadsheet import LARGEST_FILE
from kb_tools.library import current_day
from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.views.asked import Asked

KIND = KINDS_BY_NAME["result"]
NEW, OLD = "new", "old"
_LONGEST_ID = 64


def former_at(root: Path, settings: Settings) -> Former:
    """Asks the history of the knowledge base what a drill was at a revision."""

    def former(revision: str, drill: str) -> Asked | None:
        try:
            return former_drill(Repository.at(root), settings, revision, drill)
        except GitError:  # no repository at all
            return None

    return former


def bytes_of(file: Path) -> bytes:
    """What came; of a file that is too large enough to say so."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise click.ClickException(f"אי אפשר לקרוא את {file}: {error.strerror}") from None


def typed_day(text: str) -> date:
    """The day of a drill as somebody typed it; a message where it is none, or has not come yet."""
    day = day_of(text)
    if day is None:
        raise click.UsageError(f"״{text}״ אינו תאריך. כתבו יום, חודש ושנה: 27.10.2026")
    if day > current_day():
        raise click.UsageError(f"התאריך {day.isoformat()} עוד לא הגיע")
    return day


def print_reasons(file: str, reasons: Iterable[Reason]) -> None:
    """Every reason with its place, as it is in the file that came; then that nothing was written."""
    count = 0
    for count, reason in enumerate(reasons, 1):  # noqa: B007 - the last number is how many there were
        where = f"{file}: {reason.field}: " if reason.field else f"{file}: "
        click.echo(f"{where}{reason.message} [{reason.code}]", err=True)
        if reason.hint:
            click.echo(f"    {reason.hint}", err=True)
    click.echo(f"{'שגיאה אחת' if count == 1 else f'{count} שגיאות'}; דבר לא נכתב", err=True)


def keep(root: Path, library: Library, brought: Brought, take: str | None, today: date) -> None:
    """Write the result, or what is new in it. Exits with 1 when it cannot be: then nothing was written."""
    here = results_like(library, brought.municipality, brought.drill, brought.held_on)
    said = [(document, _said(root, document.path)) for document in here]
    same = next((document for document, old in said if not differences(old, brought.values)), None)
    if same:
        click.echo(f"התוצאה הזו כבר כאן, ודבר לא השתנה: {same.path}")
        return
    if len(here) > 1:
        paths = ", ".join(document.path for document in here)
        raise click.ClickException(f"לתרגיל הזה באותה רשות ובאותו יום יש כאן כמה קבצים: {paths}. אחדו אותם לפני הייבוא")
    if here:
        _put_into(root, library, here[0], brought, take, today)
    else:
        _write_new(root, library, brought, today)
    _tell(brought)


# --- a new one -------------------------------------------------------------------------------------------------------


def _write_new(root: Path, library: Library, brought: Brought, today: date) -> None:
    id_ = _free_id(root, library, brought)
    captures = {"municipality": brought.municipality, KIND.thing: id_}
    path = file_path(library.settings, KIND, captures)
    values = {"id": id_, **brought.values}
    new = Draft(path, record_text(path, KIND, values), KIND, captures, values)
    _refuse_unsound(library, new, today)
    try:
        write(root, new)
    except (DraftError, OSError) as error:
        raise click.ClickException(f"אי אפשר לכתוב את {path}: {error}") from None
    click.echo(f"נכתב {path}")
    click.echo(f"לתחקיר ולטיוטות של לקחים: kb drill review {brought.municipality}/{id_}")


def _free_id(root: Path, library: Library, brought: Brought) -> str:
    """`drill-2026-10-27`; with a number behind it where a result of something else has that name."""
    for number in range(1, 100):
        suffix = f"-{brought.held_on}" + (f"-{number}" if number > 1 else "")
        id_ = brought.drill[: _LONGEST_ID - len(suffix)].rstrip("-") + suffix
        captures = {"municipality": brought.municipality, KIND.thing: id_}
        if not (root / file_path(library.settings, KIND, captures)).exists():
            return id_
    raise click.ClickException(f"יש כאן יותר מדי קבצים של {brought.drill} ב־{brought.held_on}")


def _refuse_unsound(library: Library, new: Draft, today: date) -> None:
    problems = [problem for problem in problems_of(library, new, today) if problem.level == "error"]
    if problems:
        print_text(problems)
        click.echo("דבר לא נכתב", err=True)
        raise SystemExit(1)


# --- one that is here already ----------------------------------------------------------------------------------------


def _put_into(root: Path, library: Library, old: Document, brought: Brought, take: str | None, today: date) -> None:
    text = (root / old.path).read_bytes().decode("utf-8")
    found = differences(values_said(text.encode("utf-8")) or {}, brought.values)
    click.echo(f"יש כאן תוצאה של אותו תרגיל, אותה רשות ואותו יום, והיא אומרת אחרת: {old.path}")
    _print_differences(found)
    if (take or _asked()) == OLD:
        click.echo("נשאר מה שכאן; דבר לא נכתב")
        raise SystemExit(0)
    try:
        edited = with_new(text, old.path, brought.values)
    except NotEditableError:
        raise click.ClickException(f"אי אפשר לשנות תשובות בודדות ב־{old.path}: שנו בו ביד את מה שרשום כאן") from None
    others = assemble(
        library.settings,
        tuple(each for each in library.documents if each.path != old.path),
        library.pages,
        library.prose,
    )
    values = values_said(edited.encode("utf-8")) or {}
    _refuse_unsound(others, Draft(old.path, edited, KIND, old.captures, values), today)
    try:
        write_all({root / old.path: edited})
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב את {old.path}: {error.strerror}") from None
    click.echo(f"עודכן {old.path}: נלקחו התשובות החדשות, ומה שרק הוא אומר נשאר")


def _said(root: Path, path: str) -> Mapping[str, Any]:
    return values_said((root / path).read_bytes()) or {}


def _print_differences(found: Iterable[Difference]) -> None:
    for difference in found:
        of = f"{difference.of} · " if difference.of else ""
        click.echo(f"    {of}{difference.label}: כאן {_shown(difference.before)}, בחדש {_shown(difference.after)}")


def _shown(text: str) -> str:
    return f"״{text}״" if text else "(אין)"


def _asked() -> str:
    """What whoever sits at the terminal decides; nobody there, nothing is decided."""
    if not is_somebody_there():
        click.echo("מה לקחת? ציינו \u200e--take new (החדש) או \u200e--take old (מה שכאן). דבר לא נכתב", err=True)
        raise SystemExit(1)
    choice = click.prompt("1 להשאיר מה שכאן, 2 לקחת את החדש, 3 לעצור", type=click.IntRange(1, 3), default=3)
    if choice == 3:
        click.echo("דבר לא נכתב", err=True)
        raise SystemExit(1)
    return NEW if choice == 2 else OLD


def is_somebody_there() -> bool:
    """Whether questions can be asked."""
    return sys.stdin.isatty()


# --- telling ---------------------------------------------------------------------------------------------------------


def _tell(brought: Brought) -> None:
    """What a person should know of what was written: what is kept apart, and what is still open."""
    if not brought.is_revision_known:
        click.echo("הגרסה שבתוצאה אינה בהיסטוריה שכאן: מה שהיה אז בתרגיל לא נבדק")
    for id_, text in brought.gone:
        click.echo(f"נשמר ב־gone, כי אינו עוד בתרגיל: {id_}{f' · {text}' if text else ''}")
    if brought.unasked:
        click.echo(f"נוסף לתרגיל אחרי הגרסה הזו, ולכן לא נשאל: {', '.join(brought.unasked)}")
    if brought.unanswered:
        click.echo(f"נשאר פתוח, בלי תשובה: {', '.join(brought.unanswered)}")
