"""The smallest knowledge base that has one of everything, with single things of it changed."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

from kb_tools.library import load_library
from kb_tools.model.library import Library, assemble

BASE = Path(__file__).parents[2] / "examples/base"
TODAY = date(2026, 11, 22)


def small_library(file: str = "", without: str = "", **changes: Any) -> Library:
    """The base library; `changes` to the thing in `file`, and no file whose path contains `without`."""
    library = load_library(BASE, TODAY).library
    assert library is not None
    documents = [
        dataclasses.replace(each, content=each.content.model_copy(update=changes)) if each.path == file else each
        for each in library.documents
        if not without or without not in each.path
    ]
    return assemble(library.settings, documents, library.pages, library.prose)
