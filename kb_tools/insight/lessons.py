"""The lesson board and the chain event → observation → decision → change → proof."""

from dataclasses import dataclass

from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a lesson's chain; `filled` when there is something to show for it."""

    name: str
    filled: bool


def chain(library: Library, lesson: Lesson) -> tuple[Link, ...]:
    """The five links. A change counts when a step cites the lesson, a proof when a drill result is named."""
    changed = any(lesson.id in library.steps[ref].lessons for ref in lesson.steps if ref in library.steps)
    return (
        Link("אירוע", True),
        Link("תצפית", True),
        Link("החלטה", lesson.decided_on is not None),
        Link("שינוי", changed),
        Link("הוכחה", bool(lesson.results)),
    )


def board(library: Library) -> dict[LessonStatus, tuple[Lesson, ...]]:
    """Lessons by status, every status present, in the order of a lesson's life."""
    return {
        status: tuple(lesson for lesson in library.lessons.values() if lesson.status is status)
        for status in LessonStatus
    }
