"""Files that people saved from a spreadsheet: what is read of them, and why some are not."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from xlsxwriter import Workbook as Written

from kb_tools.intake.refusal import Refused
from kb_tools.intake.spreadsheet import LARGEST_FILE, Grid, Merge, plain, read_grids

TABLE = "מזהה;מה קרה;הערה\r\nopen;בוצע;עם, פסיק\r\nclose;לא בוצע;\r\n"
ROWS = (("מזהה", "מה קרה", "הערה"), ("open", "בוצע", "עם, פסיק"), ("close", "לא בוצע", ""))


def saved(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def codes(data: bytes) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_grids(data)
    assert all(any("א" <= letter <= "ת" for letter in reason.message) for reason in refused.value.reasons)
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1255", "cp862"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_coding_that_a_hebrew_spreadsheet_saves(coding: str, delimiter: str) -> None:
    text = TABLE.replace("עם, פסיק", '"עם, פסיק"').replace(";", delimiter)
    assert read_grids(text.encode(coding)) == (Grid("", ROWS),)


def test_a_csv_may_name_its_sign() -> None:
    grid = read_grids(("sep=|\r\n" + TABLE.replace(";", "|")).encode("utf-8-sig"))[0]
    assert grid.rows == (("", "", ""), *ROWS)
    assert grid.place(1, 2) == "שורה 2, עמודה C"


def test_the_guard_of_our_own_csv_is_taken_away_and_no_other_apostrophe() -> None:
    assert read_grids(b"'=1+1,''twice,'word\n")[0].rows == (("=1+1", "'twice", "'word"),)


def test_cells_say_what_a_person_reads() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "תוצאות"
        sheet.append(
            [
                25.0,
                2.5,
                True,
                datetime.fromisoformat("2026-10-27"),
                date(2026, 1, 2),
                time(8, 55),
                timedelta(hours=26, minutes=5),
            ]
        )
        sheet.append([" רווח ", None, "שורה\nשנייה"])

    grid = read_grids(saved(fill))[0]
    assert grid.rows == (
        ("25", "2.5", "TRUE", "2026-10-27", "2026-01-02", "8:55", "26:05"),
        ("רווח", "", "שורה\nשנייה", "", "", "", ""),
    )
    assert grid.place(0, 27) == "גיליון ״תוצאות״, שורה 1, עמודה AB"


def test_joined_cells_say_something_once_and_hidden_sheets_are_marked() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"] = "יחד"
        book.active.merge_cells("A1:B3")
        book.create_sheet("צד").sheet_state = "hidden"

    first, second = read_grids(saved(fill))
    assert first.rows == (("יחד", ""), ("", ""), ("", ""))
    assert first.merges == (Merge(0, 0, 2, 1),)
    assert (first.is_hidden, second.is_hidden) == (False, True)


def test_a_formula_is_read_by_its_saved_value() -> None:
    out = BytesIO()
    book = Written(out)
    book.add_worksheet().write_formula(0, 0, '="בו"&"צע"', None, "בוצע")
    book.close()
    assert read_grids(out.getvalue())[0].rows == (("בוצע",),)


def test_a_formula_without_a_saved_value_and_an_error_are_told_in_their_places() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "תוצאות"
        book.active["B2"] = "=A1+1"
        book.active["C3"] = "#REF!"

    with pytest.raises(Refused) as refused:
        read_grids(saved(fill))
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("sheet-formula", "גיליון ״תוצאות״, שורה 2, עמודה B"),
        ("sheet-error", "גיליון ״תוצאות״, שורה 3, עמודה C"),
    ]


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    data = BytesIO(saved(lambda book: None))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return data.getvalue()


WRONG = {
    "sheet-too-large": b"a,b\n" * (LARGEST_FILE // 4 + 1),
    "sheet-empty": b"\xef\xbb\xbf\r\n",
    "sheet-bomb": with_part("xl/worksheets/sheet9.xml", b" " * (30 << 20)),
    "sheet-macros": with_part("xl/vbaProject.bin", b"macro"),
    "sheet-locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "sheet-old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "sheet-pdf": b"%PDF-1.7 ...",
    "sheet-other": b"<html><table><tr><td>1</td></tr></table></html>",
    "sheet-picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    "sheet-damaged": saved(lambda book: None)[:-40],
    "sheet-coding": bytes(range(1, 255)) * 3,
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_no_filled_sheet_is_called_by_its_name(code: str) -> None:
    assert codes(WRONG[code]) == [code]


def test_an_archive_of_something_else_and_one_that_declares_entities_are_refused() -> None:
    assert codes(archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")) == ["sheet-other"]
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'
    assert codes(with_part("xl/extra.xml", laughs)) == ["sheet-other"]


def test_too_many_rows_and_an_endless_cell_are_refused() -> None:
    assert codes(b"a,b\n" * 4000) == ["sheet-too-large"]
    assert codes(saved(lambda book: book.active.cell(60_000, 1, "רחוק"))) == ["sheet-too-large"]
    assert codes(b"a," + b"b" * 30_000) == ["sheet-long"]
    assert codes(saved(lambda book: book.active.cell(1, 1, "b" * 30_000))) == ["sheet-long"]


def test_plain_is_what_one_sees() -> None:
    assert plain(" \u200fבוצע\u00a0 חלקית\u202c\n") == "בוצע חלקית"


def answer(data: bytes) -> bool:
    """Whether the data are grids with even rows, or refused for reasons; anything else that is raised fails the test."""
    try:
        grids = read_grids(data)
    except Refused as refused:
        return bool(refused.reasons)
    return all(len(row) == len(grid.rows[0]) for grid in grids for row in grid.rows)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_grids_or_a_hebrew_reason(data: bytes) -> None:
    assert answer(data)


WHOLE = saved(lambda book: book.active.append(["מזהה", "בוצע", 25, date(2026, 1, 2)]))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6), st.booleans())
def test_a_damaged_workbook_is_grids_or_a_hebrew_reason(at: int, new: bytes, cut: bool) -> None:
    assert answer(WHOLE[:at] if cut else WHOLE[:at] + new + WHOLE[at + len(new) :])


PART = zipfile.ZipFile(BytesIO(WHOLE)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(PART) - 1), st.binary(max_size=6), st.integers(0, 6))
def test_a_damaged_sheet_inside_a_sound_archive_is_grids_or_a_hebrew_reason(at: int, new: bytes, gone: int) -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(WHOLE)) as old, zipfile.ZipFile(out, "w") as file:
        for name in old.namelist():
            damaged = PART[:at] + new + PART[at + gone :]
            file.writestr(name, damaged if name.endswith("sheet1.xml") else old.read(name))
    assert answer(out.getvalue())
