"""Findings → problems with their place.

Positions are not kept while all is well: a file with findings is composed once more, this time with positions,
so that a clean check of ten thousand files pays nothing for them.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from kb_tools.content.compose import Spot, compose
from kb_tools.content.field_errors import Finding
from kb_tools.content.load import Content, front_matter
from kb_tools.content.text import LARGEST_YAML, Mistake, line_and_column, read_text
from kb_tools.model.catalog import CODES
from kb_tools.model.problem import FieldPath, Place, Problem, field_text
from kb_tools.model.survey import CITATION

_WRAPPED_CITATION = re.compile(r"\[@(?P<source>[^\]:\s]{1,80})(?::[^\]]{1,400})?\]")
"""A citation in a YAML file, where a folded text may go on in the next line."""

Spots = dict[FieldPath, tuple[Spot, Spot]]


def problems(root: Path, content: Content, across: Iterable[Finding] = ()) -> list[Problem]:
    """All problems of the content and of the checks across files, sorted by file and place, each once."""
    return sorted({*_of_mistakes(content), *_of_findings(root, [*content.findings, *across])})


def located(root: Path, found: Iterable[Finding]) -> list[Problem]:
    """The problems of findings that were made after the content was loaded, sorted like all others."""
    return sorted(_of_findings(root, [*found]))


def place_of(root: Path, file: str, path: FieldPath) -> Place:
    """Where a field stands; the start of the file when it has changed since it was loaded."""
    spot = _Positions(root / file).spot(Finding(file, path, "", at_key=True))
    return Place(file, *spot, field_text(path))


def _of_mistakes(content: Content) -> Iterator[Problem]:
    for file, path, mistake in content.located:
        yield CODES[mistake.code].problem(Place(file, mistake.line, mistake.column, field_text(path)), mistake.facts)


def _of_findings(root: Path, found: list[Finding]) -> Iterator[Problem]:
    for file, group in groupby(sorted(found, key=attrgetter("file")), key=attrgetter("file")):
        seen = _Positions(root / file)
        for finding in group:
            place = Place(file, *seen.spot(finding), field_text(finding.path))
            yield CODES[finding.code].problem(place, finding.facts)


class _Positions:
    """The positions in one file; none when it has changed or vanished since it was loaded."""

    def __init__(self, path: Path) -> None:
        self._spots: Spots = {}
        self._lines_before = 0
        self._body = 0
        self._text = ""
        self._citation_form = CITATION if path.suffix == ".md" else _WRAPPED_CITATION
        self._told: Counter[tuple[FieldPath, str, str]] = Counter()
        with suppress(Mistake, OSError):
            self._text = read_text(path, LARGEST_YAML)
            head = self._text
            if path.suffix == ".md":
                head, body, self._lines_before = front_matter(self._text)
                self._body = self._text.rfind(body)
            self._spots = compose(head, want_spots=True).spots

    def spot(self, finding: Finding) -> Spot:
        """Where the field stands, or the nearest thing around it that does; of a text, where its citation stands in it."""
        path = finding.path
        while path and path not in self._spots:
            path = path[:-1]
        key, value = self._spots.get(path, ((1, 1), (1, 1)))
        line, column = key if finding.at_key or path != finding.path else value
        line += self._lines_before if path else 0
        return (finding.cited and self._citation(finding, line)) or (line, column)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self._text))]

    def _citation(self, finding: Finding, line: int) -> Spot | None:
        """The first citation of the source from the line on that no finding like this one was told of."""
        told = (finding.path, finding.code, finding.cited)
        places = self._citations.get(finding.cited, [])
        next_one = bisect_left(places, max(self._line_starts[line - 1], self._body)) + self._told[told]
        self._told[told] += 1
        return line_and_column(self._text, places[next_one]) if next_one < len(places) else None

    @cached_property
    def _citations(self) -> dict[str, list[int]]:
        """Where each source is cited in the file's texts, in order."""
        found: dict[str, list[int]] = {}
        for match in self._citation_form.finditer(self._text):
            found.setdefault(match["source"], []).append(match.start())
        return found
