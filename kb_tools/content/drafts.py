"""New content files: where one goes, what it says, whether it is sound, and writing it whole or not at all."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from kb_tools.content.assignments import Given
from kb_tools.content.crosscheck import across_files
from kb_tools.content.draft_text import draft_text
from kb_tools.content.field_errors import Finding, findings
from kb_tools.content.scaffold import DraftError, Setting, filled
from kb_tools.content.schemas import schema_line
from kb_tools.content.text import LARGEST_YAML, Mistake, read_text
from kb_tools.content.unfinished import asked
from kb_tools.model.catalog import CODES
from kb_tools.model.document import Document
from kb_tools.model.files import SPLIT_PATTERNS, FileKind
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.problem import Place, Problem, field_text


@dataclass(frozen=True, slots=True)
class Draft:
    """A new file: its path from the root, its text, and its values as the loader will read them."""

    path: str
    text: str
    kind: FileKind
    captures: Mapping[str, str]
    values: Mapping[str, object]


def draft(library: Library, kind: FileKind, captures: Mapping[str, str], given: Given, today: date) -> Draft:
    """A commented file with every required field filled. A `part` among the captures names a file of a split folder.

    Raises DraftError when something it must refer to does not exist yet.
    """
    path = file_path(library.settings, kind, captures)
    inside = {name: value for name, value in captures.items() if name != "part"}
    values = filled(Setting(library, today, kind, inside), given)
    return Draft(path, draft_text(values, schema_line(path, kind.schema)), kind, inside, values.raw())


def file_path(settings: Settings, kind: FileKind, captures: Mapping[str, str]) -> str:
    """Where the file goes, with the content folders under the names that kb.yml gives them."""
    pattern = kind.pattern
    if "part" in captures:
        pattern = next(split for split, name in SPLIT_PATTERNS.items() if name == kind.name).replace("*", "{part}")
    folder, _, below = pattern.format(**captures).partition("/")
    return f"{ {'docs': settings.docs, 'playbooks': settings.playbooks}[folder] }/{below}"


def problems_of(library: Library, new: Draft, today: date) -> list[Problem]:
    """What `kb check` would say of the new file once it stands in the library, in place of the one that is there."""
    return sorted({_problem(finding) for finding in _findings(library, new, today)})


def _findings(library: Library, new: Draft, today: date) -> list[Finding]:
    try:
        content = new.kind.model.model_validate(dict(new.values))
    except ValidationError as error:
        return [*findings(new.path, new.kind.model, error), *asked(new.path, new.values)]
    document = Document(new.path, new.kind, new.captures, content)
    others = (each for each in library.documents if each.path != new.path)
    grown = assemble(library.settings, (*others, document), library.pages, library.prose)
    across = (finding for finding in across_files(grown, today) if finding.file == new.path)
    return [*across, *asked(new.path, new.values)]


def _problem(finding: Finding) -> Problem:
    return CODES[finding.code].problem(Place(finding.file, field=field_text(finding.path)), finding.facts)


def refuse_existing(root: Path, path: str) -> None:
    """Raises DraftError when there is a file at `path` already, or the folder leads out of the knowledge base."""
    target = root / path
    if target.exists() or target.is_symlink():
        raise DraftError(f"הקובץ {path} כבר קיים. kb new אינו כותב על קובץ קיים")
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise DraftError(f"התיקייה של {path} מובילה אל מחוץ למאגר")


def write(root: Path, new: Draft) -> None:
    """Write the file whole or not at all, and never over another. Raises DraftError and OSError."""
    refuse_existing(root, new.path)
    target = root / new.path
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name that begins with a dot is not content, so a preview that reads meanwhile does not see it.
    beside = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        beside.write_text(new.text, encoding="utf-8", newline="\n")
        read_text(beside, LARGEST_YAML)
        os.link(beside, target)  # Unlike a rename, a link fails when someone has just written the same file.
    except Mistake as mistake:
        raise DraftError(CODES[mistake.code].problem(Place(new.path), mistake.facts).message) from None
    except FileExistsError:
        raise DraftError(f"הקובץ {new.path} נכתב בינתיים בידי אחר") from None
    finally:
        beside.unlink(missing_ok=True)
