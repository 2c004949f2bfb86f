"""What a change to a content file says, in the words of the fields: for a reviewer who does not read YAML.

A file is told by comparing its values, never its lines. Steps and their like are followed by id, so one that was put
in between leaves the rest as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from kb_tools.content.text import LARGEST_MARKDOWN, LARGEST_YAML, printable
from kb_tools.content.versions import values_said
from kb_tools.model.base import Ref
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, fields_of
from kb_tools.model.files import FileKind, kind_of
from kb_tools.model.library import Library
from kb_tools.model.page import Settings
from kb_tools.model.submission import SUBMISSION_KINDS
from kb_tools.views.names import name_of

_NAMING = ("id", "item", "objective", "lesson")
"""Fields by which an item of a list is known, the first that it has."""
_TITLES = ("title", "name", "what", "page")
_SCOPES = ("drill", "playbook")
"""Fields whose value qualifies the short ids of the file."""
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One field: what it is called, what it said and what it says; empty where it was or is not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a proposal, told."""

    path: str
    heading: str
    fields: tuple[Told, ...] = ()
    lines: tuple[str, ...] = ()
    """Of a text that has no fields: the lines that went (-) and came (+)."""


def told(path: str, before: bytes | None, after: bytes | None, settings: Settings, library: Library) -> FileChange:
    """The change of one content file; `path` is from the root of the knowledge base."""
    found = kind_of(settings.usual_path(path))
    values = [{} if content is None else values_said(content) for content in (before, after)]
    if found is None or None in values:
        return FileChange(path, _heading(path, before, after, path), lines=_lines(before, after))
    kind, captures = found
    scopes = {**captures, **_scopes(values[0] or {}), **_scopes(values[1] or {})}
    names = _Names(library, scopes)
    was, now = (_flat(kind, value or {}, names) for value in values)
    fields = tuple(
        Told(label, was.get(key, ("", ""))[1], now.get(key, ("", ""))[1])
        for key, (label, _) in {**now, **{key: text for key, text in was.items() if key not in now}}.items()
        if was.get(key) != now.get(key)
    )
    title = next((str(value[name]) for value in reversed(values) for name in _TITLES if value and name in value), "")
    title = title or names.of_scope() or path
    return FileChange(path, _heading(path, before, after, title, kind), fields)


def _heading(path: str, before: bytes | None, after: bytes | None, title: str, kind: FileKind | None = None) -> str:
    shown = printable(" ".join(title.split()))
    label = kind.label if kind else "קובץ"
    if before is None:
        submitted = SUBMISSION_KINDS.get(kind.name) if kind else None
        return f"{submitted.heading}: {shown}" if submitted else f"{label} (חדש): {shown}"
    return f"{label} {'(נמחק)' if after is None else '(שונה)'}: {shown}" + (
        "" if title == path else f" – {printable(path)}"
    )


def _lines(before: bytes | None, after: bytes | None) -> tuple[str, ...]:
    if max(len(content or b"") for content in (before, after)) > max(LARGEST_YAML, LARGEST_MARKDOWN):
        return ("… גדול מכדי להשוות",)
    if b"\0" in (before or b"") + (after or b""):
        return ("… אינו טקסט",)
    was, now = ((content or b"").decode("utf-8", "replace").split("\n") for content in (before, after))
    found = [line for line in unified_diff(was, now, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]
    more = [f"… ועוד {len(found) - _MOST_LINES} שורות"] if len(found) > _MOST_LINES else []
    return tuple(printable(line) for line in found[:_MOST_LINES] + more)


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called. `scopes` qualifies the short ones: {"drill": "first-drill"}."""

    library: Library
    scopes: Mapping[str, str]

    def of(self, ref: Ref, id_: str) -> str:
        """The name of what a field refers to; the id itself when nothing of it is known."""
        qualified = f"{self.scopes.get(ref.within, '')}/{id_}" if ref.within else id_
        known = (ref.kind, qualified) in self.library.defined
        return name_of(self.library, ref.kind, qualified) if known else id_

    def of_scope(self) -> str:
        """The name of the drill or playbook that a file without a name of its own is about; empty when it is about none."""
        found = (self.of(Ref(kind), self.scopes[kind]) for kind in _SCOPES if kind in self.scopes)
        return next(found, "")


def _scopes(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name in _SCOPES if isinstance(value := values.get(name), str)}


# --- values ----------------------------------------------------------------------------------------------------------

_Flat = dict[str, tuple[str, str]]
"""Path of a field → (what it is called, what it says)."""


def _flat(kind: FileKind, values: Mapping[str, Any], names: _Names) -> _Flat:
    return {path: (label, text) for path, label, text in _entry(EntryOf(kind.model), values, "", "", names)}


_Row = tuple[str, str, str]


def _entry(holds: EntryOf, values: Mapping[str, Any], path: str, above: str, names: _Names) -> Iterator[_Row]:
    known: dict[str, FieldOf] = {field.name: field for field in fields_of(holds.model)}
    for name in [*(name for name in known if name in values), *(name for name in values if name not in known)]:
        field = known.get(name)
        label = f"{above}{field.label if field else printable(name)}"
        yield from _value(field.holds if field else None, values[name], f"{path}.{name}", label, names)


def _value(holds: Holds | None, value: Any, path: str, label: str, names: _Names) -> Iterator[_Row]:
    if isinstance(holds, EntryOf) and isinstance(value, dict):
        yield from _entry(holds, value, path, f"{label} › ", names)
    elif isinstance(holds, ListOf) and isinstance(holds.item, EntryOf) and isinstance(value, list):
        for index, item in enumerate(value):
            key = next((key for key in _NAMING if isinstance(item, dict) and key in item), "")
            name = str(item[key]) if key else str(index + 1)
            called = f"״{_called(holds.item, key, name, names)}״" if key else name
            yield from _value(holds.item, item, f"{path}[{name}]", f"{label} {printable(called)}", names)
    elif isinstance(holds, MappingOf) and isinstance(value, dict):
        for key, inner in value.items():
            yield from _value(holds.value, inner, f"{path}.{key}", f"{label} {printable(key)}", names)
    else:
        item = holds.item if isinstance(holds, ListOf) else holds
        texts = value if isinstance(value, list) else [value]
        yield path, label, ", ".join(_text(item, text, names) for text in texts)


def _called(holds: EntryOf, key: str, value: str, names: _Names) -> str:
    """How an item of a list is called: by the name of what it refers to, or by its id."""
    scalar = next((field.holds for field in fields_of(holds.model) if field.name == key), None)
    return names.of(scalar.ref, value) if isinstance(scalar, Scalar) and scalar.ref else value


def _text(holds: Holds | None, value: Any, names: _Names) -> str:
    """One value as a person reads it: the label of a closed list, the name of what it refers to."""
    text = printable(" ".join(str(value).split())) if isinstance(value, str) else "…"
    if not isinstance(holds, Scalar):
        return text
    if holds.ref:
        name = names.of(holds.ref, text)
        return text if name == text else f"{name} ({text})"
    return dict(holds.choices).get(text) or text
