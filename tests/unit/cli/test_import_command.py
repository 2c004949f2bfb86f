"""`kb import cbs` as a user runs it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main

TABLE = Path(__file__).parents[1] / "content" / "cbs_table.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "kb.yml").write_text("title: מאגר\ntagline: לבדיקה\nlead_role: first-role\n", "utf-8")
    return tmp_path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", "cbs", *map(str, arguments)])


def test_it_tells_what_was_made_and_what_stayed(root: Path) -> None:
    first = _run(TABLE, "--root", root)
    assert first.exit_code == 0
    assert first.stdout == "נוצרו: 3 (0065 5565 7001)\nעודכנו: 0\nלא השתנו: 0\n"
    assert "cbs-ses-2019" in first.stderr
    assert _run(TABLE, "--root", root).stdout == "נוצרו: 0\nעודכנו: 0\nלא השתנו: 3\n"


def test_a_dry_run_writes_nothing(root: Path) -> None:
    result = _run(TABLE, "--dry-run", "--root", root)
    assert result.stdout == "ייווצרו: 3 (0065 5565 7001)\nיתעדכנו: 0\nלא ישתנו: 0\n"
    assert not (root / "docs").exists()


@pytest.mark.parametrize("folder", ["docs", "docs/municipalities"])
def test_a_link_is_not_written_through(root: Path, folder: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / folder).parent.mkdir(exist_ok=True)
    (root / folder).symlink_to(outside)
    result = _run(TABLE, "--root", root)
    assert result.exit_code == 2
    assert f"התיקייה {folder} היא קישור סמלי" in result.stderr
    assert list(outside.iterdir()) == []


def test_when_nothing_can_be_drafted_nothing_changed(root: Path) -> None:
    (root / "docs/municipalities/7001/.profile.yml.draft").mkdir(parents=True)
    before = sorted(root.rglob("*"))
    result = _run(TABLE, "--root", root)
    assert result.exit_code == 1
    assert "דבר לא השתנה" in result.stderr
    assert sorted(root.rglob("*")) == before


def test_what_was_written_before_a_failure_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if "7001" in str(target):
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    result = _run(TABLE, "--root", root)
    assert result.exit_code == 1
    assert (
        "נכתבו 2 מתוך 3 קבצים: docs/municipalities/0065/profile.yml docs/municipalities/5565/profile.yml"
        in result.stderr
    )
    written = sorted(path.parent.name for path in root.rglob("*profile.yml*"))
    assert written == ["0065", "5565"]
    assert not (root / "docs/municipalities/7001").exists()


def test_a_wrong_table_is_told_by_row_and_column(root: Path) -> None:
    table = root / "t.csv"
    table.write_bytes(TABLE.read_bytes().replace("הדרום".encode(), "הנגב".encode()))
    result = _run(table, "--root", root)
    assert result.exit_code == 1
    assert result.stderr.startswith("t.csv: שורה 3, district_he: הערך ״הנגב״ אינו מוכר\n    המוכרים: הצפון,")
    assert result.stderr.endswith("שגיאה אחת בטבלה; דבר לא נכתב\n")
    assert not (root / "docs").exists()


@pytest.mark.parametrize("arguments", [("absent.csv",), (), (".",)])
def test_wrong_use_is_exit_2(root: Path, arguments: tuple[str, ...]) -> None:
    assert _run(*arguments, "--root", root).exit_code == 2


def test_the_help_names_every_column_with_its_year_and_source(root: Path) -> None:
    shown = _run("--help").stdout
    assert "ses_rank_2021: דירוג חברתי־כלכלי ← socioeconomic-rank, 2021, cbs-authorities-2024" in shown
