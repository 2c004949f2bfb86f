"""Things by owner: what an index says is what going through everything would have said."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.grouping import grouped
from kb_tools.insight.likeness import Alike, Kinship, kinship
from kb_tools.insight.overview import Insights
from kb_tools.model.library import Municipality
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.insight.tiny import drill, lesson, library, playbook, profile, scenario, step
from tests.unit.insight.town import town


@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.sampled_from("abc")))))
def test_each_key_has_its_things_once_and_in_order(things: list[tuple[int, list[str]]]) -> None:
    found = grouped(things, lambda thing: thing[1])
    assert found == {
        key: tuple(thing for thing in things if key in thing[1]) for key in {k for _, keys in things for k in keys}
    }


def test_insights_by_owner_hold_what_is_theirs_and_nothing_else() -> None:
    found = library(
        *(profile(id_, district=id_, example=example) for id_, example in (("a", "false"), ("b", "true"))),
        *(lesson(f"of-{id_}", level="local", municipality=id_) for id_ in "ab"),
        lesson("of-all", scenarios=["flood"]),
        *(scenario(id_) for id_ in ("fire", "flood", "quiet")),
        playbook("both", step("late", "T+1h"), step("early", "T+0h"), scenarios=["fire", "flood"]),
        drill("burning", {"id": "x", "step": "both/early"}),
    )
    insights = Insights(found, TODAY)
    assert {id_: [each.id for each in own] for id_, own in insights.lessons_by_unit.items()} == {
        "a": ["of-a"],
        "b": ["of-b"],
    }
    assert {id_: len(own) for id_, own in insights.lessons_by_scenario.items()} == {"fire": 2, "flood": 1}
    assert list(insights.drills_by_scenario) == ["fire"]
    assert list(insights.real_by_district) == ["a"]
    assert list(insights.examples_by_district) == ["b"]
    assert {id_: [task.step.id for task in own] for id_, own in insights.tasks_by_scenario.items()} == {
        "fire": ["early", "late"],
        "flood": ["early", "late"],
    }


def test_drifts_stand_by_their_authority() -> None:
    base = small_library()
    overlay = base.municipalities["first-town"].adaptations[0]
    old = tuple(change.model_copy(update={"reviewed_against": "0" * 12}) for change in overlay.changes)
    found = small_library(base.file_of("adaptation", f"first-town/{overlay.id}"), changes=old)
    assert {id_: len(own) for id_, own in Insights(found, TODAY).drifts_by_unit.items()} == {"first-town": len(old)}


TRAITS = tuple("wxyz")
UNITS = st.lists(st.tuples(st.sets(st.sampled_from(TRAITS)), st.sampled_from("ns"), st.booleans()), max_size=12)


def _kin(units: list[tuple[set[str], str, bool]]) -> tuple[Kinship, list[Municipality]]:
    """Kinship of authorities with these traits, districts and marks of example."""
    towns = [town({"id": f"m{n}", "district": d, "example": str(e).lower()}) for n, (_, d, e) in enumerate(units)]
    base = small_library().traits["large"]
    terms = {id_: base.model_copy(update={"id": id_}) for id_ in TRAITS}
    traits = {m.id: tuple(terms[id_] for id_ in sorted(own)) for m, (own, _, _) in zip(towns, units, strict=True)}
    real = (m for m in towns if not m.profile.example)
    groups = grouped(real, lambda m: (frozenset(trait.id for trait in traits[m.id]),))
    return Kinship(traits, groups), towns


@given(UNITS)
def test_alike_is_the_head_of_the_whole_ranking(units: list[tuple[set[str], str, bool]]) -> None:
    kin, towns = _kin(units)
    for own in towns:
        ids = {trait.id for trait in kin.traits[own.id]}

        def rank(other: Municipality, own: Municipality = own, ids: set[str] = ids) -> tuple[float, list[str], bool]:
            others = {trait.id for trait in kin.traits[other.id]}
            likeness = len(ids & others) / len(ids | others)
            return -likeness, sorted(others), other.profile.district != own.profile.district

        sharing = [o for o in towns if ids & {t.id for t in kin.traits[o.id]} and not o.profile.example and o != own]
        assert [found.municipality.id for found in kin.alike(own)] == [o.id for o in sorted(sharing, key=rank)[:5]]


@given(UNITS, st.sets(st.sampled_from(TRAITS)))
def test_those_with_any_trait_are_counted_once(units: list[tuple[set[str], str, bool]], asked: set[str]) -> None:
    kin, _ = _kin(units)
    assert kin.with_any(asked) == sum(bool(own & asked) and not example for own, _, example in units)


def test_a_library_of_one_is_like_nobody() -> None:
    found = small_library()
    alike: tuple[Alike, ...] = kinship(found).alike(found.municipalities["first-town"])
    assert alike == ()


def test_today_is_a_parameter() -> None:
    assert Insights(small_library(), date(2000, 1, 1)).overdue == ()
