"""The injects of a drill as a master scenario events list: a table with the columns that HSEEP's template has.

It is for those who run the drill, and says so above everything else: who takes part reads none of it beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb_tools.model.drill import Drill, Inject, Objective
from kb_tools.views.spreadsheet import Cell, csv_bytes
from kb_tools.views.tables import Column, Table
from kb_tools.views.workbook import xlsx_bytes

LANGUAGES = ("he", "en")
FACILITATORS_ONLY = {"he": "למנחי התרגיל בלבד", "en": "Facilitators only"}
INJECT = {"he": "הזרמה", "en": "Inject"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list: HSEEP's field, what it is called in each language, and the field of an inject that it holds.

    `others` are names that the same column has in lists of other origin.
    """

    key: str
    he: str
    en: str
    field: str = ""
    others: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        return self.he if language == "he" else self.en


NUMBER = Heading(
    "event_number", "מספר אירוע", "Event Number", "number",
    ("event #", "event no", "inject number", "inject #", "msel #", "number", "no", "#", "מספר הזרמה", "מספר", "מס׳"),
)  # fmt: skip
TIME = Heading(
    "designated_scenario_time", "זמן בתרגיל", "Designated Scenario Time", "minute",
    ("scenario time", "time", "minute", "זמן בתרחיש", "זמן", "דקה"),
)  # fmt: skip
TYPE = Heading("event_type", "סוג אירוע", "Event Type", "", ("type", "סוג"))
OBJECTIVE = Heading(
    "exercise_objective", "מטרת התרגיל", "Exercise Objective", "objective",
    ("objective", "objectives", "מטרה", "המטרה", "המטרה שנבדקת"),
)  # fmt: skip
NOTES = Heading("notes", "הערות", "Notes", "", ("note", "remarks", "comments", "הערה"))
HEADINGS = (
    NUMBER,
    TIME,
    TYPE,
    Heading(
        "inject_mode", "ערוץ", "Inject Mode", "how",
        ("mode", "delivery method", "method", "how", "באיזה ערוץ", "אופן המסירה"),
    ),
    Heading("from", "מאת", "From", "sender", ("sender", "source", "מי שולח", "שולח")),
    Heading("to", "אל", "To", "to", ("recipient", "recipient player", "למי", "נמען")),
    Heading(
        "message", "ההודעה", "Message", "message",
        ("inject", "description", "event description", "הודעה", "מה נאמר", "תוכן"),
    ),
    Heading(
        "expected_participant_response", "התגובה המצופה", "Expected Participant Response", "expected",
        ("expected response", "expected action", "expected player action", "expected outcome", "תגובה מצופה", "תגובה"),
    ),
    OBJECTIVE,
    NOTES,
)  # fmt: skip


def msel_csv(drill: Drill, language: str) -> bytes:
    """The list as CSV; its first line says for whom it is, the second is the head."""
    head = [heading.label(language) for heading in HEADINGS]
    return csv_bytes([f"{FACILITATORS_ONLY[language]}: {drill.title}"], [head, *_rows(drill, language)])


def msel_workbook(drill: Drill, language: str, today: date) -> bytes:
    """The list as a workbook, whose one sheet is called what the CSV's first line says. Raises workbook.UnfitError."""
    columns = tuple(Column(heading.key, heading.label(language), "") for heading in HEADINGS)
    table = Table("msel", FACILITATORS_ONLY[language], columns, tuple(_rows(drill, language)))
    return xlsx_bytes(f"{FACILITATORS_ONLY[language]}: {drill.title}", [table], today)


def _rows(drill: Drill, language: str) -> Iterator[tuple[Cell, ...]]:
    objectives = {objective.id: objective for objective in drill.objectives}
    for inject in drill.injects:
        yield tuple(_cell(heading, inject, objectives, language) for heading in HEADINGS)


def _cell(heading: Heading, inject: Inject, objectives: dict[str, Objective], language: str) -> Cell:
    if heading is NUMBER:
        return inject.number
    if heading is TIME:
        return time_text(inject.minute)
    if heading is TYPE:
        return INJECT[language]
    if heading is OBJECTIVE:
        known = objectives.get(inject.objective)
        return f"{known.what} ({known.id})" if known else inject.objective
    return str(getattr(inject, heading.field)).strip() if heading.field else ""


def time_text(minute: int) -> str:
    """`T+1:05`: hours and minutes from the start, which no spreadsheet takes for a time of day."""
    return f"T+{minute // 60}:{minute % 60:02}"
