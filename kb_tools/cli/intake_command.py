"""`kb intake`."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click

from kb_tools.cli.repository import place, repository_options, said_in_hebrew
from kb_tools.cli.root import checked_library
from kb_tools.intake.desk import Desk, desk
from kb_tools.intake.forge import pull_requests
from kb_tools.intake.issue_form import form_text, is_filled_form, submission_of
from kb_tools.intake.log import default_log
from kb_tools.intake.mailbox import letters
from kb_tools.intake.receive import Outcome
from kb_tools.intake.refusal import Refused
from kb_tools.intake.serve import RateLimit, Rules, Service
from kb_tools.model.submission import LARGEST_SUBMISSION

DEFAULT_ADDRESS = "127.0.0.1:8765"


@click.command("intake")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--mailbox",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="תיבת דואר (Maildir), או תיקייה של קובצי eml: הצעות שצורפו או נכתבו בהודעות",
)
@click.option("--serve", is_flag=True, help="שרות שמקבל את הטופס של האתר, עד Ctrl+C")
@click.option("--address", metavar="HOST:PORT", default=DEFAULT_ADDRESS, show_default=True, help="הכתובת של השרות")
@click.option(
    "--origin",
    "origins",
    metavar="URL",
    multiple=True,
    help="כתובת של אתר שהטופס שלו רשאי לשלוח לשרות; אפשר לחזור עליה",
)
@click.option(
    "--rate",
    type=click.IntRange(1, 6000),
    default=60,
    show_default=True,
    help="כמה הצעות בדקה מקבל השרות; שליש מהן מכל שולח",
)
@click.option("--behind-proxy", is_flag=True, help="השרות עומד מאחורי שרת שלכם, שמציין את השולח ב־X-Forwarded-For")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="היום שבו נכתבה פנייה, כשהקובץ הוא טקסט של פנייה; ברירת המחדל: היום",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="לאן לרשום שורה לכל הצעה; ברירת המחדל: בתיקיית המצב של המשתמש",
)
@click.option(
    "--issue-form",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="לכתוב את טופס הפנייה של אתר האירוח, ולא לקלוט דבר",
)
@repository_options
def command(
    files: tuple[Path, ...],
    mailbox: Path | None,
    serve: bool,
    address: str,
    origins: tuple[str, ...],
    rate: int,
    behind_proxy: bool,
    day: datetime | None,
    log: Path | None,
    issue_form: Path | None,
    root: Path,
    base: str | None,
) -> None:
    """קליטת הצעות שנשלחו בטופס: כל הצעה תקינה נעשית ענף, וממתינה לבדיקה.

    FILE הוא הקובץ שהטופס שמר, או הטקסט של פנייה שמולאה בטופס של אתר האירוח; - הוא מה שנכנס בצינור.

    כשיש מאגר מרוחק (origin), הענף נשלח אליו, ושם יראו אותו כולם.

    קוד היציאה: 0 כל ההצעות נקלטו, 1 יש הצעה שלא התקבלה או לא נשלחה למאגר המרוחק, 2 שימוש שגוי.
    """
    if issue_form:
        issue_form.parent.mkdir(parents=True, exist_ok=True)
        issue_form.write_text(form_text(checked_library(root)), encoding="utf-8", newline="\n")
        return
    if sum((bool(files), mailbox is not None, serve)) != 1:
        raise click.UsageError("כתבו קבצים, או \u200e--mailbox, או \u200e--serve")
    where = place(root, base)
    with said_in_hebrew(), desk(where.repository, where.base, log or default_log(), pull_requests) as open_desk:
        if serve:
            _serve(open_desk, address, Rules(_sites(origins), behind_proxy, RateLimit(rate)))
            return
        done = [*_take_letters(open_desk, mailbox)] if mailbox else [*_take_files(open_desk, files, day)]
    raise SystemExit(any(outcome.state in ("refused", "kept") for outcome in done))


# --- files -----------------------------------------------------------------------------------------------------------


def _take_files(open_desk: Desk, files: tuple[Path, ...], day: datetime | None) -> Iterator[Outcome]:
    for file in files:
        now = datetime.now().astimezone()
        sent = _submission_in(_bytes_of(file), day.date() if day else now.date())
        yield _told(open_desk, str(file), sent, now)


def _submission_in(data: bytes, day: date) -> bytes | Refused:
    """The file as it is, or the submission that a filled form of the forge makes."""
    text = data.decode("utf-8", "replace")
    if text.lstrip("\ufeff \t\r\n").startswith("{") or not is_filled_form(text):
        return data
    try:
        return submission_of(text, day)
    except Refused as refused:
        return refused


def _bytes_of(file: Path) -> bytes:
    """What is in the file, and one byte more than may be."""
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST_SUBMISSION + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SUBMISSION + 1)
    except OSError as error:
        raise click.UsageError(f"אי אפשר לקרוא את {file}: {error.strerror}") from None


def _take_letters(open_desk: Desk, mailbox: Path) -> Iterator[Outcome]:
    for letter in letters(mailbox):
        now = datetime.now().astimezone()
        outcomes = [_told(open_desk, letter.name, sent, now) for sent in letter.submissions(now.date())]
        letter.settle(outcomes)
        yield from outcomes


def _told(open_desk: Desk, name: str, sent: bytes | Refused, now: datetime) -> Outcome:
    outcome = open_desk.take(sent, now)
    click.echo(f"{name}: {outcome.message}" + (f" ({outcome.branch})" if outcome.branch else ""))
    for reason in outcome.reasons:
        click.echo(f"    {reason.field + ': ' if reason.field else ''}{reason.message} [{reason.code}]")
        if reason.hint:
            click.echo(f"        {reason.hint}")
    for notice in open_desk.told():
        click.echo(f"    {notice}")
    return outcome


# --- the service -----------------------------------------------------------------------------------------------------


def _serve(open_desk: Desk, address: str, rules: Rules) -> None:
    host, _, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) < 65536):
        raise click.BadParameter(f"״{address}״ אינה כתובת. כתבו מחשב ופורט: {DEFAULT_ADDRESS}", param_hint="--address")

    def take(data: bytes, now: datetime) -> Outcome:
        outcome = open_desk.take(data, now)
        for notice in open_desk.told():
            click.echo(notice, err=True)
        return outcome

    # Opened now: a knowledge base that cannot be read is told of before anybody sends anything.
    open_desk.open(datetime.now(UTC))
    try:
        service = Service((host.strip("[]"), int(port)), take, rules, lambda text: click.echo(text, err=True))
    except OSError as error:
        raise click.BadParameter(f"אי אפשר לפתוח שרות ב־{address} ({error.strerror})", param_hint="--address") from None
    with service:
        click.echo(f"השרות מקבל הצעות ב־http://{host}:{service.server_address[1]}/")
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            click.echo("השרות נסגר")


def _sites(origins: tuple[str, ...]) -> frozenset[str]:
    """The addresses of sites as a browser names them: `https://kb.example.org`, whatever page was meant."""
    sites = set()
    for origin in origins:
        scheme, _, rest = origin.partition("://")
        if scheme not in ("http", "https") or not rest:
            raise click.BadParameter(f"״{origin}״ אינה כתובת של אתר: https://kb.example.org", param_hint="--origin")
        sites.add(f"{scheme}://{rest.partition('/')[0].lower()}")
    return frozenset(sites)
