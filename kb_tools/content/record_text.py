"""Values as they came → the YAML of their file. Every text is quoted, so that no text is ever taken for YAML."""

import json
import re
from collections.abc import Mapping
from typing import Any

from kb_tools.content.schemas import schema_line
from kb_tools.model.base import Entry
from kb_tools.model.fields import EntryOf, Holds, ListOf, MappingOf, Scalar, fields_of
from kb_tools.model.files import FileKind

FIGURES = frozenset({"count", "number", "year", "flag"})
"""Forms whose values stand without quotes."""
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?|true|false")


def record_text(path: str, kind: FileKind, values: Mapping[str, Any]) -> str:
    """The file of this kind at `path` (from the root) with these values, each in the place that the type gives it.

    Block style; a text is written as JSON writes it, which YAML reads as the same text. Keys that the type does not
    have are left out: they are a mistake, and have been told of.
    """
    return "\n".join([schema_line(path, kind.schema), *_entry(kind.model, values)]) + "\n"


def field_lines(model: type[Entry], name: str, value: Any) -> list[str]:
    """The lines of one field of such a file, as they stand in it. Raises KeyError for a field that the type has not."""
    holds = {field.name: field.holds for field in fields_of(model)}[name]
    return _keyed(name, holds, value)


def _entry(model: type[Entry], values: Mapping[str, Any]) -> list[str]:
    return [
        line
        for field in fields_of(model)
        if field.name in values
        for line in _keyed(field.name, field.holds, values[field.name])
    ]


def _keyed(name: str, holds: Holds, value: Any) -> list[str]:
    if isinstance(holds, Scalar):
        return [f"{name}: {_scalar(holds, value)}"]
    return [f"{name}:", *(f"  {line}" for line in _block(holds, value))]


def _block(holds: Holds, value: Any) -> list[str]:
    if isinstance(holds, EntryOf):
        return _entry(holds.model, value)
    if isinstance(holds, MappingOf):
        return [line for key, inner in value.items() for line in _keyed(_quoted(key), holds.value, inner)]
    if isinstance(holds, ListOf):
        return [line for item in value for line in _item(holds.item, item)]
    return [_scalar(holds, value)]


def _item(holds: Holds, value: Any) -> list[str]:
    first, *rest = _block(holds, value)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _scalar(scalar: Scalar, value: str) -> str:
    return value if scalar.form in FIGURES and _FIGURE.fullmatch(value) else _quoted(value)


def _quoted(text: str) -> str:
    return json.dumps(text.replace("\r\n", "\n").replace("\r", "\n"), ensure_ascii=False)


def plain_text(value: Any, depth: int = 0) -> str:
    """Values that have no type of ours as YAML: mappings and lists in block style, texts quoted, flags bare."""
    margin = "  " * depth
    if isinstance(value, Mapping):
        return "".join(f"{margin}{key}:{_below(inner, depth + 1)}" for key, inner in value.items())
    items = (plain_text(item, depth + 1) if isinstance(item, (Mapping, list)) else f"{_leaf(item)}\n" for item in value)
    return "".join(f"{margin}- {item.lstrip()}" for item in items)


def _below(value: Any, depth: int) -> str:
    return "\n" + plain_text(value, depth) if isinstance(value, (Mapping, list)) else f" {_leaf(value)}\n"


def _leaf(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else _quoted(str(value))
