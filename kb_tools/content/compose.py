"""YAML text → dicts, lists and text, in one pass over libyaml's events.

Scalars stay text: no resolver guesses numbers, dates or booleans. Anchors, aliases, tags and deep nesting are
refused as their event arrives, so a bomb is never expanded. A plain empty value, `~` and `null` are None.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from kb_tools.content.syntax import syntax_mistake
from kb_tools.content.text import Mistake, escaped_mark
from kb_tools.model.problem import FieldPath

DEEPEST = 20
Spot = tuple[int, int]
"""Line and column, from 1."""

_EMPTY = frozenset({"", "~", "null"})
_STANDARD_TAGS = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Composed:
    """A document's value; `mistakes` are its duplicate keys and empty fields (whatever else is wrong raises)."""

    value: Any
    mistakes: list[tuple[FieldPath, Mistake]] = field(default_factory=list)
    spots: dict[FieldPath, tuple[Spot, Spot]] = field(default_factory=dict)
    """Of each field: where its key stands and where its value stands."""


def compose(text: str, *, want_spots: bool = False) -> Composed:
    """The one document in `text`. With `want_spots`, also where each key and item stands. Raises Mistake."""
    try:
        return _Composer(CParser(text), want_spots, escapes="\\" in text).document()
    except yaml.MarkedYAMLError as error:
        raise syntax_mistake(text, error) from None
    except yaml.YAMLError as error:
        raise Mistake("yaml-syntax", facts={"found": "תו שאינו מותר ב־YAML"}) from error


class _Composer:
    def __init__(self, parser: Any, want_spots: bool, *, escapes: bool) -> None:
        self._next = parser.get_event
        self._composed = Composed(None)
        self._spots = self._composed.spots if want_spots else None
        self._escapes = escapes

    def document(self) -> Composed:
        event = self._next()
        while isinstance(event, (StreamStartEvent, DocumentStartEvent)):
            event = self._next()
        if isinstance(event, StreamEndEvent):
            raise Mistake("file-empty")
        self._composed.value = self._value(event, (), 1)
        event = self._next()
        while isinstance(event, DocumentEndEvent):
            event = self._next()
        if not isinstance(event, StreamEndEvent):
            raise Mistake("yaml-many", *_spot(event))
        return self._composed

    def _value(self, event: Any, path: FieldPath, depth: int) -> Any:
        kind = type(event)
        if kind is AliasEvent:
            raise Mistake("yaml-anchor", *_spot(event), {"found": f"*{event.anchor}"})
        if event.anchor is not None:
            raise Mistake("yaml-anchor", *_spot(event), {"found": f"&{event.anchor}"})
        if event.tag is not None:
            raise Mistake("yaml-tag", *_spot(event), {"found": event.tag.replace(_STANDARD_TAGS, "!!")})
        if kind is ScalarEvent:
            if self._escapes and (mark := escaped_mark(event.value)):
                raise Mistake("text-hidden", *_spot(event), {"found": mark})
            return None if event.implicit[0] and event.value in _EMPTY else event.value
        if depth > DEEPEST:
            raise Mistake("yaml-depth", *_spot(event), {"right": DEEPEST})
        return self._mapping(path, depth) if kind is MappingStartEvent else self._sequence(path, depth)

    def _sequence(self, path: FieldPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            here = (*path, len(items))
            if self._spots is not None:
                self._spots.setdefault(here, (_spot(event), _spot(event)))
            items.append(self._value(event, here, depth + 1))
        return items

    def _mapping(self, path: FieldPath, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event)
            here = (*path, key)
            value = self._next()
            if self._spots is not None:
                self._spots.setdefault(here, (_spot(event), _spot(value)))
            composed = self._value(value, here, depth + 1)
            if key in items:
                self._mistake(here, "yaml-duplicate-key", event, {"found": key, "line": lines[key]})
                continue
            if composed is None:
                self._mistake(here, "field-empty", event)
            items[key] = composed
            lines[key] = event.start_mark.line + 1
        return items

    def _mistake(self, path: FieldPath, code: str, event: Any, facts: dict[str, object] | None = None) -> None:
        self._composed.mistakes.append((path, Mistake(code, *_spot(event), facts or {})))

    def _key(self, event: Any) -> str:
        if type(event) is AliasEvent or event.anchor is not None:
            sign = "*" if type(event) is AliasEvent else "&"
            raise Mistake("yaml-anchor", *_spot(event), {"found": f"{sign}{event.anchor}"})
        if type(event) is not ScalarEvent or event.tag is not None:
            raise Mistake("yaml-key", *_spot(event))
        if event.value == "<<":
            raise Mistake("yaml-anchor", *_spot(event), {"found": "<<"})
        if self._escapes and (mark := escaped_mark(event.value)):
            raise Mistake("text-hidden", *_spot(event), {"found": mark})
        return str(event.value)


def _spot(event: Any) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1
