"""What came back from a drill, whatever it came in: the browser's file, a sheet, or answers at a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb_tools.model.submission import Submission


@dataclass(frozen=True, slots=True)
class Returned:
    """The answers as they were given. `fields` are nested as in a submission, every scalar a text."""

    fields: Mapping[str, Any]
    municipality: str = ""
    """Empty where it does not say whose it is."""
    reporter: str = ""
    """The role that filled it in, and the day on which it was sent; empty where it is not said."""
    blank: frozenset[str] = frozenset()
    """Ids of items and objectives that were asked and left without an answer."""
    wording: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(`items` or `objectives`, id) → what was printed."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Field (`items[2].note`) → where it stands in the file that came, in words."""


def of_submission(submission: Submission) -> Returned:
    reporter = f"{submission.submitted_by}, {submission.submitted_on.isoformat()}"
    return Returned(submission.fields, submission.municipality, reporter)
