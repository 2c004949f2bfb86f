"""`--set event.name=הצפה` → values placed where the type of the file has that field."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeAlias

from kb_tools.model.base import Entry
from kb_tools.model.fields import EntryOf, Holds, ListOf, MappingOf, Scalar, field_named, fields_of

Given: TypeAlias = dict[Any, Any]
"""Field name → text, list of texts, or Given; in a list of entries the keys are positions from 0."""


class AssignmentError(ValueError):
    """A field that is not there or a value that cannot stand there. Its text is Hebrew, for the person who wrote it."""


def given(model: type[Entry], assignments: Iterable[str]) -> Given:
    """The values of `field=value` texts. Raises AssignmentError."""
    values: Given = {}
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals:
            raise AssignmentError(f"צריך שדה=ערך (נמצא ״{assignment}״)")
        if any("\ud800" <= character <= "\udfff" for character in assignment):
            raise AssignmentError("הערך אינו בקידוד UTF-8")
        _place(values, path.strip().split("."), EntryOf(model), text.strip(), path)
    return values


def _place(values: Given, parts: list[str], holds: Holds, text: str, path: str) -> None:
    key, inner = _step(holds, parts[0], path)
    if len(parts) == 1:
        values[key] = _read(inner, text, path)
        return
    below = values.setdefault(key, {})
    if not isinstance(below, dict):
        raise AssignmentError(f"השדה {path} כבר קיבל ערך אחר")
    _place(below, parts[1:], inner, text, path)


def _step(holds: Holds, part: str, path: str) -> tuple[str | int, Holds]:
    """One part of the path: a field of an entry, a position in a list, a key of a mapping."""
    if isinstance(holds, EntryOf):
        return part, _field(holds.model, part).holds
    if isinstance(holds, MappingOf):
        return part, holds.value
    if isinstance(holds, ListOf):
        if not (part.isascii() and part.isdigit() and len(part) < 3):
            raise AssignmentError(f"בשדה {path}: {part} צריך להיות מקום ברשימה (0, 1, 2…)")
        return int(part), holds.item
    raise AssignmentError(f"אין שדות בתוך השדה שלפני {part} (נכתב {path})")


def _field(model: type[Entry], name: str) -> Any:
    field = field_named(model, name)
    if field is None:
        raise AssignmentError(f"אין כאן שדה בשם {name}. {nearest_field(model, name)}")
    return field


def nearest_field(model: type[Entry], name: str) -> str:
    """A suggestion for a misspelt field."""
    names = [field.name for field in fields_of(model)]
    near = get_close_matches(name, names, 1, 0.6)
    return f"אולי {near[0]}?" if near else f"השדות כאן: {', '.join(names)}"


def _read(holds: Holds, text: str, path: str) -> Any:
    if isinstance(holds, Scalar):
        return text
    if isinstance(holds, ListOf) and isinstance(holds.item, Scalar):
        return [part.strip() for part in text.removeprefix("[").removesuffix("]").split(",") if part.strip()]
    raise AssignmentError(f"ב־{path} יש כמה שדות; כתבו כל אחד לחוד, למשל {path}.{_first_inside(holds)}=…")


def _first_inside(holds: Holds) -> str:
    if isinstance(holds, EntryOf):
        return fields_of(holds.model)[0].name
    if isinstance(holds, ListOf):
        return f"0.{_first_inside(holds.item)}"
    return "מפתח"
