"""What history says of the statuses that lessons claim: the checks that the files alone cannot make."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb_tools.content.field_errors import Finding
from kb_tools.content.unread import Unread
from kb_tools.insight.standing import ORDER, Evidence, Standing
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library

CLAIMS = frozenset({LessonStatus.IMPLEMENTED, LessonStatus.LEARNED})
"""The statuses that only history can bear out."""
BY_FILES = "status-evidence"
"""The code of the check that the files alone can make; where history is known its word counts instead."""


@dataclass(frozen=True)
class Judgement:
    """Findings of history, and the files of the lessons it has judged."""

    findings: tuple[Finding, ...]
    files: frozenset[str]


def claims(library: Library) -> bool:
    """Whether any lesson says of itself what only history can bear out."""
    return any(lesson.status in CLAIMS for lesson in library.lessons.values())


def judge(evidence: Evidence, unread: Unread) -> Judgement:
    """What is wrong with the statuses. A lesson whose result could not be read is not judged."""
    findings: list[Finding] = []
    files: set[str] = set()
    library = evidence.library
    for lesson in library.lessons.values():
        if lesson.status not in CLAIMS or any(unread.may_define(("result", ref)) for ref in lesson.results):
            continue
        file = library.file_of("lesson", lesson.id)
        if not evidence.changes.is_known:
            findings.append(Finding(file, ("status",), "status-unproven", {"found": lesson.status.label}))
            continue
        files.add(file)
        findings += _of(file, lesson, evidence.standing(lesson))
    return Judgement(tuple(findings), frozenset(files))


def _of(file: str, lesson: Lesson, standing: Standing) -> Iterator[Finding]:
    if standing.bears(lesson.status):
        return
    if standing.has_worn_from(lesson.status):
        worn = ", ".join(erosion.text for erosion in standing.erosions)
        yield Finding(file, ("status",), "lesson-eroded", {"found": worn, "right": standing.borne.label})
        return
    for status in ORDER[ORDER.index(standing.borne) + 1 : ORDER.index(lesson.status) + 1]:
        for lacking in standing.lacking_for(status):
            yield Finding(file, ("status",), BY_FILES, {"found": lesson.status.label, "right": lacking.text})
