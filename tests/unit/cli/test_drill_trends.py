"""`kb drill trends`, as it is typed: a whole output, and figures that agree with the files."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from tests.conftest import ROOT

BASE = ROOT / "tests/examples/base"
CASE = ROOT / "tests/cases/trends/first-town.txt"


def run(*arguments: str, root: Path = BASE) -> Result:
    day = {"SOURCE_DATE_EPOCH": "1795305600"}
    return CliRunner().invoke(main, ["drill", "trends", *arguments, "--root", str(root)], env=day)


def found(*arguments: str, root: Path = ROOT) -> dict[str, Any]:
    result = run(*arguments, "--json", root=root)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.output)
    return told


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base, whose drill has a target and is held again, worse, and then needed in earnest."""
    root = tmp_path_factory.mktemp("trends") / "kb"
    shutil.copytree(BASE, root)
    drill = root / "playbooks/first-playbook/drills/first-drill.yml"
    timed = drill.read_text("utf-8").replace("call-forum}", "call-forum, within_minutes: 4}")
    drill.write_text(timed, encoding="utf-8")
    results = root / "docs/municipalities/first-town/results"
    first = (results / "first-result.yml").read_text("utf-8")
    again = first.replace("first-result", "again").replace("2026-10-12", "2026-10-20").replace("rating: S", "rating: U")
    (results / "again.yml").write_text(again.replace("done, minute: 5", "partly"), encoding="utf-8")
    event = first.replace("first-result", "event").replace("2026-10-12", "2026-11-01").replace("minute: 5", "minute: 3")
    (results / "event.yml").write_text(event.replace("sectors:", "real_event: שיטפון\nsectors:"), encoding="utf-8")
    return root


def test_a_whole_output(grown: Path) -> None:
    result = run("--for", "first-town", root=grown)
    assert result.exit_code == 0
    assert result.output == CASE.read_text("utf-8")


def test_examples_are_told_of_only_when_they_are_asked_for() -> None:
    held = [unit["municipality"] for unit in found()["municipalities"]]
    assert not [id_ for id_ in held if id_.startswith("example-")]
    assert len(held) > 200
    assert found("--for", "example-city")["drills"]


def test_the_example_series_show_what_improves_and_what_does_not() -> None:
    city, region = found("--for", "example-city"), found("--for", "example-region")
    for told in (city, region):
        assert sum(step["better"] for step in told["steps"]) > sum(step["worse"] for step in told["steps"]) > 0
        days = [result["held_on"] for result in told["results"]]
        assert max(days)[:4] > min(days)[:4]
    assert "epidemic-partnerships/plan-return-together" in [step["step"] for step in city["steps"] if step["worse"]]
    assert region["events"] == 1
    assert {"philanthropy", "academia"} <= {one["sector"] for one in region["sectors"] if not one["came"]}


def test_what_is_counted_is_what_the_files_say() -> None:
    told = found("--for", "example-city")
    files = sorted((ROOT / "docs/municipalities/example-city/results").glob("*.yml"))
    assert told["drills"] + told["events"] == len(told["results"]) == len(files)
    asked = sum(path.read_text("utf-8").count("- item: ") for path in files)
    ruled_out = sum(path.read_text("utf-8").count("outcome: not_relevant") for path in files)
    assert sum(result["relevant"] for result in told["results"]) == asked - ruled_out
    rated = sum(path.read_text("utf-8").count("- objective: ") for path in files)
    assert sum(len(one["ratings"]) for one in told["objectives"]) == rated


def test_without_results_nothing_is_guessed() -> None:
    result = run("--for", "first-example")
    assert "עוד לא נרשמה תוצאה" in result.output
    assert "נשל" not in result.output


def test_an_unknown_authority_is_refused_with_the_nearest() -> None:
    result = run("--for", "first-twon")
    assert result.exit_code == 2
    assert "first-town" in result.output
