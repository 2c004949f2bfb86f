"""Papers of drills: a paper is out of date when what it says has changed, and only then."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from kb_tools.model.document import Document
from kb_tools.model.municipality import Adaptation
from kb_tools.model.provenance import History
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_drill import sheets
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY
from tests.unit.insight.tiny import adaptation, drill, library, playbook, profile, role, scenario, step

OBJECTIVES = [
    {"id": "meet", "what": "מתכנסים בזמן", "criteria": ["כולם ענו"]},
    {"id": "replace", "what": "יש מחליף", "criteria": ["נאמר תפקיד"]},
]
INJECT = {
    "number": 1,
    "minute": 10,
    "sender": "מוקד",
    "to": "מנהלת",
    "how": "טלפון",
    "message": "איש לא ענה",
    "expected": "מזעיקים מחליפים",
    "objective": "meet",
}
USUAL: Mapping[str, Any] = {
    "title": "תרגיל",
    "type": "tabletop",
    "minutes": "90",
    "opening": "השעה שש בבוקר",
    "objectives": OBJECTIVES,
    "injects": [INJECT],
    "items": [{"id": "one", "step": "book/call", "pause": "סיום", "within_minutes": "20", "text": "כולם באו"}],
}


def papers(
    *, because: str = "", owner_name: str = "מובילה", scenario_name: str = "שריפה", **changes: Any
) -> dict[str, Sheet]:
    """The papers of the usual drill, changed so; `because` is why the authority leaves the step out."""
    said = {**USUAL, **changes}
    items = said.pop("items")
    base = (
        role("lead").model_copy(update={"name": owner_name}),
        scenario("fire", name=scenario_name),
        playbook("book", step("call")),
    )
    own = (_left_out(because),) if because else ()
    found = library(*base, drill("practice", *items, **said), profile("town"), *own)
    return sheets(Site(found, History(), TODAY), found.drills["practice"], found.municipalities["town"])


def _left_out(because: str) -> Document:
    document = adaptation("ours", "book", call="skip")
    assert isinstance(document.content, Adaptation)
    changes = tuple(change.model_copy(update={"because": because}) for change in document.content.changes)
    return dataclasses.replace(document, content=document.content.model_copy(update={"changes": changes}))


ITEM = USUAL["items"][0]
CHANGES: list[dict[str, Any]] = [
    {"title": "תרגיל אחר"},
    {"type": "seminar"},
    {"minutes": "60"},
    {"scenario_name": "שריפת יער"},
    {"opening": "השעה שבע"},
    {"owner_name": "מנהלת"},
    {"summary": "תקציר אחר, שאינו על הנייר"},
    {"objectives": [{**OBJECTIVES[0], "what": "מתכנסים מהר"}, OBJECTIVES[1]]},
    {"objectives": [{**OBJECTIVES[0], "criteria": ["רובם ענו"]}, OBJECTIVES[1]]},
    {"objectives": OBJECTIVES[::-1]},
    {"injects": [INJECT | {"message": "הטלפון אינו עונה"}]},
    {"injects": []},
    {"items": [ITEM | {"text": "רובם באו"}]},
    {"items": [ITEM | {"within_minutes": "25"}]},
    {"items": [ITEM | {"pause": "פתיחה"}]},
    {"because": "אין אצלנו מוקד"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_paper_is_out_of_date_when_it_says_something_else_and_only_then(change: dict[str, Any]) -> None:
    before, after = papers(), papers(**change)
    for name, sheet in before.items():
        says_otherwise = sheet.render() != after[name].render()
        assert (sheet.fingerprint != after[name].fingerprint) == says_otherwise, name


def test_another_reason_for_leaving_a_step_out_puts_the_paper_out_of_date() -> None:
    before, after = papers(because="אין אצלנו מוקד"), papers(because="המוקד סגור")
    for name in ("checklist", "evaluation"):
        assert "המוקד סגור" in after[name].render()
        assert before[name].fingerprint != after[name].fingerprint
