"""A new knowledge base: the starter's files, the schemas, and one draft of every kind of content."""

import shutil
from datetime import date
from pathlib import Path

from kb_tools.content.assignments import given
from kb_tools.content.draft_text import scalar_text
from kb_tools.content.drafts import draft, write
from kb_tools.content.load import load
from kb_tools.content.schemas import FOLDER, write_schemas
from kb_tools.model.fields import Scalar
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, assemble

STARTER = Path(__file__).with_name("starter")
_TITLE = "__TITLE__"

_UNIT = {"municipality": "example-unit"}
_DRAFTS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("source", {"source": "first-source"}, ()),
    ("source", {"source": "example-data"}, ("source_kind=example", "title=נתוני דוגמה", "verified=no")),
    ("role", {"role": "first-role"}, ()),
    ("scenario", {"scenario": "first-scenario"}, ()),
    ("playbook", {"playbook": "first-playbook"}, ()),
    ("drill", {"playbook": "first-playbook", "drill": "first-drill"}, ()),
    ("lesson", {"lesson": "first-lesson"}, ()),
    ("call", {"call": "first-call"}, ()),
    ("correction", {"correction": "first-correction"}, ()),
    ("profile", _UNIT, ("example=true",)),
    *((kind, _UNIT, ()) for kind in ("needs", "actors", "responses", "forum", "plan", "resilience")),
    ("adaptation", {**_UNIT, "adaptation": "first-adaptation"}, ()),
    ("result", {**_UNIT, "result": "first-result"}, ()),
    ("uptake", _UNIT, ()),
)
"""Each refers only to those before it."""


def start(folder: Path, title: str, today: date) -> None:
    """Fill `folder`, which must not exist, with a small and valid knowledge base. Raises OSError."""
    shutil.copytree(STARTER, folder)
    (folder / "gitignore").rename(folder / ".gitignore")
    for name in ("kb.yml", "mkdocs.yml"):
        _put_title(folder / name, scalar_text(Scalar("text"), title))
    _put_title(folder / "README.md", title)
    write_schemas(folder / FOLDER)
    for kind, captures, assignments in _DRAFTS:
        chosen = given(KINDS_BY_NAME[kind].model, assignments)
        write(folder, draft(_library(folder), KINDS_BY_NAME[kind], captures, chosen, today))


def _put_title(path: Path, title: str) -> None:
    text = path.read_text(encoding="utf-8").replace(_TITLE, title)
    path.write_text(text, encoding="utf-8", newline="\n")


def _library(folder: Path) -> Library:
    """What has been written so far. Raises ValueError when the settings cannot be read, as with an unfit title."""
    content = load(folder)
    if content.settings is None:
        raise ValueError("the settings of a new knowledge base cannot be read")
    return assemble(content.settings, content.documents, content.pages, content.prose)
