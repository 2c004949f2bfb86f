"""The form for a lesson on a forge's page of issues: the file that draws it, and the text that it makes, read back.

GitHub writes the answers one below the other, each under its question: `### the question`, an empty line, the answer.
Questions are the descriptions of the fields, so the form, the checks and the reading all follow the types.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb_tools.content.record_text import plain_text
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.model.fields import EntryOf, FieldOf, ListOf, Scalar, fields_of
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from kb_tools.model.submission import FORMAT, LESSON
from kb_tools.views.names import name_of

FORM = ".github/ISSUE_TEMPLATE/lesson.yml"
LABEL = "lesson"
"""Of the issues that the form makes."""
ASKED = (
    "title",
    "event.name",
    "event.began_on",
    "event.ended_on",
    "observation",
    "discussion",
    "conclusion",
    "recommendation",
    "scenarios",
    "lesson_kind",
    "level",
    "municipality",
)
"""The fields that the form asks about, in this order."""
SUBMITTER = "התפקיד שלכם"
_NO_ANSWER = frozenset({"", "_No response_", "None"})
_CHOSEN = re.compile(r"\(([a-z0-9_-]+)\)(?:, |$)")


@dataclass(frozen=True, slots=True)
class Question:
    """A field as the form asks about it. `path` is dotted; that of the sender is empty."""

    path: str
    label: str
    required: bool
    form: str
    """Of the answer: line, prose, day, one (of a list) or some (of a list)."""
    field: FieldOf | None = None


def questions() -> tuple[Question, ...]:
    """All of them, the sender last."""
    found = (_question(path) for path in ASKED)
    return (*found, Question("", SUBMITTER, required=True, form="line"))


def _question(path: str) -> Question:
    model, required = KINDS_BY_NAME[LESSON.name].model, True
    *above, name = path.split(".")
    for part in above:
        outer = next(field for field in fields_of(model) if field.name == part)
        if not isinstance(outer.holds, EntryOf):
            raise TypeError(f"{part} of {path} holds no fields")
        model, required = outer.holds.model, required and outer.required
    field = next(field for field in fields_of(model) if field.name == name)
    return Question(path, field.description, required and field.required, _form(field), field)


def _form(field: FieldOf) -> str:
    scalar = field.scalar
    if isinstance(field.holds, ListOf):
        return "some"
    if scalar and scalar.choices:
        return "one"
    return {"prose": "prose", "day": "day"}.get(scalar.form if scalar else "", "line")


# --- drawn -----------------------------------------------------------------------------------------------------------


def form_text(library: Library) -> str:
    """The file of the form, with the scenarios of this knowledge base to choose from."""
    head = {
        "name": "לקח חדש",
        "description": "מה ראיתם, ומה כדאי לעשות אחרת. אין צורך להכיר git",
        "labels": [LABEL],
        "body": [_welcome(), *(_element(question, library) for question in questions()), _promise()],
    }
    return "# Made by `kb intake --issue-form`: change the types, not this file.\n" + plain_text(head)


def _welcome() -> dict[str, Any]:
    text = (
        "כתבו תפקיד במקום אדם: בלי שמות, בלי טלפונים, בלי כתובות דואר ובלי מספרי זהות. "
        "מה שנכתב כאן גלוי לכולם ונשאר בהיסטוריה. אדם אחר יקרא את הלקח לפני שיתקבל."
    )
    return {"type": "markdown", "attributes": {"value": text}}


def _promise() -> dict[str, Any]:
    option = {"label": "אין כאן פרט שאפשר לזהות לפיו אדם", "required": True}
    return {"type": "checkboxes", "id": "privacy", "attributes": {"label": "פרטיות", "options": [option]}}


def _element(question: Question, library: Library) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": question.label}
    if question.form == "day":
        attributes["placeholder"] = "2026-11-22"
    elif question.field and question.form in ("line", "prose") and isinstance(question.field.example, str):
        attributes["placeholder"] = question.field.example
    elif question.field and question.form == "line":
        attributes["placeholder"] = next(_ids(question, library), "")
    if question.form in ("one", "some"):
        attributes["multiple"] = question.form == "some"
        attributes["options"] = list(_options(question, library))
    type_ = {"prose": "textarea", "one": "dropdown", "some": "dropdown"}.get(question.form, "input")
    id_ = question.path.replace(".", "-").replace("_", "-") or "submitted-by"
    return {"type": type_, "id": id_, "attributes": attributes, "validations": {"required": question.required}}


def _options(question: Question, library: Library) -> Iterator[str]:
    scalar = question.field.scalar if question.field else None
    if scalar and scalar.choices:
        yield from (f"{label} ({value})" for value, label in scalar.choices)
    elif isinstance(scalar, Scalar) and scalar.ref:
        kind = scalar.ref.kind
        yield from (f"{name_of(library, kind, id_)} ({id_})" for id_ in _ids(question, library))


def _ids(question: Question, library: Library) -> Iterator[str]:
    """The ids that the question's field may refer to."""
    scalar = question.field.scalar if question.field else None
    return iter(library.of(scalar.ref.kind) if scalar and scalar.ref else ())


# --- read ------------------------------------------------------------------------------------------------------------


def is_filled_form(text: str) -> bool:
    """Whether the text looks like what the form makes."""
    return any(f"### {question.label}" in text for question in questions())


def submission_of(text: str, day: date) -> bytes:
    """The submission that a filled form is, as it would have come from the site's form. Raises Refused."""
    answers = _answers(text)
    fields: dict[str, Any] = {}
    for question in questions():
        answer = answers.get(question.label, "").strip()
        if question.path and answer not in _NO_ANSWER:
            _put(fields, question.path, _value(question, answer))
    sent = {
        "format": FORMAT,
        "kind": LESSON.name,
        "submitted_by": answers.get(SUBMITTER, "").strip(),
        "submitted_on": day.isoformat(),
        "fields": fields,
    }
    return json.dumps(sent, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _answers(text: str) -> Mapping[str, str]:
    """Question → answer. A heading that is none of ours is a part of the answer that it stands in."""
    labels = {question.label for question in questions()} | {"פרטיות"}
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        label = line.removeprefix("### ").rstrip() if line.startswith("### ") else ""
        if label in found:
            raise Refused(Reason("duplicate-key", f"השאלה ״{label}״ מופיעה פעמיים", "מלאו את הטופס מחדש"))
        if label in labels:
            here = found[label] = []
        else:
            here.append(line)
    return {label: "\n".join(lines).strip() for label, lines in found.items()}


def _value(question: Question, answer: str) -> Any:
    if question.form == "some":
        return _CHOSEN.findall(answer) or [answer]
    if question.form == "one":
        return next(iter(_CHOSEN.findall(answer)), answer)
    return answer


def _put(fields: dict[str, Any], path: str, value: Any) -> None:
    *above, name = path.split(".")
    for part in above:
        fields = fields.setdefault(part, {})
    fields[name] = value
