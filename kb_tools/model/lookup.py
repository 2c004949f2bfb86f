"""Finding things: by an id as a person types it, and by what their fields say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

from kb_tools.model.base import Entry
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, field_named, fields_of
from kb_tools.model.library import Library
from kb_tools.model.problem import FieldPath
from kb_tools.model.survey import Key


def candidates(library: Library, wanted: str) -> tuple[Key, ...]:
    """The things that `wanted` may mean: `kind:id`, a whole id, or the last part of one, in this order of preference."""
    kind, colon, id_ = wanted.rpartition(":")
    of_kind = [key for key in library.defined if not colon or key[0] == kind]
    whole = tuple(key for key in of_kind if key[1] == id_)
    return whole or tuple(key for key in of_kind if key[1].rpartition("/")[2] == id_)


def nearest_ids(library: Library, wanted: str) -> list[str]:
    """Ids that look like `wanted`, as `kind:id`."""
    id_ = wanted.rpartition(":")[2]
    near = get_close_matches(id_, {known for _, known in library.defined}, 3, 0.6)
    return [f"{kind}:{known}" for known in near for kind, other in library.defined if other == known]


# --- the fields of one thing -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A field that the file says something in: where, which field, and its value or list of values."""

    path: FieldPath
    field: FieldOf
    values: tuple[Any, ...]


def said(entry: Entry, path: FieldPath = ()) -> Iterator[Said]:
    """Every field that is written in the file, entries inside entries included, in the order of writing."""
    for field in fields_of(type(entry)):
        if field.name in entry.model_fields_set:
            yield from _said(field, field.holds, getattr(entry, field.name), (*path, field.name))


def _said(field: FieldOf, holds: Holds, value: Any, path: FieldPath) -> Iterator[Said]:
    if isinstance(value, Entry):
        yield from said(value, path)
    elif isinstance(holds, MappingOf) and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _said(field, holds.value, inner, (*path, key))
    elif isinstance(holds, ListOf) and isinstance(holds.item, EntryOf):
        for index, inner in enumerate(value):
            yield from said(inner, (*path, index))
    elif value not in (None, ()):
        yield Said(path, field, value if isinstance(value, tuple) else (value,))


def plain(value: Any) -> str:
    """A scalar as its file says it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value) if isinstance(value, Enum) else str(value)


# --- conditions ------------------------------------------------------------------------------------------------------


class ConditionError(ValueError):
    """A condition on a field that does not exist. `field` is the part that was not found, `owner` where it was sought."""

    def __init__(self, name: str, owner: type[Entry] | None) -> None:
        super().__init__(name)
        self.field = name
        self.owner = owner


@dataclass(frozen=True, slots=True)
class Condition:
    """`status=decided`, `sources.source!=round-table`. An empty text stands for a field that is not written."""

    path: tuple[str, ...]
    text: str
    negated: bool = False

    def holds(self, entry: Entry) -> bool:
        """Whether any of the values at the path is the text; lists are looked through."""
        values = {plain(value) for value in _values(entry, self.path)} or {""}
        return (self.text in values) != self.negated


def condition(model: type[Entry], text: str) -> Condition:
    """Read `field=value` or `field!=value`. Raises ConditionError, and ValueError when there is no `=`."""
    path, equals, wanted = text.partition("=")
    if not equals:
        raise ValueError(text)
    parts = tuple(path.removesuffix("!").strip().split("."))
    _check_path(EntryOf(model), parts)
    return Condition(parts, wanted.strip(), path.endswith("!"))


def _check_path(holds: Holds, parts: tuple[str, ...]) -> None:
    for part in parts:
        while isinstance(holds, ListOf):
            holds = holds.item
        if isinstance(holds, MappingOf):
            holds = holds.value
            continue
        field = field_named(holds.model, part) if isinstance(holds, EntryOf) else None
        if field is None:
            raise ConditionError(part, holds.model if isinstance(holds, EntryOf) else None)
        holds = field.holds


def _values(value: Any, parts: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, parts)
    elif isinstance(value, Mapping):
        yield from _values(value.get(parts[0]), parts[1:]) if parts else value
    elif isinstance(value, Entry) and parts:
        yield from _values(getattr(value, parts[0]), parts[1:])
    elif value is not None and not isinstance(value, Entry):
        yield value
