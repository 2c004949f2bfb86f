"""What each field of a type holds, read off its annotation.

The JSON Schemas, `kb new`, `kb show` and `kb list --where` are all made from this one reading, so a new field
needs no code of its own in any of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from kb_tools.model.base import (
    Address,
    Count,
    Day,
    Duration,
    Entry,
    Flag,
    Kept,
    Labelled,
    Number,
    Offset,
    Prose,
    Ref,
    Sourced,
    Year,
)

FormName = Literal["text", "prose", "day", "year", "count", "number", "flag", "offset", "duration", "address", "choice"]

_FORMS: tuple[tuple[Any, FormName], ...] = (
    (Day, "day"),
    (Year, "year"),
    (Count, "count"),
    (Number, "number"),
    (Flag, "flag"),
    (Offset, "offset"),
    (Duration, "duration"),
    (Address, "address"),
    (Prose, "prose"),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `ref`: it is the id of another thing. `choices`: values and labels of a closed list."""

    form: FormName
    ref: Ref | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListOf:
    item: "Holds"


@dataclass(frozen=True, slots=True)
class MappingOf:
    key: Scalar
    value: "Holds"


@dataclass(frozen=True, slots=True)
class EntryOf:
    model: type[Entry]


Holds: TypeAlias = Scalar | ListOf | MappingOf | EntryOf


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A field of a type: its key, what it is for, an example, and what it holds."""

    name: str
    description: str
    example: Any
    required: bool
    holds: Holds

    @property
    def label(self) -> str:
        """The description's first clause, short enough to stand beside a value."""
        return re.split(r"[:;,(]", _FLAG_WORDS.sub("", self.description), maxsplit=1)[0].strip()

    @property
    def scalar(self) -> Scalar | None:
        """The scalar at the bottom of lists; None for entries and mappings."""
        holds = self.holds
        while isinstance(holds, ListOf):
            holds = holds.item
        return holds if isinstance(holds, Scalar) else None

    @property
    def entry(self) -> type[Entry] | None:
        """The type of entry that the field holds, alone or in lists or mappings."""
        holds = self.holds
        while isinstance(holds, (ListOf, MappingOf)):
            holds = holds.item if isinstance(holds, ListOf) else holds.value
        return holds.model if isinstance(holds, EntryOf) else None


_FLAG_WORDS = re.compile(r"^true (?:כאשר |כדי |ל)")


@cache
def fields_of(model: type[Entry]) -> tuple[FieldOf, ...]:
    """The fields in the order in which people write them: id, content, ownership, sources, long lists."""
    hints = get_type_hints(model, include_extras=True)
    found = [_field(name, info, hints[name]) for name, info in model.model_fields.items()]
    kept = Kept.model_fields if issubclass(model, Kept) else {}
    return tuple(sorted(found, key=lambda field: _rank(field, field.name in kept)))


def field_named(model: type[Entry], name: str) -> FieldOf | None:
    return next((field for field in fields_of(model) if field.name == name), None)


def entry_types(model: type[Entry]) -> Iterator[type[Entry]]:
    """The type itself and every type of entry that its fields lead to, each once."""
    seen: dict[type[Entry], None] = {}
    waiting = [model]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen[here] = None
            waiting.extend(entry for field in fields_of(here) if (entry := field.entry))
    yield from seen


def _field(name: str, info: FieldInfo, annotation: Any) -> FieldOf:
    example = next(iter(info.examples or ()), None)
    return FieldOf(name, info.description or "", example, info.is_required(), _holds(annotation))


def _rank(field: FieldOf, of_what_is_kept: bool) -> int:
    if field.name == "id":
        return 0
    if of_what_is_kept or field.name in Sourced.model_fields:
        return 2 if of_what_is_kept else 3
    return 4 if isinstance(field.holds, ListOf) and field.entry else 1


def _holds(annotation: Any) -> Holds:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(annotation)
    if _is_optional(annotation):
        return _holds(next(option for option in arguments if option is not type(None)))
    if origin is tuple:
        return ListOf(_holds(arguments[0]))
    if origin is dict:
        key = _holds(arguments[0])
        return MappingOf(key if isinstance(key, Scalar) else Scalar("text"), _holds(arguments[1]))
    return EntryOf(annotation) if _is_a(annotation, Entry) else _unmarked(annotation)


def _marked(annotation: Any) -> Scalar:
    form: FormName = next((name for known, name in _FORMS if annotation == known), "text")
    return Scalar(form, next((mark for mark in get_args(annotation) if isinstance(mark, Ref)), None))


def _unmarked(annotation: Any) -> Scalar:
    """A closed list, as a Literal or as labelled values; or plain text."""
    if get_origin(annotation) is Literal:
        return Scalar("choice", None, tuple((str(value), "") for value in get_args(annotation)))
    if _is_a(annotation, Labelled):
        return Scalar("choice", None, tuple((member.value, member.label) for member in annotation))
    return Scalar("text")


def _is_a(annotation: Any, kind: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


def _is_optional(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType) and type(None) in get_args(annotation)
