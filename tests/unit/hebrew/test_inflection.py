"""Laws of the rules of inflection; single cases are rows of tests/conformance."""

import pytest
from hypothesis import given

from kb_tools.hebrew.inflection import past_forms, singulars, stem
from kb_tools.hebrew.text import is_hebrew, normalise
from tests.unit.hebrew.samples import hebrew_words


@given(hebrew_words())
def test_a_stem_begins_the_word_and_has_three_letters_where_anything_was_taken_off(word: str) -> None:
    assert word.startswith(stem(word))
    assert stem(word) == word or len(stem(word)) >= 3


@given(hebrew_words())
def test_candidates_are_other_hebrew_words_that_begin_alike(word: str) -> None:
    for candidate in singulars(word):
        assert candidate != word
        assert is_hebrew(candidate)
        assert candidate[:2] == word[:2]


@given(hebrew_words())
def test_past_forms_are_hebrew_words_of_two_letters_at_least(word: str) -> None:
    assert all(is_hebrew(candidate) and len(candidate) > 1 for candidate in past_forms(word))


@pytest.mark.parametrize("ending", "ים ו ה ם ן נו כם כן יו יה יהם יהן ינו יכם".split())
def test_a_noun_is_among_the_candidates_of_each_of_its_forms(ending: str) -> None:
    assert "מקלט" in singulars(normalise("מקלט" + ending))


@pytest.mark.parametrize("ending", "ה ת ות תו תה תם תן תנו ותיו ותיה ותיהם ותינו".split())
def test_a_feminine_noun_is_among_the_candidates_of_each_of_its_forms(ending: str) -> None:
    assert ending == "ה" or "משפחה" in singulars(normalise("משפח" + ending))
    assert stem(normalise("משפח" + ending)) == "משפח"
