"""The table of authorities (CSV), read and checked as a whole → its rows."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from kb_tools.content.cbs.columns import CBS_2021, CBS_2024, CHOICES, COLUMNS, FIGURES, HFC_2026, IGNORED, PLACES_2021
from kb_tools.content.field_errors import shown
from kb_tools.content.text import line_and_column
from kb_tools.content.yaml_edit import Item
from kb_tools.model.base import ID_PATTERN

LARGEST_TABLE = 8 * 1024 * 1024
_FIGURE_ORDER = tuple(dict.fromkeys(column.figure for column in FIGURES))


@dataclass(frozen=True, order=True, slots=True)
class TableProblem:
    """A mistake in the table: the line (from 1; 0 for the whole file), the column, what is wrong, a hint."""

    line: int
    column: str
    message: str
    hint: str = ""


class TableRefused(Exception):  # noqa: N818 - carries what is wrong with the table to the command
    """The table cannot be imported; nothing was written."""

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(sorted(set(problems)))


@dataclass(frozen=True)
class Row:
    """One authority: the line it stands on and its cells, each stripped of spaces around it."""

    line: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.cells["authority_id"]

    @cached_property
    def figures(self) -> Mapping[str, tuple[Item, ...]]:
        """Every figure type of the table, with the values that this row has."""
        lists: dict[str, list[Item]] = {figure: [] for figure in _FIGURE_ORDER}
        for column in FIGURES:
            # Where no alert area was matched to the authority, a count of 0 is no finding: it is not known.
            unmatched = column.source == HFC_2026 and self.cells["hfc_areas_matched"] == "0"
            if self.cells[column.name] and not unmatched:
                value = {"value": self.cells[column.name], "year": str(column.year), "source": column.source}
                lists[column.figure].append(value)
        return {figure: tuple(values) for figure, values in lists.items()}

    @property
    def zones(self) -> tuple[Item, ...]:
        parts = (part.rpartition(":") for part in self.cells["hfc_zones"].split(";") if part.strip())
        return tuple({"name": name.strip(), "areas": areas.strip(), "source": HFC_2026} for name, _, areas in parts)

    @property
    def name(self) -> str:
        """The published name, without a space before a hyphen alone ("תל אביב -יפו")."""
        return re.sub(r"(?<=\S)\s+-(?=\S)", "-", self.cells["name_he"])

    @property
    def name_en(self) -> str:
        return self.cells["name_en_moi"] or capitalised(self.cells["name_en"])

    @property
    def variants(self) -> tuple[str, ...]:
        """The CBS's own spellings, in Hebrew and in English, where the names are spelt otherwise here."""
        transliteration = capitalised(self.cells["name_en"])
        spellings = {self.cells["name_he"]: self.name, transliteration: self.name_en}
        return tuple(s for s, used in spellings.items() if s and s.casefold() != used.casefold())

    @property
    def citations(self) -> tuple[Item, ...]:
        """What the identity of the authority rests on: the figures have sources of their own."""
        published = any(self.cells[column.name] for column in FIGURES if column.source == CBS_2021)
        cluster = " ואשכול רשויות" if self.cells["regional_cluster_2021"] else ""
        identity = {
            "source": CBS_2021 if published else CBS_2024,
            "at": f"שם, סמל, מעמד, מחוז{cluster}" if cluster else "שם, סמל, מעמד ומחוז",
        }
        place = {"source": PLACES_2021, "at": "נפה"}
        return (identity, place) if self.cells["subdistrict_he"] else (identity,)


def capitalised(name: str) -> str:
    """`GIV'AT SHEMU'EL` → `Giv'at Shemu'el`: a capital after a space, a hyphen or a bracket, no other."""
    return re.sub(r"(^|[ (-])([a-z])", lambda match: match[1] + match[2].upper(), name.lower())


def read_table(path: Path) -> list[Row]:
    """The rows of the table. Raises TableRefused with every mistake in it."""
    text = _table_text(path)
    lines = csv.reader(io.StringIO(text), strict=True)
    rows, problems = [], []
    try:
        header = [name.strip() for name in next(lines, [])]
        if wrong := list(_header_problems(header)):
            raise TableRefused(wrong)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                message = f"בשורה {len(cells)} תאים, ובשורת הכותרות {len(header)}"
                problems.append(TableProblem(lines.line_num, "", message, "בדקו פסיקים ומרכאות בשורה"))
                continue
            rows.append(Row(lines.line_num, dict(zip(header, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        problems.append(TableProblem(lines.line_num, "", "אי אפשר לקרוא את השורה כ־CSV", f"בדקו את המרכאות ({error})"))
    problems += [problem for row in rows for problem in _cell_problems(row)]
    problems += _repeated(rows)
    if not rows and not problems:
        problems.append(TableProblem(0, "", "אין בטבלה אף רשות", "צריך לפחות שורה אחת מתחת לשורת הכותרות"))
    if problems:
        raise TableRefused(problems)
    return rows


def _table_text(path: Path) -> str:
    """The text of the file; a BOM, as Excel writes it, is not a mistake here."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TABLE + 1)
    except OSError as error:
        raise TableRefused([TableProblem(0, "", f"אי אפשר לקרוא את הקובץ: {error.strerror}")]) from None
    if len(data) > LARGEST_TABLE:
        raise TableRefused([TableProblem(0, "", f"הקובץ גדול מ־{LARGEST_TABLE // 1024 // 1024} מ״ב")])
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise TableRefused([TableProblem(0, "", "הקובץ ריק", "צריך שורת כותרות ושורה לכל רשות")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, _ = line_and_column(data[: error.start].decode("utf-8", "replace") + "x", error.start)
        hint = "שמרו אותו מחדש: באקסל ״שמירה בשם״, ״CSV UTF-8 (מופרד בפסיקים)״"
        raise TableRefused([TableProblem(line, "", "הקובץ אינו בקידוד UTF-8", hint)]) from None
    if "\x00" in text:
        raise TableRefused([TableProblem(0, "", "יש בקובץ תו NUL: זה אינו קובץ טקסט")])
    return text


def _header_problems(header: Sequence[str]) -> Iterator[TableProblem]:
    known = [column.name for column in COLUMNS]
    if len(header) == 1 and (used := next((mark for mark in ";\t|" if mark in header[0]), "")):
        name = "טאב" if used == "\t" else used
        yield TableProblem(1, "", f"העמודות מופרדות בסימן {name} ולא בפסיק", "שמרו את הטבלה כ־CSV מופרד בפסיקים")
        return
    for name in known:
        if name not in header:
            yield TableProblem(1, name, "העמודה חסרה", "kb import cbs --help מונה את העמודות")
    for index, name in enumerate(header):
        if name in header[:index]:
            yield TableProblem(1, name, "העמודה מופיעה פעמיים", "השאירו אחת מהן")
        elif name not in known and name not in IGNORED:
            near = get_close_matches(name, known, 1, 0.6)
            yield TableProblem(
                1, name or "(בלי שם)", "עמודה לא מוכרת", f"אולי {near[0]}?" if near else "מחקו אותה מן הטבלה"
            )


def _cell_problems(row: Row) -> Iterator[TableProblem]:
    for column in COLUMNS:
        cell = row.cells[column.name]
        if not cell:
            if column.must:
                yield TableProblem(row.line, column.name, "התא ריק", "בלי הערך הזה אין רשות")
        elif not column.form.fits(cell):
            yield TableProblem(row.line, column.name, f"הערך {shown(cell)} אינו מתאים", f"צריך {column.form.words}")
        elif cell not in (choices := CHOICES.get(column.name, {cell: ""})):
            yield TableProblem(row.line, column.name, f"הערך {shown(cell)} אינו מוכר", f"המוכרים: {', '.join(choices)}")
    if row.id and not re.fullmatch(ID_PATTERN, row.id):
        yield TableProblem(row.line, "authority_id", f"{shown(row.id)} אינו מזהה", "אותיות אנגליות קטנות, ספרות ומקפים")
    if not re.fullmatch(r"([^:;]+:[ ]*[0-9]{1,6}[ ]*(;|$))*", row.cells["hfc_zones"]):
        yield TableProblem(
            row.line,
            "hfc_zones",
            f"הערך {shown(row.cells['hfc_zones'])} אינו מתאים",
            "צריך כמו: השפלה:2; לכיש:1",
        )
    placed = [bool(row.cells[name]) for name in ("lat", "lon", "coord_method")]
    if any(placed) and not all(placed):
        yield TableProblem(row.line, "lat", "המיקום חלקי", "מלאו את lat, lon ו־coord_method, או השאירו את שלושתם ריקים")


def _repeated(rows: Sequence[Row]) -> Iterator[TableProblem]:
    for name in ("authority_id", "cbs_code"):
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            # The code of a regional council may equal that of a locality, as the CBS prints them: six do.
            key = (row.cells[name], row.cells["status_he"] if name == "cbs_code" else "")
            if row.cells[name] and key in first:
                yield TableProblem(
                    row.line,
                    name,
                    f"הערך {shown(row.cells[name])} כבר הופיע בשורה {first[key]}",
                    "ערך אחד לכל רשות",
                )
            first.setdefault(key, row.line)
