"""What is wrong with the content, as data: a place, a stable code, a Hebrew message and a hint.

A content mistake is a `Problem` and is collected; a mistake in our code is an exception and is not.
"""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "notice"]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where in the content: `file` relative to the root with `/`, line and column from 1, field as `needs[2].people`."""

    file: str
    line: int = 1
    column: int = 1
    field: str = ""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One content mistake. Problems sort by file, then by place in it."""

    place: Place
    code: str
    message: str
    hint: str = ""
    level: Level = "error"


FieldPath = tuple[str | int, ...]


def field_text(path: FieldPath) -> str:
    """`("needs", 2, "people")` → `needs[2].people`, the way a reader counts keys and list items (from 0)."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
