"""Versions compared: what came, what went, what moved, and which fields changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb_tools.insight.grouping import grouped
from kb_tools.model.base import offset_minutes
from kb_tools.model.change import Change, Changes, Said
from kb_tools.model.provenance import Commit
from kb_tools.model.survey import Key

ABOUT = frozenset({"sources", "proposal", "lessons"})
"""The fields of a step that say why it is there and not what is done: the fingerprint leaves the same ones out."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a thing, before and after: text, a list, or None where there was none."""

    name: str
    before: Any
    after: Any


Difference = tuple[Key, Said | None, Said | None]


def compared(befores: Iterable[Mapping[Key, Said]], after: Mapping[Key, Said]) -> list[Difference]:
    """What is not as it was; of a merge, what is as in none of its parents, beside the first of them."""
    sides = list(befores)
    first = sides[0] if sides else {}
    keys = dict.fromkeys((*after, *first))
    return [
        (key, first.get(key), after.get(key))
        for key in keys
        if all(side.get(key) != after.get(key) for side in sides or [{}])
    ]


def differences(change: Change) -> tuple[FieldChange, ...]:
    """The fields that changed, in the order they are written now; none of what is new or gone."""
    if change.before is None or change.after is None:
        return ()
    names = dict.fromkeys((*change.after, *change.before))
    both = ((name, change.before.get(name), change.after.get(name)) for name in names)
    return tuple(FieldChange(*each) for each in both if each[1] != each[2])


def gather(changes: Iterable[Change]) -> Changes:
    """The changes, the newest first as they are given, with things that moved between files followed."""
    told = tuple(_moves_joined(list(changes)))
    by_key: dict[Key, list[tuple[int, Change]]] = {}
    for place, change in enumerate(told):
        by_key.setdefault(change.key, []).append((place, change))
    for place in range(len(told) - 1, -1, -1):
        if was := told[place].was:
            # From the oldest move on: what moved twice has its first life already.
            by_key[told[place].key] += [each for each in by_key.get(was, ()) if each[0] > place]
    return Changes(told, {key: tuple(change for _, change in found) for key, found in by_key.items()})


def _moves_joined(changes: list[Change]) -> Iterator[Change]:
    """A thing that left one file and came into another in the same commit has moved: one change instead of two."""
    for group in grouped(changes, lambda change: (change.commit.id,)).values():
        gone = {_name(change): change for change in group if change.after is None}
        for change in group:
            left = gone.get(_name(change))
            if change.before is None and left and left.key != change.key and _is_same(left, change):
                yield replace(change, before=left.before, was=left.key)
            elif change.after is not None or not _came_back(change, group):
                yield change


def _came_back(left: Change, group: Iterable[Change]) -> bool:
    return any(
        came.before is None and came.key != left.key and _name(came) == _name(left) and _is_same(left, came)
        for came in group
    )


def _name(change: Change) -> Key:
    kind, id_ = change.key
    return kind, id_.rpartition("/")[2]


def _is_same(left: Change, came: Change) -> bool:
    """Of one kind and id, and saying at least half of what it said: then it is the same thing elsewhere."""
    before, after = left.before or {}, came.after or {}
    kept = sum(bool(after.get(name) == value) for name, value in before.items())
    return 2 * kept >= len(before)


def changes_what_is_done(change: Change) -> bool:
    """Whether people do something else after it: a step that is new, or says other than before on more than its grounds."""
    if change.after is None:
        return False
    return change.before is None or any(field.name not in ABOUT for field in differences(change))


def weaknesses(before: Said, after: Said | None) -> tuple[FieldChange, ...]:
    """What a step lost: fields emptied, items taken from lists, a time moved later. Other words are no loss."""
    if after is None:
        return (FieldChange("", before, None),)
    fields = (FieldChange(name, value, after.get(name)) for name, value in before.items() if name not in ABOUT)
    return tuple(field for field in fields if _is_loss(field))


def _is_loss(field: FieldChange) -> bool:
    if field.before is None or field.before == field.after:
        return False
    if field.after is None:
        return True
    if isinstance(field.before, list) and isinstance(field.after, list):
        return any(item not in field.after for item in field.before)
    if field.name == "offset":
        return _later(field.before, field.after)
    return False


def _later(before: Any, after: Any) -> bool:
    try:
        return bool(offset_minutes(after) > offset_minutes(before))
    except (TypeError, ValueError, KeyError, IndexError):  # written under other rules
        return False


def commits_of(changes: Iterable[Change]) -> tuple[Commit, ...]:
    """The commits of some changes, each once, in their order."""
    return tuple({change.commit.id: change.commit for change in changes}.values())
