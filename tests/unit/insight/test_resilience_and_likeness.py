"""What has expired is not known; who is alike; who is counted."""

from datetime import date

from kb_tools.insight.likeness import kinship
from kb_tools.insight.national import Progress, progress
from kb_tools.insight.resilience import factor_histories, factors
from kb_tools.model.municipality import Profile
from kb_tools.model.vocabulary import Traits
from tests.unit.insight.tiny import library
from tests.unit.insight.town import PROFILE, need, town, wave

TODAY = date(2026, 11, 22)
TRAITS = Traits.model_validate(
    {
        "title": "תכונות",
        "terms": [
            {"id": "city", "name": "עיר", "municipality_kind": "city"},
            {"id": "large", "name": "גדולה", "figure": "population", "at_least": "1000"},
        ],
    }
)


def test_the_newest_reading_is_current_until_it_expires() -> None:
    old, new = wave("2025-01-01", "2026-01-01", leadership="2.9"), wave("2026-01-01", "2026-11-22", leadership="3.5")
    leadership, preparedness = factor_histories((new, old), TODAY)[0], factor_histories((new, old), TODAY)[2]
    assert [(reading.score, reading.expired) for reading in leadership.readings] == [(2.9, True), (3.5, False)]
    assert leadership.current is leadership.readings[1]
    assert (preparedness.readings, preparedness.current) == ((), None)


def test_an_expired_measurement_leaves_the_state_unknown() -> None:
    found = factor_histories((wave("2025-01-01", "2026-11-21", leadership="4.9"),), TODAY)
    assert [history.current for history in found] == [None] * len(factors())


def profile(id_: str, district: str = "north", people: str = "", example: str = "false") -> Profile:
    figures = {"population": [{"value": people, "year": "2024", "source": "source"}]} if people else {}
    return Profile.model_validate(PROFILE | {"id": id_, "district": district, "figures": figures, "example": example})


def test_those_alike_share_the_most_and_the_nearest_come_first() -> None:
    found = library(
        TRAITS,
        profile("here", people="5000"),
        profile("far", "south", people="9000"),
        profile("near", people="2000"),
        profile("small", people="10"),
        profile("made-up", people="5000", example="true"),
    )
    alike = kinship(found).alike(found.municipalities["here"])
    assert [other.municipality.id for other in alike] == ["near", "far", "small"]
    assert [trait.id for trait in alike[0].shared] == ["city", "large"]
    assert [trait.id for trait in alike[2].shared] == ["city"]


def test_an_example_may_be_like_real_ones_but_never_the_other_way() -> None:
    found = library(TRAITS, profile("here"), profile("made-up", example="true"))
    assert [other.municipality.id for other in kinship(found).alike(found.municipalities["made-up"])] == ["here"]
    assert kinship(found).alike(found.municipalities["here"]) == ()


def test_progress_counts_real_ones_alone() -> None:
    made_up = town({"id": "made-up", "example": "true"}, needs=(need(),))
    assert progress((town(), made_up)) == Progress(all=1, mapped=0, with_forum=0, with_drill=0)
    assert progress((town(needs=(need(),)), made_up)).mapped_share == 1
    assert progress(()).mapped_share == 0
