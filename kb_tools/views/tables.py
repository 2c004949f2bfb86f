"""The records as flat tables: one for each kind, and one for each list that lies inside a kind, keyed by its owner's id.

Nothing is lost on the way. A list of ids is joined by ", " and one of texts by line ends; a citation is `source: place`;
an entry inside an entry becomes columns with a dot in their names. A column that ends in `.label` says in Hebrew what the
one before it says as an id, and adds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kb_tools.model.base import Citation, Entry
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, fields_of
from kb_tools.model.library import Library
from kb_tools.model.lookup import plain
from kb_tools.views import records
from kb_tools.views.names import kind_label, name_of
from kb_tools.views.records import Record
from kb_tools.views.spreadsheet import Cell

ID = "id"
NUMBER = "number"
KEY = "key"
VALUE = "value"
LABEL = "label"
_TITLES = ("title", "name", "what", "text")
_NUMBERS = frozenset({"count", "number", "year"})


@dataclass(frozen=True, slots=True)
class Column:
    """`id` is what programs call it (`event.name`), `label` what people do."""

    id: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """`id` is the kind, or the kind and the field of the list: `municipality.figures`."""

    id: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A column and what it has to say of an entry."""

    column: Column
    cell: Callable[[Any], Cell]


Keys = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table before its rows: the columns that tell a row's place, those of what it holds, and how to reach both."""

    id: str
    label: str
    keys: tuple[Column, ...]
    filled: tuple[_Filled, ...]
    held: Callable[[Any], Iterator[tuple[Keys, Any]]]
    """An entry of the kind → keys below its id, and what is there."""


def tables(library: Library, kind: str, *, whole: bool = False) -> Iterator[Table]:
    """The table of a kind and those of the lists in it; `whole`: with what only facilitators may read."""
    found = tuple(records.records(library, kind))
    own, *inner = _shapes(library, kind, whole)
    about, also = _about(library, kind), _also(library, kind)
    rows = (
        (*(cell(record) for _, cell in about), *_cells(own, record.entry), *(cell(record) for _, cell in also))
        for record in found
    )
    columns = (*(column for column, _ in about), *_columns(own), *(column for column, _ in also))
    yield Table(own.id, own.label, columns, tuple(rows))
    of = Column(ID, f"המזהה של {own.label}", "של מי השורה")
    for shape in inner:
        yield Table(shape.id, shape.label, (of, *shape.keys, *_columns(shape)), tuple(_rows(shape, found)))


def table_ids(library: Library, kind: str) -> tuple[str, ...]:
    """The ids of the tables of a kind, its own first."""
    return tuple(shape.id for shape in _shapes(library, kind, whole=True))


def _rows(shape: _Shape, found: Sequence[Record]) -> Iterator[tuple[Cell, ...]]:
    for record in found:
        for keys, held in shape.held(record.entry):
            yield (record.id, *keys, *_cells(shape, held))


def _columns(shape: _Shape) -> tuple[Column, ...]:
    return tuple(filled.column for filled in shape.filled)


def _cells(shape: _Shape, held: Any) -> tuple[Cell, ...]:
    return tuple(filled.cell(held) for filled in shape.filled)


_Told = tuple[tuple[Column, Callable[[Record], Cell]], ...]


def _about(library: Library, kind: str) -> _Told:
    """What comes before the fields: the whole id and, of what has no title of its own, what it is called."""
    fields = records.model_of(kind).model_fields
    id_ = Column(ID, "מזהה", "המזהה; של מה שבתוך דבר אחר: מזהה שלו/מזהה")
    name = Column("name", "שם", "איך קוראים לו באתר")
    named = ((name, partial(records.name, library)),) if not any(title in fields for title in _TITLES) else ()
    return ((id_, lambda record: record.id), *named)


def _also(library: Library, kind: str) -> _Told:
    """What comes after them: whether it is invented, and where it is written."""
    example = Column("example", "דוגמה", "true כאשר זו דוגמה: לא רשות אמיתית, או חלק ממנה")
    file = Column("file", "קובץ", "הקובץ שבו זה כתוב")
    own = "example" in records.model_of(kind).model_fields
    told: _Told = () if own else ((example, lambda record: plain(records.of_example(library, record))),)
    return (*told, (file, lambda record: record.file))


# --- shapes ----------------------------------------------------------------------------------------------------------


def _shapes(library: Library, kind: str, whole: bool) -> tuple[_Shape, ...]:
    maker = _Maker(library, whole)
    return tuple(maker.shapes(kind))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Reads the shapes of tables off a type."""

    library: Library
    whole: bool

    def shapes(self, kind: str) -> Iterator[_Shape]:
        model, label = records.model_of(kind), records.label(self.library, kind)
        top = EntryOf(model)
        yield _Shape(kind, label, (), tuple(self.filled(top, "", "")), lambda entry: iter([((), entry)]))
        yield from self.inner(top, kind, label, (), lambda entry: iter([((), entry)]))

    def fields(self, model: type[Entry]) -> Iterator[FieldOf]:
        hidden = frozenset[str]() if self.whole else model.for_facilitators
        for field in fields_of(model):
            if field.name not in hidden and not (field.name == ID and model.kind):
                yield field

    def filled(self, holds: Holds, path: str, label: str) -> Iterator[_Filled]:
        """The columns of what a row holds: a value, or the fields of an entry."""
        if isinstance(holds, Scalar):
            yield from self.scalar(holds, Column(path or VALUE, label, ""), lambda value: value)
        if isinstance(holds, EntryOf):
            for field in self.fields(holds.model):
                yield from self.of_field(field, f"{path}{field.name}", f"{label}{field.label}")

    def of_field(self, field: FieldOf, id_: str, label: str) -> Iterator[_Filled]:
        column, value = Column(id_, label, field.description), partial(_get, field.name)
        if isinstance(field.holds, EntryOf):
            for inner in self.filled(field.holds, f"{id_}.", f"{label}: "):
                yield _Filled(inner.column, partial(_through, field.name, inner.cell))
        elif field.scalar:
            yield from self.scalar(field.scalar, column, value)
        elif field.entry is Citation and isinstance(field.holds, ListOf):
            yield _Filled(column, lambda entry: "\n".join(map(_citation, value(entry) or ())))

    def scalar(self, scalar: Scalar, column: Column, value: Callable[[Any], Any]) -> Iterator[_Filled]:
        """A value or a list of them; with a column in words where it is an id or one of a closed list."""
        coded = bool(scalar.ref or scalar.choices)
        yield _Filled(column, lambda entry: _cell(scalar, value(entry), ", " if coded else "\n", plain))
        if words := self.words(scalar):
            in_words = Column(f"{column.id}.{LABEL}", f"{column.label}: במילים", "")
            yield _Filled(in_words, lambda entry: _cell(scalar, value(entry), " · ", words))

    def words(self, scalar: Scalar) -> Callable[[Any], str] | None:
        if scalar.ref and not scalar.ref.within:
            kind = scalar.ref.kind
            return lambda id_: name_of(self.library, kind, id_)
        labels = {value: label for value, label in scalar.choices if label}
        return (lambda value: labels.get(plain(value), plain(value))) if labels else None

    def inner(
        self,
        holds: Holds,
        path: str,
        label: str,
        keys: tuple[Column, ...],
        held: Callable[[Any], Iterator[tuple[Keys, Any]]],
    ) -> Iterator[_Shape]:
        """The tables of the lists inside what a row holds."""
        if not isinstance(holds, EntryOf):
            return
        for field in self.fields(holds.model):
            below = partial(_below, held, field.name)
            named = f"{path}.{field.name}", f"{label}: {field.label}"
            if isinstance(field.holds, EntryOf):
                yield from self.inner(field.holds, *named, keys, below)
            elif _is_a_table(field.holds):
                yield from self.rows(field.holds, *named, keys, below)

    def rows(
        self,
        holds: Holds,
        path: str,
        label: str,
        keys: tuple[Column, ...],
        held: Callable[[Any], Iterator[tuple[Keys, Any]]],
    ) -> Iterator[_Shape]:
        """The table of a list or a mapping, and those inside its entries."""
        name = path.partition(".")[2]
        while isinstance(holds, (ListOf, MappingOf)):
            if isinstance(holds, MappingOf):
                ref = holds.key.ref
                keys = (*keys, Column(f"{name}.{KEY}", kind_label(ref.kind) if ref else "מפתח", "המפתח"))
                holds, held = holds.value, partial(_items, held)
            else:
                keys = (*keys, Column(f"{name}.{NUMBER}", f"{label.rpartition(': ')[2]}: מספר", "המקום ברשימה, מ־1"))
                holds, held = holds.item, partial(_numbered, held)
        words = "ערך" if isinstance(holds, Scalar) else ""
        yield _Shape(path, label, keys, tuple(self.filled(holds, "", words)), held)
        yield from self.inner(holds, path, label, keys, held)


def _is_a_table(holds: Holds) -> bool:
    """Lists of entries and mappings; but not citations, which fit in a cell, and not things, which have their own table."""
    if isinstance(holds, MappingOf):
        return True
    return (
        isinstance(holds, ListOf)
        and isinstance(holds.item, EntryOf)
        and holds.item.model is not Citation
        and not holds.item.model.kind
    )


# --- values ----------------------------------------------------------------------------------------------------------


def _get(name: str, entry: Any) -> Any:
    return None if entry is None else getattr(entry, name)


def _through(name: str, cell: Callable[[Any], Cell], entry: Any) -> Cell:
    """The cell of an entry inside an entry; nothing when it is not there."""
    inner = _get(name, entry)
    return None if inner is None else cell(inner)


def _cell(scalar: Scalar, value: Any, between: str, shown: Callable[[Any], str]) -> Cell:
    if value is None:
        return None
    if isinstance(value, tuple):
        return between.join(map(shown, value)) or None
    return value if scalar.form in _NUMBERS else shown(value)


def _citation(citation: Citation) -> str:
    """As in prose, without its brackets."""
    return f"{citation.source}: {citation.at}" if citation.at else citation.source


_Held = Callable[[Any], Iterator[tuple[Keys, Any]]]


def _below(held: _Held, name: str, entry: Any) -> Iterator[tuple[Keys, Any]]:
    for keys, outer in held(entry):
        inner = _get(name, outer)
        if inner is not None:
            yield keys, inner


def _numbered(held: _Held, entry: Any) -> Iterator[tuple[Keys, Any]]:
    for keys, items in held(entry):
        for number, item in enumerate(items, 1):
            yield (*keys, number), item


def _items(held: _Held, entry: Any) -> Iterator[tuple[Keys, Any]]:
    for keys, mapping in held(entry):
        for key, item in mapping.items():
            yield (*keys, key), item
