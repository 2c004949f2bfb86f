"""`--root`, which every command takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kb_tools.cli.report import print_text
from kb_tools.content.load import SETTINGS
from kb_tools.library import current_day, load_library
from kb_tools.model.library import Library

F = TypeVar("F", bound=Callable[..., Any])


class Root(click.ParamType[Path]):
    """A folder with a kb.yml."""

    name = "DIR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        root = Path(value).resolve()
        if not (root / SETTINGS).is_file():
            self.fail(f"אין {SETTINGS} בתיקייה {value}", param, ctx)
        return root


def folder_above() -> Path:
    """The nearest folder with a kb.yml. Raises click.UsageError."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise click.UsageError(
        f"אין {SETTINGS} בתיקייה הזו ולא מעליה. עברו לתיקיית מאגר, ציינו \u200e--root, או צרו מאגר עם kb init"
    )


def root_option(command: F) -> F:
    """Adds `--root DIR`."""
    return click.option(
        "--root",
        type=Root(),
        default=folder_above,
        help="תיקיית המאגר; ברירת המחדל: התיקייה הקרובה כלפי מעלה שיש בה kb.yml",
    )(command)


def checked_library(root: Path) -> Library:
    """The library, for commands that need a sound one: otherwise its problems are printed and the exit code is 1."""
    loaded = load_library(root, current_day())
    if loaded.errors or loaded.library is None:
        print_text(loaded.problems)
        raise SystemExit(1)
    return loaded.library
