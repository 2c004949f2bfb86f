"""Tables of everything: what is read back from them is what was there."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kb_tools.library import load_site
from kb_tools.model.provenance import History
from kb_tools.views import exports, records
from kb_tools.views.site import Site
from kb_tools.views.spreadsheet import Cell
from kb_tools.views.tables import Column, Table, tables
from kb_tools.views.workbook import UnfitError, xlsx_bytes
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.search.every_text import library_of_words
from tests.unit.views.rebuilt import Read, of_csv, of_xlsx, rebuilt
from tests.unit.views.test_api import restricted_words

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/export"


def site_of(folder: str) -> Site:
    site, problems = load_site(ROOT / folder, date(2026, 11, 22))
    assert site is not None, problems
    return site


def differences(site: Site, read: Read) -> list[str]:
    """The records that are not the same after the way there and back."""
    wrong = []
    for kind in records.kinds():
        found = rebuilt(read, kind, records.model_of(kind))
        wanted = {record.id: record.entry for record in records.records(site.library, kind)}
        wrong += [f"{kind}:{id_}" for id_ in wanted if found.get(id_) != wanted[id_]]
        wrong += [f"{kind}:{id_} is not there" for id_ in found.keys() - wanted]
    return wrong


def small() -> Site:
    return Site(small_library(), History("abc1234"), TODAY)


def test_a_small_base_comes_back_from_both_formats() -> None:
    site = small()
    found = exports.chosen_tables(site, whole=True)
    assert differences(site, of_csv(exports.csv_files(found))) == []
    assert differences(site, of_xlsx(exports.workbook(site, found))) == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["", "tests/sites/hospitals"])
def test_everything_shipped_comes_back_from_both_formats(folder: str) -> None:
    site = site_of(folder)
    found = exports.chosen_tables(site, whole=True)
    read = of_csv(exports.csv_files(found))
    assert differences(site, read) == []
    assert len(read["municipality"]) == len(site.library.municipalities)
    assert sum(row["example"] == "false" for row in read["municipality"]) == len(site.insights.real)
    assert folder or len(site.insights.real) == 257
    assert differences(site, of_xlsx(exports.workbook(site, found))) == []


def test_the_way_back_sees_a_difference() -> None:
    site, other = small(), Site(small_library("docs/lessons/first-lesson.yml", title="אחר"), History(), TODAY)
    read = of_csv(exports.csv_files(exports.chosen_tables(other, whole=True)))
    assert differences(site, read) == ["lesson:first-lesson"]


@pytest.mark.parametrize("name", ["phase", "need", "municipality.figures", "forum.meetings.actions"])
def test_a_whole_table(name: str) -> None:
    (table,) = exports.chosen_tables(small(), [name])
    assert exports.csv_file(table).decode("utf-8-sig") == (CASES / f"{name}.csv").read_bytes().decode()


def test_a_kind_brings_its_tables_and_a_table_only_itself() -> None:
    of_kind = [table.id for table in exports.chosen_tables(small(), ["municipality"])]
    assert of_kind == ["municipality", "municipality.figures", "municipality.alert_zones", "municipality.contacts"]
    assert [table.id for table in exports.chosen_tables(small(), ["municipality.figures"])] == of_kind[1:2]
    assert {table.id for table in exports.chosen_tables(small())} == set(exports.names(small()))


def test_names_of_columns_are_unique_and_every_one_is_explained_in_hebrew() -> None:
    for kind in records.kinds():
        for table in tables(small().library, kind, whole=True):
            assert len({column.id for column in table.columns}) == len(table.columns)
            assert all(column.label for column in table.columns), table.id
            assert {len(row) for row in table.rows} <= {len(table.columns)}


def test_nothing_for_facilitators_leaves_unless_it_is_asked_for() -> None:
    site = Site(library_of_words(), History(), TODAY)
    for ask in (False, True):
        found = exports.chosen_tables(site, whole=ask)
        text = repr(found) + exports.json_document(site, whole=ask).decode()
        assert [word for word in restricted_words() if (word in text) != ask] == []


# --- the workbook ----------------------------------------------------------------------------------------------------

# U+FFFE and U+FFFF are no characters: neither YAML nor XML holds them.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff") | st.just("\n"),
    min_size=1,
)
HOSTILE = (
    "=1+1",
    "+972-3-1234567",
    "-5",
    "@SUM(A1)",
    "0031",
    "1e5",
    "2026-11-22",
    "TRUE",
    "https://a.example",
    "'x",
    "_x0041_",
    " =1",
)


def in_a_sheet(cells: Sequence[Cell]) -> bytes:
    return xlsx_bytes("מ", [Table("t", "ט", (Column("c", "ע", ""),), tuple((cell,) for cell in cells))], TODAY)


@cache
def sheet(cells: tuple[Cell, ...]) -> list[tuple[object, str, str]]:
    """Value, type and format of each cell below the heads."""
    rows = load_workbook(BytesIO(in_a_sheet(cells))).worksheets[0].iter_rows(min_row=3)
    return [(row[0].value, row[0].data_type, row[0].number_format) for row in rows]


def test_texts_stay_texts_letter_by_letter() -> None:
    assert [(value, *kind) for value, *kind in sheet(HOSTILE)] == [(text, "s", "@") for text in HOSTILE]


@settings(max_examples=40)
@given(st.lists(TEXT, min_size=1, max_size=20))
def test_any_text_comes_back_as_a_text(texts: list[str]) -> None:
    found = sheet(tuple(texts))
    assert [value for value, _, _ in found] == texts
    assert {kind for _, kind, _ in found} == {"s"}


@pytest.mark.parametrize("text", ["<r><t>א</t></r>", "<r>&</r>", "<r></si></r>", "<r></r>", "<r>", "<r>a", "=<r></r>"])
def test_a_text_that_looks_like_the_files_own_markup_is_a_text(text: str) -> None:
    """The library writes texts between these two tags into the file as they are."""
    assert sheet((text,)) == [(text, "s", "@")]


def test_numbers_are_numbers_and_the_unknown_is_empty() -> None:
    assert [found[:2] for found in sheet((3, -0.92, "א"))] == [(3, "n"), (-0.92, "n"), ("א", "s")]
    assert sheet((None, "א"))[0][0] is None


def test_a_sheet_reads_from_the_right_and_keeps_its_heads_in_sight() -> None:
    book = load_workbook(BytesIO(exports.workbook(small(), exports.chosen_tables(small()))))
    for each in book.worksheets:
        assert each.sheet_view.rightToLeft is True
        assert each.freeze_panes == "B3"
    first = book.worksheets[0]
    assert first["A1"].value == f"{small().library.settings.title}, 2026-11-22, abc1234"
    assert {first.cell(row, 1).value for row in range(3, first.max_row + 1)} == set(book.sheetnames[1:])
    assert book["לקח"]["B1"].value == "הלקח במשפט"
    assert book["לקח"]["B2"].value == "title"


def test_names_of_sheets_fit_and_differ() -> None:
    long = "תוצאת תרגיל: התחקיר: פעולות מתקנות"
    found = [Table(str(number), long, (Column("c", "ע", ""),), ()) for number in range(12)]
    names = load_workbook(BytesIO(xlsx_bytes("מ", found, TODAY))).sheetnames
    assert len({name.casefold() for name in names}) == len(found) + 1
    assert all(len(name) <= 31 for name in names)


def test_the_same_tables_make_the_same_bytes() -> None:
    found = exports.chosen_tables(small())
    assert exports.workbook(small(), found) == exports.workbook(small(), found)
    assert exports.zipped(exports.csv_files(found)) == exports.zipped(exports.csv_files(found))


def test_a_text_that_a_cell_cannot_hold_is_refused_in_its_place() -> None:
    in_a_sheet(["א" * 32_767])
    with pytest.raises(UnfitError) as refused:
        in_a_sheet(["א", "א" * 32_768])
    assert (refused.value.table, refused.value.row, refused.value.column) == ("t", 2, "c")
