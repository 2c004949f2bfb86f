"""One version of a content file, old or new → the things it said, by key.

Versions are read leniently: what was written under other rules is still what was written. One that is no YAML at all says nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize

from kb_tools.content.compose import compose
from kb_tools.content.text import LARGEST_YAML, Mistake
from kb_tools.model.change import Said
from kb_tools.model.files import FileKind, kind_of
from kb_tools.model.page import Settings
from kb_tools.model.survey import Key

READING = 1
"""Of this reading; what was kept of another one is read anew."""
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "playbook": (("steps", "step"),),
    "drill": (("checklist", "item"),),
    "lesson": (),
    "result": (),
    "adaptation": (),
}
"""Kind of file → the lists of things with ids inside it: the field, and the kind of its things."""


def has_things(path: str, settings: Settings) -> bool:
    """Whether a file at this path holds things whose changes are told one by one."""
    found = kind_of(settings.usual_path(path))
    return found is not None and found[0].name in _PARTS


def things_said(path: str, data: bytes, settings: Settings) -> dict[Key, Said] | None:
    """The things that a version of the file at `path` wrote, the file's own first; None when it cannot be read."""
    found = kind_of(settings.usual_path(path))
    if found is None or (said := values_said(data)) is None:
        return None
    return dict(_things(*found, said))


def values_said(data: bytes) -> dict[str, Any] | None:
    """The fields that a version of a YAML file wrote; None when it cannot be read, or is larger than a file may be."""
    if len(data) > LARGEST_YAML:
        return None
    try:
        text = normalize("NFC", data.decode("utf-8-sig").replace("\r\n", "\n"))
        said = compose(text).value
    except (Mistake, UnicodeDecodeError):
        return None
    return said if isinstance(said, dict) else None


def _things(kind: FileKind, captures: dict[str, str], said: dict[str, Any]) -> Iterator[tuple[Key, Said]]:
    parts = _PARTS[kind.name]
    own = captures[kind.thing]
    lists = {name for name, _ in parts}
    id_ = f"{captures['municipality']}/{own}" if kind.thing in ("result", "adaptation") else own
    yield (kind.thing, id_), {name: value for name, value in said.items() if name not in lists}
    for name, inside in parts:
        for item in said.get(name) or ():
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield (inside, f"{own}/{item['id']}"), item
