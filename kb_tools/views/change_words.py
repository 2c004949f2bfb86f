"""Changes in words: what a commit did to a thing, as a reader would tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb_tools.insight.changes import PARTS, FieldChange, differences
from kb_tools.model.change import Change, Said
from kb_tools.model.fields import Scalar, field_named
from kb_tools.model.library import Library
from kb_tools.views.names import kind_label, name_of
from kb_tools.views.records import model_of

FIELDS: Mapping[str, str] = {
    "what": "הפעולה",
    "detail": "הפירוט",
    "owner": "האחראי",
    "department": "האגף האחראי",
    "alternatives": "המחליפים",
    "phase": "השלב",
    "offset": "המועד",
    "needs": "הצרכים",
    "sectors": "המגזרים",
    "done_when": "הסימן שבוצע",
    "if_not": "מה עושים אם אי אפשר",
    "lessons": "הלקחים",
    "sources": "המקורות",
    "proposal": "הסימון ״הצעה״",
    "title": "הכותרת",
    "summary": "התקציר",
    "scenarios": "התרחישים",
    "scenario": "התרחיש",
    "audience": "הקהל",
    "lead": "המוביל",
    "takes": "משך הזמן",
    "start": "נקודת האפס",
    "valid_until": "התוקף",
    "reviewed_on": "תאריך הבדיקה",
    "review_every": "קצב הבדיקה",
    "status": "המצב",
    "decided_on": "תאריך ההחלטה",
    "observation": "העובדה",
    "discussion": "הממצא",
    "conclusion": "המסקנה",
    "recommendation": "הלקח עצמו",
    "event": "האירוע",
    "traits": "התכונות",
    "immediate": "המהלך המיידי",
    "multi_year": "המהלך הרב־שנתי",
    "one_track_because": "הסיבה למהלך אחד",
    "rejected_because": "סיבת הדחייה",
    "steps": "הצעדים",
    "results": "תוצאות התרגילים",
    "observed_in": "התוצאות שבהן נראה",
    "uptake_by": "המועד לתשובות",
    "follows": "הלקח הקודם",
    "level": "הרמה",
    "lesson_kind": "סוג הלקח",
    "municipality": "של מי הלקח",
    "type": "סוג התרגיל",
    "opening": "סיפור הפתיחה",
    "minutes": "משך התרגיל",
    "objectives": "המטרות",
    "participants": "המשתתפים",
    "injects": "ההזרמות",
    "step": "הצעד המתורגל",
    "text": "הנוסח",
    "pause": "ההפסקה",
    "within_minutes": "הזמן המותר",
    "held_on": "התאריך",
    "real_event": "אירוע האמת",
    "items": "תוצאות הסעיפים",
    "gone": "סעיפים שאינם עוד בתרגיל",
    "gone_objectives": "מטרות שאינן עוד בתרגיל",
    "review": "התחקיר",
    "because": "הסיבה",
    "changes": "השינויים בצעדים",
    "note": "ההערה",
    "drill": "התרגיל",
    "revision": "הגרסה",
    "playbook": "ספר ההפעלה",
    "checklist": "רשימת הבדיקה",
}
"""What a field is called in a sentence."""
_FEMININE = frozenset({"adaptation", "result"})
LONG = 80
"""Characters past which two texts are not set side by side."""


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field that changed: its name, and what it said before and after; both empty where that is too long to tell."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change in one sentence, and its fields."""

    change: Change
    sentence: str
    fields: tuple[FieldWords, ...]


def in_words(library: Library, change: Change) -> ChangeWords:
    """What a change did."""
    fields = tuple(_field(library, change.key[0], field) for field in differences(change))
    return ChangeWords(change, _sentence(library, change), fields)


def title_then(library: Library, change: Change) -> str:
    """What the thing was called when it changed; what it is called today where its file did not say."""
    said: Said = change.after or change.before or {}
    for name in ("title", "name", "what"):
        if isinstance(said.get(name), str):
            return str(said[name])
    return name_of(library, *change.key)


def _sentence(library: Library, change: Change) -> str:
    kind = change.key[0]
    feminine = kind in _FEMININE
    called = f"{kind_label(kind)}: {title_then(library, change)}"
    if change.was:
        stays = kind not in PARTS or change.was[1].partition("/")[0] == change.key[1].partition("/")[0]
        if stays:
            return f"קיבל{'ה' if feminine else ''} מזהה אחר · {called}"
        return f"עבר{'ה' if feminine else ''} לקובץ אחר · {called}"
    if change.before is None:
        return f"נוסף{'ה' if feminine else ''} · {called}"
    if change.after is None:
        return f"הוסר{'ה' if feminine else ''} · {called}"
    return f"השתנ{'תה' if feminine else 'ה'} · {called}"


def _field(library: Library, kind: str, field: FieldChange) -> FieldWords:
    label = FIELDS.get(field.name, field.name)
    scalar = _scalar(kind, field.name)
    before, after = (_value(library, scalar, value) for value in (field.before, field.after))
    if isinstance(field.before, list) and isinstance(field.after, list) and before and after:
        gone = _value(library, scalar, [item for item in field.before if item not in field.after])
        came = _value(library, scalar, [item for item in field.after if item not in field.before])
        return FieldWords(label, gone or "", came or "")
    if before is None or after is None or max(len(before), len(after)) > LONG:
        return FieldWords(label)
    return FieldWords(label, before, after)


@cache
def _scalar(kind: str, name: str) -> Scalar | None:
    """What a field of the kind holds, a list of it included; None for what is no line, and for what is no field any more."""
    field = field_named(model_of(kind), name)
    return field.scalar if field else None


def _value(library: Library, scalar: Scalar | None, value: Any) -> str | None:
    """A value as a reader knows it; None for what is no line of text."""
    if value is None:
        return ""
    if isinstance(value, list):
        parts = [_value(library, scalar, item) for item in value]
        return None if None in parts else ", ".join(filter(None, parts))
    if not isinstance(value, str):
        return None
    if scalar and scalar.ref:
        return name_of(library, scalar.ref.kind, value)
    return (dict(scalar.choices).get(value) if scalar else None) or value


def by_commit(library: Library, changes: Iterable[Change]) -> Mapping[tuple[str, str], tuple[ChangeWords, ...]]:
    """(commit, file) → what the commit did in it."""
    found: dict[tuple[str, str], list[ChangeWords]] = {}
    for change in changes:
        found.setdefault((change.commit.id, change.file), []).append(in_words(library, change))
    return {where: tuple(words) for where, words in found.items()}
