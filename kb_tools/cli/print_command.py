"""`kb print`."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from kb_tools.cli.find import check_id
from kb_tools.cli.output import outside_content, write_out
from kb_tools.cli.report import print_text
from kb_tools.cli.root import root_option
from kb_tools.content.site_address import site_address
from kb_tools.library import current_day, load_site
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library, Municipality
from kb_tools.model.problem import Problem
from kb_tools.printing.jobs import job_of, pages, too_long
from kb_tools.printing.press import Press
from kb_tools.printing.printer import NoPrinterError, Printer
from kb_tools.printing.store import Store, folder_of
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_all import PRINTABLE, Papers, published
from kb_tools.views.site import Site

EVERY = "all"


@click.command("print", epilog=f"KIND: {' '.join(PRINTABLE)}")
@click.argument("kind", required=False, metavar="[KIND")
@click.argument("id_", required=False, metavar="ID]")
@click.option("--for", "unit", metavar="MUNICIPALITY", help="לרשות אחת: שמה בכותרת, והצעדים כפי שהתאימה אותם")
@click.option(
    "--sheet", "name", metavar="NAME", help="איזה דף כשיש כמה; לתרגיל: checklist, injects, evaluation, או all לכולם"
)
@click.option("--pdf", "out", type=click.Path(path_type=Path, dir_okay=False), help="הקובץ שייכתב")
@click.option(
    "--all", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="כל הדפים, אל תיקייה"
)
@click.option("--home", metavar="URL", help="כתובת האתר, לקוד ה־QR; ברירת המחדל: site_url שב־mkdocs.yml")
@root_option
def command(
    kind: str | None,
    id_: str | None,
    unit: str | None,
    name: str | None,
    out: Path | None,
    folder: Path | None,
    home: str | None,
    root: Path,
) -> None:
    """דפים מודפסים כ־PDF: תרגיל, ספר הפעלה, פרופיל, קול קורא, או כל המאגר.

    קובץ קיים מוחלף רק כשהחדש שלם. בתוך תיקיות התוכן אין כותבים.

    קוד היציאה: 1 גם כשאי אפשר להדפיס במחשב הזה או לכתוב.
    """
    if folder is not None:
        if kind or unit or name or out:
            raise click.UsageError("\u200e--all מדפיסה הכול: בלי סוג, מזהה, רשות, דף או קובץ")
        site = _site(root, home)
        _print_all(site, root, outside_content(root, site.library.settings, folder, "--all"))
        return
    if kind is not None and kind not in PRINTABLE:
        raise click.UsageError(f"אין דפים מסוג ״{kind}״. הסוגים: {', '.join(PRINTABLE)}")
    if kind is None or id_ is None or out is None:
        raise click.UsageError("כתבו מה להדפיס ולאן: kb print drill ID \u200e--pdf FILE, או kb print \u200e--all DIR")
    site = _site(root, home)
    sheets = _chosen(_papers(site, kind, id_, unit), name)
    _print_to(site, sheets, outside_content(root, site.library.settings, out, "--pdf"))


# --- what was asked for ----------------------------------------------------------------------------------------------


def _site(root: Path, home: str | None) -> Site:
    if home and not home.startswith(("https://", "http://")):
        raise click.UsageError(f"\u200e--home היא כתובת מלאה, כמו https://kb.example.org, ולא ״{home}״")
    site, problems = load_site(root, current_day())
    if site is None:
        print_text(problems)
        raise SystemExit(1)
    return replace(site, home=f"{home.rstrip('/')}/" if home else site_address(root))


def _papers(site: Site, kind: str, id_: str, unit: str | None) -> Papers:
    printable = PRINTABLE[kind]
    check_id(id_, printable.ids(site.library), KIND_LABELS[printable.kind])
    if unit is not None and not printable.for_unit:
        raise click.UsageError(f"\u200e--for אינה שייכת ל־{kind}")
    return printable.papers(site, id_, _unit(site.library, unit))


def _unit(library: Library, id_: str | None) -> Municipality | None:
    if id_ is None:
        return None
    check_id(id_, library.municipalities, KIND_LABELS["municipality"])
    return library.municipalities[id_]


def _chosen(papers: Papers, name: str | None) -> tuple[Sheet, ...]:
    """The sheet of that name, all of them, or the usual one."""
    if name == EVERY:
        return tuple(papers.values())
    if name is not None and name not in papers:
        raise click.UsageError(f"אין דף ״{name}״. אלה הדפים: {', '.join([*papers, EVERY])}")
    return (papers[name or next(iter(papers))],)


# --- what is written -------------------------------------------------------------------------------------------------


def _print_to(site: Site, sheets: tuple[Sheet, ...], out: Path) -> None:
    with _printing():
        title = sheets[0].title if len(sheets) == 1 else sheets[0].head.subject
        done, taken = Printer().print_together([job_of(site, sheet) for sheet in sheets], title)
    write_out({out: done.pdf})
    click.echo(f"נכתב: {out} ({pages(done.pages)})")
    _tell(map(too_long, sheets, taken))


def _print_all(site: Site, root: Path, folder: Path) -> None:
    sheets = [*published(site)]
    long = []
    with _printing(), Press(Store(folder_of(root))) as press:
        stream = zip(sheets, press.printed(job_of(site, sheet) for sheet in sheets), strict=True)
        with click.progressbar(stream, length=len(sheets), label="מדפיסים", file=sys.stderr) as bar:
            for sheet, done in bar:
                write_out({folder / sheet.address: done.pdf})
                long.append(too_long(sheet, done.pages))
    click.echo(f"נכתבו {len(long)} קבצים אל {folder}")
    _tell(long)


@contextmanager
def _printing() -> Iterator[None]:
    """What is missing on this machine is said in words."""
    try:
        yield
    except NoPrinterError as missing:
        raise click.ClickException(str(missing)) from None


def _tell(problems: Iterable[Problem | None]) -> None:
    if found := [problem for problem in problems if problem]:
        print_text(found)
