"""The chain of a lesson, what it lacks at each status, and what moves it on."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.dues import Duty, dues, national, overdue
from kb_tools.insight.lessons import board, chain, next_move, tracks
from kb_tools.insight.practice import drills_of_steps
from kb_tools.insight.traits import sharing
from kb_tools.model.lesson import Action, Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.proof import DECIDED, Proof, missing_proof, missing_tracks, proving_results
from kb_tools.model.survey import Key
from tests.unit.insight.small_library import small_library

FILE = "docs/lessons/first-lesson.yml"
BEFORE, AFTER = date(2021, 1, 1), date(2026, 11, 1)
"""The result of the base was recorded on 12 October 2026."""
PROVEN = ("first-town/first-result",)


def changed(**changes: Any) -> tuple[Library, Lesson]:
    library = small_library(FILE, **changes)
    return library, library.lessons["first-lesson"]


def filled(library: Library, lesson: Lesson) -> list[bool]:
    return [link.filled for link in chain(library, lesson)]


def test_the_chain_fills_from_event_to_proof() -> None:
    assert filled(*changed(decided_on=None, steps=())) == [True, True, False, False, False]
    assert filled(*changed(steps=())) == [True, True, True, False, False]
    assert filled(*changed()) == [True, True, True, True, False]
    assert filled(*changed(results=PROVEN)) == [True, True, True, True, True]


def test_links_name_what_shows_them() -> None:
    links = chain(*changed(results=PROVEN))
    assert links[3].shown_by == (("step", "first-playbook/call-forum"),)
    assert links[4].shown_by == (("result", "first-town/first-result"),)


def test_a_drill_before_the_decision_proves_nothing() -> None:
    library, lesson = changed(results=PROVEN, decided_on=AFTER)
    assert not chain(library, lesson)[4].filled
    assert missing_proof(library, lesson, LessonStatus.LEARNED) == (Proof.DRILL,)


def test_of_a_drill_on_the_day_of_the_decision_files_do_not_tell_what_came_first() -> None:
    library, lesson = changed(results=PROVEN, decided_on=date(2026, 10, 12))
    assert chain(library, lesson)[4].filled


def test_a_drill_of_an_example_authority_proves_only_lessons_of_examples() -> None:
    town = small_library().municipalities["first-town"].profile
    library, lesson = changed(results=PROVEN)
    example = small_library("docs/municipalities/first-town/profile.yml", example=True)
    assert town.example is False
    assert proving_results(library, lesson)
    assert not proving_results(example, lesson)
    assert proving_results(example, lesson.model_copy(update={"municipality": "first-town"}))


def test_a_drill_of_other_steps_proves_nothing() -> None:
    library, lesson = changed(results=PROVEN, steps=())
    assert Proof.DRILL in missing_proof(library, lesson, LessonStatus.LEARNED)


@pytest.mark.parametrize(
    ("changes", "to", "what"),
    [
        ({"status": LessonStatus.OBSERVATION}, LessonStatus.IDENTIFIED, "בררו את הסיבה ואשרו שזה לקח"),
        (
            {"status": LessonStatus.IDENTIFIED, "multi_year": None},
            LessonStatus.DECIDED,
            "הציעו מהלך מיידי ומהלך רב־שנתי, עם אחראי לכל אחד",
        ),
        ({"status": LessonStatus.IDENTIFIED}, LessonStatus.DECIDED, "הביאו להחלטה ורשמו את תאריכה"),
        ({"steps": ()}, LessonStatus.IMPLEMENTED, "שנו צעד בספר הפעלה לפי הלקח"),
        ({}, LessonStatus.IMPLEMENTED, "בדקו שהצעד השתנה בפועל ועדכנו את מצב הלקח"),
        ({"status": LessonStatus.IMPLEMENTED}, LessonStatus.LEARNED, "תרגלו את אחד הצעדים ורשמו את התוצאה"),
        ({"status": LessonStatus.IMPLEMENTED, "steps": ()}, LessonStatus.LEARNED, "כתבו תרגיל שבודק את אחד הצעדים"),
        (
            {"status": LessonStatus.IMPLEMENTED, "results": PROVEN},
            LessonStatus.LEARNED,
            "יש תרגיל שמוכיח: עדכנו את מצב הלקח",
        ),
        ({"status": LessonStatus.LEARNED}, None, "אין. הלקח הוכח בתרגיל"),
        ({"status": LessonStatus.REJECTED}, None, "אין. הלקח נדחה"),
    ],
)
def test_the_next_move_is_the_one_that_is_missing(changes: dict[str, Any], to: LessonStatus, what: str) -> None:
    library, lesson = changed(**changes)
    move = next_move(library, lesson, drills_of_steps(library))
    assert (move.to, move.what.label) == (to, what)


def test_one_track_will_do_when_it_says_why() -> None:
    _, both = changed()
    _, one = changed(multi_year=None)
    _, told = changed(multi_year=None, one_track_because="הפעולה חד־פעמית")
    _, none = changed(immediate=None, multi_year=None, one_track_because="אין טעם")
    assert [missing_tracks(lesson) for lesson in (both, one, told, none)] == [
        (),
        ("multi_year",),
        (),
        ("immediate", "multi_year"),
    ]


LADDER = (LessonStatus.IDENTIFIED, LessonStatus.DECIDED, LessonStatus.IMPLEMENTED, LessonStatus.LEARNED)
LIBRARY = small_library()


@given(
    st.fixed_dictionaries(
        {
            "decided_on": st.sampled_from([None, BEFORE, AFTER]),
            "steps": st.sampled_from([(), ("first-playbook/call-forum",), ("first-playbook/gone",)]),
            "results": st.sampled_from([(), PROVEN, ("first-town/gone",)]),
        }
    )
)
def test_each_rung_asks_for_all_that_the_one_below_asks(evidence: dict[str, Any]) -> None:
    lesson = LIBRARY.lessons["first-lesson"].model_copy(update=evidence)
    lacks = [set(missing_proof(LIBRARY, lesson, status)) for status in LADDER]
    assert all(below <= above for below, above in pairwise(lacks))


def test_statuses_after_a_decision() -> None:
    assert frozenset(LADDER[1:]) == DECIDED


def test_a_board_has_every_status() -> None:
    columns = board(LIBRARY, {})
    assert list(columns) == list(LessonStatus)
    assert [len(column) for column in columns.values()] == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("due", "year", "today", "overdue"),
    [
        (date(2027, 3, 1), None, date(2027, 3, 1), False),
        (date(2027, 3, 1), None, date(2027, 3, 2), True),
        (None, 2027, date(2027, 12, 31), False),
        (None, 2027, date(2028, 1, 1), True),
        (None, None, date(2028, 1, 1), False),
    ],
)
def test_an_action_is_overdue_the_day_after(due: date | None, year: int | None, today: date, *, overdue: bool) -> None:
    action = Action(what="ממנים", owner="first-role", due=due, year=year)
    _, lesson = changed(immediate=action, multi_year=None)
    assert [track.overdue for track in tracks(lesson, today)] == [overdue, False]


def test_what_is_done_is_not_overdue() -> None:
    action = Action(what="ממנים", owner="first-role", due=date(2021, 3, 1), done_on=date(2021, 2, 1))
    library, lesson = changed(immediate=action, multi_year=None)
    assert not tracks(lesson, date(2030, 1, 1))[0].overdue
    assert Duty.LESSON not in [due.duty for due in dues(library) if due.key == ("lesson", "first-lesson")]


def test_a_rejected_lesson_owes_nothing() -> None:
    _, lesson = changed(status=LessonStatus.REJECTED)
    assert not any(track.overdue for track in tracks(lesson, date(2100, 1, 1)))


def test_neither_examples_nor_rejected_lessons_are_overdue() -> None:
    """Both stand in the base with a date long gone."""

    def late(**changes: Any) -> list[Key]:
        return [due.key for due in overdue(national(dues(changed(**changes)[0])), date(2030, 1, 1))]

    assert ("lesson", "first-lesson") in late()
    assert ("lesson", "first-lesson") not in late(status=LessonStatus.REJECTED)
    assert ("lesson", "first-lesson") not in late(municipality="first-example")


def test_examples_share_no_trait() -> None:
    figures = LIBRARY.municipalities["first-town"].profile.figures
    library = small_library("docs/municipalities/first-example/profile.yml", figures=figures)
    assert {trait: [unit.id for unit in units] for trait, units in sharing(library).items()} == {
        "large": ["first-town"]
    }
