"""All families of a dictionary word."""

from kb_tools.hebrew.lexicon import lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.hebrew.spelling import family

PEOPLE = Paradigms(
    lexicon([("איש", "איש"), ("אנשים", "איש"), ("אנשיו", "איש"), ("ילדים", "ילד"), ("ספר", "ספר"), ("ספר", "סיפר")])
)


def test_a_word_whose_stem_changes_is_in_several_families() -> None:
    assert PEOPLE.families("איש") == {family("איש"), family("אנשימ")}
    assert len(PEOPLE.families("איש")) == 2


def test_a_form_of_two_words_is_in_the_families_of_both() -> None:
    assert PEOPLE.families("ספר") == PEOPLE.families("סיפר") == {"רפס"}


def test_a_word_that_is_not_listed_has_none() -> None:
    assert PEOPLE.families("מקלט") == frozenset()
