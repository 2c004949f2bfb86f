"""The forms' check in the browser and ours say the same: of the shared rows, and of whatever text."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.content.compose import compose
from kb_tools.model.catalog import CODES
from kb_tools.model.fields import fields_of
from kb_tools.views.form_rules import rule_of
from tests.unit.in_node import answering
from tests.unit.views.form_functions import FUNCTIONS, OneOfEach, pages

Question = tuple[str, list[Any]]
Ask = Callable[[list[Question]], list[Any]]
TESTS = Path(__file__).parents[2]
ROWS = TESTS / "conformance/forms"
GIVEN = ROWS / "given/rules.json"
"""The rules and the words that a page is given; node reads them from this file."""
EXAMPLES = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
# What details of people, marks and Markdown are made of, so that random text comes near them.
PIECES = st.sampled_from(
    [
        *"0 05 050 03 077 972 +972 1234567 123-4567 123456782 12345678-2 1-700 106".split(),
        *'@ a@ @b.co dana.levi@example.org https:// https://a.b/ http://x) ת״ז ת.ז. ת"ז ת\\"ז זהות מספר תעודת מזהה'.split(),
        *"&shy; &shy &#x202e; &#8203 &#x200f; &amp; &NoBreak; &shyx; &zwj; < > [ ! * _ ` # - + 1. > | == T+0h 6h a-b a/b".split(),
        *"2026-11-22 2026-02-29 2024-02-29 22.11.2026 1999 2200 0 00120 121 12a".split(),
        *(
            "-",
            "(",
            ")",
            ".",
            "/",
            "\n",
            "\n\n",
            "\t",
            "    ",
            "\u05be",
            "\u2013",
            "\u200f",
            "\u2066",
            "\u2069",
            "\u202e",
        ),
        *("\u200b", "\ufeff", "\u00a0", "\u0085", "\u2028", "e\u0301", "😀", "𝟗", "²", "٣", "שלום עולם", "1" * 9),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.text(max_size=80),
    st.text(st.characters(max_codepoint=0x2100), max_size=60),
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with answering(TESTS / "js/forms_answers.mjs") as answers:
        yield answers


def cases() -> Iterator[Any]:
    for file in sorted(ROWS.glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            given_ = row["input"] if isinstance(row["input"], list) else [row["input"]]
            yield pytest.param(file.stem, given_, row["expected"], id=f"{file.stem}: {row['why']}")


@pytest.mark.parametrize(("function", "given", "expected"), list(cases()))
def test_a_row_holds(function: str, given: list[Any], expected: object) -> None:
    assert FUNCTIONS[function](*given) == expected


def test_every_table_is_of_a_function_and_every_function_has_one() -> None:
    assert {file.stem for file in ROWS.glob("*.json")} == set(FUNCTIONS)


def test_node_is_given_the_rules_and_the_words_that_pages_are() -> None:
    rules = {field.name: dict(rule_of(OneOfEach, OneOfEach, field)) for field in fields_of(OneOfEach)}
    given_ = json.loads(GIVEN.read_text(encoding="utf-8"))
    told = {code: {"message": CODES[code].message, "hint": CODES[code].hint} for code in given_["codes"]}
    assert given_ == {"rules": rules, "codes": told}


def test_node_is_given_what_pages_say_of_files() -> None:
    """Of the keys those that forms ask for: what else a file may hold says nothing here."""
    given_ = json.loads((ROWS / "given/pages.json").read_text(encoding="utf-8"))
    ours = pages()
    for kind, page in given_.items():
        for path, keys in page["keys"].items():
            ours[kind]["keys"][path] = [key for key in ours[kind]["keys"][path] if key in keys]
        ours[kind]["keys"] = {path: keys for path, keys in ours[kind]["keys"].items() if path in page["keys"]}
        ours[kind]["figures"] = [path for path in ours[kind]["figures"] if path in page["figures"]]
    assert given_ == ours


def assert_same(ask: Ask, questions: list[Question]) -> None:
    ours = [FUNCTIONS[name](*given_) for name, given_ in questions]
    assert [*zip(questions, ours, strict=True)] == [*zip(questions, ask(questions), strict=True)]


@EXAMPLES
@given(batch=st.lists(TEXTS, min_size=1, max_size=20))
def test_any_text(ask: Ask, batch: list[str]) -> None:
    names = ("cleaned", "personal_data", "escaped_mark", "excess", "printable")
    assert_same(ask, [(name, [text]) for text in batch for name in names])


@EXAMPLES
@given(batch=st.lists(TEXTS, min_size=1, max_size=10))
def test_any_value_of_any_field(ask: Ask, batch: list[str]) -> None:
    names = [field.name for field in fields_of(OneOfEach)]
    assert_same(ask, [("mistake", [name, FUNCTIONS["cleaned"](text)]) for text in batch for name in names])


def test_every_character_of_the_first_plane(ask: Ask) -> None:
    # Those that our Unicode knows: node may know newer ones.
    characters = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    assert_same(ask, [("escaped_mark", [f"א{one}ב"]) for one in characters])
    rows = ["".join(characters[start : start + 64]) for start in range(0, len(characters), 64)]
    assert_same(ask, [(name, [row]) for row in rows for name in ("cleaned", "printable")])


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=30)
ENTRIES = st.fixed_dictionaries({"source": LINES}, optional={"at": LINES})
TRACKS = st.fixed_dictionaries({"what": LINES}, optional={"owner": LINES, "year": st.one_of(LINES, st.just("2028"))})
FIELDS = st.fixed_dictionaries(
    {"title": LINES, "event": st.fixed_dictionaries({"name": LINES}, optional={"began_on": LINES})},
    optional={
        "observation": TEXTS.map(FUNCTIONS["cleaned"]).filter(bool),
        "scenarios": st.lists(LINES, min_size=1, max_size=3),
        "sources": st.lists(ENTRIES, min_size=1, max_size=3),
        "immediate": TRACKS,
        "multi_year": TRACKS,
        "owner": LINES,
    },
)


@EXAMPLES
@given(fields=FIELDS, by=LINES)
def test_whatever_is_written_makes_the_same_file_that_says_it(ask: Ask, fields: dict[str, Any], by: str) -> None:
    sent = {"kind": "lesson", "submitted_by": by, "submitted_on": "2026-11-22", "fields": fields}
    assert_same(ask, [("file", [sent])])


@EXAMPLES
@given(text=TEXTS.map(FUNCTIONS["cleaned"]).filter(lambda text: text and not FUNCTIONS["escaped_mark"](text)))
def test_a_file_says_what_was_written(text: str) -> None:
    sent = {"kind": "correction", "submitted_by": "תושב", "submitted_on": "2026-11-22", "fields": {"right": text}}
    assert compose(FUNCTIONS["file"](sent)[1]).value["right"] == text
