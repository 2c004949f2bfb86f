"""A file that people filled in a spreadsheet → grids of text, with the place of each cell. The only module that knows openpyxl.

What a cell means is for whoever asked: here is only what it says. Files come from anywhere, so their size is looked at before they
are opened, and nothing in them is run: no macro, no formula (its last value is read, as the program that saved it left it there).
"""

import csv
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from unicodedata import normalize

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kb_tools.content.field_errors import shown
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.views.spreadsheet import neutral

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_PARTS = 400
MOST_ROWS, MOST_COLUMNS = 3_000, 100
MOST_LETTERS = 20_000
"""Of one cell: more than any field of ours takes."""

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_RESAVE = "פתחו אותו בגיליון ושמרו אותו כ־xlsx או כ־CSV"


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were joined into one, rows and columns from 0, the last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Every row has the same number of cells; an empty one is ''. Of joined cells the first alone says something."""

    name: str
    """Of the sheet; empty for a CSV."""
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False

    def place(self, row: int, column: int | None = None) -> str:
        """Where a cell stands, as the program that shows it says: rows from 1, columns by letter."""
        sheet = f"גיליון ״{self.name}״, " if self.name else ""
        return f"{sheet}שורה {row + 1}" + ("" if column is None else f", עמודה {get_column_letter(column + 1)}")


def read_grids(data: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one grid of a CSV. Raises Refused with every reason."""
    if len(data) > LARGEST_FILE:
        raise _refused(
            "too-large", f"הקובץ גדול מדי: {len(data) // 1024:,} ק״ב (מותר עד {LARGEST_FILE // 1024:,})", _RESAVE
        )
    if not data.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise _refused("empty", "הקובץ ריק", "בחרו את הקובץ שמילאתם")
    if data.startswith(b"PK"):
        return _workbook(data)
    _refuse_other_formats(data)
    return (_csv(data),)


def plain(text: str) -> str:
    """What a cell says without what nobody sees: direction marks, blanks around and several blanks between."""
    return " ".join(_MARKS.sub("", text).split())


def _refused(code: str, message: str, hint: str, place: str = "") -> Refused:
    return Refused(Reason(f"sheet-{code}", message, hint, place))


# --- what else it may be ---------------------------------------------------------------------------------------------

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def _refuse_other_formats(data: bytes) -> None:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLD) and _ENCRYPTED in data:
        raise _refused("locked", "הקובץ מוגן בסיסמה", "הסירו את הסיסמה (קובץ, מידע, הגנה על חוברת העבודה) ושמרו שוב")
    if data.startswith(_OLD):
        raise _refused("old", "זה קובץ Excel בתבנית הישנה (xls)", _RESAVE)
    if head.startswith(b"%pdf"):
        raise _refused("pdf", "זה קובץ PDF, ולא גיליון", "שלחו את הגיליון עצמו, או הקלידו את התוצאות ב־kb drill record")
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf")):
        raise _refused("other", "זה אינו גיליון, אף ששמו אומר כך: יש בו דף אינטרנט או מסמך", _RESAVE)
    if head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8")):
        raise _refused("picture", "זו תמונה, ולא גיליון", "הקלידו את מה שבתמונה ב־kb drill record")


# --- workbooks -------------------------------------------------------------------------------------------------------


def _workbook(data: bytes) -> tuple[Grid, ...]:
    _refuse_archive(data)
    book, formulas = _opened(data, data_only=True), _opened(data)
    reasons = [reason for sheet in book.worksheets for reason in _unreadable(sheet, formulas[sheet.title])]
    if reasons:
        raise Refused(*reasons)
    return tuple(_grid(sheet) for sheet in book.worksheets)


def _refuse_archive(data: bytes) -> None:
    """Refuses by what is in the archive alone: one that unpacks to far more, macros, what is no workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = _fault_of(archive)
    except Exception:  # noqa: BLE001 - a damaged archive raises whatever its damage leads to
        raise _damaged() from None
    if found:
        raise Refused(found)


def _fault_of(archive: zipfile.ZipFile) -> Reason | None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        message = f"הקובץ נפתח ליותר מ־{LARGEST_UNPACKED // 1024 // 1024} מ״ב, ואינו נקרא"
        return Reason("sheet-bomb", message, "העתיקו את התאים לגיליון חדש ושמרו")
    if any(part.flag_bits & 1 for part in parts):
        return Reason("sheet-locked", "הקובץ מוגן בסיסמה", "שמרו אותו בלי סיסמה")
    if "[Content_Types].xml" not in names:
        return Reason("sheet-other", "זה אינו קובץ xlsx, אלא ארכיון או קובץ של תוכנה אחרת", _RESAVE)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        return Reason("sheet-macros", "יש בקובץ מאקרו (xlsm), והוא אינו נקרא", "שמרו אותו כ־xlsx, בלי מאקרו")
    if any(_declares(archive.read(part)) for part in parts if _is_xml(part)):
        return Reason("sheet-other", "יש בקובץ הגדרות XML שגיליון אינו צריך, והוא אינו נקרא", _RESAVE)
    return None


def _declares(xml: bytes) -> bool:
    """Whether a part declares entities, which can grow without end as they are read; no spreadsheet writes any, nor UTF-16."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))


def _damaged() -> Refused:
    return _refused("damaged", "הקובץ אינו xlsx תקין: הוא נקטע או נפגם", _RESAVE)


def _opened(data: bytes, *, data_only: bool = False) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not keep when it writes; we only read
            return load_workbook(BytesIO(data), data_only=data_only, keep_links=False)
    except Exception:  # noqa: BLE001 - what it raises on damaged parts is nowhere written down
        raise _damaged() from None


def _unreadable(sheet: Worksheet, formulas: Worksheet) -> Iterator[Reason]:
    """What no value can be made of. `formulas` is the same sheet, with its formulas in place of their values."""
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        message = f"בגיליון ״{sheet.title}״ יותר מ־{MOST_ROWS:,} שורות או מ־{MOST_COLUMNS} עמודות"
        yield Reason("sheet-too-large", message, "מחקו את השורות והעמודות הריקות שבסופו, ושמרו")
        return
    for cell in _cells(formulas):
        value, place = sheet[cell.coordinate].value, _place(sheet, cell)
        if cell.data_type == "f" and value is None:
            # A program that writes files without counting leaves them so.
            hint = "פתחו את הקובץ בגיליון ושמרו, או כתבו את הערך עצמו"
            yield Reason("sheet-formula", "יש כאן נוסחה בלי ערך שמור", hint, place)
        elif sheet[cell.coordinate].data_type == "e":
            yield Reason("sheet-error", f"יש כאן שגיאה של הגיליון: {shown(value)}", "כתבו במקומה את הערך", place)
        elif isinstance(value, str) and len(value) > MOST_LETTERS:
            yield Reason("sheet-long", f"יותר מ־{MOST_LETTERS:,} תווים בתא אחד", "קצרו", place)


def _cells(sheet: Worksheet) -> Iterator[Any]:
    """The cells that say something."""
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _place(sheet: Worksheet, cell: Any) -> str:
    return Grid(sheet.title, ()).place(cell.row - 1, cell.column - 1)


def _grid(sheet: Worksheet) -> Grid:
    rows = tuple(tuple(_text(cell.value) for cell in row) for row in sheet.iter_rows())
    merges = tuple(
        Merge(found.min_row - 1, found.min_col - 1, found.max_row - 1, found.max_col - 1)
        for found in sorted(sheet.merged_cells.ranges, key=lambda each: (each.min_row, each.min_col))
    )
    return Grid(sheet.title, rows, merges, sheet.sheet_state != "visible")


def _text(value: Any) -> str:
    """What a cell says, as people would write it: whole numbers without a point, days as 2026-11-22, hours as 8:05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        return _hours(value)
    return normalize("NFC", str(value)).strip()


def _hours(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


# --- CSV -------------------------------------------------------------------------------------------------------------

_DELIMITERS = (",", ";", "\t")
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def _csv(data: bytes) -> Grid:
    text = normalize("NFC", _decoded(data))
    if named := _SEP.match(text):
        rows = _rows(text[named.end() :], named[1])
        return _even([[], *rows])  # the line that names the sign is a row of the file
    parsed = [_rows(text, sign) for sign in _DELIMITERS]
    return _even(max(parsed, key=_regularity))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = [
            [_unguarded(cell) for cell in row] for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        return []
    return rows


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own CSV sets before what a spreadsheet might run."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and neutral(cell[1:]) == cell else cell


def _regularity(rows: list[list[str]]) -> int:
    """How many cells stand in rows of one width: the right sign gives the most.

    Not how many rows: a sign inside texts of several lines makes many rows, but narrow ones.
    """
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((count * width for width, count in widths.items()), default=0)


def _even(rows: list[list[str]]) -> Grid:
    width = max(map(len, rows), default=0)
    if not width or not any(cell for row in rows for cell in row):
        raise _refused("other", "אין בקובץ טבלה", "שלחו את הגיליון ש־kb drill sheet כתב, מלא")
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise _refused("too-large", f"בקובץ יותר מ־{MOST_ROWS:,} שורות או מ־{MOST_COLUMNS} עמודות", "מחקו את הריקות")
    long = [
        Reason("sheet-long", f"יותר מ־{MOST_LETTERS:,} תווים בתא אחד", "קצרו", Grid("", ()).place(at, column))
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if len(cell) > MOST_LETTERS
    ]
    if long:
        raise Refused(*long)
    return Grid("", tuple(tuple(row + [""] * (width - len(row))) for row in rows))


def _decoded(data: bytes) -> str:
    """The text, in whatever coding a Hebrew spreadsheet saves. Refuses what is none of them."""
    for coding in _codings(data):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not _is_noise(text):
            return text
    raise _refused("coding", "אי אפשר לקרוא את הקובץ כטקסט: זה אינו CSV", _RESAVE)


def _codings(data: bytes) -> Iterable[str]:
    """UTF-16 is told by its mark or by its zeros; the Hebrew code pages of Windows and DOS by where their letters stand."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data[:400].count(0) > len(data[:400]) // 6:
        return ("utf-16-le", "utf-16-be") if data[1:2] == b"\0" or b"\0" not in data[:2] else ("utf-16-be", "utf-16-le")
    high = Counter("dos" if byte < 0x9B else "windows" for byte in data if byte >= 0x80)
    pages = ("cp862", "cp1255") if high["dos"] > high["windows"] else ("cp1255", "cp862")
    return ("utf-8-sig", *pages)


def _is_noise(text: str) -> bool:
    """Whether it is bytes of something else that happened to have letters: control characters, or hardly any text."""
    return any(letter < " " and letter not in "\t\r\n" for letter in text)
