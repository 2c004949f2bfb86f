"""The sheet that people fill in after a drill, as an Excel workbook: from right to left, answers from lists, fit to print.

What is ours is locked without a password; what is to be filled in is not, and rows and columns can be made wider.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kb_tools.views.answer_sheet import FILLED, GIVEN, TITLE, SheetRow

_WIDTHS = (11, 17, 44, 18, 14, 8, 17, 40)
"""Of the columns, in letters: together the width of a page on its side."""
_LINE, _LEAST = 16.0, 26.0
"""Points: of a line, and of a row that a hand can write in."""
_A4 = 9
_MARGIN = 0.59
"""Inches: 15 mm."""
_LETTERS_A_LINE = 0.92


def answer_workbook(title: str, rows: Sequence[SheetRow], day: date) -> bytes:
    """The workbook. The same rows and the same day give the same bytes."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": created})
    sheet = book.add_worksheet(TITLE)
    _lay_out(sheet)
    formats = _Formats.of(book)
    for at, row in enumerate(rows):
        _write(sheet, at, row, formats)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    plain: Format
    key: Format
    label: Format
    given: Format
    answer: Format

    @classmethod
    def of(cls, book: Workbook) -> "_Formats":
        text = {"num_format": "@", "valign": "top", "text_wrap": True}
        ruled = {**text, "border": 1, "border_color": "#8A9696"}
        return cls(
            title=book.add_format({"num_format": "@", "bold": True, "font_size": 15}),
            plain=book.add_format({"num_format": "@"}),
            key=book.add_format(
                {**text, "font_size": 7, "font_color": "#555555", "text_wrap": False, "reading_order": 1}
            ),
            label=book.add_format({**ruled, "bold": True, "bg_color": "#E3EFEF"}),
            given=book.add_format(ruled),
            answer=book.add_format({**ruled, "locked": False, "bg_color": "#FFFFF2"}),
        )


def _lay_out(sheet: Worksheet) -> None:
    sheet.right_to_left()
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&Cעמוד &P מתוך &N")
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    free = ("format_cells", "format_columns", "format_rows", "insert_rows", "insert_columns", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(free, True))
    # Ids and days are texts on purpose, which Excel would mark in every cell.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write(sheet: Worksheet, at: int, row: SheetRow, formats: _Formats) -> None:
    if row.kind in ("title", "how"):
        sheet.write_string(at, 0, row.cells[0], formats.key)
        sheet.write_string(at, 1, row.cells[1], formats.title if row.kind == "title" else formats.plain)
    elif row.kind == "head":
        _write_head(sheet, at, row, formats)
    elif row.block:
        _write_block(sheet, at, row, formats)


def _write_head(sheet: Worksheet, at: int, row: SheetRow, formats: _Formats) -> None:
    key, label, value, *_ = row.cells
    sheet.write_string(at, 0, key, formats.key)
    sheet.write_string(at, 1, label, formats.label)
    sheet.write_string(at, 2, value, formats.given if key in GIVEN and value else formats.answer)
    sheet.set_row(at, max(_LEAST, _height(label, _WIDTHS[1])))


def _write_block(sheet: Worksheet, at: int, row: SheetRow, formats: _Formats) -> None:
    if row.block is None:
        return
    filled = FILLED[row.block.name]
    for column in row.block.columns:
        cell = row.cells[column.at]
        if row.kind == "keys" or (column.at == 0 and row.kind == "row"):
            sheet.write_string(at, column.at, cell, formats.key)
        elif row.kind == "labels":
            sheet.write_string(at, column.at, cell, formats.label)
        elif column.key in filled:
            sheet.write_blank(at, column.at, None, formats.answer)
        else:
            sheet.write_string(at, column.at, cell, formats.given)
    if row.kind == "row":
        answer = next(column.at for column in row.block.columns if column.key == row.block.answer)
        # A word that is not on the list is let in, for people write what they write: the import says what it takes.
        choices = {"validate": "list", "source": list(row.block.choices), "error_type": "warning"}
        sheet.data_validation(at, answer, at, answer, choices)
        heights = (_height(cell, _WIDTHS[place]) for place, cell in enumerate(row.cells) if place)
        sheet.set_row(at, max(_LEAST, *heights))


def _height(text: str, width: int) -> float:
    """Points that a wrapped text takes; a spreadsheet that is only printed does not measure it itself."""
    return _LINE * max(1, -(-len(text) // int(width * _LETTERS_A_LINE)))
