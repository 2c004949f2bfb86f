"""`kb show`."""

import json
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.find import check_kind, readable_library
from kb_tools.cli.root import root_option
from kb_tools.content.locate import place_of
from kb_tools.library import Loaded
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library
from kb_tools.model.lookup import Said, candidates, nearest_ids, plain, said
from kb_tools.model.playbook import Step
from kb_tools.model.problem import field_text
from kb_tools.model.survey import Key
from kb_tools.views.names import name_of


@click.command("show")
@click.argument("wanted", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def command(wanted: str, as_json: bool, root: Path) -> None:
    """כל מה שידוע על דבר אחד: השדות, הקובץ והשורה, ומי מזכיר אותו.

    ID הוא מזהה (first-lesson), סוג ומזהה (lesson:first-lesson), או מזהה בתוך דבר אחר: ספר/צעד, רשות/צורך.
    לצעד מוצגת גם טביעת האצבע, שהתאמה רשותית נבדקת מולה.
    """
    library, loaded = readable_library(root)
    key = _found(library, loaded, wanted)
    if as_json:
        click.echo(json.dumps(_as_json(root, library, key), ensure_ascii=False, indent=1))
    else:
        _print(root, library, key)


def _found(library: Library, loaded: Loaded, wanted: str) -> Key:
    kind, colon, _ = wanted.rpartition(":")
    if colon:
        check_kind(kind)
    keys = candidates(library, wanted)
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise click.UsageError(f"״{wanted}״ יכול להיות כל אחד מאלה:\n" + "\n".join(f"  {k}:{id_}" for k, id_ in keys))
    near = nearest_ids(library, wanted)
    broken = f" יש {len(loaded.errors)} בעיות בתוכן, וייתכן שהוא בקובץ שלא נקרא (kb check)." if loaded.errors else ""
    raise click.UsageError(f"אין דבר במזהה ״{wanted}״.{broken}" + (f" אולי {' / '.join(near)}?" if near else ""))


def _line_of(root: Path, library: Library, key: Key) -> int:
    defined = library.defined[key]
    return place_of(root, defined.file, (*defined.path, "id")).line


def _print(root: Path, library: Library, key: Key) -> None:
    kind, id_ = key
    defined = library.defined[key]
    click.echo(f"{click.style(f'{kind}:{id_}', bold=True)} ({KIND_LABELS[kind]})")
    click.echo(f"{defined.file}:{_line_of(root, library, key)}")
    if isinstance(defined.entry, Step):
        click.echo(f"fingerprint (טביעת אצבע): {defined.entry.fingerprint}")
    for found in said(defined.entry):
        click.echo(f"{field_text(found.path)} ({found.field.label}): {_shown(library, found)}")
    for owner_kind, owner in library.mentioned_by(kind, id_):
        click.echo(f"mentioned_by (מוזכר אצל): {owner_kind}:{owner} ({name_of(library, owner_kind, owner)})")


def _shown(library: Library, found: Said) -> str:
    return ", ".join(_value(library, found, plain(value)) for value in found.values)


def _value(library: Library, found: Said, value: str) -> str:
    """One value on one line, with the label of a closed list or the name of what it refers to."""
    scalar = found.field.scalar
    label = dict(scalar.choices).get(value, "") if scalar else ""
    if scalar and scalar.ref and not scalar.ref.within:
        label = name_of(library, scalar.ref.kind, value)
    text = " ".join(value.split())
    return f"{text} ({label})" if label not in ("", value) else text


def _as_json(root: Path, library: Library, key: Key) -> dict[str, Any]:
    kind, id_ = key
    defined = library.defined[key]
    fingerprint = {"fingerprint": defined.entry.fingerprint} if isinstance(defined.entry, Step) else {}
    return {
        "kind": kind,
        "id": id_,
        "file": defined.file,
        "line": _line_of(root, library, key),
        **fingerprint,
        "fields": defined.entry.model_dump(mode="json", exclude_unset=True),
        "mentioned_by": [{"kind": owner_kind, "id": owner} for owner_kind, owner in library.mentioned_by(kind, id_)],
    }
