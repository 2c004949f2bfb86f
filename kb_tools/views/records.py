"""Everything that leaves as data: each thing, and each file that is about an authority as a whole, with its fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from kb_tools.content.describe import home_of
from kb_tools.insight.examples import is_example
from kb_tools.model.base import Entry
from kb_tools.model.fields import EntryOf, ListOf, entry_types, fields_of
from kb_tools.model.files import FILE_KINDS, KINDS_BY_NAME
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library
from kb_tools.model.page import PageMeta
from kb_tools.views.addresses import address, has_address
from kb_tools.views.names import kind_label, name_of

_UNIT = "municipality"
_PAGE = "page"
_SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing. `entry` is of `model_of(kind)`; `id` is qualified, that of a page is its path below the docs folder."""

    kind: str
    id: str
    entry: Entry
    file: str


@cache
def kinds() -> tuple[str, ...]:
    """Every kind of record: the kinds of things, the files of an authority that have no id of their own, pages."""
    things = [kind for kind in KIND_LABELS if kind not in (_PAGE, _SETTINGS)]
    return (*things, *_files_of_units(), _PAGE)


@cache
def _files_of_units() -> tuple[str, ...]:
    """Kinds of files in an authority's folder that say something of it as a whole, rather than list its things."""
    return tuple(
        kind.name
        for kind in FILE_KINDS
        if f"{{{_UNIT}}}" in kind.pattern and not kind.thing and not _only_lists_things(kind.model)
    )


def _only_lists_things(model: type[Entry]) -> bool:
    holds = [field.holds for field in fields_of(model)]
    return all(isinstance(each, ListOf) and isinstance(each.item, EntryOf) and each.item.model.kind for each in holds)


@cache
def model_of(kind: str) -> type[Entry]:
    """The type of the records of a kind."""
    if kind == _PAGE:
        return PageMeta
    if kind in _files_of_units():
        return KINDS_BY_NAME[kind].model
    home = home_of(kind)
    if home is None:
        raise KeyError(kind)
    return next(entry for entry in entry_types(home.model) if entry.kind == kind)


def records(library: Library, kind: str) -> Iterator[Record]:
    """All records of a kind, in the order of their files."""
    if kind == _PAGE:
        for page in library.pages:
            yield Record(kind, page.path, page.meta, f"{library.settings.docs}/{page.path}")
    elif kind in _files_of_units():
        for document in library.documents:
            if document.kind.name == kind:
                yield Record(kind, document.captures[_UNIT], document.content, document.path)
    else:
        for id_, entry in library.of(kind).items():
            yield Record(kind, id_, entry, library.file_of(kind, id_))


def label(library: Library, kind: str) -> str:
    """What one of the kind is called in this knowledge base: it says itself what it calls the unit that has a profile."""
    unit = library.settings.unit.short
    own = {_UNIT: unit, "municipality-kind": f"סוג {unit}", "need": "צורך"}
    if kind in own:
        return own[kind]
    return KINDS_BY_NAME[kind].label if kind in _files_of_units() else kind_label(kind)


def name(library: Library, record: Record) -> str:
    """What people call it: its title, or what it is and of which authority."""
    if record.kind in _files_of_units():
        return f"{label(library, record.kind)} ({name_of(library, _UNIT, record.id)})"
    return name_of(library, record.kind, record.id)


def has_page(kind: str) -> bool:
    """Whether the site shows things of the kind."""
    return kind in _files_of_units() or has_address(kind)


def page(record: Record) -> str:
    """The address of the page on which it is shown, from the site's root. Its kind has pages."""
    return address(_UNIT if record.kind in _files_of_units() else record.kind, record.id)


def of_example(library: Library, record: Record) -> bool:
    """Whether it is an example authority, or told of one."""
    return is_example(library, _UNIT if record.kind in _files_of_units() else record.kind, record.id)


def text(library: Library, record: Record) -> str | None:
    """The Markdown beside the fields: of a page and of a playbook."""
    if record.kind == _PAGE:
        return library.pages_by_path[record.id].body
    return library.prose.get(record.id) if record.kind == "playbook" else None


def has_text(kind: str) -> bool:
    """Whether records of the kind may have a text beside their fields."""
    return kind in (_PAGE, "playbook")


def as_json(entry: Entry, *, whole: bool = False) -> dict[str, Any]:
    """What the file says, field by field; `whole`: with what only facilitators may read."""
    hidden = frozenset[str]() if whole else entry.for_facilitators
    return {
        field.name: _value(value, whole)
        for field in fields_of(type(entry))
        if field.name in entry.model_fields_set
        and field.name not in hidden
        and (value := getattr(entry, field.name)) is not None
    }


def _value(value: Any, whole: bool) -> Any:
    if isinstance(value, Entry):
        return as_json(value, whole=whole)
    if isinstance(value, tuple):
        return [_value(item, whole) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(item, whole) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
