"""`kb drill record`: typing in what is on paper, one key an item."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from kb_tools.cli import drill_results
from kb_tools.cli.drill_results import former_at, keep, print_reasons, typed_day
from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.keys import one_key
from kb_tools.cli.root import root_option
from kb_tools.content.atomic import write_all
from kb_tools.content.text import printable
from kb_tools.intake.bring_back import bring_back
from kb_tools.intake.recording import BACK, HELP, OUTCOME_LETTERS, STOP, Question, Recording, questions
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.library import current_day
from kb_tools.model.drill import Outcome, Rating
from kb_tools.model.library import Library
from kb_tools.views.asked import Asked, asked_today

try:
    import readline  # a line that is being typed when somebody interrupts can be read from it
except ImportError:  # Windows
    readline = None  # type: ignore[assignment]

DRAFTS = ".cache/drill-record"
"""Below the root, in a folder that is no content and that git leaves alone."""
_HELP = (
    f"{BACK} אחורה · {STOP} לעצור ולהמשיך אחר כך · Enter בלי תשובה: לדלג, או להשאיר מה שנרשם",
    "אחרי התשובה: דקה והערה בשורה אחת, למשל ״25 המחליף לא ענה״. Enter כשאין. תפקידים ולא שמות",
)
_LABELS = {choice.value: choice.label for choices in (Outcome, Rating) for choice in choices}


class _Stopped(Exception):  # noqa: N818 - a person's wish
    """Whoever types will go on later."""


@click.command("record")
@click.argument("drill", metavar="ID")
@click.option("--for", "unit", metavar="MUNICIPALITY", help="הרשות; בלעדיה נשאלת שאלה")
@click.option("--date", "held_on", metavar="DAY", help="תאריך התרגיל, כמו 27.10.2026 או 2026-10-27; בלעדיו נשאלת שאלה")
@click.option("--revision", metavar="COMMIT", help="הגרסה שבראש הנייר: נשאלים הסעיפים שהיו בו, בסדר שלו")
@root_option
def command(drill: str, unit: str | None, held_on: str | None, revision: str | None, root: Path) -> None:
    """הקלדת תוצאות מן הנייר, סעיף אחר סעיף: מקש אחד לתשובה, ואחריו דקה והערה אם יש.

    אפשר לחזור אחורה, ולעצור בכל רגע (גם ב־Ctrl+C): מה שהוקלד נשמר, ואותה פקודה ממשיכה משם.

    קוד היציאה: 0 נכתב, או נעצר ונשמר; 1 יש מה לתקן, או שנעצר באמצע; 2 שימוש שגוי.
    """
    library, _ = readable_library(root)
    check_id(drill, library.drills, "תרגיל")
    municipality = _municipality(library, unit)
    day = _day(held_on)
    recording, draft = _begun(root, drill, municipality, day, revision)
    asked = _asked(root, library, recording)
    try:
        _interview(library, asked, recording, draft)
    except _Stopped:
        click.echo(f"נעצר, ומה שהוקלד נשמר. להמשך: {_again(recording)}")
        return
    except (KeyboardInterrupt, EOFError, click.Abort):
        click.echo(f"\nנעצר, ומה שהוקלד נשמר. להמשך: {_again(recording)}", err=True)
        raise SystemExit(1) from None
    _finish(root, library, asked, recording, current_day())
    draft.unlink(missing_ok=True)


def _again(recording: Recording) -> str:
    revision = f" --revision {recording.revision}" if recording.revision else ""
    return f"kb drill record {recording.drill} --for {recording.municipality} --date {recording.held_on}{revision}"


def _finish(root: Path, library: Library, asked: Asked, recording: Recording, today: date) -> None:
    """Write the result; what is wrong or missing leaves the draft where it is."""
    try:
        brought = bring_back(library, recording.returned(asked), former_at(root, library.settings), today)
    except Refused as refused:
        print_reasons(recording.drill, refused.reasons)
        click.echo(f"מה שהוקלד נשמר. לתיקון: {_again(recording)}", err=True)
        raise SystemExit(1) from None
    try:
        keep(root, library, brought, None, today)
    except (SystemExit, click.Abort, click.ClickException) as left:
        if not isinstance(left, SystemExit) or left.code:
            click.echo(f"מה שהוקלד נשמר. לתיקון: {_again(recording)}", err=True)
            raise


# --- whose, when and what --------------------------------------------------------------------------------------------


def _municipality(library: Library, unit: str | None) -> str:
    found = unit or click.prompt(f"מזהה ה{library.settings.unit.one}").strip()
    check_id(found, library.municipalities, library.settings.unit.one)
    return str(found)


def _day(given: str | None) -> str:
    return typed_day(given or click.prompt("תאריך התרגיל", default=current_day().isoformat())).isoformat()


def _begun(root: Path, drill: str, municipality: str, day: str, revision: str | None) -> tuple[Recording, Path]:
    """The draft that was left, or a new one, and where it is kept."""
    path = root / DRAFTS / f"{municipality}--{drill}--{day}.json"
    new = Recording(drill, municipality, day, revision or "")
    try:
        left = Recording.from_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return new, path
    if left is None or (left.drill, left.municipality, left.held_on) != (drill, municipality, day):
        aside = path.with_suffix(".damaged")
        path.replace(aside)
        click.echo(f"הטיוטה שנשמרה אינה קריאה, והיא נשמרה בצד: {aside}. מתחילים מחדש", err=True)
        return new, path
    if revision is not None and revision != left.revision:
        raise click.UsageError(
            f"יש כאן טיוטה לפי {left.revision or 'התרגיל של היום'}. המשיכו איתה: {_again(left)}, או מחקו אותה: {path}"
        )
    click.echo("ממשיכים מן הטיוטה שנשמרה")
    return left, path


def _asked(root: Path, library: Library, recording: Recording) -> Asked:
    drill = library.drills[recording.drill]
    if recording.revision:
        then = former_at(root, library.settings)(recording.revision, drill.id)
        if then is None:
            raise click.UsageError(
                f"הגרסה {recording.revision} אינה בהיסטוריה שכאן, או שאין בה התרגיל הזה. העתיקו אותה מראש הנייר"
            )
        return then
    try:
        return asked_today(library, drill, library.municipalities[recording.municipality])
    except KeyError:
        raise click.ClickException(f"התרגיל {drill.id} מפנה לצעד שאינו קיים. kb check מסביר איפה") from None


# --- asking ----------------------------------------------------------------------------------------------------------


def _interview(library: Library, asked: Asked, recording: Recording, draft: Path) -> None:
    """Ask what was not asked yet. After every key what was typed is on the disk."""
    ask = questions(asked)
    click.echo(f"{asked.title} · {library.municipalities[recording.municipality].profile.name} · {recording.held_on}")
    for line in (_keys("items"), *_HELP):
        click.echo(line)
    recording.at = min(recording.at, len(ask) - 1)
    while recording.at < len(ask):
        is_next = _ask(library, ask[recording.at], recording, draft)
        recording.at = recording.at + 1 if is_next else max(0, recording.at - 1)
        _save(draft, recording)
    # Who comes back to a draft that could not be written begins at what is open.
    recording.at = next((at for at, question in enumerate(ask) if recording.lacks(question)), len(ask) - 1)
    _save(draft, recording)


def _ask(library: Library, question: Question, recording: Recording, draft: Path) -> bool:
    """Whether to go on; False to go back."""
    if question.part == "sectors":
        return _ask_sectors(library, recording)
    if question.part == "reporter":
        return _ask_reporter(recording)
    _show(question, recording)
    while True:
        key = _key(_keys(question.part))
        if key == BACK:
            return False
        if key == STOP:
            raise _Stopped
        if not key:
            return True
        if recording.choose(question, key):
            break
        for line in _HELP if key == HELP else (f"המקש ״{key}״ אינו תשובה",):
            click.echo(line)
    _save(draft, recording)
    click.echo(f"    {_said(question, recording)}")
    return _ask_remark(question, recording, draft)


def _show(question: Question, recording: Recording) -> None:
    if question.pause:
        click.echo(f"\n== {question.pause} ==")
    elif question.part == "objectives" and question.number == 1:
        click.echo(f"\n== המטרות ==\n{_keys('objectives')}")
    owner = f" · {question.owner}" if question.owner else ""
    click.echo(f"\n{question.number}/{question.of} {question.text}{owner}")
    if said := _said(question, recording):
        click.echo(f"    נרשם: {said}")


def _said(question: Question, recording: Recording) -> str:
    answer = recording.answer_of(question)
    value = answer.get("outcome") or answer.get("rating", "")
    choice = f"{value} {_LABELS[value]}" if "rating" in answer else _LABELS.get(value, "")
    minute = f"דקה {answer['minute']}" if "minute" in answer else ""
    return " · ".join(filter(None, (choice, minute, answer.get("note", ""))))


def _ask_remark(question: Question, recording: Recording, draft: Path) -> bool:
    """A minute and a note, on one line."""
    label = "דקה והערה" if question.part == "items" else "הערה"
    while True:
        line = _line(label, lambda typed: _keep_typed(question, recording, draft, typed))
        if line == BACK:
            recording.at += 1  # back to this same one
            return False
        if line == STOP:
            recording.at += 1
            _save(draft, recording)
            raise _Stopped
        if not _tell(recording.remark(question, line)):
            if line:
                click.echo(f"    {_said(question, recording)}")
            return True


def _keep_typed(question: Question, recording: Recording, draft: Path, typed: str) -> None:
    """What stood in a line that somebody broke off: kept, unless it is what may not be kept."""
    recording.remark(question, typed, is_whole=False)
    _save(draft, recording)


def _ask_sectors(library: Library, recording: Recording) -> bool:
    sectors = list(library.sectors.values())
    click.echo("\n== מי הגיע ==")
    for number, sector in enumerate(sectors, 1):
        click.echo(f"{number} {sector.name}{' (נרשם)' if sector.id in recording.sectors else ''}")
    while True:
        line = _line("המספרים של מי שהגיעו, ברווחים")
        if line == BACK:
            return False
        if line == STOP:
            raise _Stopped
        if not line and recording.sectors:
            return True
        numbers = line.replace(",", " ").split()
        if numbers and all(number.isdecimal() and 1 <= int(number) <= len(sectors) for number in numbers):
            recording.sectors = list(dict.fromkeys(sectors[int(number) - 1].id for number in numbers))
            return True
        click.echo(f"כתבו מספרים מ־1 עד {len(sectors)}, למשל: 1 3")


def _ask_reporter(recording: Recording) -> bool:
    before = f" (נרשם: {recording.reporter})" if recording.reporter else ""
    while True:
        line = _line(f"התפקיד של מי שמקליד, לציון המקור{before}")
        if line == BACK:
            return False
        if line == STOP:
            raise _Stopped
        if not line or not _tell(recording.report(line)):
            return True


def _tell(reasons: Sequence[Reason]) -> bool:
    for reason in reasons:
        click.echo(f"{reason.message}. {reason.hint}")
    return bool(reasons)


def _keys(part: str) -> str:
    if part == "objectives":
        return " · ".join(f"{number} {rating.value} {rating.label}" for number, rating in enumerate(Rating, 1))
    return " · ".join(
        f"{number} {OUTCOME_LETTERS[outcome]} {outcome.label}" for number, outcome in enumerate(Outcome, 1)
    )


# --- the terminal ----------------------------------------------------------------------------------------------------


def _key(label: str) -> str:
    """One key, without Enter; a line where no terminal is, or one that gives no single keys. Empty for Enter."""
    if not drill_results.is_somebody_there():
        return str(click.prompt(label, default="", show_default=False, prompt_suffix=" > ")).strip()[:1]
    click.echo("> ", nl=False)
    shown = printable(one_key()).strip()
    click.echo(shown)
    return shown[:1]


def _line(label: str, broken_off: Callable[[str], None] | None = None) -> str:
    """A line. One that somebody breaks off in its middle is handed to `broken_off`, as far as it was typed."""
    try:
        return str(click.prompt(label, default="", show_default=False, prompt_suffix=" > ")).strip()
    except click.Abort:
        if broken_off and readline is not None and drill_results.is_somebody_there():
            broken_off(readline.get_line_buffer())
        raise


def _save(draft: Path, recording: Recording) -> None:
    try:
        write_all({draft: recording.as_json()})
    except OSError as error:
        raise click.ClickException(f"אי אפשר לשמור את הטיוטה ב־{draft}: {error.strerror}") from None
