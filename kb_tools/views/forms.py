"""The way in for people who do not write files: a chooser, and a form for a lesson, a drill's results and a correction."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from kb_tools.content.drafts import file_path
from kb_tools.content.schemas import schema_line
from kb_tools.insight.checklist import checklist_parts
from kb_tools.model.addresses import CONTRIBUTE_PAGE, FORM_PAGES
from kb_tools.model.catalog import CODES
from kb_tools.model.drill import Drill, Outcome, Rating
from kb_tools.model.fields import fields_of
from kb_tools.model.submission import CORRECTION, FORMAT, LARGEST_SUBMISSION, LESSON, SUBMISSION_KINDS
from kb_tools.views.form_questions import Form, Question, figures, forms, key_order
from kb_tools.views.form_rules import rule_of
from kb_tools.views.site import Download, Page, Site

DRILLS = f"{CONTRIBUTE_PAGE}drills.js"
"""What the form for results asks about: a script, since a page that was opened from a folder may fetch nothing."""
SCRIPTS = tuple(
    f"forms/{name}" for name in ("check", "day", "sha256", "submission", "combobox", "draft", "ending", "form")
)
_TOLD = (
    "text-hidden",
    "personal-data",
    "field-missing",
    "not-integer",
    "not-date",
    "not-year",
    "text-form",
    "id-form",
    "text-long",
    "too-few",
    "out-of-range",
    "markdown-excess",
    "date-order",
    "date-future",
    "result-incomplete",
)
"""The codes that the check in the browser can come to."""


def pages(site: Site) -> Iterator[Page]:
    """The chooser and a page a form."""
    found = forms(site.library)
    yield Page(
        CONTRIBUTE_PAGE,
        "הוסיפו מן הידע שלכם",
        partial(_chooser, site, found),
        section="guide/",
        hide=("navigation", "toc"),
    )
    for kind, form in found.items():
        yield Page(
            FORM_PAGES[kind],
            form.title,
            partial(_form, site, form),
            section="guide/",
            hide=("navigation", "toc"),
            scripts=SCRIPTS,
        )


def downloads(site: Site) -> Iterator[Download]:
    """What is ticked in each drill, for the form that records results."""
    yield Download(DRILLS, partial(_drills, site))


def _chooser(site: Site, found: Mapping[str, Form]) -> str:
    return site.draw("contribute.html.j2", CONTRIBUTE_PAGE, forms=found, pages=FORM_PAGES)


def _form(site: Site, form: Form) -> str:
    return site.draw(
        "form.html.j2",
        FORM_PAGES[form.kind],
        form=form,
        data=json.dumps(form_data(site, form), ensure_ascii=False, indent=0),
        sources_needed=form.kind == LESSON.name and site.library.settings.intake.source is None,
        report=site.report_link,
    )


# --- what the page tells its script ----------------------------------------------------------------------


def form_data(site: Site, form: Form) -> Mapping[str, Any]:
    """Rules, words, and where a submission may go."""
    settings = site.library.settings
    kind = SUBMISSION_KINDS[form.kind]
    path = file_path(settings, form.file, {name: f"{{{name}}}" for name in _captures(form)})
    intake = settings.intake
    return {
        "format": FORMAT,
        "largest": LARGEST_SUBMISSION,
        "kind": form.kind,
        "heading": kind.heading,
        "prefix": kind.prefix,
        "questions": {**{question.path: _told(question) for question in form.questions()}, **_of_rows(form)},
        "codes": {code: {"message": CODES[code].message, "hint": CODES[code].hint} for code in _TOLD},
        "file": path.replace(f"{{{form.kind}}}", "{id}"),
        "first_line": schema_line(path, form.file.schema),
        "keys": key_order(form.file.model),
        "figures": figures(form.file.model),
        "set": _set(site, form),
        "outcomes": _labels(Outcome),
        "ratings": _labels(Rating),
        "forge": {"name": site.filled_file.forge, "address": site.filled_file.address} if site.filled_file else None,
        "contact": settings.contact,
        "intake": {"address": intake.address, "mail": intake.mail},
    }


def _captures(form: Form) -> tuple[str, ...]:
    return ("municipality", form.kind) if "{municipality}" in form.file.pattern else (form.kind,)


def _told(question: Question) -> Mapping[str, Any]:
    return {
        "label": question.label,
        "control": question.control,
        "required": question.required,
        "rule": question.rule,
        **({"only_if": question.only_if} if question.only_if else {}),
    }


def _of_rows(form: Form) -> Mapping[str, Any]:
    """What is asked of each item and objective of a drill."""
    rows = (field for field in fields_of(form.file.model) if field.name in {part.rows for part in form.parts})
    entries = ((field.name, field.entry) for field in rows if field.entry)
    return {
        f"{name}.{field.name}": {
            "label": field.label,
            "control": "radios" if field.scalar and field.scalar.choices else "line",
            "required": field.required,
            "rule": rule_of(form.file.model, entry, field),
        }
        for name, entry in entries
        for field in fields_of(entry)
    }


def _set(site: Site, form: Form) -> Mapping[str, Any]:
    """What the file says beside the answers, as `model.submission.file_values` has it."""
    settings = site.library.settings
    if form.kind == CORRECTION.name:
        return {"submitted_on": True}
    found: dict[str, Any] = {"source": settings.intake.source} if settings.intake.source else {}
    if form.kind == LESSON.name:
        found |= {"owner": settings.lead_role, "status": "observation"}
    return found


def _labels(of: Any) -> list[list[str]]:
    return [[member.value, member.label] for member in of]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _drills(site: Site) -> bytes:
    """What participants are asked about, and no more: what is expected of them stays on the facilitators' page."""
    asked = {drill.id: _asked(site, drill) for drill in site.library.drills.values()}
    return f"globalThis.kbDrills={_json(asked)};\n".encode()


def _asked(site: Site, drill: Drill) -> Mapping[str, Any]:
    lines = (line for part in checklist_parts(site.library, drill) for line in part.lines)
    return {
        "items": [[line.item.id, line.text] for line in lines],
        "objectives": [[objective.id, objective.what] for objective in drill.objectives],
    }
