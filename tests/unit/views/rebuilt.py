"""Tables read back: rows of texts, as a file holds them, become entries of the model again. Nothing of `views.tables` is used."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from kb_tools.model.base import Citation, Entry
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, fields_of

Row = Mapping[str, str]
Read = Mapping[str, Sequence[Row]]
"""Rows by table."""
_Owned = Mapping[str, Mapping[str, Sequence[Row]]]
"""Rows by table and by the id in them; things also by the id of what they are in."""


def of_csv(files: Mapping[str, bytes]) -> Read:
    """As a program would read them: an apostrophe before a text is taken away."""
    return {
        name.removesuffix(".csv"): [
            {column: cell.removeprefix("'") for column, cell in row.items()}
            for row in csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))
        ]
        for name, content in files.items()
    }


def of_xlsx(content: bytes) -> Read:
    """By the names of the second row; the first sheet tells which sheet is which table."""
    book = load_workbook(BytesIO(content), read_only=True)
    contents, *_ = book.worksheets
    named = {str(sheet): str(table) for sheet, table, _ in contents.iter_rows(min_row=3, values_only=True)}
    found = {}
    for sheet, table in named.items():
        _, columns, *rows = book[sheet].iter_rows(values_only=True)
        found[table] = [
            {str(column): "" if cell is None else str(cell) for column, cell in zip(columns, row, strict=True)}
            for row in rows
        ]
    return found


def rebuilt(read: Read, kind: str, model: type[Entry]) -> dict[str, Entry]:
    """Every entry of a kind by its whole id."""
    owned = {table: _by_owner(rows) for table, rows in read.items() if rows and "id" in rows[0]}
    return {row["id"]: model.model_validate(_entry(owned, kind, model, row, {"id": row["id"]})) for row in read[kind]}


def _by_owner(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for id_ in {row["id"], row["id"].partition("/")[0]}:
            found.setdefault(id_, []).append(row)
    return found


def _entry(
    read: _Owned, table: str, model: type[Entry], row: Row, keys: Row, prefix: str = "", path: str = ""
) -> dict[str, Any]:
    found = {}
    for field in fields_of(model):
        value = _field(read, table, field, row, keys, f"{prefix}{field.name}", f"{path}.{field.name}".lstrip("."))
        if field.name == "id" and model.kind:
            value = row["id"].rpartition("/")[2]
        if value not in ("", [], {}) or (field.required and value != ""):
            found[field.name] = value
    return found


def _field(read: _Owned, table: str, field: FieldOf, row: Row, keys: Row, column: str, path: str) -> Any:
    holds = field.holds
    if isinstance(holds, Scalar):
        return row.get(column, "")
    if isinstance(holds, EntryOf):
        return _entry(read, table, holds.model, row, keys, f"{column}.", path)
    if isinstance(holds, ListOf) and isinstance(holds.item, Scalar):
        coded = holds.item.ref or holds.item.choices
        return [each for each in row[column].split(", " if coded else "\n") if each]
    if isinstance(holds, ListOf) and isinstance(holds.item, EntryOf):
        if holds.item.model is Citation:
            return [_citation(line) for line in row[column].split("\n") if line]
        if holds.item.model.kind:
            return _things(read, holds.item.model, keys["id"])
    return _rows(read, f"{table}.{path}", holds, keys, path)


def _citation(line: str) -> dict[str, str]:
    source, _, at = line.partition(": ")
    return {"source": source, "at": at} if at else {"source": source}


def _things(read: _Owned, model: type[Entry], owner: str) -> list[dict[str, Any]]:
    """Those of an owner, which have a table of their own."""
    return [_entry(read, model.kind, model, row, {"id": row["id"]}) for row in read[model.kind].get(owner, ())]


def _rows(read: _Owned, table: str, holds: Holds, keys: Row, path: str) -> Any:
    """A list or mapping below the keys."""
    if isinstance(holds, (ListOf, MappingOf)):
        key = f"{path}.{'key' if isinstance(holds, MappingOf) else 'number'}"
        under = _under(read, table, keys)
        values = dict.fromkeys(row[key] for row in under)
        inner = holds.value if isinstance(holds, MappingOf) else holds.item
        found = {value: _rows(read, table, inner, {**keys, key: value}, path) for value in values}
        return found if isinstance(holds, MappingOf) else list(found.values())
    (row,) = _under(read, table, keys)
    if isinstance(holds, EntryOf):
        kind = table.removesuffix(f".{path}")
        return _entry(read, kind, holds.model, row, keys, "", path)
    return row["value"]


def _under(read: _Owned, table: str, keys: Row) -> list[Row]:
    rows = read.get(table, {}).get(keys["id"], ())
    return [row for row in rows if all(row[name] == value for name, value in keys.items())]
