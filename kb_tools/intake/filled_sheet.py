"""Grids of a filled sheet → what came back. Pure: files are opened in `intake.spreadsheet`.

Blocks are told by their headers, columns by their heads and rows by their ids: so columns may be moved, rows sorted, and empty ones
put in between. What could be meant in two ways is not guessed; every reason is told, with its sheet, row and column.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kb_tools.content.field_errors import shown
from kb_tools.intake.cell_words import OUTCOMES, PRESENCE, RATINGS, clock_of, day_of, minute_of, word
from kb_tools.intake.refusal import Reason, Refused, known
from kb_tools.intake.returned import Returned
from kb_tools.intake.spreadsheet import Grid, plain
from kb_tools.model.base import ID_PATTERN
from kb_tools.views.answer_sheet import (
    BEGAN_AT,
    BLOCKS,
    DRILL,
    EVENT,
    FILLED,
    HEAD,
    HELD_ON,
    ITEMS,
    REVISION,
    SECTORS,
    SENDER,
    UNIT,
    WORDING,
    Block,
)

T = TypeVar("T")
_USUAL_LENGTH = 120
"""Minutes, of a drill that nobody here knows."""
_REVISION = re.compile(r"#?([0-9a-f]{4,40})")
_NOTHING = {
    "items": "אין תשובה לאף סעיף",
    "objectives": "לא דורגה אף מטרה",
    "sectors": "לא סומן אף מגזר שהגיע",
}
_SENT = "שלחו את הגיליון ש־kb drill sheet כתב, עם שורות הכותרת ועם טור המזהים"


def read_sheet(grids: Iterable[Grid], lengths: Mapping[str, int]) -> Returned:
    """What the filled sheet says; `lengths` are the minutes of each drill. Raises Refused with every reason."""
    reading = _Reading(_the_one(tuple(grids)), lengths)
    found = reading.returned()
    if reading.reasons:
        raise Refused(*reading.reasons)
    return found


def _the_one(grids: tuple[Grid, ...]) -> Grid:
    """The sheet with the answers. A hidden one is not read: whoever sent it does not see what it says."""
    fitting = [grid for grid in grids if any((found := _header(row)) and found.block is ITEMS for row in grid.rows)]
    seen = [grid for grid in fitting if not grid.is_hidden]
    if len(seen) == 1:
        return seen[0]
    if seen:
        names = ", ".join(f"״{grid.name}״" for grid in seen)
        raise Refused(Reason("sheet-many", f"יש בקובץ כמה גיליונות עם תוצאות: {names}", "השאירו בקובץ אחד מהם"))
    if fitting:
        message = f"הגיליון עם התוצאות, ״{fitting[0].name}״, מוסתר"
        raise Refused(Reason("sheet-hidden", message, "בטלו את ההסתרה, בדקו שזה הגיליון הנכון ושמרו"))
    raise Refused(Reason("sheet-unknown", "אין בקובץ טור של מזהי סעיפים (item) וטור ״מה קרה״ (outcome)", _SENT))


@dataclass(frozen=True, slots=True)
class _Header:
    """A row that says what the columns below it hold."""

    block: Block
    columns: Mapping[str, int]
    twice: tuple[int, ...]
    """Columns whose head stands in an earlier one too."""


def _header(row: tuple[str, ...]) -> _Header | None:
    words = [word(cell) for cell in row]
    for block in BLOCKS:
        names = {word(name): column.key for column in block.columns for name in (column.key, column.label)}
        columns: dict[str, int] = {}
        twice = []
        for at, text in enumerate(words):
            if text in names and columns.setdefault(names[text], at) != at:
                twice.append(at)
        if block.answer in columns and len(columns) > 1:
            return _Header(block, columns, tuple(twice))
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a block, by the keys of its columns."""

    at: int
    id: str
    header: _Header
    cells: Mapping[str, str]


@dataclass
class _Reading:
    """One sheet as it is read; what is wrong with it is gathered on the way."""

    grid: Grid
    lengths: Mapping[str, int]
    reasons: list[Reason] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    head: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Key → what it says, and its row and column."""
    rows: dict[str, list[_Row]] = field(default_factory=dict)
    spans: list[tuple[int, _Header]] = field(default_factory=list)
    """The row of each header, in order."""

    def returned(self) -> Returned:
        self._walk()
        self._refuse_merges()
        fields: dict[str, Any] = dict(self._about())
        items, objectives, sectors = self._items(), self._objectives(), self._sectors()
        fields |= {"sectors": sectors, "items": items, "objectives": objectives}
        self._tell_of_nothing(fields)
        blank = {row.id for rows in (self.rows.get("items", ()), self.rows.get("objectives", ())) for row in rows}
        blank -= {each["item"] for each in items} | {each["objective"] for each in objectives}
        wording = {
            (name, row.id): plain(row.cells[text])
            for name, text in WORDING.items()
            for row in self.rows.get(name, ())
            if row.cells.get(text)
        }
        reporter = self._said(SENDER)
        return Returned(fields, self._said(UNIT).lower(), reporter, frozenset(blank), wording, self.places)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        header: _Header | None = None
        for at, row in enumerate(self.grid.rows):
            if found := _header(row):
                self._tell_of_header(at, found)
                # Ids below labels: the second row of a head says the same, and more surely.
                header = found
                self.spans.append((at, found))
            elif header is None:
                self._read_head(at, row)
            else:
                self._read_row(at, row, header)

    def _tell_of_header(self, at: int, header: _Header) -> None:
        if header.block.id not in header.columns:
            self._tell(Reason("sheet-ids", "חסר טור המזהים", _SENT), at)
        for column in header.twice:
            self._tell(Reason("sheet-twice", "הטור מופיע פעמיים", "השאירו אחד מהם"), at, column)

    def _read_head(self, at: int, row: tuple[str, ...]) -> None:
        words = [word(cell) for cell in row]
        for key, label in HEAD.items():
            own = {word(key), word(label)}
            if own.isdisjoint(words):
                continue
            said = [(cell, column) for column, cell in enumerate(row) if plain(cell) and words[column] not in own]
            if len(said) > 1:
                found = ", ".join(shown(cell) for cell, _ in said)
                self._tell(Reason("sheet-head", f"יש כאן כמה ערכים ל״{label}״: {found}", "השאירו אחד"), at)
            if said:
                self.head[key] = (plain(said[0][0]), at, said[0][1])
            return

    def _read_row(self, at: int, row: tuple[str, ...], header: _Header) -> None:
        cells = {key: row[column] for key, column in header.columns.items()}
        id_ = plain(cells.get(header.block.id, "")).lower()
        filled = [key for key in FILLED[header.block.name] if plain(cells.get(key, ""))]
        if not id_:
            if filled and header.block.id in header.columns:
                message = "יש כאן תשובה בלי מזהה, ואי אפשר לדעת למה היא שייכת"
                self._tell(Reason("sheet-no-id", message, "החזירו את המזהה לטור הראשון, או מחקו את התשובה"), at)
            return
        if not re.fullmatch(ID_PATTERN, id_):
            right = "אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים; מתחיל באות או בספרה"
            self._tell(known("id-form", found=shown(id_), right=right), at, header.columns[header.block.id])
            return
        rows = self.rows.setdefault(header.block.name, [])
        if before := next((each for each in rows if each.id == id_), None):
            message = f"המזהה {id_} כבר נמצא בשורה {before.at + 1}"
            self._tell(Reason("sheet-twice", message, "השאירו שורה אחת"), at)
            return
        rows.append(_Row(at, id_, header, cells))

    def _refuse_merges(self) -> None:
        """Joined cells that hold one answer for several rows. Joined titles, and joined cells of one row, harm nothing."""
        for merge in self.grid.merges:
            header = next((header for at, header in reversed(self.spans) if at < merge.top), None)
            held = [at for at in range(merge.top, merge.bottom + 1) if any(self.grid.rows[at])]
            if header is None or len(held) < 2 or not self.grid.rows[merge.top][merge.left]:
                continue
            answers = (*FILLED[header.block.name], header.block.id)
            covered = [key for key in answers if merge.left <= header.columns.get(key, -1) <= merge.right]
            if covered:
                label = next(column.label for column in header.block.columns if column.key == covered[0])
                ids = [row.id for rows in self.rows.values() for row in rows if row.at in held]
                named = ", ".join(ids) if len(ids) > 1 else f"{len(held)} שורות"
                message = f"תא ממוזג בטור ״{label}״ מכסה את {named}, ואי אפשר לדעת למי הוא שייך"
                hint = "בטלו את המיזוג וכתבו תשובה בכל שורה"
                self._tell(Reason("sheet-merged", message, hint), merge.top, merge.left)

    # --- what they say -----------------------------------------------------------------------------------------------

    def _about(self) -> Iterator[tuple[str, str]]:
        for key in (DRILL, HELD_ON, EVENT, REVISION):
            value, at, column = self.head.get(key, ("", 0, 0))
            if not value:
                continue
            self.places[key] = self.grid.place(at, column)
            if key == HELD_ON:
                day = day_of(value)
                if day is None:
                    self._tell(known("not-date", found=shown(value)), at, column)
                else:
                    yield key, day.isoformat()
            elif key == REVISION:
                found = _REVISION.fullmatch(value.lower())
                if found is None:
                    hint = "העתיקו את הגרסה מן הגיליון כפי שנכתב: ספרות ואותיות a עד f"
                    self._tell(Reason("sheet-revision", f"{shown(value)} אינה גרסה של תרגיל", hint), at, column)
                else:
                    yield key, found[1]
            else:
                yield key, value.lower() if key == DRILL else value

    def _said(self, key: str) -> str:
        return self.head.get(key, ("", 0, 0))[0]

    def _began_at(self) -> int | None:
        value, at, column = self.head.get(BEGAN_AT, ("", 0, 0))
        began = clock_of(value) if value else None
        if value and began is None:
            self._tell(Reason("sheet-clock", f"{shown(value)} אינה שעה ביום", "כתבו שעה כמו 08:30"), at, column)
        return began

    def _items(self) -> list[dict[str, str]]:
        began_at = self._began_at()
        length = self.lengths.get(self._said(DRILL).lower(), _USUAL_LENGTH)
        found: list[dict[str, str]] = []
        for row in self.rows.get("items", ()):
            outcome = self._answer(row, OUTCOMES)
            if outcome is None:
                continue
            item = {"item": row.id, "outcome": outcome.value}
            if minute := plain(row.cells.get("minute", "")):
                meant = minute_of(minute, began_at, length)
                if isinstance(meant, str):
                    self._tell_cell(row, "minute", Reason("sheet-minute", f"{shown(minute)} אינה דקה", meant))
                else:
                    item["minute"] = str(meant)
            found.append(self._with_texts(row, item, len(found), "by", "note"))
        return found

    def _objectives(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for row in self.rows.get("objectives", ()):
            rating = self._answer(row, RATINGS)
            if rating is not None:
                found.append(self._with_texts(row, {"objective": row.id, "rating": rating.value}, len(found), "note"))
        return found

    def _sectors(self) -> list[str]:
        found: list[str] = []
        for row in self.rows.get("sectors", ()):
            text = row.cells.get(SECTORS.answer, "")
            meaning = PRESENCE.get(word(text))
            if meaning is None:
                self._tell_cell(row, SECTORS.answer, _unclear(text, SECTORS))
            elif meaning:
                self.places[f"sectors[{len(found)}]"] = self.grid.place(row.at)
                found.append(row.id)
        return found

    def _answer(self, row: _Row, words: Mapping[str, T]) -> T | None:
        """What the answer means; None when there is none, or when it is told of."""
        block = row.header.block
        text = row.cells.get(block.answer, "")
        if not plain(text):
            beside = [key for key in FILLED[block.name] if plain(row.cells.get(key, ""))]
            if beside:
                label = next(column.label for column in block.columns if column.key == block.answer)
                message = f"ב־{row.id} כתבו משהו, והטור ״{label}״ ריק"
                self._tell_cell(row, block.answer, Reason("sheet-unanswered", message, _choose(block)))
            return None
        if word(text) not in words:
            self._tell_cell(row, block.answer, _unclear(text, block))
            return None
        return words[word(text)]

    def _with_texts(self, row: _Row, entry: dict[str, str], index: int, *keys: str) -> dict[str, str]:
        """The entry with the texts beside its answer; where each of its fields stands is remembered."""
        for key in keys:
            if text := " ".join(row.cells.get(key, "").split()):
                entry[key] = text
        for key in entry:
            self.places[f"{row.header.block.name}[{index}].{key}"] = self.grid.place(row.at, row.header.columns[key])
        return entry

    def _tell_of_nothing(self, fields: Mapping[str, Any]) -> None:
        """A part that nobody filled in at all; where something in it is wrong, that is told instead."""
        for block, message in _NOTHING.items():
            at = next((at for at, header in self.spans if header.block.name == block), 0)
            end = next(
                (after for after, header in self.spans if after > at and header.block.name != block),
                len(self.grid.rows),
            )
            own = {f"{self.grid.place(row)}," for row in range(at, end)}
            told = any(f"{reason.field},".startswith(place) for reason in self.reasons for place in own)
            if not fields[block] and not told:
                self._tell(Reason("sheet-nothing", message, "מלאו לפחות שורה אחת"), at)

    # --- telling -----------------------------------------------------------------------------------------------------

    def _tell_cell(self, row: _Row, key: str, reason: Reason) -> None:
        self._tell(reason, row.at, row.header.columns.get(key))

    def _tell(self, reason: Reason, row: int, column: int | None = None) -> None:
        self.reasons.append(Reason(reason.code, reason.message, reason.hint, self.grid.place(row, column)))


def _unclear(text: str, block: Block) -> Reason:
    return Reason("sheet-answer", f"לא ברור מה פירוש {shown(text)}", _choose(block))


def _choose(block: Block) -> str:
    return f"בחרו אחד מאלה: {', '.join(block.choices)}"
