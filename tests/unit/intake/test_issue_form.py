"""The forge's form: drawn from the types, and what it makes is read back as a submission."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.content.compose import compose
from kb_tools.intake.issue_form import FORM, form_text, is_filled_form, questions, submission_of
from kb_tools.intake.refusal import Refused
from kb_tools.library import load_library
from tests.unit.intake.sent import TODAY, lesson, receive

ROOT = Path(__file__).parents[3]
FIELDS = lesson()["fields"]
ANSWERS = {
    "title": FIELDS["title"],
    "event.name": FIELDS["event"]["name"],
    "event.began_on": FIELDS["event"]["began_on"],
    "event.ended_on": "_No response_",
    "observation": FIELDS["observation"],
    "discussion": FIELDS["discussion"],
    "conclusion": FIELDS["conclusion"],
    "recommendation": FIELDS["recommendation"],
    "scenarios": "תרחיש, עם פסיק (first-scenario)",
    "lesson_kind": "אתגר (challenge)",
    "level": "ארצי (national)",
    "municipality": "_No response_",
    "": "רכזת מתנדבים",
}


def filled(**changes: str) -> str:
    """The text that the forge makes of the answers."""
    answers = ANSWERS | changes
    parts = [f"### {question.label}\n\n{answers[question.path]}\n" for question in questions()]
    return "\n".join([*parts, "### פרטיות\n\n- [X] אין כאן פרט שאפשר לזהות לפיו אדם\n"])


def sent(text: str) -> Any:
    return json.loads(submission_of(text, TODAY))


def test_the_shipped_form_is_the_one_that_the_types_make() -> None:
    library = load_library(ROOT, date(2026, 11, 22)).library
    assert library is not None
    assert (ROOT / FORM).read_text("utf-8") == form_text(library)


def test_the_form_is_one_that_the_forge_takes() -> None:
    form = compose((ROOT / FORM).read_text("utf-8")).value
    assert {"name", "description", "body"} <= set(form)
    labels = [element["attributes"]["label"] for element in form["body"] if element["type"] != "markdown"]
    ids = [element["id"] for element in form["body"] if element["type"] != "markdown"]
    assert len(labels) == len(set(labels)) == len(set(ids)) == len(questions()) + 1
    for element in form["body"]:
        assert element["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        if element["type"] == "dropdown":
            options = element["attributes"]["options"]
            assert options
            assert len(set(options)) == len(options)


def test_what_it_makes_is_the_submission_that_the_sites_form_makes() -> None:
    assert sent(filled()) == lesson()
    assert sent(filled().replace("\n", "\r\n")) == lesson()


def test_it_becomes_a_branch(base: Path) -> None:
    assert receive(base, submission_of(filled(), TODAY)).state == "accepted"


def test_headings_of_ones_own_stay_in_the_answer() -> None:
    text = "מה ראינו:\n\n### כותרת משלי\n\n- א\n- ב"
    assert sent(filled(observation=text))["fields"]["observation"] == text


def test_a_question_that_comes_twice_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        sent(filled(observation="א\n\n### לקח: מה לעשות\n\nב"))
    assert [reason.code for reason in refused.value.reasons] == ["duplicate-key"]


def test_several_scenarios_and_one_that_is_not_offered() -> None:
    assert sent(filled(scenarios="שריפה (fire), שיטפון (flood)"))["fields"]["scenarios"] == ["fire", "flood"]
    assert sent(filled(scenarios="משהו"))["fields"]["scenarios"] == ["משהו"]


def test_other_texts_are_no_form() -> None:
    assert is_filled_form(filled())
    assert not is_filled_form("שלום, רציתי לשאול\n\n### שאלה\n\nמתי?")
