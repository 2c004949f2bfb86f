"""What results say over time: steps, minutes, sectors, objectives; and what holds whatever the results are."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.coverage import Exercised, Recency, by_recency, recency, step_coverage, unit_rows
from kb_tools.insight.practice import drills_of_steps, held_by
from kb_tools.insight.trends import Course, Trends, periods, trends
from kb_tools.model.document import Document
from kb_tools.model.drill import DrillResult, Outcome, Rating
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from tests.unit.insight.tiny import drill, library, playbook, profile, scenario, step

TODAY = date(2026, 11, 22)
BOOK = playbook("book", step("call"), step("feed"), step("rest"), step("never"))
DRILL = drill(
    "practice",
    {"id": "one", "step": "book/call", "within_minutes": "20"},
    {"id": "two", "step": "book/feed", "within_minutes": "30"},
    {"id": "three", "step": "book/feed"},
    participants=[{"sector": "local", "who": "כולם"}, {"sector": "state", "who": "כולם"}],
)
OTHER = drill("other", {"id": "sleep", "step": "book/rest"}, scenario="flood")


def result(
    held_on: str, *items: str, municipality: str = "town", drill_id: str = "practice", **fields: object
) -> Document:
    """`result("2026-01-01", "one done 12", "two partly")`."""
    told = [dict(zip(("item", "outcome", "minute"), item.split(), strict=False)) for item in items]
    id_ = f"{drill_id}-{held_on}"
    base = {"id": id_, "drill": drill_id, "held_on": held_on, "sectors": ["local"], "items": told}
    entry = DrillResult.model_validate(base | {"objectives": [{"objective": "meet", "rating": "S"}]} | fields)
    captures = {"municipality": municipality, "result": id_}
    return Document(KINDS_BY_NAME["result"].path(**captures), KINDS_BY_NAME["result"], captures, entry)


def held(*results: Document) -> Library:
    return library(
        scenario("fire"), scenario("flood"), BOOK, DRILL, OTHER, profile("town"), profile("village"), *results
    )


def found(*results: Document) -> Trends:
    lib = held(*results)
    return trends(lib, held_by(lib.municipalities.values()))


def test_a_step_counts_once_a_result_by_the_worst_of_its_items() -> None:
    told = {one.step: one for one in found(result("2026-01-01", "one done 5", "two done 9", "three not_done")).steps}
    assert told["book/feed"].counts[Outcome.NOT_DONE] == 1
    assert (told["book/feed"].relevant, told["book/call"].done_share) == (1, 1.0)


def test_what_was_not_relevant_hides_nothing_and_counts_as_nothing() -> None:
    told = {
        one.step: one for one in found(result("2026-01-01", "one not_relevant", "two not_relevant", "three done")).steps
    }
    assert told["book/feed"].counts[Outcome.DONE] == 1
    assert (told["book/call"].relevant, told["book/call"].done_share, sum(told["book/call"].courses.values())) == (
        0,
        0.0,
        0,
    )


def test_what_fails_most_stands_first() -> None:
    told = found(
        result("2026-01-01", "one partly", "two not_done", "three done"),
        result("2026-02-01", "one partly", "two done", "three done"),
    )
    assert [one.step for one in told.steps] == ["book/feed", "book/call"]


def test_the_latest_outcome_beside_the_first_is_the_course_of_each_authority() -> None:
    told = found(
        result("2025-01-01", "one not_done", "two done"),
        result("2026-06-01", "one done", "two done"),
        result("2026-01-01", "one partly", "two not_done"),
        result("2026-02-01", "one done", "two partly", municipality="village"),
        result("2026-05-01", "one not_relevant", "two not_done", municipality="village"),
    )
    courses = {one.step: {course: n for course, n in one.courses.items() if n} for one in told.steps}
    assert courses == {
        "book/call": {Course.BETTER: 1, Course.ONCE: 1},
        "book/feed": {Course.SAME: 1, Course.WORSE: 1},
    }


def test_minutes_are_held_against_the_target_of_what_was_done() -> None:
    told = found(
        result("2026-01-01", "one done 25", "two partly 29"),
        result("2026-02-01", "one done 20", "two done", "three done 3"),
    )
    one, two = told.times
    assert [(one.item.id, one.on_time, [reading.minute for reading in one.readings])] == [("one", 1, [25, 20])]
    assert (two.item.id, two.readings, two.unknown) == ("two", (), 1)
    assert (told.timeliness.on_time, told.timeliness.timed, told.timeliness.share) == (1, 2, 0.5)


def test_whoever_is_invited_and_stays_away_is_told_first_and_nobody_is_invited_to_an_event() -> None:
    told = found(
        result("2026-01-01", "one done", sectors=["local", "guest"]),
        result("2026-02-01", "one done", sectors=["local", "state"]),
        result("2026-03-01", "one done", sectors=["local"], real_event="שיטפון"),
    )
    assert [(one.sector, one.invited, one.came, one.uninvited) for one in told.sectors] == [
        ("state", 2, 1, 0),
        ("guest", 0, 0, 1),
        ("local", 2, 2, 0),
    ]
    assert (told.drills, told.events) == (2, 1)


def test_objectives_that_nobody_rated_stand_apart_and_the_lowest_first() -> None:
    low = [{"objective": "meet", "rating": "U"}]
    told = found(result("2026-01-01", "one done"), result("2026-02-01", "one done", objectives=low))
    assert [(one.drill.id, one.ratings, one.low_share) for one in told.objectives] == [
        ("practice", (Rating.S, Rating.U), 0.5)
    ]
    assert [one.drill.id for one in told.unrated] == ["other"]


def test_what_the_drill_has_no_more_belongs_to_no_step_and_is_counted_apart() -> None:
    gone = [{"item": "former", "outcome": "done", "text": "היה פעם"}]
    told = found(result("2026-01-01", "one done", "unknown done", gone=gone))
    assert ([one.step for one in told.steps], told.unplaced) == (["book/call"], 2)


def test_quarters_run_from_the_first_to_this_one_and_no_further_back_than_two_years() -> None:
    told = periods(
        found(
            result("2023-01-01", "one done"),
            result("2026-03-31", "one done 5", "two partly"),
            result("2026-04-01", "one not_done", real_event="שיטפון"),
        ),
        TODAY,
    )
    assert [(one.year, one.number, one.drills, one.events, one.done, one.relevant) for one in told] == [
        (2026, 1, 1, 0, 1, 2),
        (2026, 2, 0, 1, 0, 1),
        (2026, 3, 0, 0, 0, 0),
        (2026, 4, 0, 0, 0, 0),
    ]
    assert periods(found(), TODAY) == ()


def test_a_year_is_over_on_the_day_after() -> None:
    days = (date(2025, 11, 22), date(2025, 11, 21), date(2024, 11, 22), date(2024, 11, 21), None)
    assert [recency(day, TODAY) for day in days] == [
        Recency.YEAR,
        Recency.TWO_YEARS,
        Recency.TWO_YEARS,
        Recency.EARLIER,
        Recency.NEVER,
    ]


def test_an_authority_drills_by_scenario_and_an_event_is_no_drill() -> None:
    lib = held(
        result("2024-01-01", "sleep done", drill_id="other"),
        result("2026-10-01", "one done"),
        result("2026-11-01", "sleep done", drill_id="other", real_event="שיטפון"),
    )
    town_, village = unit_rows(lib, lib.municipalities.values(), TODAY)
    assert (town_.all.day, town_.event, town_.all.recency) == (
        date(2026, 10, 1),
        date(2026, 11, 1),
        Recency.YEAR,
    )
    assert {id_: one.recency for id_, one in town_.by_scenario.items()} == {
        "fire": Recency.YEAR,
        "flood": Recency.EARLIER,
    }
    assert {one.recency for one in (village.all, *village.by_scenario.values())} == {Recency.NEVER}
    assert by_recency((town_.all, village.all)) == dict.fromkeys(Recency, 0) | {Recency.YEAR: 1, Recency.NEVER: 1}


def test_each_step_is_as_far_as_its_drills_came() -> None:
    lib = held(result("2026-01-01", "one partly", "two done", "three not_relevant"))
    (covered,) = step_coverage(lib, drills_of_steps(lib), trends(lib, held_by(lib.municipalities.values()))).values()
    assert {one.ref: (one.state, one.times, one.done) for one in covered} == {
        "book/call": (Exercised.NOT_DONE, 1, 0),
        "book/feed": (Exercised.DONE, 1, 1),
        "book/rest": (Exercised.NOT_HELD, 0, 0),
        "book/never": (Exercised.NO_DRILL, 0, 0),
    }


# --- laws ------------------------------------------------------------------------------------------------------------


@st.composite
def results(draw: st.DrawFn) -> list[Document]:
    days = draw(st.lists(st.dates(date(2023, 1, 1), TODAY), unique=True, max_size=6))
    return [draw(_results_on(day)) for day in days]


@st.composite
def _results_on(draw: st.DrawFn, day: date) -> Document:
    items = []
    for item in draw(st.lists(st.sampled_from(["one", "two", "three", "former"]), unique=True, min_size=1)):
        minute = draw(st.sampled_from(["", " 10", " 25", " 40"]))
        items.append(f"{item} {draw(st.sampled_from(list(Outcome)))}{minute}")
    event = "שיטפון" if draw(st.booleans()) else None
    sectors = draw(st.lists(st.sampled_from(["local", "state", "guest"]), unique=True, min_size=1))
    place = draw(st.sampled_from(["town", "village"]))
    return result(day.isoformat(), *items, municipality=place, sectors=sectors, real_event=event)


@given(results())
def test_counts_add_up(made: list[Document]) -> None:
    told = found(*made)
    assert told.drills + told.events == len(made) == sum(map(len, told.points.values()))
    for one in told.steps:
        assert sum(one.counts.values()) == len(one.marks) == one.relevant + one.counts[Outcome.NOT_RELEVANT]
        assert one.relevant == one.counts[Outcome.DONE] + one.missed
        relevant = [mark for mark in one.marks if mark.outcome is not Outcome.NOT_RELEVANT]
        assert sum(one.courses.values()) == len({mark.held.municipality.id for mark in relevant})
    for sector in told.sectors:
        assert 0 <= sector.came <= sector.invited <= told.drills
        assert sector.came + sector.uninvited <= told.drills
    assert sum(len(one.readings) for one in told.times) == told.timeliness.timed
    assert sum(one.on_time for one in told.times) == told.timeliness.on_time
    assert sum(len(one.ratings) for one in told.objectives) == len(made)
    assert sum(one.drills + one.events for one in periods(told, TODAY)) <= len(made)


@given(results())
def test_a_result_more_takes_nothing_away(made: list[Document]) -> None:
    def exercised(some: list[Document]) -> set[str]:
        return {one.step for one in found(*some).steps if one.relevant}

    def done(some: list[Document]) -> set[str]:
        return {one.step for one in found(*some).steps if one.counts[Outcome.DONE]}

    for count in range(len(made)):
        assert exercised(made[:count]) <= exercised(made[: count + 1])
        assert done(made[:count]) <= done(made[: count + 1])


@given(results(), st.randoms(use_true_random=False))
def test_the_order_of_results_is_of_no_importance(made: list[Document], random: object) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def told(some: list[Document]) -> object:
        one = found(*some)
        return (
            [(step.step, step.counts, step.courses, [mark.outcome for mark in step.marks]) for step in one.steps],
            [(times.item.id, [reading.minute for reading in times.readings], times.unknown) for times in one.times],
            one.sectors,
            [(each.objective.id, each.ratings) for each in one.objectives],
            periods(one, TODAY),
        )

    assert told(made) == told(shuffled)
