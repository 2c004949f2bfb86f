"""pydantic's errors → findings with our codes: what was found, and what is right, in words of the content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kb_tools.content.text import printable
from kb_tools.model.base import ID_PATTERN, Entry
from kb_tools.model.correction import PAGE_PATTERN
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, field_named, fields_of
from kb_tools.model.municipality import FUNCTIONAL_NUMBER
from kb_tools.model.page import COMMITTER_PATTERN, MAIL_PATTERN
from kb_tools.model.problem import FieldPath


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its place is known: file, field path, code and the facts of its message.

    `cited` is the source to point at, where the field is a text that cites it or the file has no fields; of several
    findings that are otherwise alike, each points at the next citation.
    """

    file: str
    path: FieldPath
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    at_key: bool = False
    cited: str = ""


Findings = Iterator[Finding]


_SIMPLE = {
    "not_integer": "not-integer",
    "int_type": "not-integer",
    "not_number": "not-number",
    "not_date": "not-date",
    "date_type": "not-date",
    "not_year": "not-year",
    "not_flag": "not-flag",
    "bool_type": "not-flag",
    "string_type": "not-text",
    "tuple_type": "not-list",
    "dict_type": "not-mapping",
    "model_type": "not-mapping",
    "model_attributes_type": "not-mapping",
}

_FORMS = {
    r"^T[+-][0-9]{1,4}[mhdw]$": "T, סימן, מספר ואות: T+0h, T+30m, T-14d, T+2w",
    r"^[0-9]{1,4}[mhdw]$": "מספר ואות: 30m דקות, 6h שעות, 2d ימים, 1w שבועות",
    r"^[^<>\n\r\t]*[^<>\s][^<>\n\r\t]*$": "שורה אחת, בלי < ובלי >, בלי טאב",
    r"^[^<>\n\r\t]*[0-9A-Za-zא-ת][^<>\n\r\t]*$": "שורה אחת שיש בה אות או ספרה, בלי < ובלי >, בלי טאב",
    r"^[a-z][a-z-]{0,39}:[a-z0-9][a-z0-9/._-]{0,200}$": "סוג, נקודתיים ומזהה, בלי רווחים: lesson:first-lesson, page:guide/index.md",
    r"^https?://[^\s<>\"]{3,2000}$": "כתובת שמתחילה ב־https://",
    r"^[0-9a-f]{12}$": "12 ספרות הקסדצימליות, כפי ש־kb show מציג לצעד",
    r"^[A-Za-z0-9._/-]{1,100}$": "שם ענף: אותיות אנגליות, ספרות, נקודה, לוכסן ומקפים",
    FUNCTIONAL_NUMBER: "מספר קצר שפורסם לכול: 106, \u200e*1234, \u200e1-700-123456",
    COMMITTER_PATTERN: "שם, רווח, וכתובת בסוגריים משולשים: Hosen intake <intake@localhost>",
    MAIL_PATTERN: "כתובת דואר של תפקיד: lessons@example.org",
    PAGE_PATTERN: "כתובת מראש האתר, באותיות אנגליות קטנות, עם לוכסן בסוף: lessons/first-lesson/",
    r"^[A-Za-z0-9_-]{1,40}$": "שם של תיקייה אחת: אותיות אנגליות, ספרות ומקפים",
}

_RANGES = {"greater_than_equal": ("לפחות", "ge"), "less_than_equal": ("לכל היותר", "le")}

_HEBREW_KEYS: Mapping[str, tuple[str, ...]] = {
    "מזהה": ("id",),
    "שם": ("name", "title"),
    "כותרת": ("title", "name"),
    "תקציר": ("summary", "description"),
    "סיכום": ("summary",),
    "תיאור": ("description", "summary"),
    "הערה": ("note",),
    "הערות": ("note",),
    "אחראי": ("owner",),
    "אחראית": ("owner",),
    "בעלים": ("owner",),
    "מקור": ("source", "sources"),
    "מקורות": ("sources",),
    "מצב": ("status", "state"),
    "סטטוס": ("status", "state"),
    "סוג": ("type", "lesson_kind", "source_kind", "municipality_kind", "kind"),
    "תאריך": ("held_on", "published_on", "surveyed_on", "measured_on", "checked_on"),
    "תרחיש": ("scenario", "scenarios"),
    "תרחישים": ("scenarios",),
    "שלב": ("phase", "phases"),
    "שלבים": ("phases",),
    "צורך": ("need", "needs"),
    "צרכים": ("needs",),
    "צעדים": ("steps",),
    "שנה": ("year",),
    "ערך": ("value",),
    "שאילתה": ("query",),
    "סיבה": ("why",),
}
"""What people write when they think in Hebrew; the first that the type has is offered."""


def findings(file: str, model: type[Entry], error: ValidationError) -> Iterator[Finding]:
    """The findings of pydantic's errors: one for each mistake of the writer."""
    details = error.errors(include_url=False)
    meant = {_path(detail): _meant(model, _path(detail)) for detail in details if detail["type"] == "extra_forbidden"}
    renamed = {(*path[:-1], name) for path, name in meant.items() if name}
    for detail in details:
        path = _path(detail)
        if detail["type"] == "missing" and path in renamed:
            continue  # it is there, under the misspelt name that has a finding of its own
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # there are enough items; those that are wrong have findings of their own
        if path in meant:
            owner = _entry_at(model, path[:-1])
            right = f"אולי {meant[path]}?" if meant[path] else f"השדות כאן: {fields_in_words(owner)}."
            facts = {"found": shown(str(path[-1])), "right": right}
            yield Finding(file, path, "field-unknown", facts, at_key=True)
        else:
            yield _finding(file, model, detail)


def _path(detail: ErrorDetails) -> FieldPath:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _finding(file: str, model: type[Entry], detail: ErrorDetails) -> Finding:
    path, kind, found = _path(detail), detail["type"], detail["input"]
    if kind == "missing":
        owner = _entry_at(model, path[:-1])
        facts = {"right": path[-1], "why": _description(owner, str(path[-1]))}
        return Finding(file, path[:-1], "field-missing", facts, at_key=True)
    if found is None or (isinstance(found, str) and not found.strip()):
        return Finding(file, path, "field-empty", at_key=found is None)
    return Finding(file, path, *_mistaken_value(model, path, detail))


def _mistaken_value(model: type[Entry], path: FieldPath, detail: ErrorDetails) -> tuple[str, dict[str, object]]:
    """The code and the facts for a value that is there and is not what its field takes."""
    kind, found, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in _SIMPLE:
        code = _SIMPLE[kind]
        return code, {"found": shown(found), "right": fields_in_words(_entry_at(model, path)) or "מזהה לכל שורה"}
    if kind in ("enum", "literal_error"):
        return "not-in-list", {"found": shown(found), "right": _choices(_holds_at(model, path), found)}
    if kind == "string_pattern_mismatch":
        return _form(str(found), context["pattern"])
    if kind == "string_too_long":
        return "text-long", {"found": f"{len(str(found)):,}", "right": f"{context['max_length']:,}"}
    if kind == "too_short":
        least = context["min_length"]
        right = "פריט אחד" if least == 1 else f"{least} פריטים"
        return "too-few", {"found": len(found), "right": right}
    if kind in _RANGES:
        sign, key = _RANGES[kind]
        return "out-of-range", {"found": shown(found), "right": f"{sign} {context[key]}"}
    if kind == "markdown_excess":
        return "markdown-excess", {"found": context["what"]}
    raise AssertionError(f"pydantic error without a code of ours: {kind} at {path}")


def shown(value: object) -> str:
    """A found value for a message: short, quoted, one line, without invisible characters."""
    if isinstance(value, dict):
        return "קבוצת שדות"
    if isinstance(value, (list, tuple)):
        return "רשימה"
    if value is None:
        return "ריק"
    text = printable(" ".join(str(value).split()))
    return f"״{text if len(text) <= 60 else text[:57] + '…'}״"


def fields_in_words(owner: type[Entry] | None) -> str:
    """The keys that a group of fields takes, the required ones first."""
    names = sorted(fields_of(owner), key=lambda field: not field.required) if owner else []
    return ", ".join(field.name for field in names)


# --- values ----------------------------------------------------------------------------------------------


def _choices(holds: Holds | None, found: object) -> str:
    """The closed list, each value with its Hebrew label; or the one that was probably meant."""
    choices = holds.choices if isinstance(holds, Scalar) else ()
    by_word = {**{value.lower(): value for value, _ in choices}, **{label: value for value, label in choices if label}}
    near = get_close_matches(str(found).lower(), by_word, 1, 0.7)
    named = ", ".join(f"{value} ({label})" if label and label != value else value for value, label in choices)
    meant = f"אולי {by_word[near[0]]}? " if near else ""
    return f"{meant}בחרו אחד מאלה: {named}"


def _form(found: str, pattern: str) -> tuple[str, dict[str, object]]:
    code, right = needed_form(pattern)
    return code, {"found": shown(found), "right": right}


def needed_form(pattern: str) -> tuple[str, str]:
    """The code of a text that does not fit the pattern, and the pattern in words."""
    if pattern == ID_PATTERN:
        return "id-form", "אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים; מתחיל באות או בספרה"
    if "/[a-z0-9]" in pattern:
        return "id-form", "שני מזהים ולוכסן ביניהם, כמו first-playbook/call-forum"
    return "text-form", _FORMS.get(pattern, pattern)


# --- keys ------------------------------------------------------------------------------------------------


def _meant(model: type[Entry], path: FieldPath) -> str:
    """The field that an unknown key was probably meant to be; empty when none comes near."""
    owner, key = _entry_at(model, path[:-1]), str(path[-1])
    if owner is None:
        return ""
    names = [field.name for field in fields_of(owner)]
    if not key.isascii():
        return _by_hebrew(owner, names, key)
    return next(iter(get_close_matches(key.lower().replace("-", "_"), names, 1, 0.6)), "")


def _by_hebrew(owner: type[Entry], names: list[str], key: str) -> str:
    """The field that a Hebrew word names, by the words people use or by the field's description."""
    offered = (name for name in _HEBREW_KEYS.get(key, ()) if name in names)
    described = (field.name for field in fields_of(owner) if _says(field, key))
    return next(offered, "") or next(described, "")


def _says(field_of: FieldOf, word: str) -> bool:
    return word.removeprefix("ה") in (part.strip(",:;").removeprefix("ה") for part in field_of.description.split()[:4])


def _description(owner: type[Entry] | None, name: str) -> str:
    described = field_named(owner, name) if owner else None
    return described.description if described else ""


# --- types -----------------------------------------------------------------------------------------------


def _holds_at(model: type[Entry], path: FieldPath) -> Holds | None:
    """What the types say stands at a field path; None where the path leaves them."""
    here: Holds | None = EntryOf(model)
    for part in path:
        if isinstance(here, EntryOf):
            described = field_named(here.model, str(part))
            here = described.holds if described else None
        else:
            here = here.item if isinstance(here, ListOf) else here.value if isinstance(here, MappingOf) else None
    return here


def _entry_at(model: type[Entry], path: FieldPath) -> type[Entry] | None:
    here = _holds_at(model, path)
    return here.model if isinstance(here, EntryOf) else None
