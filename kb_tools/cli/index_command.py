"""`kb index`."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from kb_tools.cli.root import root_option
from kb_tools.cli.searching import in_words, index_of, updated
from kb_tools.search.document import Document


@click.command("index")
@root_option
def command(root: Path) -> None:
    """בניית האינדקס של kb search, או עדכון שלו: נכתב רק מה שהשתנה.

    kb search עושה זאת לבד כשהתוכן השתנה. אינדקס פגום, זר או של גרסה אחרת נבנה מחדש.
    """
    began = time.monotonic()
    index = index_of(root)
    changes = updated(root, index, _shown)
    click.echo(f"{in_words(changes)} ({time.monotonic() - began:.1f} שניות)")
    click.echo(f"האינדקס: {index.folder}")


def _shown(documents: Sequence[Document]) -> Iterable[Document]:
    """With a progress bar, for whoever sees one."""
    return _with_bar(documents) if documents and sys.stderr.isatty() else documents


def _with_bar(documents: Sequence[Document]) -> Iterator[Document]:
    with click.progressbar(documents, label="כותבים לאינדקס", file=sys.stderr) as bar:
        yield from bar
