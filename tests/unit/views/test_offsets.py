"""Relative times in words."""

import pytest

from kb_tools.views.offsets import offset, since


@pytest.mark.parametrize(
    ("text", "expected"),
    [("T+0h", "מיד"), ("T-0d", "מיד"), ("T+15m", "אחרי 15 דקות"), ("T+2h", "אחרי שעתיים"), ("T-14d", "14 ימים לפני")],
)
def test_since(text: str, expected: str) -> None:
    assert since(text) == expected


def test_offset_names_t() -> None:
    assert (offset("T+1h"), offset("T-2w")) == ("שעה אחת אחרי T", "שבועיים לפני T")
