"""`kb export`: what it writes and where, and what it refuses."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from kb_tools.cli import main
from kb_tools.views import workbook

DAY = "1795305600"  # 2026-11-22


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "kb"
    assert CliRunner().invoke(main, ["init", str(folder)], env={"SOURCE_DATE_EPOCH": DAY}).exit_code == 0
    return folder


def export(base: Path, *arguments: str | Path) -> Result:
    words = ["export", *map(str, arguments), "--root", str(base)]
    return CliRunner().invoke(main, words, env={"SOURCE_DATE_EPOCH": DAY})


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_kind_goes_to_the_output(base: Path) -> None:
    result = export(base, "--format", "csv", "--kind", "phase")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith("\ufeff".encode())
    assert [row["id"] for row in rows(result.stdout_bytes)] == ["routine", "alert", "emergency", "recovery"]
    assert result.stderr == ""


def test_the_tables_that_are_not_written_are_named(base: Path) -> None:
    result = export(base, "--format", "csv", "--kind", "municipality")
    assert "municipality.figures" in result.stderr
    assert len(rows(result.stdout_bytes)) == 1
    assert export(base, "--format", "csv", "--kind", "municipality.figures").stderr == ""


def test_everything_goes_to_a_folder_or_an_archive(base: Path, tmp_path: Path) -> None:
    folder, archive = tmp_path / "deep/tables", tmp_path / "tables.zip"
    assert export(base, "--format", "csv", "--out", folder).exit_code == 0
    assert export(base, "--format", "csv", "--out", archive).exit_code == 0
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with ZipFile(archive) as read:
        assert {name: read.read(name) for name in read.namelist()} == files
    columns = rows(files["columns.csv"])
    assert {row["table"] for row in columns} == {name.removesuffix(".csv") for name in files} - {"columns"}
    told = {(row["table"], row["column"]): row["label"] for row in columns}
    assert told["lesson", "title"] == "הלקח במשפט"


def test_a_workbook_has_a_sheet_for_each_table(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "kb.xlsx"
    result = export(base, "--format", "xlsx", "--out", out, "--kind", "lesson", "--kind", "role.duties")
    assert result.output == f"נכתב: {out}\n"
    assert load_workbook(out).sheetnames == [
        "תוכן",
        "תפקיד – מה עושים בתפקיד",
        "לקח",
        "לקח – באילו תוצאות של תרגיל או",
        "עמודות",
    ]


def test_json_has_whole_things_of_the_kinds(base: Path) -> None:
    document = json.loads(export(base, "--format", "json", "--kind", "step", "--kind", "lesson").stdout_bytes)
    assert document["date"] == "2026-11-22"
    assert list(document["kinds"]) == ["step", "lesson"]
    (lesson,) = document["kinds"]["lesson"]
    assert lesson["fields"]["status"] == "observation"
    assert document["kinds"]["step"][0]["computed"]["fingerprint"]


def test_twice_the_same_is_the_same_to_the_byte(base: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.zip", "a.json"):
        format_ = {"zip": "csv"}.get(name[2:], name[2:])
        contents = set()
        for _ in range(2):
            assert export(base, "--format", format_, "--out", tmp_path / name).exit_code == 0
            contents.add((tmp_path / name).read_bytes())
        assert len(contents) == 1, name


def test_what_facilitators_alone_may_read_leaves_only_when_asked_for(base: Path) -> None:
    for more, wanted in (((), False), (("--facilitators",), True)):
        tables = export(base, "--format", "csv", "--kind", "drill.injects", *more).stdout_bytes
        whole = export(base, "--format", "json", *more).stdout_bytes
        expected = "מזעיקים מחליפים מהרשימה".encode()
        assert (expected in tables) is wanted
        assert (expected in whole) is wanted


@pytest.mark.parametrize("name", ["docs/x.json", "docs/new/x.json", "playbooks/x.json", "link/x.json"])
def test_the_folders_of_content_take_no_exports(base: Path, name: str) -> None:
    (base / "link").symlink_to(base / "docs")
    before = sorted(base.rglob("*"))
    result = export(base, "--format", "json", "--out", base / name)
    assert result.exit_code == 1
    assert "של תוכן" in result.output
    assert sorted(base.rglob("*")) == before


def test_a_folder_of_tables_is_not_made_in_the_content(base: Path) -> None:
    assert export(base, "--format", "csv", "--out", base / "docs").exit_code == 1
    assert not list(base.glob("docs/*.csv"))


def test_problems_of_the_content_are_told_and_nothing_is_written(base: Path, tmp_path: Path) -> None:
    (base / "docs/lessons/broken.yml").write_text("id: [\n", encoding="utf-8")
    result = export(base, "--format", "json", "--out", tmp_path / "x.json")
    assert result.exit_code == 1
    assert "docs/lessons/broken.yml:" in result.output
    assert not (tmp_path / "x.json").exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(base: Path, tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("old", encoding="utf-8")
    result = export(base, "--format", "json", "--out", tmp_path / "in-the-way/x.json")
    assert result.exit_code == 1
    assert "אי אפשר לכתוב אל" in result.output
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert export(base, "--format", "xlsx", "--out", folder).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.xlsx", "in-the-way", "kb"]


def test_a_text_too_long_for_a_cell_is_told_by_its_place(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_LETTERS", 150)
    lesson = base / "docs/lessons/first-lesson.yml"
    lesson.write_text(lesson.read_text("utf-8").replace("title: מיפוי", f"title: {'מיפוי ' * 30}"), "utf-8")
    (tmp_path / "x.xlsx").write_bytes(b"old")
    result = export(base, "--format", "xlsx", "--kind", "lesson", "--out", tmp_path / "x.xlsx")
    assert result.exit_code == 1
    assert "הטבלה lesson, שורה 1, עמודה title" in result.output
    assert (tmp_path / "x.xlsx").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xlsx"], "ציינו לאן לכתוב"),
        (["--format", "csv"], "ציינו לאן לכתוב"),
        (["--format", "csv", "--out", "x.csv"], "יש מקום לטבלה אחת"),
        (["--format", "xlsx", "--out", "x.csv"], "צריך להיות .xlsx"),
        (["--format", "csv", "--out", "x.json"], "צריך להיות .csv או .zip, או תיקייה"),
        (["--format", "json", "--kind", "leson"], "אולי lesson?"),
        (["--format", "json", "--kind", "municipality.figures"], "אולי municipality?"),
        (["--format", "csv", "--kind", "municipality.figure"], "אולי municipality.figures?"),
        (["--format", "json", "--kind", "קובץ"], "הסוגים: source, role"),
    ],
)
def test_wrong_use_says_why(base: Path, arguments: list[str], message: str) -> None:
    result = export(base, *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_text_of_a_contributor_starts_no_formula(base: Path, tmp_path: Path) -> None:
    lesson = base / "docs/lessons/first-lesson.yml"
    text = lesson.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    lesson.write_text(text.replace(title, "title: \"=HYPERLINK('x')\""), encoding="utf-8")
    (row,) = rows(export(base, "--format", "csv", "--kind", "lesson").stdout_bytes)
    assert row["title"] == "'=HYPERLINK('x')"
    export(base, "--format", "xlsx", "--kind", "lesson", "--out", tmp_path / "x.xlsx")
    cell = load_workbook(BytesIO((tmp_path / "x.xlsx").read_bytes()))["לקח"]["B3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK('x')", "s")
