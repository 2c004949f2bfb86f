"""`kb init`: a small knowledge base that is sound, whole or not there at all."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.content.schemas import stale
from kb_tools.model.files import FILE_KINDS, kind_of


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": "1795305600"})


def test_it_checks_clean_and_holds_one_of_each_kind(tmp_path: Path) -> None:
    base = tmp_path / "new/base"
    result = run("init", str(base), "--title", 'מאגר: "שלנו" #1')
    assert result.exit_code == 0, result.output
    assert json.loads(run("check", "--root", str(base), "--json").output) == []
    kinds = {kind_of(path.relative_to(base).as_posix()) is not None and path for path in base.rglob("*.yml")} - {False}
    assert {kind_of(path.relative_to(base).as_posix())[0].name for path in kinds if path} == {
        kind.name for kind in FILE_KINDS
    }
    assert stale(base / "schemas") == []
    assert {"README.md", ".gitignore", "mkdocs.yml"} < {path.name for path in base.iterdir()}


def test_the_title_stands_in_the_settings_the_site_and_the_readme(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "base"), "--title", 'א: "ב"').exit_code == 0
    assert 'title: "א: \\"ב\\""\n' in (tmp_path / "base/kb.yml").read_text("utf-8")
    assert 'site_name: "א: \\"ב\\""\n' in (tmp_path / "base/mkdocs.yml").read_text("utf-8")
    assert (tmp_path / "base/README.md").read_text("utf-8").startswith('# א: "ב"\n')
    assert not any("__TITLE__" in path.read_text("utf-8") for path in (tmp_path / "base").rglob("*") if path.is_file())


def test_two_of_a_day_are_the_same_to_the_byte(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        run("init", str(tmp_path / name))
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append([(path.relative_to(tmp_path / name), path.read_bytes()) for path in files])
    assert contents[0] == contents[1]
    assert contents[0]


def test_an_empty_folder_is_filled_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    assert run("init", ".").exit_code == 0
    assert (tmp_path / "kb.yml").is_file()
    assert tmp_path.stat().st_ino == before
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("title", "folder", "message"),
    [("שם", "full", "אינה ריקה"), ("שם", "file", "אינו תיקייה"), ("<b>", "fresh", "בלי <"), ("", "fresh", "שורה אחת")],
)
def test_wrong_use_says_why_and_leaves_no_trace(tmp_path: Path, title: str, folder: str, message: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    result = run("init", str(tmp_path / folder), "--title", title)
    assert result.exit_code == 2
    assert message in result.output
    assert sorted(tmp_path.rglob("*")) == before
