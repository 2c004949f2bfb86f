"""Phrases are the same to the check when they differ in marks alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.crosscheck.searching import folded


@pytest.mark.parametrize(
    "spelling",
    ["רח״ל", 'רח"ל', "רח''ל", "רח”ל", "רחל", " רח״ל ", "רַח״ל"],
)
def test_marks_of_an_abbreviation_make_no_difference(spelling: str) -> None:
    assert folded(spelling) == "רחל"


@pytest.mark.parametrize("spelling", ["תל אביב", "תל\u05beאביב", "תל-אביב", "תל\u2013אביב", "תל  אביב"])
def test_hyphens_and_spaces_make_no_difference(spelling: str) -> None:
    assert folded(spelling) == "תל אביב"


def test_letters_make_a_difference() -> None:
    assert folded("שריפה") != folded("שרפה")
    assert folded("COVID") == folded("covid") != folded("covi")


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(phrase: str) -> None:
    assert folded(folded(phrase)) == folded(phrase)
