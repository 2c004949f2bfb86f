"""Laws of taking particles off; single cases are rows of tests/conformance."""

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.particles import QUESTION_WORDS, STACKS, bases
from kb_tools.hebrew.text import normalise
from tests.unit.hebrew.samples import hebrew_words


@given(st.sampled_from(sorted(STACKS)), hebrew_words().filter(lambda word: len(word) > 1))
def test_whatever_stack_is_put_before_a_word_the_word_is_offered(stack: str, word: str) -> None:
    assert word in bases(stack + word)


@given(st.sampled_from(sorted(STACKS)), hebrew_words())
def test_a_doubled_vav_is_offered_as_one(stack: str, word: str) -> None:
    assert "ו" + word in bases(stack + "וו" + word)


@given(hebrew_words())
def test_what_is_left_is_an_end_of_the_word_two_letters_at_least_and_nearest_first(word: str) -> None:
    left = list(bases(word))
    assert all(word.endswith(base) and 2 <= len(base) < len(word) for base in left)
    assert [len(base) for base in left] == sorted(map(len, left), reverse=True)


@given(hebrew_words())
def test_what_is_taken_off_is_a_stack_or_a_stack_and_a_vav(word: str) -> None:
    for base in bases(word):
        before = word.removesuffix(base)
        assert before in STACKS or (before[:-1] in STACKS and before[-1] == base[0] == "ו")


def test_a_stack_is_of_particles_in_their_order() -> None:
    assert {"ו", "ה", "ב", "כש", "שב", "וכשה", "לכשה", "ומה", "ובה"} <= STACKS
    assert not {"", "הה", "הב", "בב", "בו", "הש", "וו", "לב"} & STACKS


def test_question_words_are_normalised() -> None:
    assert {normalise(word) for word in QUESTION_WORDS} == QUESTION_WORDS
    assert {"מה", "איכ", "האמ"} <= QUESTION_WORDS
