"""The problems of a proposal as a comment on its pull request.

The list comes from a run that the proposal itself could change, so nothing in it is believed: codes that are not ours are
left out, and every word stands in a code span, where it can neither call anybody nor close anything.
"""

import json
import re
from typing import Any

from kb_tools.content.text import printable
from kb_tools.model.catalog import CODES

MARK = "<!-- kb-proposal -->"
"""Begins the comment, so that the next run finds and replaces it."""
_MOST = 50
_LARGEST = 4 * 1024 * 1024
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9/._#-]*")


class NotAListError(ValueError):
    """What was given is not the output of `kb check --json`. The text is Hebrew."""


def comment(found: bytes, preview: str = "") -> str:
    """Markdown for the pull request: the problems, or that there are none and where the site can be seen."""
    rows = [row for row in _rows(found) if row.get("level") == "error" and row.get("code") in CODES]
    if not rows:
        seen = f" [כך ייראה האתר]({preview}) (קובץ להורדה)." if _ADDRESS.fullmatch(preview) else ""
        return f"{MARK}\nהבדיקה האוטומטית לא מצאה בעיות.{seen} עכשיו צריך שאדם אחר יקרא את ההצעה.\n"
    count = "בעיה אחת" if len(rows) == 1 else f"{len(rows)} בעיות"
    lines = [MARK, f"הבדיקה האוטומטית מצאה {count}. תקנו אותן באותו ענף, והבדיקה תרוץ שוב.", ""]
    lines += [line for row in rows[:_MOST] for line in _told(row)]
    if len(rows) > _MOST:
        lines.append(f"- ועוד {len(rows) - _MOST}")
    return "\n".join(lines) + "\n"


def _rows(found: bytes) -> list[dict[str, Any]]:
    try:
        value = json.loads(found) if len(found) <= _LARGEST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise NotAListError("זה אינו הפלט של kb check --json")
    return [row for row in value if isinstance(row, dict)]


def _told(row: dict[str, Any]) -> list[str]:
    line = row.get("line")
    place = f"{row.get('file', '')}:{line}" if isinstance(line, int) else str(row.get("file", ""))
    field = _code(row.get("field"))
    told = [f"- {_code(place)}{' ' + field if field else ''}: {_code(row.get('message'))}"]
    return [*told, f"  {_code(row['hint'])}"] if row.get("hint") else told


def _code(value: object) -> str:
    """As a code span; empty for what is not there."""
    text = printable(" ".join(str(value or "").split()))[:500].replace("`", "'")
    return f"`{text}`" if text else ""
