"""`--root` and `--base` of the commands that write branches: a knowledge base in a clone, or a bare repository."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from kb_tools.cli.root import folder_above
from kb_tools.content.load import SETTINGS, load_settings
from kb_tools.history.repository import GitError, Repository

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_BASE = "main"


@dataclass(frozen=True)
class Place:
    """Where branches are written: the repository and the name of its main branch."""

    repository: Repository
    base: str
    root: Path


class Holder(click.ParamType[Path]):
    """A folder with a kb.yml, or a bare repository."""

    name = "DIR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        root = Path(value).resolve()
        if not (root / SETTINGS).is_file() and not ((root / "HEAD").is_file() and (root / "objects").is_dir()):
            self.fail(f"אין {SETTINGS} בתיקייה {value}, והיא אינה מאגר git (bare)", param, ctx)
        return root


def repository_options(command: F) -> F:
    """Adds `--root DIR` and `--base BRANCH`."""
    base = click.option(
        "--base", metavar="BRANCH", help=f"הענף הראשי; ברירת המחדל: forge.branch שב־kb.yml, ובלעדיו {DEFAULT_BASE}"
    )
    root = click.option(
        "--root",
        type=Holder(),
        default=folder_above,
        help="תיקיית המאגר, או מאגר git בלי תיקיית עבודה (bare); ברירת המחדל: התיקייה הקרובה כלפי מעלה שיש בה kb.yml",
    )
    return root(base(command))


def place(root: Path, base: str | None) -> Place:
    """Raises click.UsageError when there is no repository."""
    with said_in_hebrew():
        repository = Repository.at(root)
    return Place(repository, base or _base_of(root), root)


def _base_of(root: Path) -> str:
    settings = load_settings(root) if (root / SETTINGS).is_file() else None
    return settings.forge.branch if settings and settings.forge else DEFAULT_BASE


@contextmanager
def said_in_hebrew() -> Iterator[None]:
    """What git refuses is wrong use of the command, or a state that its user can put right."""
    try:
        yield
    except GitError as error:
        raise click.UsageError(str(error)) from None
