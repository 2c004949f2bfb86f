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
    "adaptation": "התאמות רשותיות",
    "call": "קולות קוראים",
    "source": "מקורות",
    "page": "עמודים",
    "need": "צרכים ברשויות",
    "actor": "שחקנים ברשויות",
    "response": "מענים ברשויות",
    "wave": "מדידות חוסן",
}
_HIDDEN = frozenset({"settings", "objective"})


def backlinks_of(library: Library, kind: str, id: str, skip: Collection[str] = ()) -> list[tuple[str, list[Key]]]:
    """(label, things) for each kind that refers to this thing, without itself and its own parts."""
    groups: dict[str, list[Key]] = {}
    for other in library.mentioned_by(kind, id):
        own_part = owner_of(*other) == (kind, id)
        if other[0] not in _HIDDEN and other[0] not in skip and other != (kind, id) and not own_part:
            groups.setdefault(plural(other[0]), []).append(other)
    order = list(_PLURALS.values())
    return sorted(groups.items(), key=lambda group: order.index(group[0]) if group[0] in order else len(order))


def plural(kind: str) -> str:
    """What many things of a kind are called."""
    return _PLURALS.get(kind, "מונחים")
