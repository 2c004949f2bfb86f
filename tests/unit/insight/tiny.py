"""Small libraries built in code: a few things, each in the file where it would lie."""

from collections.abc import Iterable, Mapping
from typing import Any

from kb_tools.model.base import Entry
from kb_tools.model.document import Document, Page
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.files import FILE_KINDS, KINDS_BY_NAME
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library, assemble
from kb_tools.model.municipality import Adaptation, NeedsFile, Profile
from kb_tools.model.page import Settings
from kb_tools.model.playbook import Playbook
from kb_tools.model.role import Role, Scenario
from kb_tools.model.uptake import Answer, UptakeFile
from kb_tools.model.vocabulary import NeedTypes, Phases

PHASES = [{"id": tone, "name": tone, "tone": tone} for tone in ("routine", "alert", "emergency", "recovery")]
SETTINGS = {"title": "מאגר", "tagline": "משפט", "lead_role": "lead"}


def library(
    *things: Entry | Document, settings: Mapping[str, str] = SETTINGS, pages: Iterable[Page] = (), **folders: str
) -> Library:
    """A library of these things. `folders` names the playbook or municipality that drills and results lie under."""
    captures = {"playbook": "book", "municipality": "town"} | folders
    documents = [thing if isinstance(thing, Document) else _document(thing, captures) for thing in (phases(), *things)]
    return assemble(Settings.model_validate(settings), documents, pages, {})


def phases() -> Phases:
    return Phases.model_validate({"title": "שלבים", "terms": PHASES})


def needs(**parents: str) -> NeedTypes:
    """`needs(food="", meals="food")`: a kind of need and the wider one above it."""
    terms = [{"id": id_, "name": id_} | ({"parent": parent} if parent else {}) for id_, parent in parents.items()]
    return NeedTypes.model_validate({"title": "צרכים", "terms": terms})


def step(id_: str, offset: str | None = None, phase: str = "emergency", **fields: Any) -> dict[str, Any]:
    timed = {"offset": offset} if offset else {}
    owner = {} if "department" in fields else {"owner": "lead"}
    return {"id": id_, "what": f"עשו {id_}", "done_when": f"נעשה {id_}", "phase": phase} | timed | owner | fields


def playbook(id_: str, *steps: Mapping[str, Any], scenarios: Iterable[str] = ("fire",)) -> Playbook:
    fields = {"id": id_, "owner": "lead", "title": id_, "summary": "משפט", "scenarios": list(scenarios)}
    rest = {"audience": ["lead"], "lead": "lead", "takes": "שעה", "start": "הרגע", "steps": list(steps)}
    return Playbook.model_validate(fields | rest)


def scenario(id_: str, **fields: Any) -> Scenario:
    base = {"id": id_, "owner": "lead", "name": f"שם {id_}", "question": f"יש {id_}?", "summary": "משפט"}
    return Scenario.model_validate(base | fields)


def role(id_: str) -> Role:
    return Role.model_validate({"id": id_, "owner": id_, "name": f"תפקיד {id_}", "summary": "משפט"})


def drill(id_: str, *items: Mapping[str, Any], **fields: Any) -> Drill:
    base = {"id": id_, "owner": "lead", "title": id_, "summary": "משפט", "type": "tabletop", "scenario": "fire"}
    rest = {"opening": "הסיפור.", "minutes": "60", "checklist": list(items)}
    more = {
        "objectives": [{"id": "meet", "what": "נפגשים", "criteria": ["כולם באו"]}],
        "participants": [{"sector": "local", "who": "כולם"}],
    }
    return Drill.model_validate(base | rest | more | fields)


def result(id_: str, held_on: str, outcomes: Mapping[str, str], drill_id: str = "practice") -> DrillResult:
    items = [{"item": item, "outcome": outcome} for item, outcome in outcomes.items()]
    objectives = [{"objective": "meet", "rating": "S"}]
    base = {"id": id_, "drill": drill_id, "held_on": held_on, "sectors": ["local"]}
    return DrillResult.model_validate(base | {"items": items, "objectives": objectives})


def profile(id_: str, **fields: Any) -> Profile:
    base = {"id": id_, "owner": "lead", "name": id_, "municipality_kind": "city", "district": "north"}
    return Profile.model_validate(base | fields)


def lesson(id_: str, **fields: Any) -> Lesson:
    told = dict.fromkeys(("observation", "discussion", "conclusion", "recommendation"), "משפט.")
    base = {"id": id_, "owner": "lead", "title": f"לקח {id_}", "lesson_kind": "challenge", "level": "national"}
    event = {"event": {"name": "אירוע", "began_on": "2020-03-01"}, "scenarios": ["fire"], "status": "identified"}
    return Lesson.model_validate(base | told | event | fields)


def answers(municipality: str, *given: Answer) -> Document:
    """The uptake file of an authority."""
    return _document(UptakeFile(answers=given), {"municipality": municipality})


def needs_of(municipality: str, *needs: Mapping[str, Any]) -> Document:
    """The needs of an authority: only what is asked about has to be told."""
    base = {
        "need": "food",
        "population": "all",
        "phases": ["emergency"],
        "priority": "high",
        "surveyed_on": "2026-09-01",
    }
    file = NeedsFile.model_validate({"needs": [base | need for need in needs]})
    return _document(file, {"municipality": municipality})


def _document(thing: Entry, captures: Mapping[str, str]) -> Document:
    kind = next(kind for kind in FILE_KINDS if kind.model is type(thing))
    names = list(kind.regex.groupindex)
    own = {name: getattr(thing, "id", "") for name in names if name in (kind.thing, type(thing).kind)}
    found = {name: own.get(name, captures.get(name, "")) for name in names}
    return Document(kind.path(**found), KINDS_BY_NAME[kind.name], found, thing)


def adaptation(
    id_: str, playbook_id: str, fingerprint: str = "0" * 12, municipality: str = "town", **changes: str
) -> Document:
    """`adaptation("ours", "book", call="replace")`: what is done about which step."""
    rows = [
        {"change": change, "step": step, "reviewed_against": fingerprint, "because": f"סיבה {step}"}
        | ({} if change == "skip" else {"what": f"אצלנו {step}"})
        for step, change in changes.items()
    ]
    base = {"id": id_, "playbook": playbook_id, "because": "אצלנו אחרת", "owner": "lead", "reviewed_on": "2026-10-01"}
    return _document(Adaptation.model_validate(base | {"changes": rows}), {"municipality": municipality})
