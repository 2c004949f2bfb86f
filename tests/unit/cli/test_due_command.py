"""`kb due`: a whole output, its filters, and what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main

BASE = Path(__file__).parents[2] / "examples/base"
DAY = {"SOURCE_DATE_EPOCH": "1795305600"}  # 2026-11-22


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["due", *arguments, "--root", str(BASE)], env=DAY)


def rows(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    found: list[dict[str, object]] = json.loads(result.output)
    return found


def test_a_whole_output() -> None:
    result = run("--within", "10")
    assert result.exit_code == 0
    assert result.output == (Path(__file__).parents[2] / "cases/due/within-10.txt").read_text("utf-8")


def test_what_is_late_comes_first_and_is_shown_whatever_the_range() -> None:
    found = rows("--within", "0")
    assert found
    assert all(row["overdue"] for row in found)
    days = [str(row["due"]) for row in rows("--within", "3650")]
    assert days == sorted(days)
    assert len(days) > len(found)


def test_by_role_and_by_authority() -> None:
    assert {row["municipality"] for row in rows("--municipality", "first-town", "--within", "3650")} == {"first-town"}
    assert {row["owner"] for row in rows("--role", "first-role", "--within", "3650")} == {"first-role"}
    assert None in {row["municipality"] for row in rows("--within", "3650")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--role", "first-rol"], "אין תפקיד במזהה ״first-rol״. אולי first-role?"),
        (["--municipality", "first-twon"], "במזהה ״first-twon״. אולי first-town"),
        (["--municipality", "עיר ראשונא"], "אולי first-town (עיר ראשונה)?"),
        (["--within", "-1"], "-1"),
    ],
)
def test_what_does_not_exist_is_refused(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output
