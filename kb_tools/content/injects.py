"""Injects → the file of their drill: what changed is changed in its place, what is new goes where its number belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb_tools.content.atomic import write_all
from kb_tools.content.compose import compose
from kb_tools.content.drafts import Draft, problems_of
from kb_tools.content.record_text import field_lines
from kb_tools.content.text import LARGEST_YAML, read_text
from kb_tools.content.yaml_edit import Unfit, YamlEdit
from kb_tools.model.drill import Drill, Inject
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from kb_tools.model.problem import Problem

KIND = KINDS_BY_NAME["drill"]


class DrillUnfitError(ValueError):
    """The drill is not laid out so that its injects can be edited; it has to be done by hand."""


@dataclass(frozen=True, slots=True)
class Written:
    """The file of the drill as it would be, and what `kb check` would say of it."""

    path: str
    text: str
    problems: tuple[Problem, ...]

    def write(self, root: Path) -> None:
        """Whole or not at all. Raises OSError."""
        write_all({root / self.path: self.text})


def with_injects(
    root: Path,
    library: Library,
    drill: Drill,
    changes: Mapping[int, Sequence[str]],
    injects: Sequence[Inject],
    today: date,
) -> Written:
    """The drill's file with these injects, by number. `changes`: number → the fields that are to be written anew.

    Raises DrillUnfitError, and OSError or Mistake when the file cannot be read any more.
    """
    path = library.file_of("drill", drill.id)
    document = next(each for each in library.documents if each.path == path)
    read_text(root / path, LARGEST_YAML)
    text = edited((root / path).read_bytes().decode("utf-8-sig"), drill, changes, injects)
    draft = Draft(path, text, KIND, document.captures, compose(text).value)
    return Written(path, text, tuple(problems_of(library, draft, today)))


def edited(text: str, drill: Drill, changes: Mapping[int, Sequence[str]], injects: Sequence[Inject]) -> str:
    """The text with these injects; those that are neither new nor among `changes` stay as they are written."""
    known = {inject.number: place for place, inject in enumerate(drill.injects)}
    try:
        edit = YamlEdit(text, list(Drill.model_fields))
        for inject in injects:
            if inject.number in known:
                values = {name: str(getattr(inject, name)) for name in changes.get(inject.number, ())}
                edit.set_in_item("injects", known[inject.number], values)
        if not known:
            edit.extend("injects", _lines(injects))
            return edit.text()
        for inject in injects:
            if inject.number not in known:
                before = sum(number < inject.number for number in known)
                edit.insert("injects", before, _lines([inject]))
        return edit.text()
    except Unfit as error:
        raise DrillUnfitError(drill.id) from error


def _lines(injects: Sequence[Inject]) -> list[str]:
    values = [{name: str(value) for name, value in inject.model_dump().items()} for inject in injects]
    return field_lines(Drill, "injects", values)
