"""Whom a lesson is put to: one rule, for the check of the answers and for the report about them."""

from collections.abc import Set

from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library, Municipality

UNASKED = frozenset({LessonStatus.OBSERVATION, LessonStatus.REJECTED})
"""An observation is no lesson yet, and a rejected one is nobody's task."""


def asks(lesson: Lesson) -> bool:
    """Whether the lesson waits for answers at all."""
    return lesson.status not in UNASKED


def concerns(lesson: Lesson, traits: Set[str]) -> bool:
    """Whether the lesson touches an authority with these traits: any of its own is enough, and one without concerns all."""
    return not lesson.traits or not traits.isdisjoint(lesson.traits)


def of_an_example(library: Library, lesson: Lesson) -> bool:
    """Whether an example authority learned it. No real one is asked about that."""
    unit = library.municipalities.get(lesson.municipality or "")
    return unit is not None and unit.profile.example


def may_answer(library: Library, lesson: Lesson, municipality: Municipality) -> bool:
    """Whether the authority could be asked, whatever its traits: the one that learned a lesson is not asked about it."""
    if lesson.municipality == municipality.id:
        return False
    return municipality.profile.example or not of_an_example(library, lesson)
