"""Answers about lessons: which are only told of, and what a draft of them says."""

from datetime import date
from typing import Any

import pytest

from kb_tools.content.crosscheck import across_files
from kb_tools.content.drafts import draft, problems_of
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from kb_tools.model.source import Source
from kb_tools.model.uptake import UptakeFile
from kb_tools.model.vocabulary import Traits
from tests.unit.insight import tiny

TODAY = date(2026, 11, 22)
ANSWER = {"decision": "adopted", "decided_on": "2026-10-01", "owner": "lead"}
SOURCE = Source.model_validate(
    {"id": "minutes", "title": "פרוטוקול", "source_kind": "document", "publisher": "מוסד", "verified": "yes"}
)
TRAITS = Traits.model_validate(
    {"title": "תכונות", "terms": [{"id": id_, "name": id_, "municipality_kind": id_} for id_ in ("city", "village")]}
)


def library(*things: Any, **lesson: Any) -> Library:
    told = tiny.lesson("first", **lesson)
    answers = UptakeFile.model_validate({"answers": [{**ANSWER, "lesson": "first"}]})
    return tiny.library(tiny.role("lead"), TRAITS, told, tiny.profile("town", example=True), answers, *things)


def codes(found: Library) -> list[str]:
    return [each.code for each in across_files(found, TODAY) if each.file.endswith("uptake.yml")]


@pytest.mark.parametrize(
    ("lesson", "expected"),
    [
        ({}, []),
        ({"traits": ["city"]}, []),
        ({"traits": ["village", "city"]}, []),
        ({"traits": ["village"]}, ["uptake-unasked"]),
        ({"level": "local", "municipality": "town"}, ["uptake-unasked"]),
        ({"status": "rejected"}, []),
    ],
)
def test_an_answer_that_nobody_asked_for_is_told_of(lesson: dict[str, Any], expected: list[str]) -> None:
    assert codes(library(**lesson)) == expected


def test_a_draft_is_about_a_lesson_that_the_authority_is_asked_about() -> None:
    found = tiny.library(
        tiny.role("lead"),
        SOURCE,
        TRAITS,
        tiny.lesson("another-kind", traits=["village"]),
        tiny.lesson("observed", status="observation"),
        tiny.lesson("own", level="local", municipality="town"),
        tiny.lesson("wanted", traits=["city"]),
        tiny.profile("town"),
    )
    made = draft(found, KINDS_BY_NAME["uptake"], {"municipality": "town"}, {}, TODAY)
    assert made.path == "docs/municipalities/town/uptake.yml"
    assert made.values["answers"][0]["lesson"] == "wanted"  # type: ignore[index]


def test_a_second_draft_of_an_adaptation_changes_no_step_twice(one_step: Library) -> None:
    where = {"municipality": "town", "adaptation": "second"}
    made = draft(one_step, KINDS_BY_NAME["adaptation"], where, {"playbook": "book"}, TODAY)
    assert made.values["changes"][0]["change"] == "add"  # type: ignore[index]
    assert [each.code for each in problems_of(one_step, made, TODAY) if each.code == "change-twice"] == []


@pytest.fixture
def one_step() -> Library:
    book = tiny.playbook("book", tiny.step("call"))
    return tiny.library(
        tiny.role("lead"), SOURCE, book, tiny.profile("town"), tiny.adaptation("first", "book", call="replace")
    )
