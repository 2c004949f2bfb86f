"""Drafts that ask: found where they stand, and cheap where there are none."""

from typing import Any

from kb_tools.content.unfinished import unfinished
from kb_tools.model.placeholder import question_in, to_complete


class _NeverRead(dict[str, Any]):
    def items(self) -> Any:
        raise AssertionError("a file without the mark was walked through")


def test_what_is_to_be_completed_is_the_question_again() -> None:
    assert question_in(to_complete("מה הסיבה?")) == "מה הסיבה?"
    assert question_in("נשאר להשלים: שורה") is None
    assert question_in("להשלים את הרשימה") is None


def test_every_question_is_told_in_the_order_of_the_file() -> None:
    value = {"a": "להשלים: א", "b": [{"c": "תשובה"}, {"c": "\n להשלים: ב"}], "d": None}
    found = [(finding.path, finding.facts["found"]) for finding in unfinished("x.yml", "להשלים:", value)]
    assert found == [(("a",), "״א״"), (("b", 1, "c"), "״ב״")]


def test_a_file_without_the_mark_is_not_walked_through() -> None:
    assert list(unfinished("x.yml", "title: להשלים את הרשימה", _NeverRead())) == []
