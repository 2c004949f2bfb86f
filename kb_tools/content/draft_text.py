"""A filled draft → YAML that explains itself: above each key what it is for, optional keys commented out."""

import json
import re
from collections.abc import Iterable
from typing import Any

from kb_tools.content.describe import described
from kb_tools.content.scaffold import Filled, Slot
from kb_tools.model.fields import Holds, ListOf, MappingOf, Scalar

REPLACE_SOURCE = "החליפו: כאן רשום המקור הראשון שנמצא במאגר, ולא המקור של הטקסט הזה"
_HEAD = "טיוטה: החליפו את הדוגמאות. שורה שמתחילה בסולמית היא הסבר, או שדה רשות שאפשר להפעיל במחיקת הסולמית"

_PLAIN = re.compile(r"[A-Za-zא-ת״׳][^\n\t]*|T[+-][0-9]+[mhdw]|[0-9]+[mhdw]|[0-9]+[a-z][a-z0-9-]*")
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?|true|false")
_LOOKS_OTHERWISE = re.compile(r"(?i)~|null|true|false|yes|no|on|off|y|n|[-+.0-9e]+")


def draft_text(draft: Filled, schema_line: str) -> str:
    """The whole file."""
    writer = _Writer()
    lines = [schema_line, f"# {_HEAD}", *writer.entry(draft, apart=True)]
    return "\n".join(lines) + "\n"


class _Writer:
    """Explains the fields of each type once, where it first appears; a `bare` one writes the active fields alone."""

    def __init__(self, *, bare: bool = False) -> None:
        self._bare = bare
        self._explained: set[type] = set()

    def entry(self, draft: Filled, *, apart: bool = False) -> list[str]:
        """The lines of an entry, without indentation; `apart` puts an empty line before each field."""
        explain = not self._bare and draft.model not in self._explained
        self._explained.add(draft.model)
        lines: list[str] = []
        for slot in draft.slots:
            if slot.active or explain:
                lines += ([""] if apart else []) + self._slot(slot, explain)
        return lines

    def _slot(self, slot: Slot, explain: bool) -> list[str]:
        comments = [f"# {described(slot.field)}"] if explain else []
        if slot.field.name == "sources" and slot.active and not slot.given and not self._bare:
            comments.append(f"# {REPLACE_SOURCE}")
        if slot.active:
            return comments + self._keyed(slot.field.name, slot.field.holds, slot.value)
        bare = _Writer(bare=True)
        return comments + [f"# {line}" for line in bare._keyed(slot.field.name, slot.field.holds, slot.value)]

    def _keyed(self, name: str, holds: Holds, value: Any) -> list[str]:
        if isinstance(holds, Scalar):
            return [f"{name}: {scalar_text(holds, value)}"]
        if isinstance(holds, ListOf) and isinstance(holds.item, Scalar):
            return _scalar_list(name, holds.item, value)
        return [f"{name}:", *_indented(self._block(holds, value))]

    def _block(self, holds: Holds, value: Any) -> list[str]:
        if isinstance(holds, ListOf):
            return [line for item in value for line in _item(self._block(holds.item, item))]
        if isinstance(holds, MappingOf):
            return [line for key, inner in value.items() for line in self._keyed(_in_flow(key), holds.value, inner)]
        return self.entry(value)


def _scalar_list(name: str, item: Scalar, values: list[str]) -> list[str]:
    """Ids on one line, sentences one a line."""
    if item.ref or item.choices:
        return [f"{name}: [{', '.join(map(_in_flow, values))}]"]
    return [f"{name}:", *(f"  - {scalar_text(item, value)}" for value in values)]


def _item(lines: list[str]) -> list[str]:
    """A list item: the dash stands at its first key, below the comments on that key."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_indented(lines[first + 1 :])]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]


def scalar_text(scalar: Scalar, value: str) -> str:
    """The value as YAML that both our reader and an editor take for what it is."""
    if scalar.form in ("count", "number", "year", "flag") and _FIGURE.fullmatch(value):
        return value
    plain = _PLAIN.fullmatch(value) and not _LOOKS_OTHERWISE.fullmatch(value)
    if plain and ": " not in value and " #" not in value and not value.endswith((":", " ")):
        return value
    return json.dumps(value, ensure_ascii=False)


def _in_flow(value: str) -> str:
    return value if re.fullmatch(r"[A-Za-z0-9/-]+", value) else json.dumps(value, ensure_ascii=False)
