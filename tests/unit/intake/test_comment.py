"""The comment on a pull request: whatever the list says, it calls nobody and stays in bounds."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.compose import compose
from kb_tools.intake.comment import MARK, NotAListError, comment

ROOT = Path(__file__).parents[3]


def row(**changes: Any) -> dict[str, Any]:
    return {
        "file": "docs/lessons/a.yml",
        "line": 3,
        "column": 1,
        "field": "title",
        "code": "field-missing",
        "message": "חסר השדה title",
        "hint": "הוסיפו אותו",
        "level": "error",
    } | changes


def test_problems_are_listed_with_place_and_hint() -> None:
    told = comment(json.dumps([row(), row(level="notice"), row(code="not-ours")]).encode())
    assert told.startswith(MARK)
    assert "בעיה אחת" in told
    assert "- `docs/lessons/a.yml:3` `title`: `חסר השדה title`\n  `הוסיפו אותו`\n" in told


def test_no_problems_and_the_preview() -> None:
    told = comment(b"[]", "https://github.com/a/b/actions/runs/7#artifacts")
    assert "לא מצאה בעיות" in told
    assert "(https://github.com/a/b/actions/runs/7#artifacts)" in told
    assert "javascript" not in comment(b"[]", "javascript:alert(1)")


@given(st.text(max_size=80))
def test_no_word_of_the_list_stands_outside_a_code_span(text: str) -> None:
    told = comment(json.dumps([row(message=f"@team {text} #1", file=text, field=text, hint=text)]).encode())
    outside = re.sub(r"`[^`\n]*`", "", told.partition("\n\n")[2])
    assert re.fullmatch(r"[- :\n]*", outside), outside


def test_a_long_list_is_cut() -> None:
    told = comment(json.dumps([row(message="א" * 1000)] * 500).encode())
    assert told.endswith("- ועוד 450\n")
    assert len(told) < 60_000


@pytest.mark.parametrize("found", [b"", b"{}", b"nonsense", b"[" * 100_000, b'"x"', b"[" + b"1," * 3_000_000 + b"1]"])
def test_what_is_no_list_is_refused(found: bytes) -> None:
    with pytest.raises(NotAListError, match="kb check"):
        comment(found)


@given(
    st.lists(st.none() | st.text() | st.dictionaries(st.sampled_from([*row()]), st.none() | st.integers() | st.text()))
)
def test_any_list_is_told(found: list[Any]) -> None:
    assert comment(json.dumps(found).encode()).startswith(MARK)


# --- the workflows ---------------------------------------------------------------------------------------------------

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])
def test_workflows_hold_what_the_safety_of_the_repository_rests_on(path: Path) -> None:
    flow = compose(path.read_text("utf-8")).value
    assert "pull_request_target" not in flow["on"]
    assert flow["permissions"] in ({}, {"contents": "read"})
    for job in flow["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", f"x@{'0' * 40}")), step
            # What people write must not become a part of a command.
            assert "${{" not in step.get("run", ""), step
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false"


def test_the_step_with_a_token_never_sees_the_proposals_tree() -> None:
    flow = compose((ROOT / ".github/workflows/proposal-comment.yml").read_text("utf-8")).value
    assert set(flow["on"]) == {"workflow_run"}
    steps = flow["jobs"]["comment"]["steps"]
    checkouts = [step for step in steps if "checkout" in step.get("uses", "")]
    assert [step["with"] for step in checkouts] == [{"persist-credentials": "false"}]
    first = compose((ROOT / ".github/workflows/proposal.yml").read_text("utf-8")).value
    assert first["jobs"]["preview"]["permissions"] == {"contents": "read"}
    assert "secrets" not in (ROOT / ".github/workflows/proposal.yml").read_text("utf-8")
