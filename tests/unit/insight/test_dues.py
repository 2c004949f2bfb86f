"""What is due: from which words of which file each day follows, who owes it, and what ends it."""

import dataclasses
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest

from kb_tools.insight.dues import Due, Duty, dues, national, never_reviewed, next_meeting, not_held, overdue
from kb_tools.insight.freshness import all_kept, care_of
from kb_tools.model.base import Entry
from kb_tools.model.correction import Correction
from kb_tools.model.document import Document
from kb_tools.model.drill import DrillResult
from kb_tools.model.files import kind_of
from kb_tools.model.lesson import Action, LessonStatus
from kb_tools.model.library import Library, assemble
from kb_tools.model.municipality import Forum, MeetingAction, Plan, PlannedDrill, ResilienceFile
from kb_tools.model.page import ReviewEvery
from kb_tools.model.survey import Key
from tests.unit.insight.small_library import TODAY, small_library

TOWN = "docs/municipalities/first-town"
LIBRARY = small_library()


def of(library: Library, duty: Duty, key: Key | None = None) -> list[Due]:
    return [due for due in dues(library) if due.duty is duty and key in (None, due.key)]


def with_file(path: str, content: Entry, library: Library = LIBRARY) -> Library:
    """The library with one file more, or another in its place."""
    kind, captures = kind_of(path) or pytest.fail(path)
    documents = [each for each in library.documents if each.path != path]
    return assemble(
        library.settings, [*documents, Document(path, kind, captures, content)], library.pages, library.prose
    )


def settings(**changes: Any) -> Library:
    changed = LIBRARY.settings.model_copy(update=changes)
    return assemble(changed, LIBRARY.documents, LIBRARY.pages, LIBRARY.prose)


# --- reviews ---------------------------------------------------------------------------------------------------------


def test_what_says_no_rhythm_has_that_of_its_kind() -> None:
    book = {"file": "playbooks/first-playbook/playbook.yml", "reviewed_on": date(2026, 1, 31)}
    assert of(small_library(**book, review_every=1), Duty.REVIEW, ("playbook", "first-playbook"))[0].due == date(
        2026, 2, 28
    )
    assert of(small_library(**book, review_every=None), Duty.REVIEW, ("playbook", "first-playbook"))[0].due == date(
        2027, 1, 31
    )


def test_the_rhythm_of_a_kind_is_set_in_kb_yml() -> None:
    library = settings(review_every=ReviewEvery(playbook=3, source=6))
    assert care_of(library, ("playbook", "first-playbook")) != care_of(LIBRARY, ("playbook", "first-playbook"))
    assert {care.every for care in all_kept(library) if care.key[0] == "source"} == {6}


def test_what_names_no_owner_is_looked_after_by_the_leading_role() -> None:
    assert {care.owner for care in all_kept(LIBRARY) if care.key[0] in ("source", "page")} == {"first-role"}
    source = LIBRARY.sources["first-source"].model_copy(update={"owner": "other", "reviewed_on": date(2026, 1, 1)})
    (due,) = of(with_file("docs/sources/first-source.yml", source), Duty.REVIEW, ("source", "first-source"))
    assert (due.owner, due.due) == ("other", date(2027, 1, 1))


def test_everything_with_a_file_of_its_own_is_looked_after_or_is_a_part_of_what_is() -> None:
    """A new kind of file fails here until it is said who looks after it."""
    kept = {care.key for care in all_kept(LIBRARY)}
    parts = {"settings", "needs", "actors", "responses", "forum", "plan", "resilience", "uptake"}  # of what is owned
    tested = {"synonyms", "expectations"}  # by every build
    dated = {"result", "correction"}  # of one day: nothing to review
    left = {d.kind.name for d in LIBRARY.documents if d.owner not in kept} - parts - tested - dated
    assert left <= {"source", "lesson"}, "sources of examples and rejected lessons"


def test_a_vocabulary_and_a_page_come_round_too() -> None:
    path = "docs/vocabulary/sectors.yml"
    sectors = next(d.content for d in LIBRARY.documents if d.path == path)
    library = with_file(path, sectors.model_copy(update={"reviewed_on": date(2026, 3, 1)}))
    assert [due.due for due in of(library, Duty.REVIEW, ("vocabulary-sectors", ""))] == [date(2027, 3, 1)]
    page = LIBRARY.pages[0]
    read = dataclasses.replace(
        page, meta=page.meta.model_copy(update={"reviewed_on": date(2026, 3, 1), "review_every": 2})
    )
    library = assemble(LIBRARY.settings, LIBRARY.documents, [read], {})
    assert [due.due for due in of(library, Duty.REVIEW, ("page", page.path))] == [date(2026, 5, 1)]


def test_what_was_never_reviewed_has_no_day_and_is_told_apart() -> None:
    assert ("municipality", "first-town") in never_reviewed(LIBRARY)
    assert of(LIBRARY, Duty.REVIEW, ("municipality", "first-town")) == []
    library = small_library(f"{TOWN}/profile.yml", reviewed_on=date(2026, 11, 1))
    assert ("municipality", "first-town") not in never_reviewed(library)
    assert of(library, Duty.REVIEW, ("municipality", "first-town"))[0].due == date(2027, 11, 1)


def test_neither_examples_nor_what_stands_behind_them_is_asked_for_a_first_review() -> None:
    found = never_reviewed(LIBRARY)
    assert ("municipality", "first-example") not in found
    assert ("source", "made-up") not in found


def test_nobody_reviews_a_rejected_lesson() -> None:
    lesson = {"file": "docs/lessons/first-lesson.yml", "reviewed_on": date(2026, 1, 1)}
    assert of(small_library(**lesson), Duty.REVIEW, ("lesson", "first-lesson"))
    assert not of(small_library(**lesson, status=LessonStatus.REJECTED), Duty.REVIEW, ("lesson", "first-lesson"))


# --- what was undertaken ---------------------------------------------------------------------------------------------


def test_both_tracks_of_a_lesson_are_due_a_year_at_its_end() -> None:
    now = Action(what="ממנים", owner="first-role", due=date(2027, 3, 1))
    later = Action(what="מתקצבים", owner="other", year=2028)
    library = small_library("docs/lessons/first-lesson.yml", immediate=now, multi_year=later)
    found = [(due.owner, due.due, due.action, due.mark) for due in of(library, Duty.LESSON)]
    assert found == [
        ("first-role", date(2027, 3, 1), "ממנים", "immediate"),
        ("other", date(2028, 12, 31), "מתקצבים", "multi_year"),
    ]


def test_what_an_authority_plans_is_due_until_it_is_done() -> None:
    library = small_library(f"{TOWN}/plan.yml")
    assert [(due.action, due.due, due.unit) for due in of(library, Duty.PLAN)] == [
        ("ממנים", date(2026, 12, 1), "first-town"),
        ("מתקצבים", date(2028, 12, 31), "first-town"),
    ]
    plan = library.municipalities["first-town"].plan
    assert plan
    done = tuple(item.model_copy(update={"done_on": TODAY}) for item in plan.immediate)
    assert [due.action for due in of(small_library(f"{TOWN}/plan.yml", immediate=done), Duty.PLAN)] == ["מתקצבים"]


def test_a_task_of_a_meeting_and_a_corrective_action_end_when_they_are_done() -> None:
    def tasks(**done: Any) -> list[Due]:
        forum = LIBRARY.municipalities["first-town"].forum
        assert forum
        action = MeetingAction(what="מזמינים", owner="first-role", due=date(2026, 12, 1), **done)
        meetings = [forum.meetings[0].model_copy(update={"actions": (action,)})]
        return of(small_library(f"{TOWN}/forum.yml", meetings=tuple(meetings)), Duty.TASK)

    assert [(due.action, due.due) for due in tasks()] == [("מזמינים", date(2026, 12, 1))]
    assert tasks(done_on=TODAY) == []

    def corrective(**done: str) -> list[Due]:
        action = {
            "what": "מעדכנים",
            "owner": "first-role",
            "start": "2026-11-01",
            "due": "2026-11-20",
            "element": "planning",
        }
        raw = LIBRARY.municipalities["first-town"].results[0].model_dump(mode="json", exclude_unset=True)
        numbered = [{**item, "minute": str(item["minute"])} for item in raw["items"]]
        result = DrillResult.model_validate(raw | {"items": numbered, "review": {"actions": [action | done]}})
        return of(with_file(f"{TOWN}/results/first-result.yml", result), Duty.CORRECTIVE)

    assert [(due.key, due.due) for due in corrective()] == [(("result", "first-town/first-result"), date(2026, 11, 20))]
    assert corrective(done_on="2026-11-19") == []


# --- the forum, drills and measurements ------------------------------------------------------------------------------


def forum(*held_on: str, next_on: str | None = None) -> Forum:
    meetings = [{"held_on": day, "sectors": ["business"], "subject": "נושא"} for day in held_on]
    members = [{"role": "מנהלת", "body": "גוף", "sector": "business"}]
    raw = {"chair": "lead", "every_months": "2", "members": members, "meetings": meetings}
    return Forum.model_validate(raw | ({"next_meeting": next_on} if next_on else {}))


@pytest.mark.parametrize(
    ("held_on", "next_on", "due"),
    [
        ((), None, None),
        ((), "2026-12-01", date(2026, 12, 1)),
        (("2026-09-30", "2026-07-01"), None, date(2026, 11, 30)),
        (("2026-09-30",), "2026-12-14", date(2026, 12, 14)),
        (("2026-09-30",), "2026-09-30", date(2026, 11, 30)),  # the meeting that was set has been held
        (("2026-09-30",), "2026-10-07", date(2026, 10, 7)),  # it was set and has not been held
    ],
)
def test_the_next_meeting_is_the_one_that_was_set_or_the_one_that_the_rhythm_asks_for(
    held_on: tuple[str, ...], next_on: str | None, due: date | None
) -> None:
    assert next_meeting(forum(*held_on, next_on=next_on)) == due


def test_the_chair_owes_the_meeting() -> None:
    (due,) = of(with_file(f"{TOWN}/forum.yml", forum("2026-09-30")), Duty.MEETING)
    assert (due.owner, due.due, due.unit) == ("lead", date(2026, 11, 30), "first-town")


def planned(*days: str, drill: str = "night") -> tuple[PlannedDrill, ...]:
    return tuple(PlannedDrill(drill=drill, planned_on=date.fromisoformat(day), owner="lead") for day in days)


@pytest.mark.parametrize(
    ("days", "held", "left"),
    [
        (("2027-02-01",), (), ("2027-02-01",)),
        (("2027-02-01",), ("2027-02-01",), ()),
        (("2027-02-01",), ("2027-01-01",), ()),  # a month early is still the drill that was fixed
        (("2027-02-01",), ("2026-12-31",), ("2027-02-01",)),  # that was another one
        (("2027-02-01",), ("2027-06-01",), ()),  # late, but held
        (("2027-02-01", "2027-08-01"), ("2027-08-01",), ("2027-08-01",)),  # one drill answers for one date, the first
        (("2027-08-01", "2027-02-01"), ("2027-08-01", "2027-02-03"), ()),
    ],
)
def test_each_result_answers_one_drill_that_was_fixed(
    days: tuple[str, ...], held: tuple[str, ...], left: tuple[str, ...]
) -> None:
    base = LIBRARY.municipalities["first-town"].results[0]
    results = [base.model_copy(update={"drill": "night", "held_on": date.fromisoformat(day)}) for day in held]
    assert [each.planned_on.isoformat() for each in not_held(planned(*days), results)] == list(left)


def test_another_drill_answers_for_none() -> None:
    base = LIBRARY.municipalities["first-town"].results[0]
    assert not_held(planned("2026-10-12"), [base]) == planned("2026-10-12")


def test_a_drill_that_was_fixed_is_due_by_its_name() -> None:
    plan = Plan(drills=planned("2027-02-01", drill="first-drill"))
    (due,) = of(with_file(f"{TOWN}/plan.yml", plan), Duty.DRILL)
    assert (due.action, due.owner, due.unit) == (LIBRARY.drills["first-drill"].title, "lead", "first-town")


def test_a_drill_that_is_proposed_waits_for_an_answer_until_its_day_and_says_why() -> None:
    (entry,) = planned("2027-02-01", drill="first-drill")
    plan = Plan(drills=(entry.model_copy(update={"proposed": True, "why": ("כי כן",)}),))
    library = with_file(f"{TOWN}/plan.yml", plan)
    (due,) = of(library, Duty.PROPOSED)
    assert (due.action, due.due, due.why) == (LIBRARY.drills["first-drill"].title, date(2027, 2, 1), ("כי כן",))
    assert not of(library, Duty.DRILL)


def test_only_the_last_measurement_of_its_kind_asks_to_be_renewed() -> None:
    def wave(id_: str, measured: str, until: str, instrument: str = "CCRAM10") -> dict[str, Any]:
        scores = {"scores": {"leadership": "3"}, "respondents": "9", "rater": "צוות", "evidence": "סקר"}
        return {"id": id_, "instrument": instrument, "measured_on": measured, "valid_until": until} | scores

    waves = [wave("old", "2024-01-01", "2025-01-01"), wave("new", "2026-01-01", "2027-01-01")]
    other = wave("other", "2023-01-01", "2024-01-01", "other")
    file = ResilienceFile.model_validate({"waves": [*waves, other]})
    found = of(with_file(f"{TOWN}/resilience.yml", file), Duty.VALIDITY)
    assert {due.key[1] for due in found if due.unit} == {"first-town/new", "first-town/other"}


def test_a_survey_is_as_old_as_its_oldest_line() -> None:
    town = LIBRARY.municipalities["first-town"]
    oldest = min([*(n.surveyed_on for n in town.needs), *(r.checked_on for r in town.responses)])
    (due,) = of(LIBRARY, Duty.SURVEY, ("municipality", "first-town"))
    assert due.due == date(oldest.year + 1, oldest.month, oldest.day)
    assert of(small_library(without=f"{PurePosixPath(TOWN).name}/needs"), Duty.SURVEY)[0].due >= due.due


# --- corrections -----------------------------------------------------------------------------------------------------


def correction(page: str, **rest: str) -> list[Due]:
    raw = {"id": "first", "page": page, "right": "כך.", "because": "נוהל.", "submitted_on": "2026-10-31"} | rest
    library = small_library("docs/lessons/first-lesson.yml", owner="keeper")
    return of(with_file("docs/corrections/first.yml", Correction.model_validate(raw), library), Duty.CORRECTION)


def test_a_correction_waits_for_whoever_looks_after_the_page() -> None:
    assert [(due.owner, due.due) for due in correction("lessons/first-lesson/")] == [("keeper", date(2026, 11, 30))]
    assert [due.owner for due in correction("./")] == ["first-role"]
    assert correction("lessons/first-lesson/", outcome="accepted", handled_on="2026-11-01") == []


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_goes_by_day_and_names_each_thing_once() -> None:
    found = dues(LIBRARY)
    assert [due.due for due in found] == sorted(due.due for due in found)
    identities = [(due.duty, due.key, due.mark) for due in found]
    assert len(set(identities)) == len(identities)


def test_what_is_due_today_is_not_late() -> None:
    day = dues(LIBRARY)[0].due
    assert overdue(dues(LIBRARY), day) == ()
    assert overdue(dues(LIBRARY), date.fromordinal(day.toordinal() + 1))[0] == dues(LIBRARY)[0]


def test_examples_owe_in_their_own_name_only() -> None:
    profile = LIBRARY.municipalities["first-town"].profile.model_copy(update={"example": True})
    library = with_file(f"{TOWN}/profile.yml", profile)
    assert {due.unit for due in dues(library) if due.is_example} == {"first-town"}
    assert "first-town" not in {due.unit for due in national(dues(library))}
    assert {due.unit for due in national(dues(LIBRARY))} == {"", "first-town"}
