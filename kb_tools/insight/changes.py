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

PARTS = frozenset({"step", "item"})
"""The kinds of things that stand inside a file of another one."""


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
    """The changes, the newest first as they are given, with things that moved or were renamed followed."""
    told = tuple(_moves_joined(changes))
    by_key: dict[Key, list[tuple[int, Change]]] = {}
    for place, change in enumerate(told):
        by_key.setdefault(change.key, []).append((place, change))
    for place in range(len(told) - 1, -1, -1):
        if was := told[place].was:
            # From the oldest move on: what moved twice has its first life already.
            before = by_key.get(was, [])
            by_key[told[place].key] += [each for each in before if each[0] > place]
            by_key[told[place].key].sort(key=lambda each: each[0])
            by_key[was] = [each for each in before if each[0] < place]
    return Changes(told, {key: tuple(change for _, change in found) for key, found in by_key.items() if found})


def _moves_joined(changes: Iterable[Change]) -> Iterator[Change]:
    """A thing that left under one name and came under another in the same commit has moved: one change instead of two."""
    for group in grouped(changes, lambda change: (change.commit.id,)).values():
        moved = _moved(group)
        left = {change.key for change in moved.values()}
        for change in group:
            if change.before is None and change.key in moved:
                gone = moved[change.key]
                yield replace(change, before=gone.before, was=gone.key)
            elif change.after is not None or change.key not in left:
                yield change


def _moved(group: Iterable[Change]) -> dict[Key, Change]:
    """What came → what went that is the same thing."""
    gone = grouped((change for change in group if change.after is None), _likenesses)
    came = [change for change in group if change.before is None] if gone else []
    found: dict[Key, Change] = {}
    taken: set[Key] = set()
    for sign in (0, 1, 2):
        for change in came:
            for left in () if change.key in found else gone.get(_likenesses(change)[sign], ()):
                if left.key not in taken and left.key != change.key and (sign or _is_same(left, change)):
                    found[change.key] = left
                    taken.add(left.key)
                    break
    return found


def _likenesses(change: Change) -> tuple[tuple[str, ...], ...]:
    """The signs of one thing, the strongest first: its name elsewhere, its file when git says that it was renamed, its text under another id."""
    kind, id_ = change.key
    said = change.after if change.before is None else change.before
    text = repr(sorted((name, repr(value)) for name, value in (said or {}).items() if name != "id"))
    of_file = ("file", kind, change.file) if kind not in PARTS else ("file", kind, change.file, id_)
    return ("name", kind, id_.rpartition("/")[2]), of_file, ("text", kind, text)


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


def what_is_done(said: Said) -> Said:
    """What a step asks of people, without its name and its grounds."""
    return {name: value for name, value in said.items() if name != "id" and name not in ABOUT}


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
