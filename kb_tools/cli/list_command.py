"""`kb list`."""

import json
from pathlib import Path

import click

from kb_tools.cli.find import KINDS, check_kind, readable_library
from kb_tools.cli.root import root_option
from kb_tools.content.assignments import nearest_field
from kb_tools.content.describe import home_of
from kb_tools.model.base import Entry
from kb_tools.model.fields import entry_types
from kb_tools.model.library import Library
from kb_tools.model.lookup import Condition, ConditionError, condition
from kb_tools.views.names import name_of

WHERE_HELP = (
    "רק מה שהשדה שלו שווה לערך (\u200e!=\u200e לשונה): status=decided, sources.source=meeting-2020. "
    "רשימה: אם הערך בה. ערך ריק: השדה לא נכתב. כמה תנאים: כולם יחד"
)


@click.command("list", epilog=f"KIND: {' '.join(KINDS)}")
@click.argument("kind", metavar="KIND")
@click.option(
    "--where",
    "conditions",
    metavar="FIELD=VALUE",
    multiple=True,
    help=WHERE_HELP,
)
@click.option("--json", "as_json", is_flag=True, help="פלט JSON, עם כל השדות")
@root_option
def command(kind: str, conditions: tuple[str, ...], as_json: bool, root: Path) -> None:
    """כל הדברים מסוג אחד: מזהה ושם בכל שורה, וטאב ביניהם."""
    check_kind(kind)
    wanted = [_condition(_model(kind), text) for text in conditions]
    library, _ = readable_library(root)
    found = {id_: entry for id_, entry in library.of(kind).items() if all(one.holds(entry) for one in wanted)}
    if as_json:
        rows = [_row(library, kind, id_, entry) for id_, entry in found.items()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for id_ in found:
        click.echo(f"{id_}\t{name_of(library, kind, id_)}")


def _model(kind: str) -> type[Entry]:
    """The type of the things of a kind."""
    home = home_of(kind)
    if home is None:
        raise TypeError(f"no file holds things of the kind {kind}")
    return next(entry for entry in entry_types(home.model) if entry.kind == kind)


def _condition(model: type[Entry], text: str) -> Condition:
    try:
        return condition(model, text)
    except ConditionError as error:
        where = nearest_field(error.owner, error.field) if error.owner else "השדה שלפניו הוא ערך יחיד"
        raise click.UsageError(f"אין שדה ״{error.field}״ בתנאי {text}. {where}") from None
    except ValueError:
        raise click.UsageError(f"תנאי צריך להיות שדה=ערך או שדה!=ערך (נמצא ״{text}״)") from None


def _row(library: Library, kind: str, id_: str, entry: Entry) -> dict[str, object]:
    return {
        "kind": kind,
        "id": id_,
        "name": name_of(library, kind, id_),
        "file": library.file_of(kind, id_),
        "fields": entry.model_dump(mode="json", exclude_unset=True),
    }
