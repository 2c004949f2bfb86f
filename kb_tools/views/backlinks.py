"""Backlinks, grouped as a page lists them."""

from collections.abc import Collection

from kb_tools.model.library import Library
from kb_tools.model.survey import Key
from kb_tools.views.addresses import owner_of

_PLURALS = {
    "playbook": "ספרי הפעלה",
    "step": "צעדים",
    "drill": "תרגילים",
    "item": "סעיפים ברשימות תיוג",
    "lesson": "לקחים",
    "role": "תפקידים",
    "scenario": "תרחישים",
    "municipality": "רשויות",
    "result": "תוצאות תרגילים",
    "adaptation": "התאמות",
    "call": "קולות קוראים",
    "source": "מקורות",
    "page": "עמודים",
    "need": "צרכים",
    "actor": "שחקנים",
    "response": "מענים",
    "wave": "מדידות חוסן",
}
_TERM = "term"
"""All vocabularies together: to a reader of backlinks they are one kind."""
_HIDDEN = frozenset({"settings", "objective", "synonyms"})


def backlinks_of(library: Library, kind: str, id: str, skip: Collection[str] = ()) -> list[tuple[str, list[Key]]]:
    """(label, things) for each kind that refers to this thing, without itself and its own parts."""
    groups: dict[str, list[Key]] = {}
    for other in library.mentioned_by(kind, id):
        own_part = owner_of(*other) == (kind, id)
        if other[0] not in _HIDDEN and other[0] not in skip and other != (kind, id) and not own_part:
            groups.setdefault(other[0] if other[0] in _PLURALS else _TERM, []).append(other)
    many = {**_PLURALS, "municipality": library.settings.unit.many, _TERM: plural(_TERM)}
    return [(label, groups[key]) for key, label in many.items() if key in groups]


def plural(kind: str) -> str:
    """What many things of a kind are called."""
    return _PLURALS.get(kind, "מונחים")
