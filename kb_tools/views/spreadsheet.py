"""CSV that a spreadsheet opens as it was meant: Hebrew legible, no text run as a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from unicodedata import category, normalize

Cell = str | int | float | None

_SIGNS = frozenset("=+-@\u2212")
_CONTROLS = ("\t", "\r", "\n")
_GUARD = "'"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs for Hebrew. Texts are quoted, numbers are not, the unknown is empty."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def neutral(cell: Cell) -> Cell:
    """Text that a spreadsheet might run as a formula gets an apostrophe; numbers stay numbers.

    So does text that begins with an apostrophe: whoever takes one away from each text that begins with one has the
    texts as they were. What begins a formula is OWASP's list ("CSV Injection"), in any width and after any blanks.
    """
    if cell is None:
        return ""
    return f"{_GUARD}{cell}" if isinstance(cell, str) and (cell.startswith(_GUARD) or may_run(cell)) else cell


def may_run(text: str) -> bool:
    """Whether some spreadsheet could take the text for a formula."""
    if text.startswith(_CONTROLS):
        return True
    first = next((letter for letter in text if not _is_blank(letter)), "")
    return bool(_SIGNS.intersection(normalize("NFKC", first)))


def _is_blank(letter: str) -> bool:
    """A space of any width, or a character that takes no room: programs that trim take them away."""
    return letter.isspace() or category(letter) in ("Cc", "Cf")
