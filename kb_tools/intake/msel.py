"""A master scenario events list that somebody wrote or edited → injects of a drill. Pure: files are opened in `intake.spreadsheet`.

Columns are told by their heads, in English or in Hebrew and in any order; rows by the number of the event. What could be meant in
two ways is not guessed: every reason is told, with its sheet, row and column.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from pydantic import ValidationError

from kb_tools.content.field_errors import Finding, findings, shown
from kb_tools.content.personal import personal_data
from kb_tools.intake.cell_words import minute_of, word
from kb_tools.intake.refusal import Reason, Refused, known
from kb_tools.intake.spreadsheet import Grid, plain
from kb_tools.model.catalog import CODES
from kb_tools.model.drill import Drill, Inject
from kb_tools.model.problem import Place
from kb_tools.views.msel import HEADINGS, NOTES, NUMBER, OBJECTIVE, TIME, TYPE, Heading

FIELDS = tuple(heading.field for heading in HEADINGS if heading.field)
_MESSAGE = next(heading for heading in HEADINGS if heading.field == "message")
_TEXTS = frozenset({"message", "expected"})
"""Fields of several lines."""
_INJECTS = frozenset({"", "inject", "injects", "הזרמה", "הזרמות", "contextual inject", "contingency inject"})
"""Types of event that somebody brings into the room; others are what the players or the staff do by themselves."""
_HEAD_WITHIN = 20
"""Rows: titles may stand above the head."""
_OBJECTIVE_ID = re.compile(r"\(([a-z0-9][a-z0-9-]*)\)$")
_SENT = "שלחו גיליון ששורת הכותרת שלו היא של kb drill msel: Event Number, Designated Scenario Time, Message… או בעברית"


@dataclass(frozen=True, slots=True)
class Changed:
    """An inject that the list says otherwise, with the fields that differ."""

    before: Inject
    after: Inject
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list makes of the injects of a drill."""

    added: tuple[Inject, ...]
    changed: tuple[Changed, ...]
    absent: tuple[int, ...]
    """Numbers of the drill's injects that the list does not have; they stay."""
    notices: tuple[str, ...]
    """What was not taken in."""
    places: Mapping[int, tuple[Grid, int, Mapping[str, int]]] = field(repr=False)
    """Number → where its row stands: the sheet, the row and the columns by field."""

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed)

    def injects(self, drill: Drill) -> tuple[Inject, ...]:
        """Those of the drill with what is changed and added, by number."""
        now = {inject.number: inject for inject in drill.injects}
        now |= {inject.number: inject for inject in (*self.added, *(each.after for each in self.changed))}
        return tuple(now[number] for number in sorted(now))

    def place(self, number: int, name: str) -> str:
        """Where the value of a field stands; empty for an inject that the list does not have."""
        if number not in self.places:
            return ""
        grid, row, columns = self.places[number]
        return grid.place(row, columns.get(name))


def read_msel(grids: Iterable[Grid], drill: Drill, began_at: int | None = None) -> Listed:
    """What the list says of the injects of `drill`. `began_at`: the minute of the day at which it begins, for times of day.

    Raises Refused with every reason.
    """
    grid, top, columns = _the_one(tuple(grids))
    reading = _Reading(grid, top, columns, drill, began_at)
    found = reading.listed()
    if reading.reasons:
        raise Refused(*reading.reasons)
    return found


# --- the sheet and its head ------------------------------------------------------------------------------------------


def _the_one(grids: tuple[Grid, ...]) -> tuple[Grid, int, dict[str, int]]:
    """The sheet with the list, the last row of its head and the columns by key."""
    heads = [(grid, *found) for grid in grids if not grid.is_hidden and (found := _head(grid))]
    if len(heads) == 1:
        grid, top, columns, twice = heads[0]
        if twice:
            message = f"העמודה מופיעה פעמיים: {', '.join(twice)}"
            raise Refused(Reason("msel-twice", message, "השאירו אחת מהן", grid.place(top)))
        return grid, top, columns
    if heads:
        names = ", ".join(f"״{grid.name}״" for grid, *_ in heads)
        raise Refused(Reason("msel-many", f"יש בקובץ כמה גיליונות עם רשימת הזרמות: {names}", "השאירו בקובץ אחד מהם"))
    raise Refused(Reason("msel-unknown", "אין בקובץ שורת כותרת עם מספר אירוע ועם הודעה", _SENT))


def _head(grid: Grid) -> tuple[int, dict[str, int], list[str]] | None:
    """The row of the head, its columns, and those that stand twice. A second row of the same names belongs to it."""
    for at, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        columns, twice = _columns(row)
        if NUMBER.key in columns and _MESSAGE.key in columns:
            below = _columns(grid.rows[at + 1])[0] if at + 1 < len(grid.rows) else {}
            return at + (NUMBER.key in below and _MESSAGE.key in below), columns, twice
    return None


def _columns(row: tuple[str, ...]) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    twice: list[str] = []
    for at, cell in enumerate(row):
        heading = _NAMES.get(_name(cell))
        if heading and heading.key in columns:
            twice.append(plain(cell))
        elif heading:
            columns[heading.key] = at
    return columns, twice


def _name(text: str) -> str:
    return word(text.replace("_", " "))


_NAMES: Mapping[str, Heading] = {
    _name(name): heading for heading in HEADINGS for name in (heading.key, heading.he, heading.en, *heading.others)
}


# --- rows ------------------------------------------------------------------------------------------------------------


@dataclass
class _Reading:
    grid: Grid
    top: int
    columns: Mapping[str, int]
    drill: Drill
    began_at: int | None
    reasons: list[Reason] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    """Number of an event → its row."""

    def listed(self) -> Listed:
        known_injects = {inject.number: inject for inject in self.drill.injects}
        added: list[Inject] = []
        changed: list[Changed] = []
        self._refuse_merges()
        for at in range(self.top + 1, len(self.grid.rows)):
            number = self._number(at)
            if number is None:
                continue
            before = known_injects.get(number)
            after = self._inject(at, number, before)
            if after is None:
                continue
            if before is None:
                added.append(after)
            elif different := tuple(name for name in FIELDS if not _same(getattr(before, name), getattr(after, name))):
                changed.append(Changed(before, after, different))
        self._tell_of_order(added, changed)
        absent = tuple(number for number in known_injects if number not in self.rows)
        columns = {heading.field: self.columns[heading.key] for heading in HEADINGS if heading.key in self.columns}
        places = {number: (self.grid, at, columns) for number, at in self.rows.items()}
        return Listed(tuple(added), tuple(changed), absent, tuple(self.notices), places)

    def _cell(self, at: int, heading: Heading) -> str:
        column = self.columns.get(heading.key)
        return "" if column is None else self.grid.rows[at][column].strip()

    def _number(self, at: int) -> int | None:
        """The number of the event; None for a row that has none to tell, and for one that is told of."""
        said = [heading for heading in HEADINGS if plain(self._cell(at, heading))]
        if not said or said == [TYPE]:
            return None
        kind = self._cell(at, TYPE)
        if word(kind) not in _INJECTS:
            self.notices.append(f"{self.grid.place(at)}: {shown(plain(kind))} אינו הזרמה, והשורה לא נקלטה")
            return None
        if plain(self._cell(at, NOTES)):
            self.notices.append(f"{self.grid.place(at)}: להערה אין מקום בתרגיל, והיא לא נקלטה")
        text = plain(self._cell(at, NUMBER)).removesuffix(".0")
        if not re.fullmatch(r"[0-9]{1,6}", text) or not int(text):
            self._tell(at, NUMBER, known("not-integer", found=shown(text), right="מספר ההזרמה: 1, 2, 3…"))
            return None
        number = int(text)
        if number in self.rows:
            message = f"אירוע מספר {number} כבר נמצא בשורה {self.rows[number] + 1}"
            self._tell(at, NUMBER, Reason("msel-twice", message, "השאירו שורה אחת, או תנו לזו מספר אחר"))
            return None
        self.rows[number] = at
        return number

    def _inject(self, at: int, number: int, before: Inject | None) -> Inject | None:
        """The inject that the row describes; None when something in it is told of. What has no column stays as it is."""
        values: dict[str, object] = {"number": number}
        count = len(self.reasons)
        for heading in HEADINGS:
            if not heading.field or heading is NUMBER:
                continue
            if heading.key not in self.columns:
                if before is None:
                    label = f"״{heading.he}״ ({heading.en})"
                    message = f"אירוע {number} חדש, ואין בקובץ עמודה {label}"
                    self._tell(at, NUMBER, Reason("msel-column", message, "הוסיפו את העמודה"))
                else:
                    values[heading.field] = getattr(before, heading.field)
            elif (value := self._value(at, heading)) is not None:
                values[heading.field] = value
        return self._checked(at, values) if len(self.reasons) == count else None

    def _value(self, at: int, heading: Heading) -> object | None:
        text = self._cell(at, heading)
        if not plain(text):
            self._tell(at, heading, Reason("msel-empty", f"העמודה ״{heading.he}״ ריקה", "לכל הזרמה יש ערך בה"))
            return None
        if heading is TIME:
            return self._minute(at, text)
        if heading is OBJECTIVE:
            return self._objective(at, text)
        lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return "\n".join(lines).strip() if heading.field in _TEXTS else " ".join(filter(None, lines))

    def _minute(self, at: int, text: str) -> int | None:
        meant = minute_of(text, self.began_at, self.drill.minutes)
        if isinstance(meant, int):
            return meant
        hint = "כתבו דקות מתחילת התרגיל (25), \u200e0:25 או \u200eT+25; לשעות ביום (08:55) ציינו \u200e--began"
        self._tell(at, TIME, Reason("msel-time", f"{shown(plain(text))} אינו זמן בתרגיל", hint))
        return None

    def _objective(self, at: int, text: str) -> str | None:
        """By its id, by the id in brackets after its wording, or by its wording."""
        ids = [objective.id for objective in self.drill.objectives]
        said = plain(text)
        if said in ids:
            return said
        if (found := _OBJECTIVE_ID.search(said)) and found[1] in ids:
            return found[1]
        by_wording = [objective.id for objective in self.drill.objectives if word(objective.what) == word(said)]
        if len(by_wording) == 1:
            return by_wording[0]
        hint = f"כתבו מטרה אחת, במזהה או בנוסח שלה: {', '.join(ids)}"
        self._tell(at, OBJECTIVE, Reason("msel-objective", f"אין בתרגיל מטרה {shown(said)}", hint))
        return None

    def _checked(self, at: int, values: Mapping[str, object]) -> Inject | None:
        by_field = {heading.field: heading for heading in HEADINGS}
        for name, value in values.items():
            for _, what in personal_data(str(value)):
                self._tell(at, by_field[name], known("personal-data", found=what))
                return None
        try:
            return Inject.model_validate({name: str(value) for name, value in values.items()})
        except ValidationError as error:
            for found in findings("", Inject, error):
                self._tell(at, by_field[str(found.path[0])], _as_checked(found))
            return None

    def _tell_of_order(self, added: list[Inject], changed: list[Changed]) -> None:
        """Numbers go with the time: the room gets the injects in the order of both."""
        now = {inject.number: inject for inject in self.drill.injects}
        now |= {inject.number: inject for inject in (*added, *(each.after for each in changed))}
        ordered = [now[number] for number in sorted(now)]
        for before, after in pairwise(ordered):
            if after.minute < before.minute:
                at = self.rows.get(after.number, self.rows.get(before.number))
                message = f"הזרמה {after.number} בדקה {after.minute}, אחרי הזרמה {before.number} שבדקה {before.minute}"
                self._tell(at, TIME, Reason("inject-order", message, "תקנו את הזמן, או מספרו את ההזרמות לפי הזמן"))

    def _refuse_merges(self) -> None:
        """Joined cells that hold one value for several events."""
        for merge in self.grid.merges:
            if merge.top <= self.top or merge.top == merge.bottom:
                continue
            covered = [h for h in HEADINGS if merge.left <= self.columns.get(h.key, -1) <= merge.right]
            held = [at for at in range(merge.top, merge.bottom + 1) if any(self.grid.rows[at])]
            if covered and len(held) > 1:
                message = f"תא ממוזג בעמודה ״{covered[0].he}״ מכסה {len(held)} שורות, ואי אפשר לדעת למי הוא שייך"
                self._tell(merge.top, covered[0], Reason("msel-merged", message, "בטלו את המיזוג וכתבו ערך בכל שורה"))

    def _tell(self, at: int | None, heading: Heading, reason: Reason) -> None:
        place = "" if at is None else self.grid.place(at, self.columns.get(heading.key))
        self.reasons.append(Reason(reason.code, reason.message, reason.hint, place))


def _as_checked(found: Finding) -> Reason:
    problem = CODES[found.code].problem(Place(""), found.facts)
    return Reason(problem.code, problem.message, problem.hint)


def _same(one: object, other: object) -> bool:
    """Whether two values say the same; blanks at the ends of lines and of a text say nothing."""
    return list(_lines(one)) == list(_lines(other))


def _lines(value: object) -> Iterator[str]:
    yield from (" ".join(line.split()) for line in str(value).strip().splitlines())
