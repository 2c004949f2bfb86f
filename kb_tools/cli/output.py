"""Files that a command writes for people to take away: never among the content, and whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

import click

from kb_tools.content.atomic import PartlyWrittenError, write_all
from kb_tools.model.page import Settings


def outside_content(root: Path, settings: Settings, out: Path, option: str = "--out") -> Path:
    """Where to write, links followed. What is written is no content: a folder of content takes none."""
    target = out.resolve()
    for folder in (settings.docs, settings.playbooks):
        if target.is_relative_to((root / folder).resolve()):
            raise click.ClickException(
                f"התיקייה {folder} היא של תוכן, וייצוא אינו תוכן: בחרו מקום אחר ב־\u200e{option}"
            )
    return target


def write_out(files: Mapping[Path, bytes]) -> None:
    """Write the files; what could not be written is told."""
    try:
        write_all(files)
    except PartlyWrittenError as error:
        written = ", ".join(path.name for path in error.written)
        raise click.ClickException(
            f"אי אפשר לכתוב אל {error.filename}: {error.strerror}. נכתבו רק: {written}"
        ) from None
    except OSError as error:
        raise click.ClickException(f"אי אפשר לכתוב אל {error.filename}: {error.strerror}") from None
