"""Python and JavaScript return the same, of whatever text."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.hebrew import VERSION
from kb_tools.hebrew.analyser import WEIGHTS
from kb_tools.hebrew.particles import QUESTION_WORDS, STACKS
from tests.unit.hebrew.functions import FUNCTIONS
from tests.unit.hebrew.samples import any_texts, evidence, hebrew_words, slips, texts
from tests.unit.in_node import answering

Question = tuple[str, list[Any]]
Ask = Callable[[list[Question]], list[Any]]
JS = Path(__file__).parents[2] / "js/hebrew_answers.mjs"
# One process for all examples; an example is a batch, for a process that is asked waits longer than it works.
EXAMPLES = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with answering(JS) as answers:
        yield answers


def assert_same(ask: Ask, questions: list[Question]) -> None:
    ours = [FUNCTIONS[name](*given) for name, given in questions]
    theirs = ask(questions)
    assert [*zip(questions, ours, strict=True)] == [*zip(questions, theirs, strict=True)]


def test_the_constants_are_the_same(ask: Ask) -> None:
    ours = {"VERSION": VERSION, "WEIGHTS": WEIGHTS, "QUESTION_WORDS": sorted(QUESTION_WORDS), "STACKS": sorted(STACKS)}
    assert ask([("constants", [])]) == [ours]


@EXAMPLES
@given(batch=st.lists(texts(), min_size=1, max_size=20))
def test_texts(ask: Ask, batch: list[str]) -> None:
    assert_same(
        ask, [(name, [text]) for text in batch for name in ("normalise", "words", "is_hebrew", "typed_in_hebrew")]
    )


@EXAMPLES
@given(batch=st.lists(any_texts(), min_size=1, max_size=20))
def test_words_of_texts_with_any_character(ask: Ask, batch: list[str]) -> None:
    assert_same(ask, [(name, [text]) for text in batch for name in ("words", "typed_in_hebrew")])


def test_every_character_of_the_first_plane_beside_letters(ask: Ask) -> None:
    characters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    rows = (characters[start : start + 32] for start in range(0, len(characters), 32))
    assert_same(ask, [("words", [" ".join(f"א{one}ב a{one}A" for one in row)]) for row in rows])


@EXAMPLES
@given(batch=st.lists(hebrew_words(), min_size=1, max_size=20))
def test_hebrew_words(ask: Ask, batch: list[str]) -> None:
    names = ("bases", "stem", "singulars", "past_forms", "skeleton", "tail", "family")
    assert_same(ask, [(name, [word]) for word in batch for name in names])


@EXAMPLES
@given(batch=st.lists(slips(hebrew_words()), min_size=1, max_size=20))
def test_slips_of_the_hand(ask: Ask, batch: list[tuple[str, str]]) -> None:
    assert_same(ask, [("one_edit_apart", [*pair]) for pair in batch])


@EXAMPLES
@given(data=st.data(), batch=st.lists(hebrew_words(), min_size=1, max_size=5))
def test_analyses_and_keys(ask: Ask, data: st.DataObject, batch: list[str]) -> None:
    stated = data.draw(evidence(batch))
    assert_same(ask, [(name, [stated, word]) for word in [*batch, "covid", "19"] for name in ("analyses", "keys")])
