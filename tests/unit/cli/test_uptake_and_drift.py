"""`kb uptake` and `kb drift`, as they are typed: on the shipped content, and on a copy in which a shared step moves on."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from tests.conftest import ROOT

STEP = "open-situation-meeting"
BOOK = "playbooks/cross-sector-forum/playbook.yml"


def run(*arguments: str, root: Path = ROOT) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root)], env={"SOURCE_DATE_EPOCH": "1795305600"})


def rows(*arguments: str, root: Path = ROOT) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", root=root)
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def moved_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped content, where one shared step says something else than when it was adapted."""
    root = tmp_path_factory.mktemp("moved") / "kb"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(ROOT / "playbooks", root / "playbooks")
    shutil.copy(ROOT / "kb.yml", root)
    before = (root / BOOK).read_text("utf-8")
    start = before.index(f"id: {STEP}\n")
    what = before.index("what: ", start)
    (root / BOOK).write_text(
        f"{before[:what]}what: פתחו ישיבת מצב אחרת\n{before[before.index(chr(10), what) + 1 :]}", "utf-8"
    )
    return root


def drifted(root: Path) -> set[tuple[str, str, str]]:
    return {(row["municipality"], row["adaptation"], row["step"]) for row in rows("drift", root=root)}


def test_exactly_the_adaptations_of_the_step_that_changed_are_listed(moved_on: Path) -> None:
    assert drifted(moved_on) - drifted(ROOT) == {
        ("example-city", "forum-through-call-centre", STEP),
        ("example-region", "forum-by-phone", STEP),
    }
    assert drifted(ROOT) <= drifted(moved_on)


def test_a_drift_tells_what_was_reviewed_and_what_is_there_now(moved_on: Path) -> None:
    (row,) = [each for each in rows("drift", "--municipality", "example-city", root=moved_on) if each["step"] == STEP]
    assert row["base"]["what"] == "פתחו ישיבת מצב אחרת"
    assert row["reviewed_against"] == row["change"]["reviewed_against"] != row["fingerprint"]
    line = (moved_on / row["file"]).read_text("utf-8").splitlines()[row["line"] - 1]
    assert line.strip() == f'reviewed_against: "{row["reviewed_against"]}"'
    text = run("drift", "--municipality", "example-city", root=moved_on).output
    assert f"נבדק מול {row['reviewed_against']}; היום {row['fingerprint']}" in text
    assert "הצעד היום: פתחו ישיבת מצב אחרת · בוצע כאשר:" in text
    assert text.count("    אחרי שבדקתם: kb drift --accept example-city/") == text.count(" · נווה דוגמה (דוגמה)\n") >= 1


def test_accepting_changes_one_value_and_asks_no_more(moved_on: Path) -> None:
    wanted = "example-region/forum-by-phone"
    file = moved_on / f"docs/municipalities/{wanted.replace('/', '/adaptations/')}.yml"
    before = file.read_text("utf-8").splitlines()
    result = run("drift", "--accept", wanted, STEP, root=moved_on)
    assert result.exit_code == 0, result.output
    after = file.read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][1].strip().startswith('reviewed_against: "')
    assert ("example-region", "forum-by-phone", STEP) not in drifted(moved_on)
    assert run("check", root=moved_on).exit_code == 0
    again = run("drift", "--accept", wanted, f"cross-sector-forum/{STEP}", root=moved_on)
    assert (again.exit_code, again.output) == (0, "כבר רשום שנבדק מול הצעד של היום\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["drift", "--accept", "example-region/forum-by-fone", STEP], "אולי example-region/forum-by-phone /"),
        (["drift", "--accept", "example-region/forum-by-phone", "open-meeting"], f"אולי {STEP}?"),
        (["drift", "--municipality", "example-regio"], "אולי example-region"),
        (["uptake", "--municipality", "example-regio"], "אולי example-region"),
        (["uptake", "--lesson", "mapping-before-crises"], "אולי mapping-before-crisis?"),
    ],
)
def test_an_unknown_id_is_refused_with_the_nearest(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_no_real_authority_is_said_to_have_answered() -> None:
    tallies = rows("uptake")
    assert len(tallies) > 10
    assert all(row["asked"] == row["silent"] > 0 for row in tallies)
    assert {row["adopted"] + row["adapted"] + row["not_relevant"] + row["late"] for row in tallies} == {0}
    lesson = rows("uptake", "--lesson", "mapping-before-crisis")
    assert len([row for row in lesson if not row["example"]]) == tallies[0]["asked"]
    assert {row["state"] for row in lesson if not row["example"]} == {"waiting"}
    assert [row["municipality"] for row in lesson if row["answer"]] == ["example-city"]


def test_an_example_shows_answers_and_a_silence_that_is_late() -> None:
    found = {row["lesson"]: row for row in rows("uptake", "--municipality", "example-region")}
    assert found["example-one-meals-supplier"]["state"] == "late"
    assert found["load-on-one-department"]["answer"]["adaptation"] == "load-off-welfare"
    assert found["gradual-remote-learning"]["state"] == "not_relevant"
    one = rows("uptake", "--municipality", "example-region", "--lesson", "load-on-one-department")
    assert one == [found["load-on-one-department"]]
    text = run("uptake", "--municipality", "example-region").output
    assert "    טרם נרשמה תשובה, והמועד עבר\n" in text
    assert "עמק הדוגמה (דוגמה)" in text


def test_counts_are_a_line_group_a_lesson() -> None:
    text = run("uptake").output
    assert "mapping-before-crisis · מיפוי בשגרה חוסך זמן בחירום\n    נשאלו 257 · אומץ 0 ·" in text
    assert "example-one-meals-supplier" not in text
