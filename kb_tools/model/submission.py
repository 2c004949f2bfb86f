"""What people send through a form, a mail or an issue: one new lesson, drill result or proposed correction.

The browser makes the same id and the same file (`tests/conformance/submissions/rows.json`), so that whoever opens the
forge's page for a new file and whoever sends the form propose the very same thing.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb_tools.model.page import Settings

FORMAT = "hosen-submission/1"
LARGEST_SUBMISSION = 256 * 1024
LONGEST_SUBMITTER = 120


@dataclass(frozen=True, slots=True)
class SubmissionKind:
    """One kind of submission. `fields` are those that people may fill in; whatever else the file holds is set here."""

    name: str
    prefix: str
    """Of its ids."""
    heading: str
    """What the commit, the list of waiting branches and the pull request call it."""
    fields: tuple[str, ...]


LESSON = SubmissionKind(
    "lesson",
    "l",
    "לקח חדש",
    (
        "title",
        "event",
        "observation",
        "discussion",
        "conclusion",
        "recommendation",
        "scenarios",
        "lesson_kind",
        "level",
        "municipality",
        "traits",
        "immediate",
        "multi_year",
        "one_track_because",
        "owner",
        "sources",
    ),
)
RESULT = SubmissionKind(
    "result",
    "r",
    "תוצאות תרגיל",
    (
        "drill",
        "held_on",
        "real_event",
        "revision",
        "sectors",
        "items",
        "objectives",
        "gone",
        "gone_objectives",
        "review",
        "sources",
    ),
)
CORRECTION = SubmissionKind("correction", "c", "הצעה לתיקון", ("page", "found", "right", "because"))
SUBMISSION_KINDS: Mapping[str, SubmissionKind] = {kind.name: kind for kind in (LESSON, RESULT, CORRECTION)}
"""By name; each is the name of a kind of file too."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A sound submission. `fields` are nested as in the file, every scalar a text."""

    kind: SubmissionKind
    submitted_by: str
    """A role, in one line."""
    submitted_on: date
    municipality: str
    """Whose result it is; empty for the other kinds."""
    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        """`l-20261122-0123abcd`: the same for the same submission, wherever it is made."""
        digest = hashlib.sha256(self._canonical().encode("utf-8")).hexdigest()
        day = self.submitted_on.isoformat().replace("-", "")  # %Y writes years before 1000 with fewer digits
        return f"{self.kind.prefix}-{day}-{digest[:8]}"

    def _canonical(self) -> str:
        whole: dict[str, Any] = {"kind": self.kind.name, "fields": self.fields}
        if self.municipality:
            whole["municipality"] = self.municipality
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def branch(self) -> str:
        return f"{self.kind.name}/{self.id}"

    @property
    def captures(self) -> dict[str, str]:
        """The ids in the path of its file."""
        own = {self.kind.name: self.id}
        return {"municipality": self.municipality, **own} if self.municipality else own

    @property
    def title(self) -> str:
        """What it is about, in one line."""
        if self.kind is LESSON:
            return str(self.fields["title"])
        if self.kind is RESULT:
            return f"{self.fields['drill']}, {self.municipality}, {self.fields['held_on']}"
        return str(self.fields["page"])


def file_values(submission: Submission, settings: Settings) -> dict[str, Any]:
    """What the file says: the fields as they were sent, and what is set for all of its kind.

    A report rests on the source that kb.yml names for reports, with the role and the day as the place in it, unless the
    writer cites sources of their own.
    """
    values: dict[str, Any] = {"id": submission.id, **submission.fields}
    if submission.kind is CORRECTION:
        return {**values, "submitted_on": submission.submitted_on.isoformat()}
    if settings.intake.source:
        at = f"{submission.submitted_by}, {submission.submitted_on.isoformat()}"
        values.setdefault("sources", [{"source": settings.intake.source, "at": at}])
    if submission.kind is LESSON:
        values.setdefault("owner", settings.lead_role)
        values["status"] = "observation"
    return values


_SHORT = 72


def subject(submission: Submission) -> str:
    """The first line of its commit. What a forge would take for a mention or a closed issue is taken out."""
    title = re.sub(r"(?i)\b(gh)-(?=\d)", r"\1 ", re.sub(r"://|[#@]", " ", submission.title))
    short = " ".join(title.split())
    short = short if len(short) <= _SHORT else short[: _SHORT - 1].rstrip() + "…"
    return f"{submission.kind.heading}: {short}"
