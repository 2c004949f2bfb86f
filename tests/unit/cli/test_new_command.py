"""`kb new` as a person types it: what is written, what is refused, and with which exit code."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.cli.new_command import KINDS, OF_A_MUNICIPALITY


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "kb"
    assert run("init", str(folder)).exit_code == 0
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": "1795305600"})


def files(base: Path) -> set[str]:
    return {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}


def test_a_whole_second_set_is_written_and_checks_clean(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    assert run("init", str(folder)).exit_code == 0
    for kind in KINDS:
        id_ = "second" if kind not in OF_A_MUNICIPALITY else "second-unit"
        name = "second-unit" if kind == "municipality" else id_
        options = {
            "drill": ["--playbook", "second"],
            "adaptation": ["--municipality", "second-unit", "--playbook", "second"],
            "result": ["--municipality", "second-unit", "--set", "drill=second"],
        }.get(kind, [])
        result = run("new", kind, name, *options, "--root", str(folder))
        assert result.exit_code == 0, result.output
    checked = run("check", "--root", str(folder))
    assert checked.output == "0 בעיות: התוכן תקין\n"
    assert "playbook: second" in (folder / "docs/municipalities/second-unit/adaptations/second.yml").read_text("utf-8")


def test_values_are_set(base: Path) -> None:
    result = run("new", "lesson", "flood-night", "--set", "title=לא לחכות: מתחילים", "--root", str(base))
    assert (result.exit_code, result.output) == (0, "נכתב docs/lessons/flood-night.yml\n")
    assert 'title: "לא לחכות: מתחילים"' in (base / "docs/lessons/flood-night.yml").read_text("utf-8")


def test_a_long_file_may_be_split(base: Path) -> None:
    assert run("new", "needs", "north", "--municipality", "example-unit", "--root", str(base)).exit_code == 0
    assert (base / "docs/municipalities/example-unit/needs/north.yml").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["leson", "x"], "אולי lesson?"),
        (["settings", "x"], "אין סוג קובץ ״settings״"),
        (["lesson", "My_id"], "המזהה ״My_id״ אינו תקין"),
        (["lesson", "../x"], "אינו תקין"),
        (["lesson", "first-lesson"], "כבר קיים"),
        (["drill", "x"], "צריך לציין ‎--playbook"),
        (["drill", "x", "--playbook", "first-playbok"], "אולי first-playbook?"),
        (["drill", "first-drill", "--playbook", "first-playbook"], "כבר קיים"),
        (["result", "x"], "צריך לציין ‎--municipality"),
        (["needs", "example-unt"], "אולי example-unit"),
        (["source", "x", "--playbook", "first-playbook"], "אינו מתאים ל־source"),
        (["forum", "x", "--municipality", "example-unit"], "אינו מתאים ל־forum"),
        (["lesson", "x", "--set", "ownr=a"], "אולי owner?"),
        (["lesson", "x", "--set", "owner=a"], "ref-dangling"),
        (["lesson", "x", "--set", "review_every=הרבה"], "not-integer"),
        (["lesson", "x", "--set", "status=learned"], "status-evidence"),
        (["lesson", "x", "--set", "id=y"], "המזהה נקבע לפי ID"),
        (["lesson", "x", "--set", "title=\u202eא"], "תו נסתר"),
        (["lesson"], "ID"),
    ],
)
def test_wrong_use_says_why_and_writes_nothing(base: Path, arguments: list[str], message: str) -> None:
    before = files(base)
    result = run("new", *arguments, "--root", str(base))
    assert result.exit_code == 2
    assert message in result.output
    assert files(base) == before


def test_a_folder_that_cannot_be_written_is_said(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    assert run("init", str(folder)).exit_code == 0
    (folder / "docs/calls/first-call.yml").unlink()
    (folder / "docs/calls").rmdir()
    (folder / "docs/calls").write_text("לא תיקייה", encoding="utf-8")
    result = run("new", "call", "x", "--root", str(folder))
    assert (result.exit_code, "אי אפשר לכתוב" in result.output) == (2, True)


def test_settings_that_cannot_be_read_are_a_problem_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "kb.yml").write_text("title: [\n", encoding="utf-8")
    result = run("new", "lesson", "x", "--root", str(tmp_path))
    assert (result.exit_code, "yaml-syntax" in result.output) == (1, True)
