"""The page of a result: its whole after-action review, what is not known as unknown, and what waits for a lesson."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.library import load_site
from kb_tools.model.drill import AfterActionReview, DrillResult
from kb_tools.model.library import Library, assemble
from kb_tools.model.provenance import History
from kb_tools.views import results
from kb_tools.views.addresses import address
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.views.rendered import Rendered, read

FILE = "docs/municipalities/first-town/results/first-result.yml"
REF = "first-town/first-result"
LESSON = "docs/lessons/first-lesson.yml"
ROOT = Path(__file__).parents[3]


def drawn(library: Library, ref: str = REF, today: date = TODAY) -> Rendered:
    pages = results.pages(Site(library, History(), today))
    return read(next(page for page in pages if page.address == address("result", ref)).render())


def changed(**changes: Any) -> Library:
    """The base, its result with these fields as its file would say them."""
    before = small_library().results[REF].model_dump(mode="json", exclude_unset=True)
    whole = DrillResult.model_validate(_as_text({**before, **changes}))
    return small_library(FILE, **{name: getattr(whole, name) for name in changes})


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return str(value)


def test_the_overview_says_what_was_held_by_whom_and_when() -> None:
    page = drawn(small_library())
    assert {"objectives", "items", "attendance", "review", "actions", "lessons"} <= set(page.ids)
    base = "../../../../"
    for thing in ("municipalities/first-town/", "drills/first-drill/", "scenarios/first-scenario/"):
        assert base + thing in page.links
    assert "12 באוקטובר 2026" in page.text
    assert not page.misnested
    assert not page.unclosed


def test_what_nobody_has_written_is_said_to_be_unwritten() -> None:
    page = drawn(small_library())
    assert page.text.count("עוד לא נכתב") == 2
    assert "אין סעיף שלא בוצע" in page.text


def test_an_item_that_was_not_done_waits_for_a_lesson_until_there_is_one() -> None:
    library = changed(
        items=[
            {
                "item": "call",
                "outcome": "not_done",
                "by": "קב״ט",
                "note": "איש לא ענה",
            }
        ]
    )
    page = drawn(library)
    assert "without-a-lesson" in page.ids
    assert "סימון של קב״ט" in page.text
    seen = [{"result": REF, "step": "first-playbook/call-forum"}]
    lesson = library.lessons["first-lesson"].model_dump(mode="json", exclude_unset=True) | {"observed_in": seen}
    told = type(library.lessons["first-lesson"]).model_validate(_as_text(lesson))
    page = drawn(small_library(LESSON, observed_in=told.observed_in))
    assert "without-a-lesson" not in page.ids
    assert "../../../../lessons/first-lesson/" in page.links


def test_an_objective_that_no_step_tells_of_waits_until_the_lesson_of_its_name_is_there() -> None:
    library = changed(objectives=[{"objective": "meet", "rating": "U"}])
    page = drawn(library)
    assert "without-a-lesson" in page.ids
    drafted = next(document for document in library.documents if document.path == LESSON)
    id_ = "first-town-first-drill-2026-10-12-meet"
    lesson = drafted.content.model_copy(update={"id": id_})
    new = dataclasses.replace(drafted, path=f"docs/lessons/{id_}.yml", content=lesson, captures={"lesson": id_})
    grown = assemble(library.settings, (*library.documents, new), library.pages, library.prose)
    assert "without-a-lesson" not in drawn(grown).ids


def test_what_the_paper_had_and_the_drill_has_not_is_kept() -> None:
    gone = [{"item": "former", "text": "סעיף שהיה", "outcome": "partly", "minute": 7, "by": "רשם", "note": "כמעט"}]
    objectives = [{"objective": "old", "what": "מטרה שהייתה", "rating": "U"}]
    page = drawn(changed(revision="abc1234", gone=gone, gone_objectives=objectives))
    for words in ("סעיף שהיה", "אינו עוד בתרגיל", "מטרה שהייתה", "כמעט", "abc1234", "סימון של רשם"):
        assert words in page.text


@pytest.mark.parametrize(("today", "state"), [(date(2026, 12, 31), "פתוח"), (date(2027, 1, 2), "באיחור")])
def test_corrective_actions_stand_with_their_state_today(today: date, state: str) -> None:
    action = {
        "what": "קונים רדיו",
        "owner": "first-role",
        "start": "2026-10-13",
        "due": "2027-01-01",
        "element": "equipment",
    }
    library = small_library(FILE, review=AfterActionReview.model_validate({"actions": [action]}))
    page = drawn(library, today=today)
    assert "קונים רדיו" in page.text
    assert "ציוד" in page.text
    assert state in page.text


def test_a_real_event_is_not_of_the_scenario_that_the_list_was_made_for() -> None:
    page = drawn(changed(real_event="הצפה ברחוב הראשי"))
    assert "הצפה ברחוב הראשי" in page.text
    assert "אירוע אמת" in page.text
    assert not any("scenarios" in link for link in page.links)


def test_the_paper_says_what_the_page_says() -> None:
    site = Site(small_library(), History(), TODAY)
    sheet = results.review_sheet(site, REF)
    assert sheet.address == f"{address('result', REF)}review.pdf"
    said = read(sheet.render()).text
    assert "הפורום מתכנס" in said
    again = results.review_sheet(Site(changed(items=[{"item": "call", "outcome": "partly"}]), History(), TODAY), REF)
    assert again.fingerprint != sheet.fingerprint


def test_every_result_has_a_page_by_a_title_of_its_own() -> None:
    site, _ = load_site(ROOT, TODAY)
    assert site is not None
    pages = list(results.pages(site))
    assert {page.address for page in pages} == {address("result", ref) for ref in site.library.results}
    assert len({page.title for page in pages}) == len(pages)
    examples = [page for page in pages if "/example-" in page.address]
    assert all("kb-ribbon" in page.render() for page in examples)
    assert examples
