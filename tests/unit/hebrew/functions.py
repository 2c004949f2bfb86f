"""The functions that tables of tests/conformance are of, as plain values in and out: what both languages can be asked alike."""

from collections.abc import Callable
from typing import Any

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.inflection import past_forms, singulars, stem
from kb_tools.hebrew.lexicon import lexicon
from kb_tools.hebrew.particles import bases
from kb_tools.hebrew.spelling import family, one_edit_apart, skeleton, tail, typed_in_hebrew
from kb_tools.hebrew.text import is_hebrew, normalise, words


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
