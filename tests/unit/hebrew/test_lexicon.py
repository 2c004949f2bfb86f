"""The lexicon: pairs as they are given, and the table that is shipped."""

from kb_tools.hebrew.lexicon import hebrew_lexicon, lexicon
from kb_tools.hebrew.text import is_hebrew


def test_forms_and_lemmas_are_normalised() -> None:
    assert lexicon([("תושבים", "תושָׁב")]).lemmas_of == {"תושבימ": ("תושב",)}


def test_a_form_of_two_words_has_both_in_their_order_and_each_once() -> None:
    found = lexicon([("ספר", "ספר"), ("ספר", "סיפר"), ("סֵפֶר", "ספר")])
    assert found.lemmas_of == {"ספר": ("ספר", "סיפר")}
    assert found.lemmas == {"ספר", "סיפר"}


def test_forms_of_the_same_word_have_the_same_lemma() -> None:
    found = lexicon([("ילדים", "ילד"), ("ילדי", "ילד"), ("ילד", "ילד")])
    assert found.lemmas_of == {"ילדימ": ("ילד",), "ילדי": ("ילד",), "ילד": ("ילד",)}


def test_what_is_not_of_hebrew_letters_is_left_out() -> None:
    assert lexicon([("abc", "abc"), ("1", "1"), ('"', '"'), ("א־ב", "א־ב"), ("", "")]).lemmas_of == {}


def test_forms_and_lemmas_are_words_of_the_lexicon() -> None:
    found = lexicon([("אנשים", "איש")])
    assert "אנשימ" in found
    assert "איש" in found
    assert "אנשים" not in found


def test_the_shipped_table_is_of_normalised_hebrew_forms() -> None:
    found = hebrew_lexicon()
    assert len(found.lemmas_of) > 100_000
    assert all(is_hebrew(form) for form in found.lemmas_of)
    assert not any(set("ךםןףץ") & set(form + "".join(lemmas)) for form, lemmas in found.lemmas_of.items())


def test_the_shipped_table_knows_broken_plurals() -> None:
    found = hebrew_lexicon()
    assert "איש" in found.lemmas_of["אנשימ"]
    assert found.lemmas == {lemma for lemmas in found.lemmas_of.values() for lemma in lemmas}
