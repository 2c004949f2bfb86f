"""`kb schema`."""

from pathlib import Path

import click

from kb_tools.content.schemas import FOLDER, schemas, stale


@click.command("schema")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=FOLDER)
@click.option("--check", is_flag=True, help="רק בדיקה שהסכמות שבתיקייה מעודכנות; קוד יציאה 1 אם לא")
def command(folder: Path, check: bool) -> None:
    """כתיבת JSON Schema לכל סוג קובץ תוכן, לעורכים שמשלימים ובודקים בזמן הכתיבה.

    DIR היא תיקיית היעד; ברירת המחדל: schemas בתיקייה הנוכחית.
    """
    old = stale(folder)
    if not check:
        _write(folder)
        click.echo(f"נכתבו {len(schemas())} סכמות אל {folder}")
    elif old:
        click.echo(f"לא מעודכנות: {', '.join(old)}. הריצו kb schema {folder}")
        raise SystemExit(1)
    else:
        click.echo("הסכמות מעודכנות")


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
