"""What `kb index` and `kb search` share: where the index of a knowledge base is, and how it is brought in line with the content."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import click
from platformdirs import user_cache_path

from kb_tools.cli.report import print_text
from kb_tools.content.load import SETTINGS, load_settings
from kb_tools.library import current_day, load_site
from kb_tools.search.document import Document
from kb_tools.search.documents import documents
from kb_tools.search.index import Changes, Context, Opened, Progress, SearchIndex
from kb_tools.search.labels import labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.names import names
from kb_tools.search.source import source_mark
from kb_tools.search.whoosh_index import WhooshIndex


def index_of(root: Path) -> SearchIndex:
    """The index of the knowledge base at `root`, in the user's own cache.

    Not in the knowledge base itself: an index is read with pickle, and whoever contributes content could bring one along.
    """
    name = sha256(str(root).encode(errors="surrogateescape")).hexdigest()[:16]
    return WhooshIndex(user_cache_path("hosen", appauthor=False) / "search" / name, of=str(root))


def updated(root: Path, index: SearchIndex, progress: Progress = iter) -> Changes:
    """Bring the index in line with the content. Exit code 1 when that has errors, 2 when the index cannot be written."""
    content = _content(root)
    if content is None:
        raise SystemExit(1)
    try:
        return index.update(*content, progress)
    except OSError as error:
        raise click.UsageError(_unwritable(index, error)) from None


def opened(root: Path, index: SearchIndex) -> Opened:
    """The index in line with the content, or the nearest to it that can be had; one line on stderr tells what was done for that."""
    found = index.open()
    if found and found.context.source == _mark(root, found.context.folders):
        return found
    content = _content(root, quiet=found is not None)
    if content is None:
        if found is None:
            raise SystemExit(1)
        click.echo("יש בעיות בתוכן (kb check), והחיפוש הוא באינדקס הקודם", err=True)
        return found
    try:
        click.echo(in_words(index.update(*content)), err=True)
        found = index.open()
    except OSError as error:
        click.echo(f"{_unwritable(index, error)}. החיפוש נעשה בלעדיו", err=True)
        found = None
    return found or Opened(MemoryCollection(content[0]), content[1])


def in_words(changes: Changes) -> str:
    """What was done, in one line."""
    total = "מסמך אחד" if changes.total == 1 else f"{changes.total:,} מסמכים"
    if changes.rebuilt:
        return f"האינדקס נבנה: {total}"
    if not changes:
        return f"האינדקס מעודכן: {total}, אין שינוי"
    parts = ((changes.added, "נוספו"), (changes.changed, "השתנו"), (changes.removed, "הוסרו"))
    return f"האינדקס עודכן: {total}; " + ", ".join(f"{word} {number:,}" for number, word in parts if number)


def _content(root: Path, quiet: bool = False) -> tuple[Sequence[Document], Context] | None:
    """All that is to be found and what goes with it; None when the content has errors, which are printed."""
    settings = load_settings(root)
    folders = (settings.docs, settings.playbooks) if settings else ()
    # Before the content is read: what changes meanwhile must not pass for read.
    mark = _mark(root, folders)
    site, problems = load_site(root, current_day())
    if site is None:
        if not quiet:
            print_text(problem for problem in problems if problem.level == "error")
        return None
    context = Context(labels(site.library), names(site.library), folders, mark)
    return tuple(documents(site)), context


def _mark(root: Path, folders: tuple[str, ...]) -> str:
    return source_mark(root, (SETTINGS, *folders), current_day())


def _unwritable(index: SearchIndex, error: OSError) -> str:
    return f"אי אפשר לכתוב את האינדקס אל {index.folder}: {error.strerror}"
