"""Findings find their line: of a key, of a value, of what is nearest, and of a piece of text."""

from pathlib import Path

import pytest

from kb_tools.content.field_errors import Finding
from kb_tools.content.load import Content
from kb_tools.content.locate import problems
from kb_tools.model.problem import FieldPath

YAML = "a: 1\nlist:\n  - b: x\n    c: y [@here] z\nflow: {d: 1}\n"
PAGE = "---\ntitle: א\n---\n\nטקסט [@here] כאן [@here]\n"


def _place(root: Path, finding: Finding) -> tuple[int, int]:
    (found,) = problems(root, Content(), [finding])
    return found.place.line, found.place.column


@pytest.mark.parametrize(
    ("path", "at_key", "cited", "expected"),
    [
        (("a",), False, "", (1, 4)),
        (("a",), True, "", (1, 1)),
        (("list", 0, "c"), False, "", (4, 8)),
        (("list", 0, "c"), False, "here", (4, 10)),
        (("list", 0, "c"), False, "elsewhere", (4, 8)),
        (("list", 0, "absent", 3), False, "", (3, 5)),
        (("list", 7), False, "", (2, 1)),
        (("flow", "d"), False, "", (5, 11)),
        ((), False, "", (1, 1)),
    ],
)
def test_in_yaml(tmp_path: Path, path: FieldPath, at_key: bool, cited: str, expected: tuple[int, int]) -> None:
    (tmp_path / "x.yml").write_text(YAML, "utf-8")
    facts = {"found": "x"}
    assert _place(tmp_path, Finding("x.yml", path, "not-flag", facts, at_key, cited)) == expected


@pytest.mark.parametrize(
    ("path", "cited", "expected"), [(("title",), "", (2, 8)), ((), "here", (5, 6)), ((), "", (1, 1))]
)
def test_in_a_page(tmp_path: Path, path: FieldPath, cited: str, expected: tuple[int, int]) -> None:
    (tmp_path / "x.md").write_text(PAGE, "utf-8")
    assert _place(tmp_path, Finding("x.md", path, "not-flag", {"found": "x"}, cited=cited)) == expected


def test_each_citation_of_a_source_has_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("---\ntitle: א [@first]\n---\n[@first-source] [@first: 2]\n[@first]\n", "utf-8")
    (tmp_path / "x.yml").write_text(
        "sources: [{source: first}]\na: >\n  [@first-source] [@first:\n  2] [@first]\n", "utf-8"
    )
    for name, path, places in (("x.md", (), [(4, 17), (5, 1)]), ("x.yml", ("a",), [(3, 19), (4, 6)])):
        findings = [Finding(name, path, "not-flag", {"found": "x"}, cited="first")] * 2
        found = problems(tmp_path, Content(), findings)
        assert [(problem.place.line, problem.place.column) for problem in found] == places


def test_a_file_that_vanished_meanwhile_has_its_first_line(tmp_path: Path) -> None:
    assert _place(tmp_path, Finding("gone.yml", ("a",), "not-flag", {"found": "x"})) == (1, 1)


def test_problems_are_sorted_and_each_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(YAML, "utf-8")
    (tmp_path / "b.yml").write_text(YAML, "utf-8")
    late, early = (Finding("x.yml", (name,), "not-flag", {"found": "x"}) for name in ("flow", "a"))
    other = Finding("b.yml", ("flow",), "not-flag", {"found": "x"})
    found = problems(tmp_path, Content(), [late, early, other, late])
    assert [(problem.place.file, problem.place.line) for problem in found] == [("b.yml", 5), ("x.yml", 1), ("x.yml", 5)]
