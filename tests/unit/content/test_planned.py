"""Proposed drills in the plan: entries come below those that are there, and every other character stays."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.compose import compose
from kb_tools.content.planned import NOTE, PlanUnfitError, added, with_drills
from kb_tools.library import load_library
from kb_tools.model.library import Library
from kb_tools.model.municipality import Plan, PlannedDrill
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
ENTRY = {
    "drill": "first-drill",
    "planned_on": "2027-04-29",
    "owner": "lead",
    "proposed": "true",
    "why": ["כי ״שלב א׳״: 3 # לא", "כי כן"],
}
BLOCK = """\
  - drill: "first-drill"
    planned_on: "2027-04-29"
    owner: "lead"
    proposed: true
    why:
      - "כי ״שלב א׳״: 3 # לא"
      - "כי כן"
"""
FLUSH = "".join(line.removeprefix("  ") + "\n" for line in BLOCK.splitlines())
ONE = "{drill: x, planned_on: 2027-01-05, owner: lead}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources: []\n", f"sources: []\ndrills:\n{BLOCK}"),
        ("immediate:\n  - what: א\n    owner: lead\n", f"immediate:\n  - what: א\n    owner: lead\ndrills:\n{BLOCK}"),
        (  # in the middle of the file, with remarks, above what follows
            "drills:  # שנקבעו\n  - drill: x\n    owner: lead  # שלנו\n# מהלכים\nimmediate: []\n",
            f"drills:  # שנקבעו\n  - drill: x\n    owner: lead  # שלנו\n{BLOCK}# מהלכים\nimmediate: []\n",
        ),
        ("drills:\n- drill: x\n  why:\n  - a\n", f"drills:\n- drill: x\n  why:\n  - a\n{FLUSH}"),
        ("drills:\n", f"drills:\n{BLOCK}"),
        ("sources: []\ndrills:\n  - drill: x", f"sources: []\ndrills:\n  - drill: x\n{BLOCK}".rstrip("\n")),
    ],
)
def test_an_entry_stands_below_those_that_are_there(before: str, after: str) -> None:
    assert added(before, [ENTRY]) == after


def test_a_list_in_brackets_stays_one() -> None:
    text = added(f"drills: [{ONE}]  # שלנו\n", [ENTRY])
    assert text.endswith("  # שלנו\n")
    assert compose(text).value["drills"] == [
        {"drill": "x", "planned_on": "2027-01-05", "owner": "lead"},
        ENTRY,
    ]


def test_line_ends_stay_what_they_were() -> None:
    text = added("drills:\r\n  - drill: x\r\n", [ENTRY])
    assert text.count("\n") == text.count("\r\n") == 2 + BLOCK.count("\n")


@pytest.mark.parametrize("text", ["{drills: []}\n", "- a\n"])
def test_a_plan_that_is_laid_out_otherwise_is_left_alone(text: str) -> None:
    with pytest.raises(PlanUnfitError):
        added(text, [ENTRY])


@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=60).filter(str.strip),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_a_reason_says_is_read_back(why: list[str]) -> None:
    before = "drills:\n  - drill: x\n"
    text = added(before, [{**ENTRY, "why": why}])
    assert text.startswith(before)
    assert [line.replace("\r\n", "\n").replace("\r", "\n") for line in why] == _said(text)


def _said(text: str) -> object:
    return yaml.load(text, Loader=yaml.CBaseLoader)["drills"][1]["why"]


# --- in the shipped content ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library() -> Library:
    found = load_library(ROOT, TODAY).library
    assert found is not None
    return found


def entry(**changes: object) -> PlannedDrill:
    values = {"drill": "forum-call-out", "planned_on": "2027-04-29", "owner": "partnerships-manager", **changes}
    return PlannedDrill.model_validate(values).model_copy(update={"proposed": True})


def test_an_authority_without_a_plan_gets_one_that_rests_on_a_standard(library: Library) -> None:
    planned = with_drills(ROOT, library, library.municipalities["9700"], [entry(why=("כי כן",))], TODAY)
    assert (planned.path, planned.is_new, planned.problems) == ("docs/municipalities/9700/plan.yml", True, ())
    assert planned.text.splitlines()[:2] == ["# yaml-language-server: $schema=../../../schemas/plan.json", NOTE]
    plan = Plan.model_validate(compose(planned.text).value)
    assert plan.proposal
    assert [citation.source for citation in plan.sources] == ["hseep"]
    assert plan.drills == (entry(why=("כי כן",)),)


def test_what_kb_check_would_say_is_said_before_anything_is_written(library: Library) -> None:
    unit = library.municipalities["example-city"]
    assert not with_drills(ROOT, library, unit, [entry()], TODAY).problems
    (problem,) = with_drills(ROOT, library, unit, [entry(owner="no-such-role")], TODAY).problems
    assert (problem.code, problem.place.file) == ("ref-dangling", "docs/municipalities/example-city/plan.yml")
