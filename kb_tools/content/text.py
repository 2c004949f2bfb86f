"""Bytes → text that is safe to parse and to show, or the reason why not."""

import html
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_YAML = 256 * 1024
LARGEST_MARKDOWN = 200 * 1024

_INVISIBLE = (
    "\x7f-\x9f"
    # Unicode's format characters (Cf), but for U+200C to U+200F and the isolates, which have rules of their own.
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u202a-\u202e\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\u2028\u2029"  # line ends that no editor shows
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # fillers: letters without a shape
    "\ue000-\uf8ff"  # private use: whatever a font makes of it
)
_INVISIBLE_FAR = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    "\U000f0000-\U0010ffff"
)
"""The same beyond U+FFFF."""
_HIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_INVISIBLE}{_INVISIBLE_FAR}]")
# Twice as fast where nothing is hidden: each range beyond U+FFFF is asked of every character.
_PERHAPS_HIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_INVISIBLE}\U00010000-\U0010ffff]")
_UNPRINTABLE = re.compile(f"[\x00-\x1f{_INVISIBLE}{_INVISIBLE_FAR}\u200c-\u200f\u2066-\u2069\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,9};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};|shy(?!=))")
_ISOLATES = re.compile("[\u2066-\u2069]")
_HEBREW_1255 = range(0xE0, 0xFB)


@dataclass(eq=False)
class Mistake(Exception):  # noqa: N818 - a mistake in the content, carried to where it becomes a Problem
    """A content mistake found while reading one file: a code, where (from 1), and the facts its message needs."""

    code: str
    line: int = 1
    column: int = 1
    facts: dict[str, object] = field(default_factory=dict)


def read_text(path: Path, largest: int) -> str:
    """The file's text: UTF-8, NFC, line ends as `\\n`. Raises Mistake; OSError when the file has just vanished.

    Bounds and forbidden characters follow the trials on hostile content: direction overrides mislead the reader,
    zero-width characters split words, C0 controls break terminals.
    """
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise Mistake("file-too-large", facts={"found": path.stat().st_size // 1024, "right": largest // 1024})
    if data.startswith(b"\xef\xbb\xbf"):
        raise Mistake("text-bom")
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Mistake("file-empty")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if _PERHAPS_HIDDEN.search(text) and (hidden := _HIDDEN.search(text)):
        raise Mistake("text-hidden", *line_and_column(text, hidden.start()), {"found": _name(hidden[0])})
    if _ISOLATES.search(text):
        _check_isolates(text)
    if "&" in text and (reference := _hidden_reference(text)):
        raise Mistake("text-hidden", *line_and_column(text, reference[0]), {"found": reference[1]})
    return text


def escaped_mark(text: str) -> str:
    """The first character in `text` that a file may not hold as it is: an escape in quotes can smuggle one in."""
    if found := _HIDDEN.search(text) or _ISOLATES.search(text):
        return _name(found[0])
    return reference[1] if (reference := _hidden_reference(text)) else ""


def _hidden_reference(text: str) -> tuple[int, str] | None:
    """Where HTML would read a character that no file may hold (`&#x202e;`, `&shy;`), and its name."""
    for reference in _REFERENCE.finditer(text):
        if mark := _HIDDEN.search(meant := _referred(reference[0])) or _ISOLATES.search(meant):
            return reference.start(), f"{reference[0]} ({_name(mark[0])})"
    return None


def _referred(reference: str) -> str:
    """What a character reference stands for, be it one that HTML's own reader would mend."""
    if not reference.startswith("&#"):
        return html.unescape(reference)
    digits = reference[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number <= sys.maxunicode else ""


def printable(text: str) -> str:
    """`text`, with characters that mislead the eye, break a terminal or cannot be encoded written as U+202E."""
    return _UNPRINTABLE.sub(lambda mark: f"U+{ord(mark[0]):04X}", text)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column from 1 of the character at `index`."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        raise Mistake(
            "text-encoding", *line_and_column(before + "x", len(before)), {"found": guessed_encoding(data)}
        ) from None


def guessed_encoding(data: bytes) -> str:
    """What bytes that are not UTF-8 probably are, for a message."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    high = [byte for byte in data if byte >= 0x80]
    return "windows-1255" if sum(byte in _HEBREW_1255 for byte in high) > len(high) / 2 else "קידוד אחר"


def _name(character: str) -> str:
    nameless = "תו לשימוש פרטי" if unicodedata.category(character) == "Co" else "תו בקרה"
    return f"U+{ord(character):04X} {unicodedata.name(character, nameless)}"


def _check_isolates(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        open_at: list[int] = []
        for mark in _ISOLATES.finditer(line):
            if mark[0] != "\u2069":
                open_at.append(mark.start())
            elif open_at:
                open_at.pop()
            else:
                raise Mistake("text-isolate", number, mark.start() + 1, {"found": _name(mark[0])})
        if open_at:
            raise Mistake("text-isolate", number, open_at[0] + 1, {"found": _name(line[open_at[0]])})
