"""Tables as one Excel workbook: a sheet a table, from right to left, every text a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kb_tools.views.spreadsheet import Cell, may_run
from kb_tools.views.tables import Column, Table

HEADER_ROWS = 2
"""Labels for people, then names for programs."""
CONTENTS = "תוכן"
_MOST_LETTERS = 32_767
_MOST_ROWS = 1_048_576
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NARROW, _WIDE = 8, 60


class UnfitError(ValueError):
    """Something that Excel has no room for: `table` and, of a text, `row` (from 1) and `column`; else all the rows."""

    def __init__(self, table: str, row: int, column: str = "") -> None:
        super().__init__(table, row, column)
        self.table, self.row, self.column = table, row, column


def xlsx_bytes(title: str, tables: Sequence[Table], day: date) -> bytes:
    """The workbook. The same tables and the same day give the same bytes. Raises UnfitError."""
    out = BytesIO()
    workbook = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Of the day and not of the moment; the times of the parts in the archive are fixed by XlsxWriter.
    created = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": title, "created": created})
    formats = _Formats.of(workbook)
    names = tuple(_sheet_names(tables))
    if len(tables) > 1:
        _write_contents(workbook.add_worksheet(CONTENTS), title, tables, names, formats)
    for table, name in zip(tables, names, strict=True):
        _write(workbook.add_worksheet(name), table, formats)
    workbook.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    label: Format
    name: Format
    text: Format
    link: Format
    guarded: Format
    number: Format

    @classmethod
    def of(cls, workbook: Workbook) -> "_Formats":
        cell = {"valign": "top", "text_wrap": True}
        text = {**cell, "num_format": "@"}
        return cls(
            label=workbook.add_format({**cell, "bold": True, "bg_color": "#E3EFEF"}),
            name=workbook.add_format({**text, "font_size": 9, "font_color": "#555555", "bg_color": "#E3EFEF"}),
            text=workbook.add_format(text),
            link=workbook.add_format({**text, "font_color": "#0B5C5C", "underline": True}),
            # Excel keeps such a text a text after somebody has edited it, too.
            guarded=workbook.add_format({**text, "quote_prefix": True}),
            number=workbook.add_format({**cell, "align": "right"}),
        )


def _write_contents(
    sheet: Worksheet, title: str, tables: Sequence[Table], names: Sequence[str], formats: _Formats
) -> None:
    """The first sheet: every other by name, with a link to it, and how many rows it has."""
    columns = (Column("sheet", title, ""), Column("table", "הטבלה", ""), Column("rows", "שורות", ""))
    rows = tuple((name, table.id, len(table.rows)) for table, name in zip(tables, names, strict=True))
    _write(sheet, Table(CONTENTS, CONTENTS, columns, rows), formats)
    for place, name in enumerate(names):
        sheet.write_url(place + HEADER_ROWS, 0, f"internal:'{name}'!A1", formats.link, name)


def _write(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    if len(table.rows) > _MOST_ROWS - HEADER_ROWS:
        raise UnfitError(table.id, len(table.rows))
    sheet.right_to_left()
    sheet.freeze_panes(HEADER_ROWS, 1)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.label, formats.label)
        sheet.write_string(1, at, column.id, formats.name)
        sheet.set_column(at, at, _width(table, at))
    for place, row in enumerate(table.rows):
        for at, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > _MOST_LETTERS:
                raise UnfitError(table.id, place + 1, table.columns[at].id)
            _write_cell(sheet, place + HEADER_ROWS, at, cell, formats)
    last = (len(table.rows) + HEADER_ROWS - 1, len(table.columns) - 1)
    sheet.autofilter(1, 0, *last)
    # Codes are texts on purpose, which Excel would mark in every cell.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_cell(sheet: Worksheet, row: int, at: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        text = formats.guarded if may_run(cell) else formats.text
        if cell.startswith("<r>") and cell.endswith("</r>"):
            # XlsxWriter would take it for markup of its own and write it as it is; in two parts it is written as text.
            sheet.write_rich_string(row, at, cell[:1], text, cell[1:], text)
        else:
            sheet.write_string(row, at, cell, text)
    elif cell is not None:
        sheet.write_number(row, at, cell, formats.number)


def _width(table: Table, at: int) -> int:
    """In letters: room for the name, and for the longest line up to a limit."""
    lines = (line for row in table.rows if isinstance(row[at], str) for line in str(row[at]).split("\n"))
    longest = max(map(len, lines), default=0)
    return max(_NARROW, len(table.columns[at].id) + 3, min(longest + 2, _WIDE))


def _sheet_names(tables: Sequence[Table]) -> Iterator[str]:
    """The labels, as far as Excel takes them: 31 letters, no two alike."""
    taken = {CONTENTS.casefold()}
    for table in tables:
        wanted = " ".join(_FORBIDDEN.sub(" - ", table.label).split()).replace(" - ", " – ")
        name, copy = wanted[:_LONGEST_NAME].strip(), 1
        while name.casefold() in taken:
            copy += 1
            name = f"{wanted[: _LONGEST_NAME - len(str(copy)) - 1].strip()} {copy}"
        taken.add(name.casefold())
        yield name
