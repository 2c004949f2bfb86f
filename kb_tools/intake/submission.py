"""Bytes → a sound Submission, or every reason why not. What is cheap to ask is asked first: size, coding, depth."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from kb_tools.content.field_errors import findings, shown
from kb_tools.content.personal import personal_data
from kb_tools.content.text import escaped_mark, guessed_encoding
from kb_tools.intake.refusal import Reason, Refused, known
from kb_tools.model.base import ID_PATTERN
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.page import Settings
from kb_tools.model.problem import FieldPath, field_text
from kb_tools.model.submission import (
    FORMAT,
    LARGEST_SUBMISSION,
    LONGEST_SUBMITTER,
    RESULT,
    SUBMISSION_KINDS,
    Submission,
    SubmissionKind,
    file_values,
)

DEEPEST = 20
MOST_VALUES = 5000
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|[][{}]', re.DOTALL)
_KEYS = ("format", "kind", "submitted_by", "submitted_on", "municipality", "fields")
_SUBMITTER = re.compile(r"[^<>@#\n\r\t]*[^\W\d_][^<>@#\n\r\t]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_submission(data: bytes, settings: Settings, today: date) -> Submission:
    """The submission that the bytes are. Raises Refused."""
    value = _parsed(_text(data))
    if not isinstance(value, dict):
        raise Refused(_not_a_submission())
    kind = _kind(value)
    reasons = [*_unknown_keys(value), *_about_the_sender(value, today), *_about_the_unit(value, kind)]
    fields = value.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise Refused(*reasons, Reason("fields-missing", "ההגשה ריקה: אין בה אף שדה", "מלאו את הטופס ושלחו שוב"))
    reasons += _about_the_values(fields)
    if reasons:
        raise Refused(*reasons)
    submission = Submission(
        kind,
        unicodedata.normalize("NFC", value["submitted_by"].strip()),
        date.fromisoformat(value["submitted_on"]),
        value.get("municipality", ""),
        fields,
    )
    if misfits := [*_misplaced(submission), *_misfits(submission, settings)]:
        raise Refused(*misfits)
    return submission


def faults(submission: Submission, settings: Settings) -> list[Reason]:
    """What is wrong with the values of a submission, whatever it came in. What needs other files is for the check of the whole."""
    return _about_the_values(submission.fields) or [*_misplaced(submission), *_misfits(submission, settings)]


def text_faults(text: str, field: str) -> list[Reason]:
    """What no text may hold: hidden characters, details of people."""
    return [*_marks(text, (field,))]


# --- bytes → JSON ----------------------------------------------------------------------------------------------------


def _text(data: bytes) -> str:
    if len(data) > LARGEST_SUBMISSION:
        raise Refused(known("file-too-large", found=-(-len(data) // 1024), right=LARGEST_SUBMISSION // 1024))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise Refused(Reason("file-empty", "ההגשה ריקה", "מלאו את הטופס ושלחו שוב"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(known("text-encoding", found=guessed_encoding(data))) from None


def _parsed(text: str) -> Any:
    """The JSON value. Numbers and the like are kept as what they are not: a text."""
    if _depth(text) > DEEPEST:
        raise Refused(known("yaml-depth", right=DEEPEST))
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=lambda _: NOT_TEXT,
            parse_float=lambda _: NOT_TEXT,
            parse_constant=_constant,
        )
    except (json.JSONDecodeError, RecursionError):
        raise Refused(_not_a_submission()) from None


class _NotText:
    """A number: in a submission every value is a text."""


NOT_TEXT: Final = _NotText()


def _not_a_submission() -> Reason:
    return Reason(
        "not-a-submission", "זה אינו קובץ הגשה של הטופס (JSON)", "שלחו את הקובץ כפי שהטופס שמר אותו, בלי לפתוח ולערוך"
    )


def _depth(text: str) -> int:
    """How deep brackets are nested, not counting those inside texts."""
    depth = deepest = 0
    for token in _TOKENS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(
                Reason("duplicate-key", f"השדה {shown(key)} מופיע פעמיים", "שלחו את הקובץ כפי שהטופס שמר אותו")
            )
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise Refused(known("not-text", found=shown(name)))


# --- what stands around the fields -----------------------------------------------------------------------------------


def _kind(value: Mapping[str, Any]) -> SubmissionKind:
    if value.get("format") != FORMAT:
        raise Refused(
            Reason(
                "format-unknown",
                f"צורת הקובץ {_quoted(value.get('format'))} אינה מוכרת כאן; מוכרת {FORMAT}",
                "רעננו את העמוד של הטופס ושלחו שוב",
            )
        )
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in SUBMISSION_KINDS:
        named = ", ".join(f"{each.name} ({each.heading})" for each in SUBMISSION_KINDS.values())
        raise Refused(Reason("kind-unknown", f"אין סוג הגשה {_quoted(kind)}", f"הסוגים: {named}"))
    return SUBMISSION_KINDS[kind]


def _quoted(value: object) -> str:
    return shown("מספר" if value is NOT_TEXT else value)


def _unknown_keys(value: Mapping[str, Any]) -> Iterator[Reason]:
    for key in value:
        if key not in _KEYS:
            yield known("field-unknown", found=shown(key), right=f"השדות כאן: {', '.join(_KEYS)}.")


def _about_the_sender(value: Mapping[str, Any], today: date) -> Iterator[Reason]:
    by, on = value.get("submitted_by"), value.get("submitted_on")
    if not isinstance(by, str) or not by.strip():
        yield Reason("submitter-missing", "לא נכתב מי מדווח", "כתבו תפקיד, למשל ״רכזת מתנדבים״", "submitted_by")
    else:
        yield from _marks(by, ("submitted_by",))
        if len(by) > LONGEST_SUBMITTER:
            yield known("text-long", "submitted_by", found=len(by), right=LONGEST_SUBMITTER)
        elif not _SUBMITTER.fullmatch(by):
            right = "תפקיד בשורה אחת, בלי < > @ #"
            yield known("text-form", "submitted_by", found=shown(by), right=right)
    day = _day(on)
    if day is None:
        yield known("not-date", "submitted_on", found=_quoted(on))
    elif day > today + timedelta(days=1):  # tomorrow has come already further east
        yield known("date-future", "submitted_on", found=day.isoformat())


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _about_the_unit(value: Mapping[str, Any], kind: SubmissionKind) -> Iterator[Reason]:
    unit = value.get("municipality")
    if kind is RESULT and "municipality" not in value:
        yield known("field-missing", right="municipality", why="של מי התוצאות")
    elif kind is not RESULT and "municipality" in value:
        yield known("field-unknown", found=shown("municipality"), right="הוא שייך לתוצאות של תרגיל.")
    elif "municipality" in value and (not isinstance(unit, str) or not re.fullmatch(ID_PATTERN, unit)):
        right = "אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים; מתחיל באות או בספרה"
        yield known("id-form", "municipality", found=_quoted(unit), right=right)


# --- the values ------------------------------------------------------------------------------------------------------


def _about_the_values(fields: Mapping[str, Any]) -> list[Reason]:
    """What is wrong with values as such, whatever their field: no text, hidden characters, details of people."""
    reasons: list[Reason] = []
    for count, (path, value) in enumerate(_values(fields, ())):
        if count == MOST_VALUES:
            return [*reasons, Reason("too-many", f"יש בהגשה יותר מ־{MOST_VALUES} ערכים", "קצרו אותה")]
        if value is None or value == "":
            reasons.append(known("field-empty", _named(path)))
        elif isinstance(value, str):
            reasons += _marks(value, path)
        else:
            reasons.append(known("not-text", _named(path), found="מספר" if value is NOT_TEXT else shown(value)))
    return reasons


def _values(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    """Each scalar with its path, keys too: they pass through messages."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield path, key
            yield from _values(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _values(inner, (*path, index))
    else:
        yield path, "" if value in ({}, []) else value


def _marks(text: str, path: FieldPath) -> Iterator[Reason]:
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield known("text-hidden", _named(path), found="חצי תו (surrogate)")
    elif mark := escaped_mark(text):
        yield known("text-hidden", _named(path), found=mark)
    for _, what in personal_data(text):
        yield known("personal-data", _named(path), found=what)


def _named(path: FieldPath) -> str:
    """The path, when it is made of names that a field can have: what people wrote as a key is not repeated."""
    return field_text(path) if all(isinstance(part, int) or re.fullmatch("[a-z_]{1,40}", part) for part in path) else ""


def _misplaced(submission: Submission) -> Iterator[Reason]:
    """Fields of the file that are not for the sender to fill in; those that the file does not have are misfits."""
    model = KINDS_BY_NAME[submission.kind.name].model
    for name in submission.fields:
        if name in model.model_fields and name not in submission.kind.fields:
            yield Reason("field-reserved", f"השדה {name} נקבע במאגר, ואינו נשלח בטופס", "מחקו אותו", name)


def _misfits(submission: Submission, settings: Settings) -> Iterator[Reason]:
    """What the type of the file says of the values."""
    model = KINDS_BY_NAME[submission.kind.name].model
    try:
        model.model_validate(file_values(submission, settings))
    except ValidationError as error:
        for finding in findings("", model, error):
            yield known(finding.code, _named(finding.path), **finding.facts)
