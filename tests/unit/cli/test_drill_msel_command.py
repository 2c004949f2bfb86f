"""`kb drill msel`, as it is typed: out to a sheet and back, on a copy of the shipped content."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from tests.unit.cli.few_authorities import few_authorities

FILE = "playbooks/cross-sector-forum/drills/forum-call-out.yml"
DAY = {"SOURCE_DATE_EPOCH": "1795305600"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_authorities(tmp_path_factory.mktemp("msel") / "kb")


@pytest.fixture
def root(shipped: Path) -> Iterator[Path]:
    """The copy, whose drill is as it was shipped again."""
    before = (shipped / FILE).read_bytes()
    yield shipped
    (shipped / FILE).write_bytes(before)


def run(root: Path, *arguments: str, drill: str = "forum-call-out") -> Result:
    return CliRunner().invoke(main, ["drill", "msel", drill, *arguments, "--root", str(root)], env=DAY)


def exported(root: Path, out: Path) -> list[list[str]]:
    assert run(root, "--out", str(out)).exit_code == 0
    return list(csv.reader(StringIO(out.read_text("utf-8-sig"), newline="")))


def saved(path: Path, rows: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
@pytest.mark.parametrize("language", ["he", "en"])
def test_out_and_back_changes_nothing(root: Path, tmp_path: Path, name: str, language: str) -> None:
    out = str(tmp_path / name)
    told = run(root, "--out", out, "--lang", language)
    assert told.output == f"נכתב: {out}, 6 הזרמות. למנחים בלבד: אל תשתפו אותו עם מי שמתרגלים\n"
    before = (root / FILE).read_bytes()
    back = run(root, "--from", out)
    assert (back.exit_code, back.output) == (0, "אין מה לשנות: הקובץ אומר מה שהתרגיל אומר\n")
    assert (root / FILE).read_bytes() == before


def test_new_injects_are_added_without_a_question(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    new = ["7", "T+0:55", "הזרמה", "טלפון", "המנכ״ל", "הפורום", "״תרגיל. די.״", "עוצרים.", "first-meeting", ""]
    told = run(root, "--from", saved(tmp_path / "new.csv", [*rows, new]))
    assert told.output == f"נוספו: 1, השתנו: 0. נכתב: {FILE}\n"
    assert CliRunner().invoke(main, ["check", "--root", str(root)], env=DAY).exit_code == 0
    assert run(root, "--from", str(tmp_path / "new.csv")).output.startswith("אין מה לשנות")


def test_existing_injects_change_only_when_it_is_said(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    rows[3][5] = "המוקד"
    source = saved(tmp_path / "changed.csv", rows)
    before = (root / FILE).read_bytes()
    told = run(root, "--from", source)
    assert told.exit_code == 1
    assert "  הזרמה 2, אל: ״מנהל/ת השותפויות״ ← יהיה ״המוקד״\n" in told.output
    assert "--replace" in told.output
    assert (root / FILE).read_bytes() == before
    told = run(root, "--from", source, "--replace")
    assert told.output == f"נוספו: 0, השתנו: 1. נכתב: {FILE}\n"
    assert (root / FILE).read_text("utf-8") == before.decode().replace(
        "    minute: 8\n    sender: המנחה\n    to: מנהל/ת השותפויות\n",
        '    minute: 8\n    sender: המנחה\n    to: "המוקד"\n',
    )
    assert run(root, "--from", source).output.startswith("אין מה לשנות")


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_in_a_terminal_the_question_is_asked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    rows = exported(root, tmp_path / "list.csv")
    rows[2][6] = "אחר"
    source = saved(tmp_path / "changed.csv", rows)
    before = (root / FILE).read_bytes()
    monkeypatch.setattr("kb_tools.cli.drill_msel_command.is_terminal", lambda: True)
    told = CliRunner().invoke(
        main, ["drill", "msel", "forum-call-out", "--from", source, "--root", str(root)], env=DAY, input=f"{answer}\n"
    )
    assert told.exit_code == code
    assert ((root / FILE).read_bytes() == before) is (answer == "n")


def test_rows_that_are_gone_from_the_list_stay_in_the_drill(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    told = run(root, "--from", saved(tmp_path / "fewer.csv", rows[:-2]))
    assert told.output.splitlines()[0] == "אינן בקובץ, ונשארו כפי שהן: 5, 6"


def test_faults_are_told_with_row_and_column_and_nothing_is_written(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    rows[2][1], rows[3][8] = "בערב", "אין כזו"
    before = (root / FILE).read_bytes()
    told = run(root, "--from", saved(tmp_path / "bad.csv", rows), "--replace")
    assert told.exit_code == 1
    assert "bad.csv: שורה 3, עמודה B: ״בערב״ אינו זמן בתרגיל [msel-time]\n" in told.output
    assert "bad.csv: שורה 4, עמודה I: אין בתרגיל מטרה ״אין כזו״ [msel-objective]\n" in told.output
    assert told.output.endswith("2 שגיאות; דבר לא נכתב\n")
    assert (root / FILE).read_bytes() == before


def test_what_the_check_would_refuse_is_told_by_its_row(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    rows[-1][1] = "T+9:00"
    told = run(root, "--from", saved(tmp_path / "late.csv", rows), "--replace")
    assert told.exit_code == 1
    assert "late.csv: שורה 8, עמודה B:" in told.output
    assert "[drill-overtime]" in told.output


@pytest.mark.parametrize("folder", ["docs", "playbooks/cross-sector-forum/drills", "site"])
def test_the_list_is_never_written_where_it_would_be_published(root: Path, folder: str) -> None:
    told = run(root, "--out", str(root / folder / "list.csv"))
    assert told.exit_code == 1
    assert not (root / folder / "list.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--out"),
        (("--out", "a.csv", "--from", FILE), "--from"),
        (("--out", "a.pdf"), "צריך להיות .xlsx או .csv"),
        (("--from", "{root}/kb.yml", "--began", "25:00"), "שעה ביום כמו 08:30"),
    ],
)
def test_wrong_use_is_refused(root: Path, arguments: tuple[str, ...], said: str) -> None:
    told = run(root, *(each.replace("{root}", str(root)).replace(FILE, str(root / FILE)) for each in arguments))
    assert told.exit_code == 2
    assert said in told.output


def test_times_of_day_are_read_with_the_hour_of_the_start(root: Path, tmp_path: Path) -> None:
    rows = exported(root, tmp_path / "list.csv")
    for row in rows[2:]:
        hours, minutes = row[1].removeprefix("T+").split(":")
        row[1] = f"{18 + int(hours)}:{minutes}"
    source = saved(tmp_path / "clock.csv", rows)
    assert run(root, "--from", source, "--began", "18:00").output.startswith("אין מה לשנות")
    assert run(root, "--from", source).exit_code == 1
