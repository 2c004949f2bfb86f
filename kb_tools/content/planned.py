"""Proposed drills → the plan of an authority: entries are added, and nothing that people wrote is touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb_tools.content.atomic import write_all
from kb_tools.content.compose import compose
from kb_tools.content.drafts import Draft, file_path, problems_of
from kb_tools.content.record_text import field_lines, record_text
from kb_tools.content.text import LARGEST_YAML, read_text
from kb_tools.content.yaml_edit import Unfit, YamlEdit
from kb_tools.model.base import Citation
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Plan, PlannedDrill
from kb_tools.model.problem import Problem
from kb_tools.model.source import SourceKind

KIND = KINDS_BY_NAME["plan"]
NOTE = "# נכתב בידי kb drill plan. ערכו כרצונכם: תרגיל שאושר – מחקו את השורה proposed; שנדחה – מחקו אותו."
_STANDARDS = frozenset({SourceKind.STANDARD, SourceKind.LAW, SourceKind.RESEARCH})


class PlanUnfitError(ValueError):
    """The plan is not laid out so that entries can be added to it; it has to be done by hand."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan as it would be, and what `kb check` would say of it."""

    path: str
    text: str
    is_new: bool
    problems: tuple[Problem, ...]

    def write(self, root: Path) -> None:
        """Whole or not at all. Raises OSError."""
        write_all({root / self.path: self.text})


def with_drills(
    root: Path, library: Library, municipality: Municipality, drills: Sequence[PlannedDrill], today: date
) -> Planned:
    """The authority's plan with these drills below those that it has; a new one where there is none.

    Raises PlanUnfitError, and OSError or Mistake when the file cannot be read any more.
    """
    values = [_values(drill) for drill in drills]
    path = municipality.files.get(KIND.name)
    is_new = path is None
    if path is None:
        captures = {"municipality": municipality.id}
        path = file_path(library.settings, KIND, captures)
        text = _new(library, path, values)
    else:
        text = added(_text_of(root / path), values)
    new = Draft(path, text, KIND, {"municipality": municipality.id}, compose(text).value)
    return Planned(path, text, is_new, tuple(problems_of(library, new, today)))


def added(text: str, drills: Sequence[Mapping[str, Any]]) -> str:
    """The plan with these entries below those that it has. Raises PlanUnfitError."""
    try:
        edit = YamlEdit(text, list(Plan.model_fields))
        edit.extend("drills", field_lines(Plan, "drills", drills))
        return edit.text()
    except Unfit as error:
        raise PlanUnfitError(text[:80]) from error


def _text_of(path: Path) -> str:
    """The bytes as they are, line ends too; read_text refuses what no content file may hold."""
    read_text(path, LARGEST_YAML)
    return path.read_bytes().decode("utf-8-sig")


def _values(drill: PlannedDrill) -> dict[str, Any]:
    """As YAML says it: all scalars text, what is as it would be without saying left out."""
    said: dict[str, Any] = drill.model_dump(mode="json", exclude_defaults=True)
    return {**said, "proposed": "true"} if drill.proposed else said


def _new(library: Library, path: str, drills: Sequence[Mapping[str, Any]]) -> str:
    citations = _standards(library, [drill["drill"] for drill in drills])
    sources = [citation.model_dump(mode="json", exclude_defaults=True) for citation in citations]
    head, _, body = record_text(path, KIND, {"sources": sources, "proposal": "true", "drills": drills}).partition("\n")
    return f"{head}\n{NOTE}\n{body}"


def _standards(library: Library, drills: Sequence[str]) -> list[Citation]:
    """The standards that the drills rest on, each once: a proposal rests on them too."""
    cited = [citation for id_ in drills for citation in library.drills[id_].sources]
    known = [c for c in cited if c.source in library.sources]
    found = {c.source: c for c in reversed(known) if library.sources[c.source].source_kind in _STANDARDS}
    return list(reversed(found.values()))
