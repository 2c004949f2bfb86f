"""The three reporters, whole outputs: for people, for programs, for GitHub's annotations."""

import json

import pytest

from kb_tools.cli.report import print_github, print_json, print_text
from kb_tools.model.problem import Place, Problem

PROBLEMS = [
    Problem(
        Place("docs/lessons/a.yml", 3, 5, "needs[2].people"), "not-integer", "צריך מספר (נמצא ״50%״)", "כתבו ספרות"
    ),
    Problem(Place("docs/a,b:c.md", 1, 1), "file-type", "סוג: אחר,\nאו ריק", ""),
    Problem(Place(".", 1, 1), "no-git", "אין היסטוריה", "תאריכים לא יוצגו", "notice"),
]


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_text(PROBLEMS)
    assert capsys.readouterr().out == (
        "docs/lessons/a.yml:3:5 needs[2].people: צריך מספר (נמצא ״50%״) [not-integer]\n    כתבו ספרות\n"
        "docs/a,b:c.md:1:1 סוג: אחר,\nאו ריק [file-type]\n"
        ".:1:1 לתשומת לב: אין היסטוריה [no-git]\n    תאריכים לא יוצגו\n"
        "2 בעיות, ודבר אחד לתשומת לב\n"
    )


def test_text_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_text([])
    assert capsys.readouterr().out == "0 בעיות: התוכן תקין\n"


def test_text_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_text(PROBLEMS[:1])
    assert capsys.readouterr().out.endswith("\nבעיה אחת\n")


def test_text_of_what_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_text([PROBLEMS[2], PROBLEMS[2]])
    assert capsys.readouterr().out.endswith("\n0 בעיות: התוכן תקין, ו־2 דברים לתשומת לב\n")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(PROBLEMS[:1])
    assert json.loads(capsys.readouterr().out) == [
        {
            "file": "docs/lessons/a.yml",
            "line": 3,
            "column": 5,
            "field": "needs[2].people",
            "code": "not-integer",
            "message": "צריך מספר (נמצא ״50%״)",
            "hint": "כתבו ספרות",
            "level": "error",
        }
    ]


def test_github_escapes_what_its_commands_would_misread(capsys: pytest.CaptureFixture[str]) -> None:
    print_github(PROBLEMS)
    assert capsys.readouterr().out == (
        "::error file=docs/lessons/a.yml,line=3,col=5,title=not-integer::"
        "needs[2].people: צריך מספר (נמצא ״50%25״). כתבו ספרות\n"
        "::error file=docs/a%2Cb%3Ac.md,line=1,col=1,title=file-type::סוג: אחר,%0Aאו ריק.\n"
        "::notice file=.,line=1,col=1,title=no-git::אין היסטוריה. תאריכים לא יוצגו\n"
    )


def test_the_order_is_by_file_and_place() -> None:
    later = Problem(Place("a.yml", 10, 1), "x", "")
    sooner = Problem(Place("a.yml", 9, 7), "y", "")
    assert sorted([later, sooner]) == [sooner, later]
