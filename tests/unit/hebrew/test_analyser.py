"""Laws of analyses and keys; single cases are rows of tests/conformance."""

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.analyser import WEIGHTS, Analyser, Analysis, keys
from kb_tools.hebrew.lexicon import Lexicon, hebrew_lexicon, lexicon
from kb_tools.hebrew.particles import STACKS
from kb_tools.hebrew.spelling import skeleton
from kb_tools.hebrew.text import normalise, words
from tests.unit.hebrew.samples import any_texts, hebrew_words

NO_WORDS = lexicon([])


def analyser(*collection: str, table: Lexicon = NO_WORDS) -> Analyser:
    return Analyser(frozenset(collection).__contains__, table)


@given(any_texts(), st.booleans())
def test_the_keys_of_a_word_contain_itself_at_full_weight(text: str, everything: bool) -> None:
    borne = Analyser(lambda _: everything, NO_WORDS)
    for word in words(text):
        assert borne.keys(word.text)["s" + word.text] == max(WEIGHTS.values())


@given(hebrew_words())
def test_every_key_weighs_what_its_kind_weighs(word: str) -> None:
    assert all(
        weight == WEIGHTS[key[0]] and len(key) > 1
        for key, weight in Analyser(lambda _: True, NO_WORDS).keys(word).items()
    )


@given(hebrew_words())
def test_without_evidence_nothing_is_taken_off(word: str) -> None:
    assert analyser().analysis(word) == Analysis((word,), (word,))


@given(hebrew_words())
def test_only_what_is_known_is_left(word: str) -> None:
    known = frozenset(word[start:] for start in range(0, len(word), 2))
    found = analyser(*known).analysis(word)
    assert found.bases[0] == word
    assert set(found.bases[1:]) <= known


@given(st.sampled_from(sorted(STACKS)), hebrew_words().filter(lambda word: len(word) > 1))
def test_a_word_that_the_collection_has_is_found_behind_any_particles(stack: str, word: str) -> None:
    borne = analyser(word)
    assert borne.keys(word).keys() & borne.keys(stack + word).keys() >= {"b" + word, "l" + word}


@given(hebrew_words().filter(lambda word: len(word) > 2), st.integers(0, 20), st.sampled_from("וי"))
def test_plene_and_defective_spellings_meet(word: str, place: int, letter: str) -> None:
    place = 1 + place % len(word)
    other = word[:place] + letter + word[place:]
    shared = analyser().keys(word).keys() & analyser().keys(other).keys()
    assert "k" + skeleton(word) in shared or len(skeleton(word)) == 1


@given(hebrew_words(), hebrew_words())
def test_who_asks_first_changes_nothing(one: str, other: str) -> None:
    asked = analyser(one, other)
    asked.keys(one)
    assert asked.keys(other) == analyser(one, other).keys(other)
    assert asked.keys(one) is asked.keys(one)


def test_a_word_of_another_script_has_no_keys_but_its_own() -> None:
    assert keys("covid", Analysis(("covid",), ())) == {"scovid": 1.0, "bcovid": 0.85}


def test_with_the_shipped_lexicon_forms_of_a_word_meet() -> None:
    borne = Analyser(lambda _: False, hebrew_lexicon())
    for one, other in (("והילדים", "ילד"), ("אנשים", "איש"), ("בבתי", "בית"), ("לכשהתושבים", "תושב")):
        met = borne.keys(normalise(one)).keys() & borne.keys(normalise(other)).keys()
        assert any(key[0] == "l" for key in met), (one, other)


def test_with_the_shipped_lexicon_words_keep_their_own_first_letters() -> None:
    borne = Analyser(lambda _: True, hebrew_lexicon())
    for word in ("מטרה", "שירות", "לילה", "כביש"):
        assert borne.analysis(normalise(word)).bases == (normalise(word),), word
