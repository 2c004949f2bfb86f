"""Who is asked about a lesson, who answered, and whose silence is late."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.likeness import kinship
from kb_tools.insight.uptake import Reply, Silence, Uptake
from kb_tools.model.uptake import Answer, Decision
from kb_tools.model.vocabulary import Traits
from tests.unit.insight import tiny

TODAY = date(2026, 11, 22)
KINDS = ("city", "village", "region")
TRAITS = Traits.model_validate(
    {"title": "תכונות", "terms": [{"id": id_, "name": id_, "municipality_kind": id_} for id_ in KINDS]}
)
UNITS = {"haifa": "city", "jaffa": "city", "degania": "village", "modelton": "city", "modelville": "village"}


def answer(lesson: str, decision: str = "adopted", decided_on: str = "2026-10-01") -> Answer:
    fields = {"lesson": lesson, "decision": decision, "decided_on": decided_on, "owner": "lead"}
    return Answer.model_validate(fields | ({} if decision == "adopted" else {"because": "אחר אצלנו"}))


def uptake(*lessons: Any, **answers: list[Answer]) -> Uptake:
    library = tiny.library(
        tiny.role("lead"),
        TRAITS,
        *lessons,
        *(tiny.profile(id_, municipality_kind=kind, example=id_.startswith("model")) for id_, kind in UNITS.items()),
        *(tiny.answers(id_, *given_) for id_, given_ in answers.items()),
    )
    return Uptake(library, TODAY, kinship(library))


def told(replies: Any) -> dict[str, str]:
    return {reply.municipality.id: reply.state.value for reply in replies}


def test_a_lesson_goes_to_those_that_share_a_trait_and_one_without_traits_to_all() -> None:
    found = uptake(tiny.lesson("all"), tiny.lesson("cities", traits=["city"]), tiny.lesson("none", traits=["region"]))
    lessons = found.library.lessons
    assert [tally.asked for tally in map(found.tally, lessons.values())] == [3, 2, 0]
    assert [tally.asked for tally in (found.tally(each, examples=True) for each in lessons.values())] == [2, 1, 0]
    assert set(told(found.silent(lessons["cities"]))) == {"haifa", "jaffa"}
    assert {tally.lesson.id for tally in found.tallies()} == {"all", "cities"}


def test_neither_an_observation_nor_a_rejected_lesson_asks_and_its_own_authority_is_not_asked() -> None:
    found = uptake(
        tiny.lesson("seen", status="observation"),
        tiny.lesson("refused", status="rejected"),
        tiny.lesson("local", level="local", municipality="jaffa"),
    )
    assert {tally.lesson.id: tally.asked for tally in found.tallies()} == {"local": 2}
    assert set(told(found.silent(found.library.lessons["local"]))) == {"haifa", "degania"}


def test_only_examples_are_asked_about_a_lesson_of_an_example() -> None:
    found = uptake(tiny.lesson("made-up", level="local", municipality="modelton", uptake_by="2026-11-21"))
    lesson = found.library.lessons["made-up"]
    assert (found.tally(lesson).asked, found.tally(lesson, examples=True).asked) == (0, 1)
    assert told(found.silent(lesson, examples=True)) == {"modelville": "late"}
    assert found.tallies() == ()
    assert [tally.late for tally in found.tallies(examples=True)] == [1]
    assert found.of_unit(found.library.municipalities["haifa"]) == ()


def test_silence_is_late_only_after_the_date() -> None:
    for day, expected in (("2026-11-21", Silence.LATE), ("2026-11-22", Silence.WAITING), (None, Silence.WAITING)):
        found = uptake(tiny.lesson("first", **({"uptake_by": day} if day else {})))
        tally = found.tally(found.library.lessons["first"])
        assert {reply.state for reply in found.silent(tally.lesson)} == {expected}
        assert (tally.silent, tally.late) == (3, 3 if expected is Silence.LATE else 0)


def test_answers_are_counted_by_decision_and_those_of_examples_apart() -> None:
    found = uptake(
        tiny.lesson("first", uptake_by="2026-01-01"),
        haifa=[answer("first")],
        jaffa=[answer("first", "not_relevant", "2026-11-01")],
        modelton=[answer("first", "adapted")],
    )
    lesson = found.library.lessons["first"]
    tally = found.tally(lesson)
    assert tally.answered == {Decision.ADOPTED: 1, Decision.ADAPTED: 0, Decision.NOT_RELEVANT: 1}
    assert (tally.asked, tally.silent, tally.late) == (3, 1, 1)
    assert found.tally(lesson, examples=True).answered[Decision.ADAPTED] == 1
    assert list(told(found.answered(lesson))) == ["jaffa", "haifa"]


def test_who_answers_unasked_is_shown_and_not_counted() -> None:
    found = uptake(tiny.lesson("cities", traits=["city"]), degania=[answer("cities")])
    lesson = found.library.lessons["cities"]
    assert [(reply.municipality.id, reply.asked) for reply in found.answered(lesson)] == [("degania", False)]
    assert (found.tally(lesson).asked, found.tally(lesson).silent) == (2, 2)
    assert [reply.asked for reply in found.of_unit(found.library.municipalities["degania"])] == [False]


def test_an_authority_sees_what_is_late_then_what_waits_then_what_it_answered() -> None:
    found = uptake(
        tiny.lesson("a-of-all"),
        tiny.lesson("b-of-cities", traits=["city"]),
        tiny.lesson("c-soon", uptake_by="2026-12-01"),
        tiny.lesson("d-late", uptake_by="2026-11-01"),
        tiny.lesson("e-answered"),
        tiny.lesson("f-of-villages", traits=["village"]),
        haifa=[answer("e-answered")],
    )
    replies = found.of_unit(found.library.municipalities["haifa"])
    assert [reply.lesson.id for reply in replies] == ["d-late", "c-soon", "b-of-cities", "a-of-all", "e-answered"]
    assert [reply.is_late for reply in replies] == [True, False, False, False, False]


@st.composite
def libraries(draw: st.DrawFn) -> Uptake:
    lessons = [
        tiny.lesson(
            f"lesson-{number}",
            traits=draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=2)),
            status=draw(st.sampled_from(["observation", "identified", "rejected"])),
            **draw(st.sampled_from([{}, {"level": "local", "municipality": "haifa"}, {"municipality": "modelton"}])),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    ids = [lesson.id for lesson in lessons]
    answers = {
        unit: [answer(id_) for id_ in draw(st.lists(st.sampled_from(ids), unique=True, min_size=1))]
        for unit in draw(st.lists(st.sampled_from(sorted(UNITS)), unique=True))
    }
    return uptake(*lessons, **answers)


def pairs(replies: Any) -> set[tuple[str, str]]:
    return {(reply.municipality.id, reply.lesson.id) for reply in replies}


@given(libraries())
def test_both_sides_tell_the_same(found: Uptake) -> None:
    """What is counted by sets of traits is what one finds by asking each authority about each lesson."""
    library = found.library
    by_unit = [reply for unit in library.municipalities.values() for reply in found.of_unit(unit)]
    by_lesson: list[Reply] = []
    for lesson in library.lessons.values():
        for examples in (False, True):
            replies = [*found.answered(lesson, examples=examples), *found.silent(lesson, examples=examples)]
            tally = found.tally(lesson, examples=examples)
            assert tally.asked == sum(reply.asked for reply in replies)
            assert tally.silent == sum(reply.answer is None for reply in replies)
            by_lesson += replies
    assert pairs(by_unit) == pairs(by_lesson)
