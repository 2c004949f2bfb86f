"""`kb drill plan`, as it is typed, on a copy of the shipped content."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from tests.unit.cli.few_authorities import PLAN, few_authorities


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy without what was proposed to the examples already."""
    copy = few_authorities(tmp_path / "kb")
    for id_ in ("example-city", "example-region"):
        plan = copy / PLAN.format(id_)
        plan.write_text(_without_proposals(plan.read_text("utf-8")), "utf-8")
    return copy


def _without_proposals(text: str) -> str:
    """The entries that this command wrote are the ones in quotes, up to the end of their reasons."""
    lines: list[str] = []
    skipping = False
    for line in text.splitlines(keepends=True):
        if line.startswith('  - drill: "'):
            skipping = True
        elif not line.startswith("    "):
            skipping = False
        if not skipping:
            lines.append(line)
    kept = "".join(lines)
    return kept.removesuffix("drills:\n")


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["drill", "plan", *arguments, "--root", str(root)], env={"SOURCE_DATE_EPOCH": "1795305600"}
    )


def asked(root: Path, *arguments: str) -> dict[str, Any]:
    result = run(root, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found, dict)
    return found


def check(root: Path) -> Result:
    return CliRunner().invoke(main, ["check", "--root", str(root)], env={"SOURCE_DATE_EPOCH": "1795305600"})


def test_proposals_stand_in_the_plan_and_a_second_run_adds_nothing(root: Path) -> None:
    plan = root / PLAN.format("example-city")
    before = plan.read_text("utf-8")
    result = run(root, "--municipality", "example-city", "--year", "2027")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == "נווה דוגמה (דוגמה), 2027 · עד 3 תרגילים בשנה"
    assert "מוצעים: 2\n" in result.output
    assert "            כי " in result.output
    assert result.output.endswith(f"נכתב: {PLAN.format('example-city')}\n")
    after = plan.read_text("utf-8")
    kept = [line for line in after.splitlines() if line in before.splitlines()]
    assert kept == before.splitlines()
    assert after.count("proposed: true") == 2
    assert check(root).exit_code == 0
    again = run(root, "--municipality", "example-city", "--year", "2027")
    assert "אין מה להוסיף: התכנית מלאה\n" in again.output
    assert plan.read_text("utf-8") == after


def test_an_authority_without_a_plan_gets_one(root: Path) -> None:
    plan = root / PLAN.format("9700")
    assert run(root, "--municipality", "9700").exit_code == 0
    assert plan.read_text("utf-8").count("proposed: true") == 2
    assert check(root).exit_code == 0
    first = plan.read_bytes()
    run(root, "--municipality", "9700")
    assert plan.read_bytes() == first


def test_a_dry_run_says_the_same_and_writes_nothing(root: Path) -> None:
    dry = run(root, "--municipality", "1031", "--dry-run")
    assert dry.output.endswith(f"היה נכתב: {PLAN.format('1031')}\n")
    assert not (root / PLAN.format("1031")).exists()
    wet = run(root, "--municipality", "1031")
    assert wet.output.replace("\nנכתב:", "\nהיה נכתב:") == dry.output


def test_json_says_why_and_what_is_missing(root: Path) -> None:
    found = asked(root, "--municipality", "example-region", "--dry-run")
    assert (found["year"], found["most"], found["written"]) == (2027, 2, None)
    assert [each["proposed"] for each in found["proposed"]] == [True, True]
    assert all(each["why"] and len(each["why"]) == len(each["causes"]) for each in found["proposed"])
    assert {"what": "no-drill", "ref": "fire", "text": "לתרחיש ״שריפה״ אין תרגיל במאגר"} in found["lacking"]
    assert asked(root, "--municipality", "example-region")["written"] == PLAN.format("example-region")


def test_more_a_year_when_it_is_asked_for(root: Path) -> None:
    few = asked(root, "--municipality", "example-city", "--dry-run", "--most", "2")
    many = asked(root, "--municipality", "example-city", "--dry-run", "--most", "5")
    assert len(few["proposed"]) == 1  # one is fixed already
    assert len(many["proposed"]) > 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--municipality"),
        (("--municipality", "example-town"), "אולי"),
        (("--municipality", "example-city", "--year", "2025"), "השנה צריכה להיות מ־2026 עד 2036 (נמצא 2025)"),
    ],
)
def test_wrong_use_is_refused(root: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(root, *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_plan_that_cannot_take_lines_is_left_alone(root: Path) -> None:
    plan = root / PLAN.format("example-city")
    plan.write_text("{sources: [{source: example-data}]}\n", "utf-8")
    result = run(root, "--municipality", "example-city")
    assert result.exit_code == 1
    assert "אי אפשר להוסיף שורות לקובץ docs/municipalities/example-city/plan.yml" in result.output
    assert plan.read_text("utf-8") == "{sources: [{source: example-data}]}\n"


def test_content_with_mistakes_is_told_first(root: Path) -> None:
    (root / "docs/scenarios/fire.yml").write_text("id: fire\n", "utf-8")
    result = run(root, "--municipality", "example-city")
    assert result.exit_code == 1
    assert "docs/scenarios/fire.yml" in result.output
