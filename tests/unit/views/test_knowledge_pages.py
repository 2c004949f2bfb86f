"""Lessons, calls, the vocabulary and the codes, as their pages show them."""

from datetime import date
from typing import Any

import pytest

from kb_tools.insight.examples import is_example
from kb_tools.model.catalog import CODES
from kb_tools.model.lesson import Level
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.provenance import History
from kb_tools.model.vocabulary import FigureType, Trait
from kb_tools.views import calls, lessons, problems, vocabulary
from kb_tools.views.backlinks import backlinks_of
from kb_tools.views.names import name_of
from kb_tools.views.site import Site
from tests.unit.insight.small_library import small_library
from tests.unit.views.rendered import Rendered, read

TODAY = date(2026, 11, 22)
LESSON = "docs/lessons/first-lesson.yml"
SECTIONS = (lessons, calls, vocabulary, problems)


def pages(library: Library) -> dict[str, Rendered]:
    site = Site(library, History(), TODAY)
    return {page.address: read(page.render()) for section in SECTIONS for page in section.pages(site)}


def words(page: Rendered) -> str:
    return " ".join(page.text.split())


def test_an_empty_knowledge_base_invites() -> None:
    nothing = pages(assemble(Settings(title="מאגר", tagline="ריק", lead_role="first-role"), (), (), {}))
    assert set(nothing) == {"lessons/", "calls/", "vocabulary/", "guide/problems/"}
    for at in ("lessons/", "calls/", "vocabulary/"):
        assert "עוד אין כאן" in words(nothing[at]), at


def test_a_lesson_of_an_example_wears_the_ribbon() -> None:
    library = small_library(LESSON, level=Level.LOCAL, municipality="first-example")
    drawn = pages(library)
    for at in ("lessons/", "lessons/first-lesson/"):
        assert any("kb-ribbon" in attributes.get("class", "") for _, attributes in drawn[at].tags), at
    real = pages(small_library(LESSON, level=Level.LOCAL, municipality="first-town"))
    for at in ("lessons/", "lessons/first-lesson/"):
        assert not any("kb-ribbon" in attributes.get("class", "") for _, attributes in real[at].tags), at


def test_the_board_has_a_column_for_each_status_and_can_be_filtered() -> None:
    board = pages(small_library())["lessons/"]
    assert [id_ for id_ in board.ids if id_.startswith("status-")] == [
        f"status-{status}" for status in ("observation", "identified", "decided", "implemented", "learned", "rejected")
    ]
    card = next(attributes for tag, attributes in board.tags if tag == "li" and attributes.get("class") == "kb-card")
    assert {name: value for name, value in card.items() if name.startswith("data-")} == {
        "data-scenario": "first-scenario",
        "data-kind": "challenge",
        "data-level": "national",
        "data-municipality": "",
        "data-status": "decided",
    }


def test_a_lesson_tells_of_its_overdue_track_and_its_steps() -> None:
    page = words(pages(small_library())["lessons/first-lesson/"])
    assert "מהלך מיידי באיחור" in page
    assert "מהלך רב־שנתי באיחור" in page
    assert "כנסו את הפורום" in page
    assert "תרגיל שולחן : 12 באוקטובר 2026, עיר ראשונה" in page


def test_a_lesson_of_a_trait_counts_the_units_that_have_it() -> None:
    page = words(pages(small_library(LESSON, traits=("large",)))["lessons/first-lesson/"])
    assert "גדולה 1 רשויות מקומיות" in page


def test_a_call_asks_each_question_once_with_a_key_of_its_own() -> None:
    page = pages(small_library())["calls/first-call/"]
    boxes = [attributes for tag, attributes in page.tags if tag == "input"]
    assert len(boxes) == 1
    assert len(boxes[0]["data-kb-tick"]) == 12
    assert "מופה?" in page.text
    assert "כישורים נדרשים" not in page.text, "a part without statements is not announced"


@pytest.mark.parametrize(
    ("rule", "unit", "decimals", "expected"),
    [
        ({"at_least": 100000}, "תושבים", 0, "נתון: 100,000 או יותר (תושבים)"),
        ({"at_most": 3}, "מתוך 10", 0, "נתון: 3 או פחות (מתוך 10)"),
        ({"at_most": 0}, None, 0, "נתון: 0 או פחות"),
        ({"at_least": 38, "at_most": 50}, "%", 1, "נתון: מ־38.0% עד 50.0%"),
    ],
)
def test_a_rule_is_told_in_words(rule: dict[str, Any], unit: str | None, decimals: int, expected: str) -> None:
    figure = FigureType(id="population", name="נתון", unit=unit, decimals=decimals)
    library = small_library("docs/vocabulary/figures.yml", terms=(figure,))
    assert vocabulary.rule_in_words(library, Trait(id="x", name="תכונה", figure="population", **rule)) == expected


def test_a_rule_of_a_kind_is_told_in_words() -> None:
    trait = Trait(id="x", name="תכונה", municipality_kind="city")
    kind = small_library().municipality_kinds["city"].name
    assert vocabulary.rule_in_words(small_library(), trait) == f"סוג רשות: {kind}"


def test_narrower_terms_stand_within_the_wider() -> None:
    food = small_library().need_types["food"]
    meals = food.model_copy(update={"id": "meals", "name": "ארוחות", "parent": "food"})
    lost = food.model_copy(update={"id": "lost", "name": "אבוד", "parent": "gone"})
    site = Site(small_library("docs/vocabulary/needs.yml", terms=(meals, food, lost)), History(), TODAY)
    page = read(next(iter(vocabulary.pages(site))).render())
    order = [id_ for id_ in page.ids if id_.startswith("needs-")]
    assert order == ["needs-food", "needs-meals", "needs-lost"]


def test_every_code_is_explained_with_an_example() -> None:
    page = pages(small_library())["guide/problems/"]
    text = page.text
    for code in CODES.values():
        assert code.code in page.ids
        assert code.title in text
        assert code.example in text, code.code


def test_a_message_names_its_blanks() -> None:
    assert problems.in_words("נמצא {found} <b>") == "נמצא <var>מה שנמצא</var> &lt;b&gt;"


def test_backlinks_leave_out_a_things_own_parts_only() -> None:
    library = small_library()
    labels = dict(backlinks_of(library, "source", "first-source"))
    assert ("step", "first-playbook/call-forum") in labels["צעדים"]
    assert "צעדים" not in dict(backlinks_of(library, "playbook", "first-playbook"))


def test_units_in_backlinks_have_the_settings_name() -> None:
    assert "רשויות מקומיות" in dict(backlinks_of(small_library(), "source", "first-source"))


def test_results_and_measurements_are_named_by_their_day() -> None:
    library = small_library()
    wave = next(iter(library.of("wave")))
    assert name_of(library, "result", "first-town/first-result") == "תרגיל שולחן, 12 באוקטובר 2026 (עיר ראשונה)"
    assert name_of(library, "wave", wave).startswith("CCRAM")


@pytest.mark.parametrize(
    ("kind", "id_", "expected"),
    [
        ("municipality", "first-example", True),
        ("municipality", "first-town", False),
        ("result", "first-town/first-result", False),
        ("lesson", "first-lesson", False),
        ("lesson", "gone", False),
        ("page", "index.md", False),
    ],
)
def test_what_is_of_an_example(kind: str, id_: str, *, expected: bool) -> None:
    assert is_example(small_library(), kind, id_) is expected
