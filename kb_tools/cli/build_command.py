"""`kb build`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from kb_tools.cli.root import checked_library, root_option

_ENGINES = ("mkdocs", "properdocs")


@click.command("build")
@root_option
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    help="לאן לבנות; ברירת המחדל: התיקייה site בתוך המאגר",
)
@click.option(
    "--engine", type=click.Choice(_ENGINES), default="mkdocs", show_default=True, help="התוכנה שבונה את הדפים"
)
def command(root: Path, site: Path | None, engine: str) -> None:
    """בדיקת התוכן ובניית האתר.

    האתר נבנה בצד ומוחלף רק כשהוא שלם: בנייה שנכשלה משאירה את האתר הקודם כפי שהיה.
    """
    checked_library(root)
    target = (site or root / "site").absolute()
    beside = target.with_name(f".{target.name}-new-{os.getpid()}")
    try:
        built = run_engine(engine, root, "build", "--strict", "--quiet", "--site-dir", str(beside))
        if built != 0:
            raise SystemExit(1)
        _replace(target, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    click.echo(f"האתר מוכן: {target / 'index.html'}")
    click.echo(
        f"לצפייה: {Path(sys.executable).name} -m http.server --directory {target} 8000, ואז http://localhost:8000"
    )


def run_engine(engine: str, root: Path, *arguments: str) -> int:
    """Run MkDocs (or its fork) on the site of `root`; its exit code. The engine stays a separate process: `kb_tools` never imports it."""
    command_line = [sys.executable, "-m", engine, *arguments, "--config-file", str(root / "mkdocs.yml")]
    # Material prints a notice about its end of life on every run: said once, in DESIGN.md, it is enough.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command_line, check=False, env=environment).returncode  # noqa: S603 - fixed words and our own paths


def _replace(target: Path, fresh: Path) -> None:
    """Put the fresh site where the old one was: two renames, no moment with half a site."""
    old = fresh.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
