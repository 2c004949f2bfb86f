"""Laws of spelling; single cases are rows of tests/conformance."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.inflection import stem
from kb_tools.hebrew.particles import STACKS
from kb_tools.hebrew.spelling import family, one_edit_apart, skeleton, tail, typed_in_hebrew
from tests.unit.hebrew.samples import hebrew_words, slips

ALPHABET = "אבגדהוזחטיכלמנסעפצקרשת"
SHORT = st.text("אבג", max_size=5)


def edits(word: str) -> Iterator[str]:
    """Every word one edit away, by putting each in place."""
    for place in range(len(word) + 1):
        before, rest = word[:place], word[place:]
        yield from (before + letter + rest for letter in ALPHABET)
        if rest:
            yield before + rest[1:]
            yield from (before + letter + rest[1:] for letter in ALPHABET)
            yield before + rest[1:2] + rest[0] + rest[2:]


@given(hebrew_words(), st.integers(0, 20), st.sampled_from("וי"))
def test_a_vav_or_yod_more_does_not_change_the_skeleton(word: str, place: int, letter: str) -> None:
    place = 1 + place % len(word)
    assert skeleton(word[:place] + letter + word[place:]) == skeleton(word)


@given(hebrew_words())
def test_a_skeleton_is_its_own(word: str) -> None:
    assert skeleton(skeleton(word)) == skeleton(word)


@given(hebrew_words())
def test_a_tail_is_of_three_consonants_at_most_and_that_of_the_skeleton(word: str) -> None:
    assert 1 <= len(tail(word)) <= 3
    assert word[0] in "וי" or tail(skeleton(word)) == tail(word)


@given(st.sampled_from(sorted(STACKS)), hebrew_words())
def test_particles_do_not_move_a_word_out_of_its_family(stack: str, word: str) -> None:
    word += "מתנדבות"  # long enough that the same ending goes with and without particles
    assert family(stack + word) == family(word) == tail(stem(word))


@given(SHORT | hebrew_words(), SHORT | hebrew_words())
def test_one_edit_apart_is_symmetric_and_never_of_a_word_and_itself(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == one_edit_apart(other, one)
    assert not one_edit_apart(one, one)


@given(st.tuples(SHORT, SHORT) | slips(hebrew_words()))
def test_one_edit_apart_is_what_trying_every_edit_finds(pair: tuple[str, str]) -> None:
    one, other = pair
    assert one_edit_apart(one, other) == (one != other and other in edits(one))


def test_every_hebrew_letter_has_one_key_whatever_the_case() -> None:
    keys = "abcdefghijklmnopqrstuvwxyz,.;"
    letters = [letter for letter in typed_in_hebrew(keys) if "א" <= letter <= "ת"]
    assert sorted(letters) == sorted(ALPHABET + "ךםןףץ")
    assert typed_in_hebrew(keys.upper()) == typed_in_hebrew(keys)


@given(hebrew_words())
def test_what_is_typed_in_hebrew_already_stays(word: str) -> None:
    assert typed_in_hebrew(word) == word
