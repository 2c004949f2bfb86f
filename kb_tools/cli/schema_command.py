"""`kb schema`."""

from pathlib import Path

import click

from kb_tools.content.schemas import FOLDER, schemas, stale, write_schemas


@click.command("schema")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=FOLDER)
@click.option("--check", is_flag=True, help="רק בדיקה שהסכמות שבתיקייה מעודכנות; קוד יציאה 1 אם לא")
def command(folder: Path, check: bool) -> None:
    """כתיבת JSON Schema לכל סוג קובץ תוכן, לעורכים שמשלימים ובודקים בזמן הכתיבה.

    DIR היא תיקיית היעד; ברירת המחדל: schemas בתיקייה הנוכחית.
    """
    if check:
        _check(folder)
        return
    try:
        write_schemas(folder)
    except OSError as error:
        raise click.UsageError(f"אי אפשר לכתוב אל {folder}: {error.strerror}") from None
    click.echo(f"נכתבו {len(schemas())} סכמות אל {folder}")


def _check(folder: Path) -> None:
    if old := stale(folder):
        click.echo(f"לא מעודכנות: {', '.join(old)}. הריצו kb schema {folder}")
        raise SystemExit(1)
    click.echo("הסכמות מעודכנות")
