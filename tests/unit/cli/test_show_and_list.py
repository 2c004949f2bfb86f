"""`kb show` and `kb list`: whole outputs, and what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main

CASES = Path(__file__).parents[2] / "cases/show"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show") / "kb"
    assert CliRunner().invoke(main, ["init", str(folder)], env={"SOURCE_DATE_EPOCH": "1795305600"}).exit_code == 0
    return folder


def run(base: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(base)])


@pytest.mark.parametrize("id_", ["lesson:first-lesson", "first-playbook/call-forum", "example-unit/first-result"])
def test_a_whole_show(base: Path, id_: str) -> None:
    result = run(base, "show", id_)
    assert result.exit_code == 0
    name = id_.replace("/", "-").replace(":", "-")
    assert result.output == (CASES / f"{name}.txt").read_text("utf-8")


def test_the_line_is_where_the_thing_stands(base: Path) -> None:
    shown = json.loads(run(base, "show", "need-type:hot-meals", "--json").output)
    line = (base / shown["file"]).read_text("utf-8").splitlines()[shown["line"] - 1]
    assert line == "  - id: hot-meals"


def test_json_has_the_fingerprint_that_an_adaptation_needs(base: Path) -> None:
    step = json.loads(run(base, "show", "first-playbook/call-forum", "--json").output)
    adaptation = json.loads(run(base, "show", "example-unit/first-adaptation", "--json").output)
    assert step["fingerprint"] == adaptation["fields"]["changes"][0]["reviewed_against"]
    assert {"kind": "item", "id": "first-drill/first-item"} in step["mentioned_by"]


def test_show_works_beside_a_broken_file_and_says_so_when_it_may_matter(base: Path) -> None:
    broken = base / "docs/lessons/broken.yml"
    broken.write_text("id: [\n", encoding="utf-8")
    try:
        assert run(base, "show", "first-lesson").exit_code == 0
        assert "kb check" in run(base, "show", "broken").output
    finally:
        broken.unlink()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "first-lessn"], "אולי lesson:first-lesson"),
        (["show", "leson:first-lesson"], "אולי lesson?"),
        (["show", "population"], "figure-type:population"),
        (["list", "leson"], "אולי lesson?"),
        (["list", "page"], "אין סוג ״page״"),
        (["list", "lesson", "--where", "statu=x"], "אולי status?"),
        (["list", "lesson", "--where", "title.x=y"], "הוא ערך יחיד"),
        (["list", "lesson", "--where", "status"], "שדה=ערך"),
    ],
)
def test_wrong_use_says_why(base: Path, arguments: list[str], message: str) -> None:
    if arguments == ["show", "population"]:
        created = run(base, "new", "source", "population")
        assert created.exit_code == 0
    result = run(base, *arguments)
    (base / "docs/sources/population.yml").unlink(missing_ok=True)
    assert result.exit_code == 2
    assert message in result.output


def test_list_gives_ids_and_names(base: Path) -> None:
    assert run(base, "list", "phase").output == "routine\tשגרה\nalert\tכוננות\nemergency\tחירום\nrecovery\tשיקום\n"
    assert run(base, "list", "need").output == "example-unit/food-elderly\tמזון (רשות לדוגמה)\n"


def test_conditions_are_joined(base: Path) -> None:
    both = ["--where", "status=observation", "--where", "scenarios=first-scenario"]
    assert run(base, "list", "lesson", *both).output.startswith("first-lesson\t")
    neither = run(base, "list", "lesson", *both, "--where", "level=local")
    assert (neither.exit_code, neither.output) == (0, "")


def test_list_as_json(base: Path) -> None:
    rows = json.loads(run(base, "list", "role", "--json").output)
    assert [(row["kind"], row["id"], row["file"]) for row in rows] == [
        ("role", "first-role", "docs/roles/first-role.yml")
    ]
    assert rows[0]["fields"]["duties"]
