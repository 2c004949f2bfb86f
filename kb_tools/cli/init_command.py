"""`kb init`."""

import os
import shutil
from pathlib import Path

import click

from kb_tools.content.load import SETTINGS
from kb_tools.content.start import start
from kb_tools.library import current_day
from kb_tools.model.page import Settings

DEFAULT_TITLE = "מאגר ידע חדש"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default=DEFAULT_TITLE, show_default=True, help="שם המאגר")
def command(folder: Path, title: str) -> None:
    """מאגר ידע חדש בתיקייה DIR: קטן, תקין, ובו דוגמה אחת מכל סוג.

    DIR צריכה להיות חדשה או ריקה.
    """
    _refuse_title(title)
    _refuse_folder(folder)
    target = folder.absolute()
    beside = target.with_name(f".{target.name}-new-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        start(beside, title, current_day())
        _place(beside, target)
    except OSError as error:
        raise click.UsageError(f"אי אפשר לכתוב אל {folder}: {error.strerror}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    click.echo(f"המאגר מוכן בתיקייה {folder}")
    click.echo(f"ההמשך: cd {folder}, ואז kb check ו־kb build")


def _place(fresh: Path, target: Path) -> None:
    """Put the finished base at `target`. A folder that exists stays the same folder: one may be standing in it."""
    if not target.exists():
        fresh.rename(target)
        return
    for path in sorted(fresh.iterdir(), key=lambda path: path.name == SETTINGS):
        path.rename(target / path.name)


def _refuse_title(title: str) -> None:
    known = {"lead_role": "first-role", "tagline": "x"}
    try:
        Settings.model_validate({**known, "title": title.strip()})
    except ValueError:
        raise click.UsageError("שם המאגר צריך להיות שורה אחת, בלי < ובלי >, עד 400 תווים") from None


def _refuse_folder(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise click.UsageError(f"{folder} אינו תיקייה")
    if folder.is_dir() and any(folder.iterdir()):
        raise click.UsageError(f"התיקייה {folder} אינה ריקה. kb init כותב רק בתיקייה חדשה או ריקה")
