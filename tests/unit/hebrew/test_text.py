"""Laws of normalising and of cutting a text into words; single cases are rows of tests/conformance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.text import is_hebrew, normalise, words
from tests.unit.hebrew.samples import INVISIBLE, NIQQUD, QUOTES, any_texts, texts, written_words


def texts_of(text: str) -> list[str]:
    return [word.text for word in words(text)]


def put_in(word: str, marks: list[tuple[int, str]]) -> str:
    """The word with each mark behind one of its letters."""
    for place, mark in marks:
        behind = 1 + place % len(word)
        word = word[:behind] + mark + word[behind:]
    return word


@given(texts() | any_texts())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(any_texts())
def test_words_lie_in_the_text_in_their_order_and_are_what_stands_there(text: str) -> None:
    end = 0
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        if not word.joined:
            assert word.start >= end
            assert word.text == normalise(text[word.start : word.end]) != ""
        end = word.end


@given(any_texts())
def test_joined_words_are_the_two_before_them_without_the_hyphen(text: str) -> None:
    found = list(words(text))
    whole = [word for word in found if not word.joined]
    for joined in (word for word in found if word.joined):
        two = [word for word in whole if joined.start <= word.start and word.end <= joined.end]
        assert len(two) == 2
        assert joined.text == two[0].text + two[1].text


@given(any_texts())
def test_no_word_keeps_a_mark_a_quote_or_a_final_letter(text: str) -> None:
    unwanted = set(NIQQUD + INVISIBLE + QUOTES + "ךםןףץ")
    assert not unwanted & set("".join(texts_of(text)))


def test_no_character_is_a_word_of_nothing() -> None:
    assert all(word.text for code in range(0x10000) for word in words(chr(code)))


@given(texts(), texts(), st.sampled_from(" \n/;"))
def test_a_text_of_two_has_the_words_of_both(one: str, other: str, between: str) -> None:
    assert texts_of(one + between + other) == texts_of(one) + texts_of(other)


@given(written_words(), st.lists(st.tuples(st.integers(0, 50), st.sampled_from(NIQQUD + INVISIBLE)), max_size=6))
def test_niqqud_and_invisible_characters_change_nothing(word: str, marks: list[tuple[int, str]]) -> None:
    assert texts_of(put_in(word, marks)) == [normalise(word)]


@given(written_words(), st.integers(0, 50), st.text(QUOTES, min_size=1, max_size=2))
def test_one_or_two_quotes_inside_a_word_change_nothing(word: str, place: int, quotes: str) -> None:
    assert texts_of(put_in(word, [(place, quotes)])) == [normalise(word)]


@given(written_words(), written_words(), st.sampled_from("-\u05be\u2010\u2011\u2013\u2014\u2212"))
def test_whichever_the_hyphen_the_words_are_the_same(one: str, other: str, hyphen: str) -> None:
    assert texts_of(one + hyphen + other) == texts_of(f"{one}-{other}")
    assert texts_of(one + hyphen + other)[:2] == [normalise(one), normalise(other)]


@given(written_words())
def test_a_hebrew_word_is_of_hebrew_letters(word: str) -> None:
    assert is_hebrew(normalise(word))


@pytest.mark.parametrize("digits", ["01234567890", "٠١٢٣٤٥٦٧٨٩٠", "۰۱۲۳۴۵۶۷۸۹۰", "０１２３４５６７８９０"])
def test_digits_of_every_script_are_one(digits: str) -> None:
    assert texts_of(digits) == ["01234567890"]


def test_a_long_text_of_one_kind_is_read_in_one_pass() -> None:
    for piece in ('א"', "1,", "1", "א\u05b0", "\u200f", "-", "א-", "a'", '"'):
        assert sum(1 for _ in words(piece * 50_000)) <= 100_000
