"""The building blocks of every type of the model: frozen entries, checked scalars, references, citations.

Scalars arrive from YAML as text and stay text until a type here reads them, so `0031`, `12:30` and `no`
mean what they say. Every field carries a Hebrew description and an example: the JSON Schemas, `kb new`
and the forms are all made from them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kb_tools.model.markdown_bounds import excess

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
PROPOSAL = "הצעה של מאגר זה"


class Entry(BaseModel):
    """A frozen piece of content. Unknown keys are refused, so a misspelt key is never lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: ClassVar[str] = ""
    """The kind under which this entry's id can be referred to; empty when it has no id of its own."""
    within: ClassVar[str] = ""
    """The scope that qualifies the id: a step of playbook P is `P/step`. Empty for ids that are unique by themselves."""
    for_facilitators: ClassVar[frozenset[str]] = frozenset()
    """Fields that only those who run a drill may read: they have a page of their own, and leave by no other way."""


def about(description: str, example: Any = None, default: Any = ..., **limits: Any) -> Any:
    """A field with its Hebrew description and an example that is valid as it stands. Required unless it has a default."""
    return Field(default, description=description, examples=None if example is None else [example], **limits)


class Labelled(StrEnum):
    """A closed vocabulary of the engine: the identifier is what YAML says, `label` is what a reader sees."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


# --- scalars ---------------------------------------------------------------------------------------------------------


def _parsed(pattern: str, parse: Callable[[str], Any], error: str) -> Callable[[object], object]:
    """A reader of one scalar: text that fits the pattern is parsed, anything else is the named content mistake."""
    compiled = re.compile(pattern)

    def read(value: object) -> object:
        if not isinstance(value, str):
            if value is None or isinstance(value, (dict, list)):
                raise PydanticCustomError(error, "not a scalar")
            return value
        if not compiled.fullmatch(value):
            raise PydanticCustomError(error, "unreadable")
        try:
            return parse(value)
        except ValueError as mistake:
            raise PydanticCustomError(error, "unreadable") from mistake

    return read


def bounded_markdown(text: str) -> str:
    """Refuses Markdown that would take its parser seconds or its stack."""
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    if what := excess(text):
        raise PydanticCustomError("markdown_excess", "{what}", {"what": what[1]})
    return text


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else float(text)


Count = Annotated[int, BeforeValidator(_parsed(r"[0-9]{1,12}", int, "not_integer")), Field(ge=0)]
"""A whole number, written with digits alone."""
Number = Annotated[int | float, BeforeValidator(_parsed(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", _number, "not_number"))]
Day = Annotated[date, BeforeValidator(_parsed(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat, "not_date"))]
"""A day as `YYYY-MM-DD`."""
Year = Annotated[int, BeforeValidator(_parsed(r"(19|20|21)[0-9]{2}", int, "not_year"))]
Flag = Annotated[bool, BeforeValidator(_parsed(r"true|false", "true".__eq__, "not_flag"))]
"""`true` or `false`; YAML 1.1's `yes`, `on` and `y` are refused."""
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^<>\n\r\t]*[^<>\s][^<>\n\r\t]*$")]
"""Plain text on one line; it is escaped wherever it is shown."""


class Markup:
    """Marks a text field as Markdown: it may cite sources and its nesting is bounded."""


Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(bounded_markdown), Markup()]
"""Markdown, possibly of several paragraphs."""
Offset = Annotated[str, StringConstraints(pattern=r"^T[+-][0-9]{1,4}[mhdw]$")]
"""A time relative to the start: `T+0h`, `T+30m`, `T-14d`, `T+2w`."""
Duration = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}[mhdw]$")]
"""A length of time: `30m`, `6h`, `2d`, `1w`."""
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]{3,2000}$")]

_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}


def duration_minutes(duration: str) -> int:
    """`6h` → 360."""
    return int(duration[:-1]) * _MINUTES[duration[-1]]


def offset_minutes(offset: str) -> int:
    """`T-2h` → -120. Steps and injects are ordered by it."""
    return int(offset[1:-1]) * _MINUTES[offset[-1]]


# --- references ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text field as the id of another thing. `within` names the scope that qualifies a short id."""

    kind: str
    within: str = ""


QualifiedId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}$")]

SourceId = Annotated[Id, Ref("source")]
RoleId = Annotated[Id, Ref("role")]
ScenarioId = Annotated[Id, Ref("scenario")]
PhaseId = Annotated[Id, Ref("phase")]
SectorId = Annotated[Id, Ref("sector")]
DepartmentId = Annotated[Id, Ref("department")]
PopulationId = Annotated[Id, Ref("population")]
NeedTypeId = Annotated[Id, Ref("need-type")]
CharacteristicId = Annotated[Id, Ref("characteristic")]
TraitId = Annotated[Id, Ref("trait")]
FigureTypeId = Annotated[Id, Ref("figure-type")]
PlaybookId = Annotated[Id, Ref("playbook")]
LessonId = Annotated[Id, Ref("lesson")]
DrillId = Annotated[Id, Ref("drill")]
MunicipalityId = Annotated[Id, Ref("municipality")]
StepRef = Annotated[QualifiedId, Ref("step")]
"""A step of any playbook: `playbook-id/step-id`."""


class Citation(Entry):
    """Where a statement comes from: a source and the place in it."""

    source: SourceId = about("מזהה המקור, כמו בתיקייה docs/sources", "first-source")
    at: Line | None = about("המקום במקור: כותרת, סעיף, עמוד", "פסקה 2", None)


Citations = tuple[Citation, ...]


class Sourced(Entry):
    """Something stated: it rests on sources, and says so when it goes beyond them."""

    sources: Citations = about("על מה זה נשען: מקור ומקום בו", None, ())
    proposal: Flag = about(f"true כאשר זו {PROPOSAL} ולא דברי המקור; אז המקור הוא תקן שהיא נשענת עליו", None, False)


class Statement(Sourced):
    """One sentence with its source."""

    text: Line = about("המשפט עצמו", "מכיר את הגורמים הפועלים ביישוב")
    characteristic: CharacteristicId | None = about("המאפיין שהמשפט משרת", None, None)
    phases: tuple[PhaseId, ...] = about("השלבים שבהם הוא נכון; ריק = בכולם", None, ())


class Kept(Entry):
    """Something that a role looks after, in a rhythm. What it does not say itself, kb.yml says (`insight.freshness`)."""

    owner: RoleId | None = about("התפקיד האחראי לתוכן (תפקיד, לא אדם); בלעדיו: lead_role של kb.yml", "first-role", None)
    reviewed_on: Day | None = about("מתי נבדק לאחרונה, YYYY-MM-DD", "2026-11-22", None)
    review_every: Count | None = about(
        "כל כמה חודשים בודקים מחדש; בלעדיו: review_every של kb.yml", 12, None, ge=1, le=120
    )


class Thing(Kept, Sourced):
    """A thing with an id that never changes, an owner by role and a review rhythm."""

    id: Id = about("מזהה קבוע באותיות אנגליות קטנות, ספרות ומקפים", "example-id")
    owner: RoleId = about("התפקיד האחראי לתוכן (תפקיד, לא אדם)", "first-role")
