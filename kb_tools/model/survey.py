"""Who defines an id and who mentions one, read off the types themselves.

Fields declare references in their annotations (`RoleId`, `StepRef`…). For each type a visitor is compiled once;
one walk over an entry then yields its definitions and its mentions. Dangling references, duplicates and
backlinks are all computed from these two lists, so a new field that refers to something needs no new code.
"""

import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from kb_tools.model.base import Entry, Markup, Ref
from kb_tools.model.problem import FieldPath

Key = tuple[str, str]
"""(kind, qualified id)"""

CITATION = re.compile(r"\[@(?P<source>[^\]:\s]{1,80})(?::[ ]*(?P<at>[^\]\n]{1,200}))?\]")
"""A citation inside prose: `[@meeting-2020: איתור ומיפוי]`."""


@dataclass(frozen=True, slots=True)
class Definition:
    key: Key
    path: FieldPath
    entry: Entry


@dataclass(frozen=True, slots=True)
class Mention:
    """`owner` (the innermost thing with an id, or the file's own) refers to `target` at `path`.

    A citation inside a text is `in_prose`: the path is that of the whole text.
    """

    owner: Key
    target: Key
    path: FieldPath
    in_prose: bool = False


@dataclass(slots=True)
class Survey:
    """What one file defines and mentions. `scopes` qualifies short ids: {"playbook": "first-playbook"}."""

    scopes: Mapping[str, str]
    definitions: list[Definition] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def qualified(self, short: str, within: str) -> str:
        return f"{self.scopes.get(within, '?')}/{short}" if within else short


Visitor = Callable[[Any, FieldPath, Key, Survey], None]


def survey(entry: Entry, owner: Key, scopes: Mapping[str, str]) -> Survey:
    """Walk `entry`; mentions outside any entry with an id of its own belong to `owner`."""
    found = Survey(scopes)
    _entry_visitor(type(entry))(entry, (), owner, found)
    return found


def mentions_in_prose(text: str, path: FieldPath, owner: Key) -> Iterator[Mention]:
    """The sources that a Markdown text cites, one mention for each citation, in their order."""
    for citation in CITATION.finditer(text):
        yield Mention(owner, ("source", citation["source"]), path, in_prose=True)


@cache
def _entry_visitor(model: type[Entry]) -> Visitor:
    hints = get_type_hints(model, include_extras=True)
    fields: list[tuple[str, Visitor]] = []

    def visit(value: Any, path: FieldPath, owner: Key, found: Survey) -> None:
        if model.kind and hasattr(value, "id"):
            owner = (model.kind, found.qualified(value.id, model.within))
            found.definitions.append(Definition(owner, path, value))
        for name, visit_field in fields:
            item = getattr(value, name)
            if item is not None:
                visit_field(item, (*path, name), owner, found)

    for name in model.model_fields:
        visitor = _visitor(hints[name])
        if visitor is not None:
            fields.append((name, visitor))
    return visit


def _visitor(annotation: Any) -> Visitor | None:
    """The visitor for a field of this type; None when nothing inside it defines or mentions anything."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _marked_visitor(annotation)
    if origin in (Union, types.UnionType):
        inner = [visitor for part in get_args(annotation) if (visitor := _visitor(part))]
        return inner[0] if inner else None
    if origin is tuple:
        return _items_visitor(get_args(annotation)[0])
    if origin is dict:
        return _mapping_visitor(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return _entry_visitor(annotation)
    return None


def _marked_visitor(annotation: Any) -> Visitor | None:
    base, *marks = get_args(annotation)
    for mark in marks:
        if isinstance(mark, Ref):
            return _reference_visitor(mark)
        if isinstance(mark, Markup):
            return lambda value, path, owner, found: found.mentions.extend(mentions_in_prose(value, path, owner))
    return _visitor(base)


def _reference_visitor(ref: Ref) -> Visitor:
    def visit(value: Any, path: FieldPath, owner: Key, found: Survey) -> None:
        found.mentions.append(Mention(owner, (ref.kind, found.qualified(value, ref.within)), path))

    return visit


def _items_visitor(item_type: Any) -> Visitor | None:
    visit_item = _visitor(item_type)
    if visit_item is None:
        return None

    def visit(value: Any, path: FieldPath, owner: Key, found: Survey) -> None:
        for index, item in enumerate(value):
            visit_item(item, (*path, index), owner, found)

    return visit


def _mapping_visitor(key_type: Any, value_type: Any) -> Visitor | None:
    visit_key, visit_value = _visitor(key_type), _visitor(value_type)
    if visit_key is None and visit_value is None:
        return None

    def visit(value: Any, path: FieldPath, owner: Key, found: Survey) -> None:
        for key, item in value.items():
            if visit_key is not None:
                visit_key(key, (*path, key), owner, found)
            if visit_value is not None:
                visit_value(item, (*path, key), owner, found)

    return visit
