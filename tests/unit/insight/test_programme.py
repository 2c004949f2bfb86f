"""A year's programme: its laws on random pasts, each reason on a small past, and the two examples' years as they read."""

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_tools.hebrew.rest_days import rest_day
from kb_tools.insight.programme import most_a_year, programme
from kb_tools.insight.programme_rules import GAP, GROUND, IDLE_MONTHS, LEAD, Cause, Lack, Programme
from kb_tools.library import load_library
from kb_tools.model.drill import Drill, DrillResult, DrillType, Outcome
from kb_tools.model.lesson import LessonStatus
from kb_tools.model.library import Library, Municipality, assemble
from kb_tools.model.municipality import Plan, PlannedDrill
from kb_tools.views.programme import as_planned, lacking_in_words
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
YEAR = 2027
RANK = {type_: rank for rank, type_ in enumerate(DrillType)}
CASES = Path(__file__).parents[2] / "cases/programme"


def shipped() -> Library:
    library = load_library(ROOT, TODAY).library
    assert library is not None
    return library


SHIPPED = shipped()
"""The shipped drills, scenarios and playbooks without authorities: what the laws need, assembled in a moment."""
DOCUMENTS = [each for each in SHIPPED.documents if "municipality" not in each.captures and "/lessons/" not in each.path]
PLAIN = SHIPPED.municipalities["9700"]
SCENARIOS = tuple(SHIPPED.scenarios)


def library_of(kinds: dict[str, tuple[DrillType, str]]) -> Library:
    """The shipped drills with other types and scenarios."""
    documents = [
        dataclasses.replace(
            each, content=each.content.model_copy(update=dict(zip(("type", "scenario"), kinds[own], strict=True)))
        )
        if (own := getattr(each.content, "id", "")) in kinds
        else each
        for each in DOCUMENTS
    ]
    return assemble(SHIPPED.settings, documents, (), {})


LIBRARY = library_of({})


def result(
    drill: str, day: str | date, outcome: Outcome | tuple[Outcome, ...] = Outcome.DONE, **more: Any
) -> DrillResult:
    items = LIBRARY.drills[drill].checklist
    outcomes = outcome if isinstance(outcome, tuple) else (outcome,) * len(items)
    held_on = date.fromisoformat(day) if isinstance(day, str) else day
    return DrillResult.model_validate(
        {
            "id": f"{drill}-{held_on}",
            "drill": drill,
            "held_on": held_on.isoformat(),
            "sectors": ["local-government"],
            "items": [
                {"item": item.id, "outcome": outcomes[index % len(outcomes)].value} for index, item in enumerate(items)
            ],
            "objectives": [{"objective": LIBRARY.drills[drill].objectives[0].id, "rating": "P"}],
            **more,
        }
    )


def unit(*results: DrillResult, plan: Iterable[PlannedDrill] = (), every_months: int | None = None) -> Municipality:
    forum = None
    if every_months:
        known = SHIPPED.municipalities["example-city"].forum
        assert known is not None
        forum = known.model_copy(update={"every_months": every_months})
    return dataclasses.replace(PLAIN, results=results, plan=Plan(drills=tuple(plan)), forum=forum)


def planned(drill: str, day: str, *, proposed: bool = False) -> PlannedDrill:
    entry = PlannedDrill.model_validate({"drill": drill, "planned_on": day, "owner": "partnerships-manager"})
    return entry.model_copy(update={"proposed": proposed})


def ids(found: Programme) -> list[str]:
    return [each.drill.id for each in found.proposals]


def causes(found: Programme) -> dict[str, list[Cause]]:
    return {each.drill.id: [reason.cause for reason in each.reasons] for each in found.proposals}


def written(authority: Municipality, found: Programme) -> Municipality:
    """The authority after what was proposed stands in its plan."""
    entries = [as_planned(LIBRARY, each) for each in found.proposals]
    drills = (*(authority.plan.drills if authority.plan else ()), *entries)
    return dataclasses.replace(authority, plan=Plan(drills=drills))


# --- laws ------------------------------------------------------------------------------------------------------------

_OUTCOMES = st.tuples(*[st.sampled_from(Outcome)] * 5)
_DRILLS = st.sampled_from(sorted(LIBRARY.drills))
_RESULTS = st.lists(
    st.tuples(_DRILLS, st.dates(date(2023, 1, 1), TODAY), _OUTCOMES, st.booleans()),
    max_size=6,
    unique_by=lambda each: (each[0], each[1]),
)
_PLANS = st.lists(
    st.tuples(_DRILLS, st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.booleans()),
    max_size=3,
    unique_by=lambda e: e[:2],
)
_KINDS = st.dictionaries(_DRILLS, st.tuples(st.sampled_from(DrillType), st.sampled_from(SCENARIOS)))
_EVERY = st.sampled_from([None, 1, 2, 3, 6, 24])


@settings(deadline=None, max_examples=120)
@given(_KINDS, _RESULTS, _PLANS, _EVERY, st.sampled_from([2026, 2027, 2028]), st.sampled_from([None, 1, 6]))
def test_the_laws_of_a_programme(
    kinds: dict[str, tuple[DrillType, str]],
    past: list[tuple[str, date, tuple[Outcome, ...], bool]],
    plan: list[tuple[str, date, bool]],
    every_months: int | None,
    year: int,
    most: int | None,
) -> None:
    library = library_of(kinds)
    results = [
        result(drill, day, outcome, **({"real_event": "אירוע"} if real else {})) for drill, day, outcome, real in past
    ]
    entries = [planned(drill, day.isoformat(), proposed=proposed) for drill, day, proposed in plan]
    authority = unit(*results, plan=entries, every_months=every_months)
    found = programme(library, authority, year, TODAY, most=most)
    held = [each for each in results if not each.real_event]
    days = [each.day for each in found.proposals]

    # days: of the year, in order, never too soon, at rest, in August, or close to another drill
    assert days == sorted(days)
    assert all(day.year == year and day >= TODAY + LEAD for day in days)
    assert not any(rest_day(day) or day.month in IDLE_MONTHS for day in days)
    others = [each.held_on for each in held] + [each.planned_on for each in found.standing]
    assert all(abs(day - other) >= GAP for day in days for other in others)
    assert all(later - earlier >= GAP for earlier, later in pairwise(days))

    # load
    assert not days or len(days) + len(found.standing) + found.held <= found.most

    # types rise over the year, with what was proposed before, and each stands on ground
    standing = [(each.planned_on, library.drills[each.drill]) for each in found.standing if each.proposed]
    proposed = [(each.day, each.drill) for each in found.proposals]
    for day, drill in proposed:
        for other_day, other in (*standing, *proposed):
            if RANK[other.type] < RANK[drill.type]:
                assert other_day < day
        ground = GROUND.get(drill.type)
        before = [(each.held_on, library.drills[each.drill]) for each in held]
        before += [(each.planned_on, library.drills[each.drill]) for each in entries if each.planned_on >= TODAY]
        assert ground is None or any(
            other.type in ground.types
            and other_day + GAP <= day
            and (not ground.same_scenario or other.scenario == drill.scenario)
            for other_day, other in (*before, *proposed)
        )

    # types never fall back over the years, but to prove a lesson or to mend what failed
    for each in found.proposals:
        assert each.reasons
        if not {Cause.PROOF, Cause.AGAIN} & {reason.cause for reason in each.reasons}:
            reached = [library.drills[r.drill] for r in held]
            assert all(RANK[d.type] <= RANK[each.drill.type] for d in reached if d.scenario == each.drill.scenario)

    # once a year, in any order of the files, and a second run adds nothing
    assert len(set(ids(found))) == len(found.proposals)
    assert not set(ids(found)) & {each.drill for each in found.standing if each.planned_on >= TODAY}
    turned = dataclasses.replace(authority, results=authority.results[::-1])
    assert programme(library, turned, year, TODAY, most=most) == found
    assert not programme(library, written(authority, found), year, TODAY, most=most).proposals


# --- reasons ---------------------------------------------------------------------------------------------------------


def test_who_never_drilled_begins_with_talk() -> None:
    found = programme(LIBRARY, unit(), YEAR, TODAY)
    assert causes(found) == {"role-induction-seminar": [Cause.FIRST], "next-wave-tabletop": [Cause.FIRST]}
    assert [each.drill.type for each in found.proposals] == [DrillType.SEMINAR, DrillType.TABLETOP]


def test_who_sat_around_a_table_needs_no_seminar_to_begin_another_scenario() -> None:
    found = programme(LIBRARY, unit(result("next-wave-tabletop", "2026-10-01")), YEAR, TODAY, most=1)
    assert ids(found) == ["forum-call-out"]


def test_a_scenario_comes_first_where_the_authority_has_the_trait() -> None:
    there = SHIPPED.municipalities["1031"]  # Sderot
    found = programme(SHIPPED, there, YEAR, TODAY, most=1)
    (proposal,) = found.proposals
    assert proposal.drill.scenario == "missiles"
    assert "gaza-envelope" in proposal.reasons[0].refs


def test_a_trait_moves_its_scenario_before_those_of_a_lower_order() -> None:
    documents = [
        dataclasses.replace(each, content=each.content.model_copy(update={"traits": ("large-city",)}))
        if each.path.endswith("/power-outage.yml")
        else each
        for each in DOCUMENTS
    ]
    library = assemble(SHIPPED.settings, documents, (), {})
    large = SHIPPED.municipalities["3000"]  # Jerusalem
    (proposal,) = programme(library, large, YEAR, TODAY, most=1).proposals
    assert (proposal.drill.id, proposal.reasons[0].refs) == ("losing-an-actor", ("large-city",))


def test_what_failed_comes_again_and_what_was_mended_since_does_not() -> None:
    failed = result("losing-an-actor", "2026-01-13", Outcome.NOT_DONE)
    (proposal,) = programme(LIBRARY, unit(failed), YEAR, TODAY, most=1).proposals
    assert (proposal.drill.id, proposal.reasons[0].cause) == ("losing-an-actor", Cause.AGAIN)
    assert proposal.reasons[0].since == date(2026, 1, 13)
    mended = result("losing-an-actor", "2026-06-16")
    found = programme(LIBRARY, unit(failed, mended), YEAR, TODAY)
    assert Cause.AGAIN not in [cause for own in causes(found).values() for cause in own]


def test_what_was_done_in_truth_mends_a_step_but_is_no_type_of_drill() -> None:
    failed = result("meals-continuity", "2026-01-13", Outcome.NOT_DONE)
    truth = result("meals-continuity", "2026-03-17", real_event="הצפה")
    assert Cause.AGAIN not in causes(programme(LIBRARY, unit(failed, truth), YEAR, TODAY)).get("meals-continuity", [])
    alone = programme(LIBRARY, unit(truth), YEAR, TODAY, most=6)
    assert DrillType.SEMINAR in [each.drill.type for each in alone.proposals]


def test_the_same_drill_waits_half_a_year() -> None:
    failed = result("losing-an-actor", "2026-11-17", Outcome.NOT_DONE)
    (proposal,) = programme(LIBRARY, unit(failed), YEAR, TODAY, most=1).proposals
    assert proposal.day >= date(2027, 5, 17)


def test_what_the_plan_has_already_is_no_reason_again() -> None:
    failed = result("losing-an-actor", "2026-01-13", Outcome.NOT_DONE)
    found = programme(LIBRARY, unit(failed, plan=[planned("losing-an-actor", "2027-03-02")]), YEAR, TODAY)
    assert len(found.standing) == 1
    assert Cause.AGAIN not in [cause for own in causes(found).values() for cause in own]


def test_a_scenario_of_long_ago_comes_again_one_type_higher_where_there_is_one() -> None:
    past = [result(id_, f"2025-0{month}-11") for month, id_ in enumerate(sorted(LIBRARY.drills), 1)]
    documents = [each for each in DOCUMENTS if getattr(each.content, "id", "") != "return-game"]
    library = assemble(SHIPPED.settings, documents, (), {})
    found = programme(library, unit(*past), YEAR, TODAY, most=6)
    assert all(own == [Cause.AGE] for own in causes(found).values())
    assert all(RANK[each.drill.type] >= RANK[DrillType.WORKSHOP] for each in found.proposals)
    since = {each.drill.id: each.reasons[0].since for each in found.proposals}
    assert since["losing-an-actor"] == next(each.held_on for each in past if each.drill == "losing-an-actor")


def test_the_next_type_follows_what_was_held() -> None:
    past = [
        result("next-wave-tabletop", "2026-09-01"),
        result("forum-call-out", "2026-09-29"),
        result("losing-an-actor", "2026-10-27"),
        result("meals-continuity", "2026-11-17"),
    ]
    documents = [each for each in DOCUMENTS if getattr(each.content, "id", "") != "volunteers-wave"]
    library = assemble(SHIPPED.settings, documents, (), {})
    found = programme(library, unit(*past), YEAR, TODAY, most=6)
    game = next(each for each in found.proposals if each.drill.id == "return-game")
    assert [reason.refs for reason in game.reasons if reason.cause is Cause.NEXT] == [("tabletop",)]
    assert game.day > date(2026, 9, 1)


def lesson_library(**changes: Any) -> Library:
    """The library with one decided lesson whose step only the call-out exercises."""
    lesson = SHIPPED.lessons["example-stale-contacts"].model_copy(
        update={"municipality": None, "results": (), "traits": (), **changes}
    )
    document = next(each for each in SHIPPED.documents if each.path.endswith("/example-stale-contacts.yml"))
    return assemble(SHIPPED.settings, [*DOCUMENTS, dataclasses.replace(document, content=lesson)], (), {})


def test_a_lesson_that_waits_for_proof_comes_before_all_else() -> None:
    library = lesson_library(status=LessonStatus.IMPLEMENTED)
    failed = result("next-wave-tabletop", "2026-01-13", Outcome.NOT_DONE)
    (proposal,) = programme(library, unit(failed), YEAR, TODAY, most=1).proposals
    assert (proposal.drill.id, proposal.reasons[0].cause) == ("forum-call-out", Cause.PROOF)
    assert proposal.reasons[0].refs == ("example-stale-contacts",)
    observed = lesson_library(status=LessonStatus.DECIDED)
    assert ids(programme(observed, unit(failed), YEAR, TODAY, most=1)) == ["next-wave-tabletop"]


def test_a_lesson_that_no_drill_checks_is_told_as_lacking() -> None:
    library = lesson_library(status=LessonStatus.IMPLEMENTED, steps=("cross-sector-forum/train-and-drill",))
    found = programme(library, unit(), YEAR, TODAY)
    assert [each.ref for each in found.lacking if each.lack is Lack.NO_PROOF] == ["example-stale-contacts"]


def test_a_lesson_of_an_example_is_nothing_to_a_real_authority() -> None:
    found = programme(SHIPPED, PLAIN, YEAR, TODAY, most=6)
    assert Cause.PROOF not in [cause for own in causes(found).values() for cause in own]


# --- what is missing, and what has no room ---------------------------------------------------------------------------


def test_a_library_without_drills_says_what_is_missing() -> None:
    documents = [each for each in DOCUMENTS if not isinstance(each.content, Drill)]
    library = assemble(SHIPPED.settings, documents, (), {})
    found = programme(library, unit(), YEAR, TODAY)
    assert not found.proposals
    assert {each.ref for each in found.lacking if each.lack is Lack.NO_DRILL} == set(SCENARIOS)


def test_a_full_scale_drill_without_a_functional_one_of_its_scenario_is_never_proposed() -> None:
    past = [result("meals-continuity", "2025-01-14"), result("remote-learning-day", "2025-03-11")]
    found = programme(LIBRARY, unit(*past), YEAR, TODAY, most=12)
    assert "volunteers-wave" not in ids(found)
    (lacking,) = [each for each in found.lacking if each.lack is Lack.NO_GROUND]
    assert lacking.ref == "volunteers-wave"
    assert lacking_in_words(LIBRARY, lacking) == (
        "לפני ״גל של מתנדבים בבוקר שאחרי״ (תרגיל בהיקף מלא) עורכים תרגיל פונקציונלי בתרחיש ״רעידת אדמה״, ואין כזה במאגר"
    )


@pytest.mark.parametrize(("every_months", "most"), [(None, 2), (1, 4), (2, 3), (3, 2), (4, 1), (12, 1), (24, 1)])
def test_the_forums_cadence_bears_the_load(every_months: int | None, most: int) -> None:
    assert most_a_year(unit(every_months=every_months)) == most


def test_a_year_that_is_all_but_over_has_no_room() -> None:
    assert not programme(LIBRARY, unit(), 2026, date(2026, 12, 20)).proposals
    late = programme(LIBRARY, unit(), 2026, date(2026, 11, 22))
    assert all(each.day >= date(2026, 12, 13) for each in late.proposals)


def test_what_has_a_reason_and_no_room_is_told() -> None:
    found = programme(LIBRARY, unit(plan=[planned("forum-call-out", "2027-03-02")]), YEAR, TODAY, most=1)
    assert not found.proposals
    assert found.later


# --- all authorities, and the two that have a past -------------------------------------------------------------------


def test_every_authority_gets_a_programme_in_a_moment() -> None:
    for authority in SHIPPED.municipalities.values():
        bare = dataclasses.replace(authority, plan=None)
        found = programme(SHIPPED, bare, YEAR, TODAY)
        assert found.proposals, authority.id
        for each in found.proposals:
            entry = as_planned(SHIPPED, each)
            assert PlannedDrill.model_validate(  # each reason is one line that a file may hold
                {**entry.model_dump(mode="json", exclude={"proposed"}), "proposed": "true"}
            )


PAST = {
    "example-city": ("meals-continuity-2026-09", "next-wave-tabletop-2026-10"),
    "example-region": ("forum-call-out-2026-06", "forum-call-out-2026-11", "losing-an-actor-2026-10"),
}
LESSONS = ("example-load-board-late", "example-one-meals-supplier", "example-stale-contacts")


@pytest.mark.parametrize("id_", PAST)
def test_the_year_of_an_example_reads_as_it_did(id_: str) -> None:
    """The case pins what the authority had held, so that results which are added later do not change it."""
    documents = [
        each for each in SHIPPED.documents if "/lessons/" not in each.path or each.captures.get("lesson") in LESSONS
    ]
    library = assemble(SHIPPED.settings, documents, (), {})
    known = SHIPPED.municipalities[id_]
    assert known.plan is not None
    fixed = tuple(each for each in known.plan.drills if not each.proposed)
    results = tuple(each for each in known.results if each.id in PAST[id_])
    assert len(results) == len(PAST[id_])
    authority = dataclasses.replace(known, plan=Plan(drills=fixed), results=results)
    found = programme(library, authority, YEAR, TODAY)
    assert told(library, found) == (CASES / f"{id_}.txt").read_text("utf-8")


def told(library: Library, found: Programme) -> str:
    lines = [f"{found.year}, {found.most}"]
    lines += [f"= {each.planned_on} {each.drill}" for each in found.standing]
    for each in found.proposals:
        entry = as_planned(library, each)
        lines += [f"+ {entry.planned_on} {entry.drill} ({each.drill.type.label}), {entry.owner}"]
        lines += [f"    {line}" for line in entry.why]
    lines += [f"> {drill.id}" for drill in found.later]
    lines += [f"- {lacking_in_words(library, each)}" for each in found.lacking]
    return "\n".join(lines) + "\n"


def test_days_are_far_enough_from_what_was_held_last_year() -> None:
    found = programme(LIBRARY, unit(result("forum-call-out", "2026-11-20"), every_months=1), 2026, TODAY, most=6)
    assert all(each.day - date(2026, 11, 20) >= timedelta(weeks=4) for each in found.proposals)
