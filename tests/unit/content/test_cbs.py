"""The import of the table of authorities: figures with their year and source, hand-written text left alone."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kb_tools.content import cbs
from kb_tools.content.compose import compose

TABLE = Path(__file__).with_name("cbs_table.csv")
Change = Callable[[list[dict[str, str]]], None]


def _table(folder: Path, change: Change) -> Path:
    rows = list(csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))))
    names = list(rows[0])
    change(rows)
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _import(table: Path, folder: Path) -> cbs.Import:
    plan = cbs.plan_import(cbs.read_table(table), folder, "first-role")
    plan.write()
    return plan


def _fields(folder: Path, id_: str) -> dict[str, object]:
    fields = compose((folder / id_ / "profile.yml").read_text("utf-8")).value
    assert isinstance(fields, dict)
    return fields


def _refusal(table: Path, folder: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(cbs.TableRefused) as refused:
        _import(table, folder)
    assert not list(folder.rglob("*.yml"))
    return [(problem.line, problem.column, problem.message) for problem in refused.value.problems]


def test_a_profile_is_written_as_the_golden_file_shows(tmp_path: Path) -> None:
    plan = _import(TABLE, tmp_path)
    assert (plan.created, plan.updated, plan.unchanged) == (("0065", "5565", "7001"), (), ())
    written = (tmp_path / "0065" / "profile.yml").read_text("utf-8")
    assert written == TABLE.with_name("cbs_profile.yml").read_text("utf-8")


def test_an_empty_cell_is_an_absent_key(tmp_path: Path) -> None:
    _import(TABLE, tmp_path)
    assert "ltc-recipients" not in _fields(tmp_path, "0065")["figures"]  # type: ignore[operator]
    new = _fields(tmp_path, "7001")
    assert set(new) == {
        *("id", "owner", "sources", "name", "name_en", "cbs_code", "municipality_kind", "district"),
        *("alert_zones", "figures", "note"),
    }
    assert new["sources"] == [{"source": "cbs-authorities-2024", "at": "שם, סמל, מעמד ומחוז"}]


def test_counts_of_alert_areas_are_unknown_where_none_was_matched(tmp_path: Path) -> None:
    _import(TABLE, tmp_path)
    figures = _fields(tmp_path, "5565")["figures"]
    assert isinstance(figures, dict)
    assert not {"alert-areas", "confrontation-line-areas", "gaza-envelope-areas"} & set(figures)
    zero_seconds = _fields(tmp_path, "0065")["figures"]["shelter-seconds"]  # type: ignore[index]
    assert zero_seconds == [{"value": "0", "year": "2026", "source": "hfc-areas-2026"}]


def test_a_second_import_changes_no_byte(tmp_path: Path) -> None:
    _import(TABLE, tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*.yml")}
    plan = _import(TABLE, tmp_path)
    assert plan.unchanged == ("0065", "5565", "7001")
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()
    } == before


BY_HAND = """\
# הפרופיל שלנו
district: haifa   # תוקן פעם ביד
id: 7001
name: שם ישן
owner: head-of-authority
figures:
  # אומדן שלנו
  population:
    - {value: 4900, year: 2023, source: our-survey}
    - value: 1
      year: 2024  # יובא
      source: cbs-authorities-2024
  # אחרי האוכלוסייה
  localities:
  - value: 3
    year: 2020
    source: our-survey
  pupils:
    - value: 77
      year: 2021
      source: cbs-authorities-2021
municipality_kind: city
# על התפקיד
role_holder:
  role: first-role
  state: vacant
"""


def test_what_was_written_by_hand_stays_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "7001" / "profile.yml"
    path.parent.mkdir()
    path.write_text(BY_HAND, "utf-8")
    assert _import(TABLE, tmp_path).updated == ("7001",)
    assert path.read_text("utf-8") == TABLE.with_name("cbs_profile_by_hand.yml").read_text("utf-8")


def test_crlf_stays_crlf(tmp_path: Path) -> None:
    path = tmp_path / "7001" / "profile.yml"
    path.parent.mkdir()
    path.write_bytes(BY_HAND.replace("\n", "\r\n").encode())
    _import(TABLE, tmp_path)
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    expected = TABLE.with_name("cbs_profile_by_hand.yml").read_bytes()
    assert data.replace(b"\r\n", b"\n") == expected


def test_example_authorities_and_other_files_are_never_touched(tmp_path: Path) -> None:
    _import(TABLE, tmp_path)
    (tmp_path / "0065" / "needs.yml").write_text("needs: []\n")
    example = tmp_path / "7001" / "profile.yml"
    example.write_text(example.read_text("utf-8") + "example: true\n", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yml")}
    with pytest.raises(cbs.TableRefused) as refused:
        _import(_table(tmp_path, lambda rows: rows[0].update(population_2024="9")), tmp_path)
    assert [problem.line for problem in refused.value.problems] == [4]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yml")} == before


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "7001").symlink_to(tmp_path / "elsewhere")
    assert [column for _, column, _ in _refusal(TABLE, tmp_path)] == ["authority_id"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda rows: rows[1].update(authority_id="0065"), (3, "authority_id", "הערך ״0065״ כבר הופיע בשורה 2")),
        (lambda rows: rows[1].update(district_he="הנגב"), (3, "district_he", "הערך ״הנגב״ אינו מוכר")),
        (lambda rows: rows[0].update(status_he="כפר"), (2, "status_he", "הערך ״כפר״ אינו מוכר")),
        (lambda rows: rows[2].update(population_2024="5,000"), (4, "population_2024", "הערך ״5,000״ אינו מתאים")),
        (lambda rows: rows[2].update(population_2024="-"), (4, "population_2024", "הערך ״-״ אינו מתאים")),
        (lambda rows: rows[2].update(population_2024="1e3"), (4, "population_2024", "הערך ״1e3״ אינו מתאים")),
        (lambda rows: rows[0].update(ses_cluster_2021="11"), (2, "ses_cluster_2021", "הערך ״11״ אינו מתאים")),
        (lambda rows: rows[0].update(pct_arab="101"), (2, "pct_arab", "הערך ״101״ אינו מתאים")),
        (lambda rows: rows[0].update(lat=""), (2, "lat", "המיקום חלקי")),
        (lambda rows: rows[0].update(hfc_zones="גליל"), (2, "hfc_zones", "הערך ״גליל״ אינו מתאים")),
        (lambda rows: rows[0].update(name_he=""), (2, "name_he", "התא ריק")),
        (lambda rows: rows[0].update(name_he="<b>"), (2, "name_he", "הערך ״<b>״ אינו מתאים")),
        (lambda rows: rows[0].update(authority_id="../x"), (2, "authority_id", "״../x״ אינו מזהה")),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    tmp_path: Path, change: Change, expected: tuple[int, str, str]
) -> None:
    assert expected in _refusal(_table(tmp_path, change), tmp_path / "out")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    def break_all(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row.update(population_2024="רבים", district_he="?")

    assert len(_refusal(_table(tmp_path, break_all), tmp_path / "out")) == 6


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 0, "הקובץ ריק"),
        (b"\xef\xbb\xbf \n", 0, "הקובץ ריק"),
        (TABLE.read_bytes().replace(b",", b";"), 1, "ולא בפסיק"),
        (TABLE.read_bytes().replace(b",", b"\t"), 1, "טאב"),
        (TABLE.read_text("utf-8").encode("windows-1255"), 2, "UTF-8"),
        (TABLE.read_text("utf-8").encode("utf-16"), 1, "UTF-8"),
        (TABLE.read_bytes().split(b"\n")[0] + b"\n", 0, "אף רשות"),
        (TABLE.read_bytes().replace(b"population_2024", b"population_2042"), 1, "העמודה חסרה"),
        (TABLE.read_bytes().replace(b"pct_arab", b"cbs_code"), 1, "פעמיים"),
        (TABLE.read_bytes() + b"0066,0066\n", 5, "בשורה 2 תאים"),
        (TABLE.read_bytes() + b'"0066', 5, "CSV"),
        (TABLE.read_bytes().replace("חדשה".encode(), b"a\x00b"), 0, "NUL"),
    ],
    ids=[
        "empty",
        "bom-alone",
        "semicolons",
        "tabs",
        "1255",
        "utf-16",
        "no-rows",
        "column",
        "twice",
        "short",
        "quote",
        "nul",
    ],
)
def test_a_wrong_file_is_refused_whole(tmp_path: Path, data: bytes, line: int, words: str) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(data)
    told = _refusal(table, tmp_path / "out")
    assert any(number == line and words in message for number, _, message in told), told


def test_a_bom_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"\xef\xbb\xbf" + TABLE.read_bytes().replace(b"\n", b"\r\n"))
    assert len(cbs.read_table(table)) == 3


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "7001").write_text("a file where a folder is needed")
    with pytest.raises(OSError, match="7001"):
        _import(TABLE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["7001"]


@pytest.mark.parametrize(
    ("name", "capitals"),
    [
        ("GIV'AT SHEMU'EL", "Giv'at Shemu'el"),
        ("DEIR AL-ASAD", "Deir Al-Asad"),
        ("JISH(GUSH HALAV)", "Jish(Gush Halav)"),
        ("", ""),
    ],
)
def test_capitals(name: str, capitals: str) -> None:
    assert cbs.capitalised(name) == capitals
