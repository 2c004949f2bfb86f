"""Findings → problems with their place.

Positions are not kept while all is well: a file with findings is composed once more, this time with positions,
so that a clean check of ten thousand files pays nothing for them.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from kb_tools.content.compose import Spot, compose
from kb_tools.content.field_errors import Finding
from kb_tools.content.load import Content, front_matter
from kb_tools.content.text import LARGEST_YAML, Mistake, read_text
from kb_tools.model.catalog import CODES
from kb_tools.model.problem import FieldPath, Place, Problem, field_text

Spots = dict[FieldPath, tuple[Spot, Spot]]


def problems(root: Path, content: Content, across: Iterable[Finding] = ()) -> list[Problem]:
    """All problems of the content and of the checks across files, sorted by file and place, each once."""
    return sorted({*_of_mistakes(content), *_of_findings(root, [*content.findings, *across])})


def place_of(root: Path, file: str, path: FieldPath) -> Place:
    """Where a field stands; the start of the file when it has changed since it was loaded."""
    spots, first_line = _spots(root / file)
    line, column = _spot(spots, Finding(file, path, "", at_key=True))
    return Place(file, line + first_line, column, field_text(path))


def _of_mistakes(content: Content) -> Iterator[Problem]:
    for file, path, mistake in content.located:
        yield CODES[mistake.code].problem(Place(file, mistake.line, mistake.column, field_text(path)), mistake.facts)


def _of_findings(root: Path, found: list[Finding]) -> Iterator[Problem]:
    for file, group in groupby(sorted(found, key=attrgetter("file")), key=attrgetter("file")):
        spots, first_line = _spots(root / file)
        for finding in group:
            line, column = _spot(spots, finding)
            place = Place(file, line + first_line, column, field_text(finding.path))
            yield CODES[finding.code].problem(place, finding.facts)


def _spots(path: Path) -> tuple[Spots, int]:
    """The positions in a file and the lines before its YAML; none when it has changed or vanished since it was loaded."""
    try:
        text = read_text(path, LARGEST_YAML)
        if path.suffix == ".md":
            head, _, first_line = front_matter(text)
            return compose(head, want_spots=True).spots, first_line
        return compose(text, want_spots=True).spots, 0
    except (Mistake, OSError):
        return {}, 0


def _spot(spots: Spots, finding: Finding) -> Spot:
    """Where the field stands, or the nearest thing around it that does."""
    path = finding.path
    while path and path not in spots:
        path = path[:-1]
    if not path:
        return 1, 1
    key, value = spots[path]
    return key if finding.at_key or path != finding.path else value
