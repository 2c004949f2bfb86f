"""pydantic's errors → findings with our codes: what was found, and what is right, in words of the content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kb_tools.model.base import ID_PATTERN, Entry
from kb_tools.model.problem import FieldPath


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its place is known: file, field path, code and the facts of its message."""

    file: str
    path: FieldPath
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    at_key: bool = False


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
    r"^[^<>\n]*$": "שורה אחת, בלי < ובלי >",
    r"^https?://[^\s<>\"]{3,2000}$": "כתובת שמתחילה ב־https://",
    r"^[0-9a-f]{12}$": "12 ספרות הקסדצימליות, כפי ש־kb show מציג לצעד",
}


def findings(file: str, model: type[Entry], error: ValidationError) -> Iterator[Finding]:
    """One finding for each of pydantic's errors."""
    for detail in error.errors(include_url=False):
        yield _finding(file, model, detail)


def _finding(file: str, model: type[Entry], detail: ErrorDetails) -> Finding:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    found, context = detail["input"], detail.get("ctx", {})
    kind = detail["type"]
    if kind == "missing":
        owner = _type_at(model, path[:-1])
        return Finding(file, path[:-1], "field-missing", {"right": path[-1], "why": _description(owner, path[-1])}, at_key=True)
    if kind == "extra_forbidden":
        return Finding(file, path, "field-unknown", _unknown_key(_type_at(model, path[:-1]), str(path[-1])), at_key=True)
    if found is None and kind in _SIMPLE or kind == "string_too_short":
        return Finding(file, path, "field-empty", at_key=found is None)
    if kind in _SIMPLE:
        return Finding(file, path, _SIMPLE[kind], {"found": shown(found)})
    if kind in ("enum", "literal_error"):
        return Finding(file, path, "not-in-list", {"found": shown(found), "right": context["expected"].replace(" or ", ", ").replace("'", "")})
    if kind == "string_pattern_mismatch":
        return Finding(file, path, *_form(str(found), context["pattern"]))
    if kind == "string_too_long":
        return Finding(file, path, "text-long", {"found": len(str(found)), "right": context["max_length"]})
    if kind == "too_short":
        return Finding(file, path, "too-few", {"found": context["actual_length"], "right": context["min_length"]})
    if kind in _RANGES:
        sign, key = _RANGES[kind]
        return Finding(file, path, "out-of-range", {"found": shown(found), "right": f"{sign} {context[key]}"})
    if kind == "markdown_excess":
        return Finding(file, path, "markdown-excess", {"found": context["what"]})
    raise AssertionError(f"pydantic error without a code of ours: {kind} at {file} {path}") from None


_RANGES = {"greater_than_equal": ("לפחות", "ge"), "less_than_equal": ("לכל היותר", "le")}


def shown(value: object) -> str:
    """A found value for a message: short, quoted, one line."""
    if isinstance(value, dict):
        return "קבוצת שדות"
    if isinstance(value, (list, tuple)):
        return "רשימה"
    if value is None:
        return "ריק"
    text = " ".join(str(value).split())
    return f"״{text if len(text) <= 60 else text[:57] + '…'}״"


def _form(found: str, pattern: str) -> tuple[str, dict[str, object]]:
    if pattern == ID_PATTERN:
        return "id-form", {"found": shown(found), "right": "מזהה: אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים; מתחיל באות או בספרה"}
    if "/[a-z0-9]" in pattern:
        return "id-form", {"found": shown(found), "right": "שני מזהים ולוכסן ביניהם: ספר/צעד"}
    return "text-form", {"found": shown(found), "right": _FORMS.get(pattern, f"הצורה: {pattern}")}


def _unknown_key(owner: type[Entry] | None, key: str) -> dict[str, object]:
    names = list(owner.model_fields) if owner else []
    near = get_close_matches(key.lower().replace("-", "_"), names, 1, 0.6) or _by_description(owner, key)
    right = f"אולי {near[0]}?" if near else f"השדות כאן: {', '.join(names)}"
    return {"found": shown(key), "right": right}


def _by_description(owner: type[Entry] | None, key: str) -> list[str]:
    """A Hebrew key: the field whose description has that word."""
    if owner is None or key.isascii():
        return []
    return [name for name, info in owner.model_fields.items() if key in (info.description or "").split()[:4]]


def _description(owner: type[Entry] | None, name: str | int) -> str:
    info = owner.model_fields.get(str(name)) if owner else None
    return info.description or "" if info else ""


def _type_at(model: Any, path: FieldPath) -> type[Entry] | None:
    """The model type at a field path; None where the path leaves the types."""
    for part in path:
        if isinstance(model, type) and issubclass(model, Entry):
            model = get_type_hints(model).get(str(part))
        else:
            arguments = get_args(model)
            model = arguments[-1] if get_origin(model) is dict else next(iter(arguments), None)
        model = next((option for option in get_args(model) if option is not type(None)), None) if _is_union(model) else model
    return model if isinstance(model, type) and issubclass(model, Entry) else None


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) is not None and type(None) in get_args(annotation)
