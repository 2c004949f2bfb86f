"""`kb drill review`."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.report import print_text
from kb_tools.cli.root import root_option
from kb_tools.content.atomic import PartlyWrittenError, write_all
from kb_tools.content.drafts import Draft, draft, refuse_existing
from kb_tools.content.result_review import with_review
from kb_tools.content.reviewed import NotEditableError
from kb_tools.content.scaffold import DraftError
from kb_tools.content.unfinished import asked
from kb_tools.insight.after_action import AfterAction, after_action
from kb_tools.library import current_day, load_library
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from kb_tools.model.lookup import candidates
from kb_tools.views.numbers import counted
from kb_tools.views.review_drafts import drafted, lesson_values, review_values
from kb_tools.views.review_text import review_json, review_text

UNFINISHED = "unfinished"


@click.command("review")
@click.argument("wanted", metavar="RESULT")
@click.option("--print", "print_only", is_flag=True, help="רק להציג את התחקיר, בלי לכתוב דבר")
@click.option("--dry-run", is_flag=True, help="להציג גם את מה שהיה נכתב, בלי לכתוב")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(wanted: str, print_only: bool, dry_run: bool, as_json: bool, root: Path) -> None:
    """תחקיר לתוצאה של תרגיל, וטיוטת לקח לכל מה שלא בוצע.

    RESULT הוא מזהה (רשות/תוצאה) או נתיב של קובץ תוצאה.

    התחקיר מוצג: המטרות, מה לא בוצע, זמן מול יעד, מי חסר, ומה השתנה מהפעם הקודמת.
    לתוצאה שאין בה review נכתבת טיוטה שלו, ולכל סעיף שלא בוצע ולכל מטרה שדורגה M או U נכתבת טיוטת לקח.
    מה שרק אדם יכול לכתוב נשאר כשאלה שמתחילה במילה ״להשלים״, ו־kb check אינו עובר עד שנענתה.
    מה שכבר נכתב אינו משתנה; הפעלה שנייה אינה מוסיפה דבר.

    קוד היציאה: 0 הוצג ונכתב, 1 יש בעיות בתוכן או שאי אפשר לכתוב, 2 שימוש שגוי.
    """
    library = _library(root)
    ref = _ref(root, library, wanted)
    unit, result = library.municipalities[ref.partition("/")[0]], library.results[ref]
    found = after_action(library, unit, result, current_day())
    file = library.file_of("result", ref)
    lessons = [] if print_only else _lessons(root, library, found)
    texts = {} if print_only else _texts(root, library, found, file, lessons)
    if as_json:
        click.echo(json.dumps({"file": file, **review_json(found), "writes": [*texts]}, ensure_ascii=False, indent=1))
    else:
        for line in review_text(library, found):
            click.echo(line)
    if not (print_only or dry_run):
        _write(root, texts)
    if not (print_only or as_json):
        _tell(texts, _questions(library, found, file, lessons), dry_run=dry_run)


# --- what it is about --------------------------------------------------------------------------------------------------


def _library(root: Path) -> Library:
    """The library; a draft that still asks is no reason to refuse: this command may have written it."""
    loaded = load_library(root, current_day())
    errors = [problem for problem in loaded.errors if problem.code != UNFINISHED]
    if errors or loaded.library is None:
        print_text(errors)
        raise SystemExit(1)
    return loaded.library


def _ref(root: Path, library: Library, wanted: str) -> str:
    """The qualified id of the result that is meant: by its id, by the last part of it, or by its file."""
    files = {(root / library.file_of("result", id_)).resolve(): id_ for id_ in library.results}
    for folder in (Path.cwd(), root):
        if found := files.get((folder / wanted).resolve()):
            return found
    keys = candidates(library, f"result:{wanted.removeprefix('result:')}")
    if len(keys) > 1:
        raise click.UsageError(f"״{wanted}״ יכול להיות כל אחת מאלה: {', '.join(id_ for _, id_ in keys)}")
    if not keys:
        check_id(wanted, library.results, "תוצאה")
    return keys[0][1]


# --- what is written ---------------------------------------------------------------------------------------------------


def _lessons(root: Path, library: Library, found: AfterAction) -> list[Draft]:
    kind, today = KINDS_BY_NAME["lesson"], current_day()
    new = (
        draft(library, kind, {"lesson": id_}, lesson_values(library, found, failure), today)
        for id_, failure in drafted(found, library.lessons)
    )
    try:
        drafts = list(new)
        for each in drafts:
            refuse_existing(root, each.path)
    except DraftError as error:
        raise click.ClickException(str(error)) from None
    return drafts


def _texts(root: Path, library: Library, found: AfterAction, file: str, lessons: Iterable[Draft]) -> Mapping[str, str]:
    """Path → text of each file that changes or is new."""
    texts = {each.path: each.text for each in lessons}
    if found.result.review is None:
        values = review_values(library, found, current_day())
        try:
            texts = {file: with_review((root / file).read_bytes().decode("utf-8"), values), **texts}
        except NotEditableError:
            raise click.ClickException(
                f"אי אפשר להוסיף שדה אחד לקובץ {file}. כתבו כל שדה שלו בשורה משלו, והפעילו שוב"
            ) from None
        except OSError as error:
            raise click.ClickException(f"אי אפשר לקרוא את {file}: {error.strerror}") from None
    return texts


def _write(root: Path, texts: Mapping[str, str]) -> None:
    try:
        write_all({root / path: text for path, text in texts.items()})
    except PartlyWrittenError as error:
        written = ", ".join(path.relative_to(root).as_posix() for path in error.written)
        raise click.ClickException(f"נכתבו רק {written}: {error.strerror}. הפעילו שוב") from None
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב: {error.strerror}. דבר לא השתנה") from None


def _questions(library: Library, found: AfterAction, file: str, lessons: Iterable[Draft]) -> int:
    """How many questions the drafts ask."""
    review = {} if found.result.review else review_values(library, found, current_day())
    values = [(file, review), *((each.path, each.values) for each in lessons)]
    return sum(1 for path, value in values for _ in asked(path, value))


def _tell(texts: Mapping[str, str], questions: int, *, dry_run: bool) -> None:
    click.echo()
    if not texts:
        click.echo("אין מה להוסיף: יש תחקיר, ולכל מה שלא בוצע יש לקח")
        return
    for path, text in texts.items():
        click.echo(f"{'היה נכתב' if dry_run else 'נכתב'}: {path}")
        if dry_run:
            click.echo(text)
    left = counted(questions, "שאלה אחת", "שאלות")
    click.echo(f"נשאר לאדם: {left}. kb check מראה כל אחת במקומה" if questions else "אין שאלות פתוחות")
