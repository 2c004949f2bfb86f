"""The sheet that people fill in after a drill, as rows of cells: for a workbook, for a CSV, and for whoever reads it back.

Its blocks are told by their headers and its rows by their ids, so that columns may be moved and rows sorted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kb_tools.model.drill import Outcome, Rating
from kb_tools.views.asked import Asked
from kb_tools.views.spreadsheet import csv_bytes

FORMAT = "hosen-drill-sheet/1"
TITLE = "תוצאות תרגיל"
HOW = (
    (
        f"ממלאים את הטורים ״מה קרה״ ({', '.join(outcome.label for outcome in Outcome)}), ״דקה״, ״מי סימן״ ו״הערה״. "
        f"מטרה מדרגים {', '.join(f'{rating} ({rating.label})' for rating in Rating)}. תפקידים ולא שמות."
    ),
    "דקה נספרת מתחילת התרגיל: 25 או ‎0:25. מי שכותב שעה (08:55) כותב גם את שעת ההתחלה.",
)
COLUMNS = 8

DRILL, UNIT, REVISION, HELD_ON, BEGAN_AT, SENDER, EVENT = (
    "drill",
    "municipality",
    "revision",
    "held_on",
    "began_at",
    "submitted_by",
    "real_event",
)
HEAD: dict[str, str] = {
    DRILL: "התרגיל",
    UNIT: "הרשות (מזהה)",
    REVISION: "גרסת התרגיל",
    HELD_ON: "תאריך (יום.חודש.שנה)",
    BEGAN_AT: "שעת ההתחלה",
    SENDER: "מי ממלא (תפקיד)",
    EVENT: "שם האירוע, אם היה אמת",
}
"""What the head of the sheet says, by the key in its first column."""
GIVEN = frozenset({DRILL, REVISION})
"""Of these, what is the sheet's own and not for whoever fills it in."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: its key, what people read above it, and where it stands on the sheet as we write it."""

    key: str
    label: str
    at: int


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind. The first column holds the id, and the one called `answer` makes the block known."""

    name: str
    answer: str
    columns: tuple[Column, ...]
    choices: tuple[str, ...]
    """The words of the answer."""

    @property
    def id(self) -> str:
        return self.columns[0].key


COMING, ABSENT = "הגיע", "לא הגיע"
ITEMS = Block(
    "items",
    "outcome",
    (
        Column("item", "מזהה", 0),
        Column("pause", "הפסקה", 1),
        Column("text", "הסעיף", 2),
        Column("owner", "באחריות", 3),
        Column("outcome", "מה קרה", 4),
        Column("minute", "דקה", 5),
        Column("by", "מי סימן", 6),
        Column("note", "הערה", 7),
    ),
    tuple(outcome.label for outcome in Outcome),
)
OBJECTIVES = Block(
    "objectives",
    "rating",
    (
        Column("objective", "מזהה", 0),
        Column("what", "המטרה", 2),
        Column("rating", "דירוג", 4),
        Column("note", "מה ראינו", 7),
    ),
    tuple(f"{rating.value} – {rating.label}" for rating in Rating),
)
SECTORS = Block(
    "sectors",
    "present",
    (Column("sector", "מזהה", 0), Column("name", "המגזר", 2), Column("present", "מי הגיע", 4)),
    (COMING, ABSENT),
)
BLOCKS = (ITEMS, OBJECTIVES, SECTORS)
WORDING = {"items": "text", "objectives": "what"}
"""The column that holds what was printed."""
FILLED = {"items": ("outcome", "minute", "by", "note"), "objectives": ("rating", "note"), "sectors": ("present",)}
"""The columns that people fill in."""

RowKind = Literal["title", "how", "head", "labels", "keys", "row", "blank"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it is written; `block` is that of labels, keys and rows."""

    kind: RowKind
    cells: tuple[str, ...]
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """What the head knows before anybody fills it in; empty where it does not."""

    unit: str = ""
    unit_name: str = ""
    held_on: str = ""


def sheet_rows(asked: Asked, sectors: tuple[tuple[str, str], ...], known: Filling) -> tuple[SheetRow, ...]:
    """The whole sheet; `sectors` are ids and names."""
    return tuple(_rows(asked, sectors, known))


def _rows(asked: Asked, sectors: tuple[tuple[str, str], ...], known: Filling) -> Iterator[SheetRow]:
    title = " · ".join(filter(None, (f"{TITLE}: {asked.title}", known.unit_name)))
    yield SheetRow("title", _cells({0: FORMAT, 1: title}))
    for line in HOW:
        yield SheetRow("how", _cells({1: line}))
    said = {DRILL: asked.drill, UNIT: known.unit, REVISION: asked.revision, HELD_ON: known.held_on}
    for key, label in HEAD.items():
        yield SheetRow("head", _cells({0: key, 1: label, 2: said.get(key, "")}))
    yield from _block(ITEMS, ({"item": i.id, "pause": i.pause, "text": i.text, "owner": i.owner} for i in asked.items))
    yield from _block(OBJECTIVES, ({"objective": each.id, "what": each.what} for each in asked.objectives))
    yield from _block(SECTORS, ({"sector": id_, "name": name} for id_, name in sectors))


def _block(block: Block, rows: "Iterator[dict[str, str]]") -> Iterator[SheetRow]:
    yield SheetRow("blank", _cells({}))
    yield SheetRow("labels", _cells({column.at: column.label for column in block.columns}), block)
    yield SheetRow("keys", _cells({column.at: column.key for column in block.columns}), block)
    for row in rows:
        yield SheetRow("row", _cells({each.at: row.get(each.key, "") for each in block.columns}), block)


def _cells(said: dict[int, str]) -> tuple[str, ...]:
    return tuple(said.get(at, "") for at in range(COLUMNS))


def sheet_csv(rows: tuple[SheetRow, ...]) -> bytes:
    """UTF-8 with the mark that Excel needs for Hebrew."""
    return csv_bytes(rows[0].cells, (row.cells for row in rows[1:]))
