"""Drift: exactly the adaptations of the step that moved on, beside what it said when they were reviewed."""

from datetime import date
from typing import Any

import pytest

from kb_tools.insight.changes import gather
from kb_tools.insight.drift import drifts, step_then
from kb_tools.model.change import Change, Changes
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook
from kb_tools.model.provenance import Commit
from tests.unit.insight import tiny

STEPS = ("call", "meet", "report")


def book(**changed: dict[str, Any]) -> Playbook:
    return tiny.playbook("book", *({**tiny.step(id_), **changed.get(id_, {})} for id_ in STEPS))


def library(now: Playbook) -> Library:
    """Two authorities that adapt, as reviewed before anything moved: one in two steps, the other in one and beside it."""
    prints = {step.id: step.fingerprint for step in book().steps}
    return tiny.library(
        now,
        tiny.profile("haifa"),
        tiny.profile("jaffa"),
        tiny.adaptation("ours", "book", prints["call"], municipality="haifa", call="replace"),
        tiny.adaptation("more", "book", prints["meet"], municipality="haifa", meet="skip"),
        tiny.adaptation("ours", "book", prints["call"], municipality="jaffa", call="add"),
    )


def found(now: Playbook) -> set[tuple[str, str, str]]:
    return {(each.municipality.id, each.adaptation.id, each.change.step) for each in drifts(library(now))}


@pytest.mark.parametrize("field", ["what", "done_when", "detail", "if_not"])
def test_a_step_that_says_something_else_drifts_its_own_adaptations_alone(field: str) -> None:
    assert found(book()) == set()
    assert found(book(call={field: "אחרת"})) == {("haifa", "ours", "call"), ("jaffa", "ours", "call")}
    assert found(book(meet={field: "אחרת"})) == {("haifa", "more", "meet")}
    assert found(book(report={field: "אחרת"})) == set()


def test_what_a_step_rests_on_may_change_without_a_review() -> None:
    assert found(book(call={"sources": [{"source": "minutes"}], "lessons": ["first"]})) == set()


def commit(id_: str) -> Commit:
    return Commit(id_, date(2026, 1, 1), "סיבה", frozenset(), ())


def test_the_version_that_was_reviewed_comes_from_history() -> None:
    old, new, newest = ({**tiny.step("call"), "what": what} for what in ("היה", "אחר כך", "עכשיו"))
    told = gather(
        [
            Change(("step", "book/call"), commit("c"), "book.yml", new, newest),
            Change(("step", "book/call"), commit("b"), "book.yml", old, new),
        ]
    )
    then = tiny.playbook("book", old).steps[0]
    step = step_then(told, "book/call", then.fingerprint)
    assert step is not None
    assert step.what == "היה"
    assert step_then(told, "book/call", "0" * 12) is None
    assert step_then(Changes(), "book/call", then.fingerprint) is None


def test_a_version_that_todays_rules_cannot_read_is_no_version() -> None:
    told = gather([Change(("step", "book/call"), commit("b"), "book.yml", {"id": "call"}, tiny.step("call"))])
    assert step_then(told, "book/call", "0" * 12) is None
