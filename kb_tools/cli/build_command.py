"""`kb build`."""

import os
import shutil
import sys
from pathlib import Path

import click

from kb_tools.cli.engine import ENGINES, build
from kb_tools.cli.root import checked_library, root_option


@click.command("build")
@root_option
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    help="לאן לבנות; ברירת המחדל: התיקייה site בתוך המאגר",
)
@click.option("--no-pdf", is_flag=True, help="בלי דפים להדפסה: מהיר יותר, והעמודים אינם מציעים אותם")
@click.option("--engine", type=click.Choice(ENGINES), default="mkdocs", show_default=True, help="התוכנה שבונה את הדפים")
def command(root: Path, site: Path | None, no_pdf: bool, engine: str) -> None:
    """בדיקת התוכן ובניית האתר.

    האתר נבנה בצד ומוחלף רק כשהוא שלם: בנייה שנכשלה משאירה את האתר הקודם כפי שהיה.
    """
    # resolved: a link to where the site is served from stays, and what it leads to is replaced
    target = (site or root / "site").resolve()
    _refuse_to_overwrite(target, root)
    checked_library(root)
    beside = target.with_name(f".{target.name}-new-{os.getpid()}")
    try:
        if not build(engine, root, beside, without_pdf=no_pdf):
            raise SystemExit(1)
        _replace(target, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    click.echo(f"האתר מוכן: {target / 'index.html'}")
    click.echo(f"לצפייה: {sys.executable} -m http.server --bind 127.0.0.1 --directory {target} 8000")
    click.echo("ואז פתחו בדפדפן: http://127.0.0.1:8000")


def _refuse_to_overwrite(target: Path, root: Path) -> None:
    """The target is replaced whole, so it may only be new, empty, or a site that was built before."""
    if root.is_relative_to(target):
        raise click.BadParameter("התיקייה מכילה את המאגר עצמו, והבנייה מחליפה אותה כולה", param_hint="--site")
    if target.exists() and any(target.iterdir()) and not (target / "404.html").is_file():
        raise click.BadParameter(
            f"בתיקייה {target} יש קבצים שאינם אתר בנוי, והבנייה מחליפה אותה כולה. בחרו תיקייה אחרת", param_hint="--site"
        )


def _replace(target: Path, fresh: Path) -> None:
    """Put the fresh site where the old one was: two renames, no moment with half a site."""
    old = fresh.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
