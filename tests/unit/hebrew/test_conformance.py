"""Every row of tests/conformance holds in Python; tests/js/hebrew.test.mjs asks the same of JavaScript."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.inflection import past_forms, singulars, stem
from kb_tools.hebrew.lexicon import lexicon
from kb_tools.hebrew.particles import bases
from kb_tools.hebrew.spelling import family, one_edit_apart, skeleton, tail, typed_in_hebrew
from kb_tools.hebrew.text import is_hebrew, normalise, words

ROWS = Path(__file__).parents[2] / "conformance"


def words_as_written(text: str) -> list[list[str]]:
    """[normalised, as written] and "joined": slices, for Python counts places in code points and JavaScript does not."""
    return [[word.text, text[word.start : word.end], *(["joined"] if word.joined else [])] for word in words(text)]


def analyser(evidence: dict[str, Any]) -> Analyser:
    return Analyser(frozenset(evidence["collection"]).__contains__, lexicon(map(tuple, evidence["lexicon"])))


def analysis(evidence: dict[str, Any], word: str) -> dict[str, list[str]]:
    found = analyser(evidence).analysis(word)
    return {"bases": list(found.bases), "lemmas": list(found.lemmas)}


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "analyses": analysis,
    "bases": lambda word: list(bases(word)),
    "family": family,
    "is_hebrew": is_hebrew,
    "keys": lambda evidence, word: analyser(evidence).keys(word),
    "normalise": normalise,
    "one_edit_apart": one_edit_apart,
    "past_forms": lambda word: list(past_forms(word)),
    "singulars": lambda word: list(singulars(word)),
    "skeleton": skeleton,
    "stem": stem,
    "tail": tail,
    "typed_in_hebrew": typed_in_hebrew,
    "words": words_as_written,
}


def cases() -> Iterator[Any]:
    for file in sorted(ROWS.glob("*.json")):
        table = json.loads(file.read_text(encoding="utf-8"))
        rows, evidence = (table, []) if isinstance(table, list) else (table["rows"], [table])
        for row in rows:
            given = row["input"] if isinstance(row["input"], list) else [row["input"]]
            name = f"{file.stem}: {row['why']} {row['input']!a}"
            yield pytest.param(file.stem, [*evidence, *given], row["expected"], id=name)


@pytest.mark.parametrize(("function", "given", "expected"), list(cases()))
def test_a_row_holds(function: str, given: list[Any], expected: object) -> None:
    assert FUNCTIONS[function](*given) == expected


def test_every_table_is_of_a_function_and_every_function_has_one() -> None:
    assert {file.stem for file in ROWS.glob("*.json")} == set(FUNCTIONS)
