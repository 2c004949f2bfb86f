"""Reading text: what is refused, where, and what is let through."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.content.text import Mistake, escaped_mark, line_and_column, printable, read_text

HIDDEN = [
    *map(
        chr, (0x00, 0x08, 0x0B, 0x1B, 0x7F, 0x85, 0xAD, 0x200B, 0x2028, 0x2029, 0x2060, 0xFEFF, *range(0x202A, 0x202F))
    )
]


def _read(folder: Path, data: bytes, largest: int = 10_000) -> str:
    path = folder / "file"
    path.write_bytes(data)
    return read_text(path, largest)


def _refusal(folder: Path, data: bytes, largest: int = 10_000) -> tuple[str, int, int]:
    with pytest.raises(Mistake) as refused:
        _read(folder, data, largest)
    return refused.value.code, refused.value.line, refused.value.column


@pytest.mark.parametrize("mark", HIDDEN, ids=lambda mark: f"{ord(mark):04X}")
def test_hidden_characters_are_refused_at_their_place(tmp_path: Path, mark: str) -> None:
    assert _refusal(tmp_path, f"שלום\nאב{mark}ג".encode()) == ("text-hidden", 2, 3)


def test_every_format_character_but_the_marks_and_isolates_is_refused() -> None:
    """Those that Python's Unicode knows, and more: fillers, tags, private use."""
    allowed = {*map(chr, range(0x200C, 0x2010))}
    every = map(chr, range(sys.maxunicode + 1))
    assert {mark for mark in every if unicodedata.category(mark) in ("Cf", "Co") and not escaped_mark(mark)} == allowed
    assert all(escaped_mark(mark) for mark in "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\U000e0000")


@pytest.mark.parametrize(
    "reference",
    ["&#x202e;", "&#8238;", "&#x202E", "&shy;", "&shy", "&NoBreak;", "&ZeroWidthSpace;", "&#x1b;", "&#x2066;"],
)
def test_references_to_refused_characters_are_refused_at_their_place(tmp_path: Path, reference: str) -> None:
    assert _refusal(tmp_path, f"שלום\nאב {reference} ג".encode()) == ("text-hidden", 2, 4)


@pytest.mark.parametrize("text", ["&amp;#x202e;", "&nbsp;", "&#x200f;", "?a=1&shy=2", "&#99999999;", "a & b", "&רב;"])
def test_other_references_are_fine(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text.encode()) == text


@pytest.mark.parametrize(
    "text", ["שלום\u200f", "\u200eabc", "א\u2066abc\u2069ב", "א\u2067ב\u2068c\u2069\u2069", "ש\u05c1ל", "a\tb"]
)
def test_direction_marks_niqqud_and_closed_isolates_are_fine(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text.encode()) == text


@pytest.mark.parametrize(
    ("text", "column"), [("א\u2066ב", 2), ("אב\u2069", 3), ("\u2066\u2067א\u2069", 1), ("א\u2066\n\u2069", 2)]
)
def test_an_isolate_is_closed_on_its_own_line(tmp_path: Path, text: str, column: int) -> None:
    assert _refusal(tmp_path, text.encode()) == ("text-isolate", 1, column)


def test_the_bound_is_exact(tmp_path: Path) -> None:
    assert _read(tmp_path, b"x" * 10, 10)
    assert _refusal(tmp_path, b"x" * 11, 10)[0] == "file-too-large"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_becomes_one(tmp_path: Path, line_end: bytes) -> None:
    assert _read(tmp_path, b"a" + line_end + b"b" + line_end) == "a\nb\n"


def test_text_is_composed(tmp_path: Path) -> None:
    assert _read(tmp_path, b"e\xcc\x81") == "\u00e9"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_mistake(tmp_path: Path, data: bytes) -> None:
    try:
        text = _read(tmp_path, data)
    except Mistake as mistake:
        place = (mistake.line, mistake.column)
        text = "x"
    else:
        place = (1, 1)
    assert min(place) >= 1
    assert "\r" not in text
    assert _read(tmp_path, text.encode()) == text


@given(st.text(max_size=40), st.data())
def test_line_and_column_point_back_at_the_character(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    line, column = line_and_column(text, index)
    before = text.split("\n")[: line - 1]
    assert sum(len(row) + 1 for row in before) + column - 1 == index


@given(st.text())
def test_what_is_printable_can_be_printed_and_stays(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert not set(shown) & set(HIDDEN)
    assert len(shown.encode()) >= len(text)
