"""`kb schema`."""

from pathlib import Path

from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.content.schemas import schemas


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", *arguments])


def test_it_writes_every_schema_and_knows_when_one_is_old(tmp_path: Path) -> None:
    folder = tmp_path / "a/b"
    assert run(str(folder), "--check").exit_code == 1
    assert run(str(folder)).exit_code == 0
    assert {path.name for path in folder.iterdir()} == set(schemas())
    assert run(str(folder), "--check").exit_code == 0
    (folder / "lesson.json").write_bytes(b"\xff")
    old = run(str(folder), "--check")
    assert (old.exit_code, "lesson.json" in old.output, "role.json" in old.output) == (1, True, False)


def test_writing_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(str(tmp_path / name))
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_folder_that_cannot_be_made_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run(str(tmp_path / "file/below"))
    assert (result.exit_code, "אי אפשר לכתוב" in result.output) == (2, True)
