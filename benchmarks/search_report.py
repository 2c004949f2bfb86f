"""Tables of a benchmark, in Markdown, and their place in a file of results."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = Sequence[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """The first column names the row; the others are figures."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def kilobytes(count: float) -> str:
    return f"{count / 1000:,.0f}"


def write_section(path: Path, title: str, text: str) -> None:
    """Put `## title` and its text into the file, in the place of a section of that title where there is one."""
    section = f"## {title}\n\n{text.strip()}\n"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Measured\n"
    known = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if not known.search(before):
        before = f"{before.rstrip()}\n\n## {title}\n"
    after = known.sub(lambda _: section + "\n", before, count=1).rstrip() + "\n"
    path.write_text(after, encoding="utf-8")
