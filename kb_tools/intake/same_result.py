"""A result that is here already: what a second one for the same drill, authority and day says otherwise, and writing that down.

A result is the same by what it says (authority, drill, day) and not by the name of its file. What only the file has, as its review,
stays; so does every character of it that is not about what changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kb_tools.content.record_text import record_text
from kb_tools.content.versions import values_said
from kb_tools.content.yaml_edit import Item, Unfit, YamlEdit
from kb_tools.model.base import Entry
from kb_tools.model.document import Document
from kb_tools.model.drill import DrillResult, GoneItem, GoneObjective, ItemResult, ObjectiveResult, Outcome, Rating
from kb_tools.model.fields import field_named, fields_of
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library

_LISTS: tuple[tuple[str, str, type[Entry]], ...] = (
    ("items", "item", ItemResult),
    ("gone", "item", GoneItem),
    ("objectives", "objective", ObjectiveResult),
    ("gone_objectives", "objective", GoneObjective),
)
"""List of answers, the field of its id, and the type of its rows."""
_OTHER = {"items": "gone", "gone": "items", "objectives": "gone_objectives", "gone_objectives": "objectives"}
_SCALARS = ("real_event", "revision")
_LABELS = {choice.value: choice.label for choices in (Outcome, Rating) for choice in choices}


class NotEditableError(ValueError):
    """The file is not laid out so that single answers in it can be changed; it has to be done by hand."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the two say otherwise; an empty side says nothing of it."""

    of: str
    """The id of the item or the objective; empty for what is said of the whole."""
    label: str
    before: str
    after: str


def results_like(library: Library, municipality: str, drill: str, held_on: str) -> tuple[Document, ...]:
    """The files of the results of this drill that this authority held on this day: one, unless two were sent in."""
    return tuple(
        document
        for document in library.documents
        if isinstance(document.content, DrillResult)
        and document.captures.get("municipality") == municipality
        and document.content.drill == drill
        and document.content.held_on.isoformat() == held_on
    )


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What the new values say and the old ones do not; none when the new ones say nothing that is not there."""
    return tuple(_differences(old, new))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in _SCALARS:
        if name in new and new[name] != old.get(name):
            yield Difference("", _label(DrillResult, name), old.get(name, ""), new[name])
    if "sectors" in new and set(new["sectors"]) != set(old.get("sectors", ())):
        yield Difference(
            "", _label(DrillResult, "sectors"), ", ".join(old.get("sectors", ())), ", ".join(new["sectors"])
        )
    for name, key, model in _LISTS:
        present = {row.get(key): row for row in old.get(name, ())}
        elsewhere = {row.get(key) for row in old.get(_OTHER[name], ())}
        for row in new.get(name, ()):
            if row[key] in elsewhere and row[key] not in present:
                yield Difference(row[key], "היכן הוא עומד", _OTHER[name], name)
            yield from _in_row(model, key, present.get(row[key], {}), row)


def _in_row(model: type[Entry], key: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for name, value in new.items():
        before = old.get(name, "")
        if name != key and value != before:
            yield Difference(new[key], _label(model, name), _LABELS.get(before, before), _LABELS.get(value, value))


def _label(model: type[Entry], name: str) -> str:
    found = field_named(model, name)
    return found.label if found else name


def with_new(text: str, path: str, new: Mapping[str, Any]) -> str:
    """The text of the file with the new answers in it, and everything else as it was. Raises NotEditableError."""
    old = values_said(text.encode("utf-8")) or {}
    try:
        edit = YamlEdit(text, [field.name for field in fields_of(DrillResult)])
        for name in _SCALARS:
            if name in new and new[name] != old.get(name):
                edit.set(name, new[name], quoted=True)
        if "sectors" in new and set(new["sectors"]) != set(old.get("sectors", ())):
            edit.set_items("sectors", new["sectors"], (), lambda _: True)
        for name, key, _ in _LISTS:
            moved = {row[key] for row in new.get(_OTHER[name], ())}
            changed = _changed(old.get(name, ()), new.get(name, ()), key)
            if changed or any(row.get(key) in moved for row in old.get(name, ())):
                edit.set_items(name, changed, (key,), partial(_is_among, key, moved))
        edited = _with_review(edit.text(), path, old, new)
    except Unfit as error:
        raise NotEditableError(path) from error
    if differences(values_said(edited.encode("utf-8")) or {}, new):
        raise NotEditableError(path)
    return edited


def _is_among(key: str, ids: set[str], row: Item) -> bool:
    return isinstance(row, Mapping) and row.get(key) in ids


def _changed(old: Any, new: Any, key: str) -> list[Mapping[str, str]]:
    """The rows that say something else than before, or are new."""
    present = {row.get(key): row for row in old}
    return [row for row in new if not row.items() <= present.get(row[key], {}).items()]


def _with_review(text: str, path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """A review that came with the new answers is added where there is none; one that people wrote here stays."""
    if "review" in old or "review" not in new:
        return text
    _, _, block = record_text(path, KINDS_BY_NAME["result"], {"review": new["review"]}).partition("\n")
    return f"{text.rstrip()}\n{block}"
