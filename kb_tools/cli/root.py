"""`--root`, which every command takes, and today's date."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from kb_tools.content.load import SETTINGS
from kb_tools.library import Loaded, load_library
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


def _folder_above() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise click.UsageError(f"אין {SETTINGS} בתיקייה הזו ולא מעליה. עברו לתיקיית מאגר, ציינו ‎--root, או צרו מאגר עם kb init")


def root_option(command: F) -> F:
    """Adds `--root DIR`."""
    return click.option("--root", type=Root(), default=_folder_above, help="תיקיית המאגר; ברירת המחדל: התיקייה הקרובה כלפי מעלה שיש בה kb.yml")(command)


def today() -> date:
    """The day for which things are fresh or overdue: SOURCE_DATE_EPOCH when set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().astimezone().date()


def checked_library(root: Path) -> Library:
    """The library, for commands that need a sound one: otherwise its problems are printed and the exit code is 1."""
    from kb_tools.cli.report import print_text

    loaded: Loaded = load_library(root, today())
    if loaded.errors or loaded.library is None:
        print_text(loaded.problems)
        raise SystemExit(1)
    return loaded.library
