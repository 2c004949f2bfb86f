"""What is shown of a text: a part of it as it stands, with its words marked as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.text import words
from kb_tools.search.snippets import SNIPPET, snippet, whole_text

FILLER = "מילים אחרות שאינן קשורות לדבר, "
WORDS = st.sampled_from(
    ["מתנדבים", "למתנדבים", "רח״ל", "תל־אביב", "בית", "של", "COVID-19", "א" * 90, ".", "\n", "מִתְנַדֵּב"]
)


def marked(text: str, *sought: str) -> tuple[str, ...]:
    return snippet(text, dict.fromkeys(sought, 1.0)).marked()


@given(
    st.lists(WORDS, max_size=120).map(" ".join), st.sets(st.sampled_from(["מתנדבימ", "רחל", "תלאביב", "אביב", "covid"]))
)
def test_a_snippet_is_a_part_of_the_text_with_words_to_mark(text: str, sought: set[str]) -> None:
    found = snippet(text, dict.fromkeys(sought, 1.0))
    assert found.text in text
    assert len(found.text) <= SNIPPET
    if len(text) <= SNIPPET:
        assert (found.text, found.opens, found.closes) == (text, True, True)
    last = 0
    for start, end in found.marks:
        assert last <= start < end <= len(found.text)
        assert {word.text for word in words(found.text[start:end])} & sought
        last = end


@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_something_is_marked_where_something_was_found(text: str) -> None:
    has_it = any(word.text == "רחל" for word in words(text))
    assert bool(snippet(text, {"רחל": 1.0}).marks) == has_it


def test_a_short_text_is_shown_whole() -> None:
    found = snippet("המתנדבים הגיעו.", {"המתנדבימ": 1.0})
    assert (found.text, found.marks, found.opens, found.closes) == ("המתנדבים הגיעו.", ((0, 8),), True, True)


def test_no_text_no_snippet() -> None:
    found = snippet("", {"א": 1.0})
    assert (found.text, found.marks, found.opens, found.closes) == ("", (), True, True)


def test_without_anything_to_mark_it_is_the_beginning() -> None:
    assert snippet(FILLER * 20, {"אינ": 1.0}).opens


def test_where_different_words_meet_is_better_than_one_word_often() -> None:
    text = "מתנדבים מתנדבים מתנדבים " + FILLER * 20 + "מתנדבים בפינוי " + FILLER * 20
    found = snippet(text, {"מתנדבימ": 1.0, "בפינוי": 1.0})
    assert "מתנדבים בפינוי" in found.text
    assert found.marked() == ("מתנדבים", "בפינוי")


def test_a_rare_word_is_shown_before_a_common_one() -> None:
    text = "מים מים " + FILLER * 20 + "מחסן " + FILLER * 20
    assert "מחסן" in snippet(text, {"מימ": 0.5, "מחסנ": 2.0}).text


def test_words_are_not_cut() -> None:
    text = FILLER * 20 + "מתנדבים " + FILLER * 20
    found = snippet(text, {"מתנדבימ": 1.0})
    assert f" {found.text} " in text
    assert not found.opens
    assert not found.closes


def test_the_end_of_a_text_has_as_much_before_it() -> None:
    found = snippet(FILLER * 20 + "מתנדבים", {"מתנדבימ": 1.0})
    assert len(found.text) > SNIPPET * 0.8
    assert found.closes


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("אמר: ״למתנדבים״ שלום", ["למתנדבימ"], ("למתנדבים",)),
        ('נוהל רח"ל חדש', ["רחל"], ('רח"ל',)),
        ("בתל־אביב", ["אביב"], ("אביב",)),
        ("תל־אביב יפו", ["תל", "תלאביב"], ("תל־אביב",)),
        ("מִתְנַדְּבִים באו", ["מתנדבימ"], ("מִתְנַדְּבִים",)),
        ("COVID-19 ו־Covid", ["covid"], ("COVID", "Covid")),
    ],
)
def test_marks_are_words_as_they_stand(text: str, sought: list[str], expected: tuple[str, ...]) -> None:
    assert marked(text, *sought) == expected


def test_a_title_is_marked_whole() -> None:
    title = FILLER * 20 + "מתנדבים"
    found = whole_text(title, {"מתנדבימ": 1.0})
    assert found.text == title
    assert found.marked() == ("מתנדבים",)
