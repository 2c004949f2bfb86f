"""What tables of tests/conformance/forms are of, as plain values in and out: what both languages can be asked alike."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kb_tools.content.drafts import file_path
from kb_tools.content.field_errors import findings
from kb_tools.content.personal import personal_data as details
from kb_tools.content.record_text import record_text
from kb_tools.content.text import escaped_mark, printable
from kb_tools.library import load_site
from kb_tools.model.base import Count, Day, Duration, Entry, Id, Line, Offset, Prose, StepRef, Year, about
from kb_tools.model.catalog import CODES
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.markdown_bounds import excess as bound
from kb_tools.model.problem import Place
from kb_tools.model.submission import SUBMISSION_KINDS, Submission, file_values
from kb_tools.views.form_questions import forms
from kb_tools.views.forms import form_data
from kb_tools.views.site import Site


class OneOfEach(Entry):
    """A field of each form that values can have."""

    line: Line | None = about("שורה", None, None)
    prose: Prose | None = about("טקסט", None, None)
    day: Day | None = about("יום", None, None)
    year: Year | None = about("שנה", None, None)
    id: Id | None = about("מזהה", None, None)
    step: StepRef | None = about("צעד", None, None)
    offset: Offset | None = about("זמן", None, None)
    duration: Duration | None = about("משך", None, None)
    count: Count | None = about("מספר", None, None)
    months: Count | None = about("חודשים", None, None, ge=1, le=120)


def personal_data(text: str) -> list[str]:
    return [what for _, what in details(text)]


def escaped(text: str) -> str:
    return escaped_mark(text)


def excess(text: str) -> str:
    found = bound(text)
    return found[1] if found else ""


def excess_of(piece: str, times: int) -> str:
    return excess(piece * times)


def mistake(name: str, text: str) -> dict[str, str] | None:
    """What is told of `text` in the field `name` of OneOfEach: first what a file refuses, then what the type does."""
    if mark := escaped_mark(text):
        return _told("text-hidden", {"found": mark})
    if personal := personal_data(text):
        return _told("personal-data", {"found": personal[0]})
    try:
        OneOfEach.model_validate({name: text})
    except ValidationError as error:
        found = next(findings("f.yml", OneOfEach, error))
        return _told(found.code, found.facts)
    return None


def mistake_of(name: str, piece: str, times: int) -> dict[str, str] | None:
    return mistake(name, piece * times)


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@cache
def base_site() -> Site:
    """The small example knowledge base, with a source for reports; its pages are what node is given."""
    site, problems = load_site(Path(__file__).parents[2] / "examples/base", date(2026, 11, 22))
    assert site is not None, problems
    intake = site.library.settings.intake.model_copy(update={"source": "first-source"})
    settings = site.library.settings.model_copy(update={"intake": intake, "forge": None})
    return replace(site, library=replace(site.library, settings=settings))


def pages() -> dict[str, Any]:
    """What of a page's data makes files: by kind of submission."""
    wanted = ("format", "kind", "prefix", "file", "first_line", "keys", "figures", "set")
    made = {kind: form_data(base_site(), form) for kind, form in forms(base_site().library).items()}
    return {kind: json.loads(json.dumps({name: data[name] for name in wanted})) for kind, data in made.items()}


def file(sent: Mapping[str, Any]) -> list[str]:
    """The path and the text of the file that the intake makes of a submission."""
    settings = base_site().library.settings
    kind = SUBMISSION_KINDS[sent["kind"]]
    day = date.fromisoformat(sent["submitted_on"])
    submission = Submission(kind, sent["submitted_by"], day, sent.get("municipality", ""), sent["fields"])
    path = file_path(settings, KINDS_BY_NAME[kind.name], submission.captures)
    return [path, record_text(path, KINDS_BY_NAME[kind.name], file_values(submission, settings))]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _told(code: str, facts: Mapping[str, object]) -> dict[str, str]:
    problem = CODES[code].problem(Place("f.yml"), facts)
    return {"code": code, "message": problem.message, "hint": problem.hint}


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "cleaned": cleaned,
    "escaped_mark": escaped,
    "excess": excess,
    "excess_of": excess_of,
    "file": file,
    "mistake": mistake,
    "mistake_of": mistake_of,
    "personal_data": personal_data,
    "printable": printable,
    "sha256": sha256,
}
