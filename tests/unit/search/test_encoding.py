"""How the browser's index says what divides its files."""

from itertools import pairwise

import pytest

from kb_tools.search import encoding

WORDS = ["א", "אב", "אבא", "אבאל", "בית", "ביתה", "כ", "𠮷野", "𠮷野家"]


@pytest.mark.parametrize(("last", "first"), list(pairwise(WORDS)))
def test_a_division_comes_after_what_is_before_and_not_after_what_follows(last: str, first: str) -> None:
    division = encoding.between(last, first)
    assert last < division <= first
    assert not last < division[:-1]


def test_names_are_written_as_what_they_add_to_the_one_before() -> None:
    assert encoding.firsts(["", "אב", "אבאל", "בית"]) == "A|Aאב|Cאל|Aבית"
