"""A review is added below what a result says, once, whatever the file looks like."""

import pytest

from kb_tools.content.compose import compose
from kb_tools.content.result_review import with_review
from kb_tools.content.reviewed import NotEditableError

RESULT = "# דוגמה\nid: r\nitems:\n  - {item: call, outcome: done}  # הערה\nsources: [{source: s}]\n"
REVIEW = {
    "strengths": ["עבד: הכול, ״כמעט״"],
    "improvements": ["להשלים: מה היה קשה?"],
    "actions": [{"what": "קונים", "owner": "lead", "start": "2026-01-01", "due": "2026-02-01", "element": "equipment"}],
}


@pytest.mark.parametrize("text", [RESULT, RESULT.rstrip(), RESULT + "# סוף\n", RESULT.replace("\n", "\r\n")])
def test_the_review_is_added_and_nothing_else_moves(text: str) -> None:
    after = with_review(text, REVIEW)
    assert compose(after.replace("\r\n", "\n")).value == compose(text.replace("\r\n", "\n")).value | {"review": REVIEW}
    kept = iter(after.split("\n"))
    assert all(any(line.rstrip("\r") == other.rstrip("\r") for other in kept) for line in text.rstrip().split("\n"))
    assert ("\r\n" in after) == ("\r\n" in text)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text


def test_a_review_that_people_wrote_stays() -> None:
    text = RESULT + "review:\n  strengths: [עבד]\n"
    assert with_review(text, REVIEW) == text


def test_a_file_in_brackets_has_to_be_edited_by_hand() -> None:
    with pytest.raises(NotEditableError):
        with_review("{id: r, items: []}\n", REVIEW)
