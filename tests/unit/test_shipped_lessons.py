"""The statuses of the shipped lessons are borne by this repository's own commits."""

from datetime import date
from pathlib import Path

import pytest

from kb_tools.insight.lessons import status_held
from kb_tools.insight.standing import Evidence
from kb_tools.library import load_library
from kb_tools.model.lesson import LessonStatus

ROOT = Path(__file__).parents[2]
WITHOUT_HISTORY = {"no-git", "shallow-git", "partial-git"}
"""Copies of which nothing can be asked: an unpacked archive, a clone of some commits, a clone without contents."""

pytestmark = pytest.mark.slow


def test_one_lesson_is_learned_and_two_are_implemented_by_real_commits() -> None:
    loaded = load_library(ROOT, date(2026, 11, 22), ask_history=True)
    assert loaded.library is not None
    assert loaded.recorded is not None
    recorded = loaded.recorded
    if {code for code, _ in recorded.history.notices} & WITHOUT_HISTORY:
        pytest.skip("a copy without its history")
    assert recorded.changes.is_known
    evidence = Evidence(loaded.library, recorded.history, recorded.changes)
    standings = {id_: evidence.standing(lesson) for id_, lesson in loaded.library.lessons.items()}
    held = {id_: status_held(lesson, standings[id_]) for id_, lesson in loaded.library.lessons.items()}
    learned = [standings[id_] for id_, status in held.items() if status is LessonStatus.LEARNED]
    implemented = [standings[id_] for id_, status in held.items() if status is LessonStatus.IMPLEMENTED]
    assert len(learned) >= 1
    assert len(implemented) >= 2
    assert all(standing.implementing[0].change.commit.id for standing in (*learned, *implemented))
    assert all(standing.proving[0].recorded.id for standing in learned)
    assert not loaded.errors
