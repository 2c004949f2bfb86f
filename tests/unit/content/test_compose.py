"""Composing agrees with PyYAML wherever YAML has one meaning, and keeps every scalar as it was written."""

import string
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.compose import DEEPEST, compose
from kb_tools.content.text import Mistake, escaped_mark

WORDS = st.text(string.ascii_letters + string.digits + " .:-#'\"[]{}!&*%@\\\u05d0\u05d1\u05f4", min_size=1, max_size=12)
WORDS = WORDS.filter(lambda word: not escaped_mark(word))
KEYS = st.text(string.ascii_lowercase + "\u05d0_-", min_size=1, max_size=6).filter(lambda key: key.strip("-"))
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


def _written(tree: Any, flow: bool | None) -> str:
    return yaml.dump(tree, allow_unicode=True, default_flow_style=flow, width=10_000, sort_keys=False)


@given(TREES, st.sampled_from([True, False, None]))
def test_it_reads_what_pyyaml_reads(tree: Any, flow: bool | None) -> None:
    text = _written(tree, flow)
    assert compose(text).value == yaml.load(text, yaml.BaseLoader) == tree


@given(TREES, st.sampled_from([True, False, None]))
def test_every_spot_is_where_its_key_or_value_begins(tree: Any, flow: bool | None) -> None:
    text = _written(tree, flow)
    lines = text.split("\n")
    for path, (key, value) in compose(text, want_spots=True).spots.items():
        for line, column in (key, value):
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
        if isinstance(path[-1], str) and path[-1].isalpha():
            assert lines[key[0] - 1][key[1] - 1 :].lstrip("'\"").startswith(path[-1])


@pytest.mark.parametrize(
    "text", ["0031", "12:30", "12:30:45", "no", "yes", "1e3", "0x1F", "0o17", "2026-13-40", "1_000", ".inf"]
)
def test_a_scalar_stays_as_it_was_written(text: str) -> None:
    assert compose(f"key: {text}\nlist: [{text}]").value == {"key": text, "list": [text]}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_none_and_an_empty_field_is_told(text: str) -> None:
    composed = compose(f"a: 1\nkey: {text}\n")
    assert composed.value == {"a": "1", "key": None}
    assert [(path, mistake.code, mistake.line) for path, mistake in composed.mistakes] == [(("key",), "field-empty", 2)]
    assert compose('key: ""').value == {"key": ""}


def test_the_first_of_two_keys_is_kept_and_each_other_is_told() -> None:
    composed = compose("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n")
    assert composed.value == {"a": "1", "b": {"c": "1"}}
    assert [(path, mistake.line, mistake.facts["line"]) for path, mistake in composed.mistakes] == [
        (("b", "c"), 2, 2),
        (("a",), 3, 1),
        (("a",), 4, 1),
    ]


def test_depth_is_bounded_exactly() -> None:
    assert compose("[" * DEEPEST + "]" * DEEPEST).value
    with pytest.raises(Mistake, match="yaml-depth"):
        compose("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


ANY_TEXT = st.text(st.sampled_from(list("ab\u05d0:-#'\"[]{}!&*%@\\|>?,~ \n\t")), max_size=60)


def _mistake(text: str) -> Mistake | None:
    try:
        compose(text)
    except Mistake as mistake:
        return mistake
    return None


@given(ANY_TEXT)
def test_any_text_is_a_value_or_a_mistake_at_a_place_in_it(text: str) -> None:
    if mistake := _mistake(text):
        assert 1 <= mistake.line <= len(text.split("\n")) + 1
        assert mistake.column >= 1
        found = str(mistake.facts.get("found", ""))
        assert mistake.code != "yaml-syntax" or any("\u05d0" <= letter <= "\u05ea" for letter in found)
