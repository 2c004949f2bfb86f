"""YAML text → dicts, lists and text, in one pass over libyaml's events.

Scalars stay text: no resolver guesses numbers, dates or booleans. Anchors, aliases, tags and deep nesting are
refused as their event arrives, so a bomb is never expanded. A plain empty value, `~` and `null` are None.
"""

import re
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

from kb_tools.content.text import Mistake
from kb_tools.model.problem import FieldPath

DEEPEST = 20
Spot = tuple[int, int]
"""Line and column, from 1."""

_EMPTY = frozenset({"", "~", "null"})
_GERSHAYIM = re.compile(r'^[^#"\']*?:[ ]+"[^"]*"(?=[^\s,#\]}])|^\s*-[ ]+"[^"]*"(?=[^\s,#\]}:])')


@dataclass(slots=True)
class Composed:
    """A document's value; `mistakes` are the duplicate keys (everything else that is wrong raises)."""

    value: Any
    mistakes: list[tuple[FieldPath, Mistake]] = field(default_factory=list)
    spots: dict[FieldPath, tuple[Spot, Spot]] = field(default_factory=dict)
    """Of each field: where its key stands and where its value stands."""


def compose(text: str, *, want_spots: bool = False) -> Composed:
    """The one document in `text`. With `want_spots`, also where each key and item stands. Raises Mistake."""
    try:
        return _Composer(CParser(text), want_spots).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_mistake(text, error) from None
    except yaml.YAMLError as error:
        raise Mistake("yaml-syntax", facts={"found": str(error).split("\n")[0]}) from None


class _Composer:
    def __init__(self, parser: Any, want_spots: bool) -> None:
        self._next = parser.get_event
        self._composed = Composed(None)
        self._spots = self._composed.spots if want_spots else None

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
            raise Mistake("yaml-tag", *_spot(event), {"found": event.tag})
        if kind is ScalarEvent:
            return None if event.implicit[0] and event.value in _EMPTY else event.value
        if depth > DEEPEST:
            raise Mistake("yaml-depth", *_spot(event), {"right": DEEPEST})
        return self._mapping(path, depth) if kind is MappingStartEvent else self._sequence(path, depth)

    def _sequence(self, path: FieldPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            here = (*path, len(items))
            if self._spots is not None:
                self._spots[here] = (_spot(event), _spot(event))
            items.append(self._value(event, here, depth + 1))
        return items

    def _mapping(self, path: FieldPath, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event)
            here = (*path, key)
            if key in items:
                mistake = Mistake("yaml-duplicate-key", *_spot(event), {"found": key, "line": lines[key]})
                self._composed.mistakes.append((here, mistake))
            lines.setdefault(key, event.start_mark.line + 1)
            value = self._next()
            if self._spots is not None and key not in items:
                self._spots[here] = (_spot(event), _spot(value))
            items[key] = self._value(value, here, depth + 1)
        return items

    def _key(self, event: Any) -> str:
        if type(event) is AliasEvent or event.anchor is not None:
            raise Mistake("yaml-anchor", *_spot(event), {"found": event.anchor})
        if type(event) is not ScalarEvent or event.tag is not None:
            raise Mistake("yaml-key", *_spot(event))
        if event.value == "<<":
            raise Mistake("yaml-anchor", *_spot(event), {"found": "<<"})
        return str(event.value)



def _spot(event: Any) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _syntax_mistake(text: str, error: yaml.MarkedYAMLError) -> Mistake:
    """libyaml's error as the mistake a writer of Hebrew most likely made."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    first = min(error.context_mark.line if error.context_mark else line, line)
    for number in range(first, min(line + 1, len(lines))):
        if broken := _GERSHAYIM.match(lines[number]):
            return Mistake("yaml-gershayim", number + 1, broken.end(), {"found": lines[number].strip()[:80]})
    here = lines[min(line, len(lines) - 1)]
    if "\t" in here[: column + 1] or "\\t" in (error.problem or ""):
        return Mistake("yaml-tab", line + 1, here.find("\t") + 1)
    if "mapping values are not allowed" in (error.problem or ""):
        return Mistake("yaml-colon", line + 1, column + 1)
    return Mistake("yaml-syntax", line + 1, column + 1, {"found": _in_hebrew(error.problem or "")})


_LIBYAML_IN_HEBREW = (
    ("expected node content", "חסר ערך, או סוגר שלא נסגר"),
    ("expected key", "צפוי שם שדה; ההזחה או המרכאות אינן במקום"),
    ("expected <block end>", "ההזחה אינה תואמת לשורות שלפניה"),
    ("expected ',' or", "רשימה בסוגריים שלא נסגרה, או שחסר בה פסיק"),
    ("cannot start any token", "ערך אינו יכול להתחיל בסימן הזה בלי מרכאות"),
    ("unexpected end of stream", "מרכאות שנפתחו ולא נסגרו"),
    ("could not find expected ':'", "חסרות נקודתיים אחרי שם השדה"),
    ("escape character", "לוכסן הפוך בתוך מרכאות כפולות; כתבו במרכאות בודדות"),
    ("block sequence entries are not allowed", "מקף של רשימה במקום שאינו מתאים לו"),
    ("undefined alias", "הפניה (*) אינה מותרת"),
)


def _in_hebrew(problem: str) -> str:
    return next((hebrew for english, hebrew in _LIBYAML_IN_HEBREW if english in problem), problem or "מבנה לא מוכר")
