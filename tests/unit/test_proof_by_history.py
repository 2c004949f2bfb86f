"""A lesson goes through every status, and falls back, in a repository that is built commit by commit."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb_tools.insight.flow import flow
from kb_tools.insight.lessons import Move, next_move, status_held
from kb_tools.insight.practice import drills_of_steps
from kb_tools.insight.standing import Evidence, Standing, Wear
from kb_tools.library import Loaded, load_library, load_site
from kb_tools.model.lesson import LessonStatus
from kb_tools.views import all_pages
from tests.unit.history.repository import Repository

BASE = Path(__file__).parents[1] / "examples/base"
TODAY = date(2026, 11, 22)
LESSON = "docs/lessons/first-lesson.yml"
BOOK = "playbooks/first-playbook/playbook.yml"
RESULT = "docs/municipalities/first-town/results/first-result.yml"
REF = "first-playbook/call-forum"
OTHER = (
    "  - id: other\n    what: עשו משהו\n    owner: first-role\n    phase: emergency\n    done_when: נעשה\n"
    "    sources: [{source: first-source}]\n"
)
"""A step for the book that lost its own."""


class Base:
    """The base example in a repository, at its very beginning: an observation, a step that cites nothing, no result."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "cache"))
        self.repository = Repository(root)
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        self.result = self.read(RESULT)
        (root / RESULT).unlink()
        self.edit(LESSON, "status: decided\ndecided_on: 2021-01-01\n", "status: observation\n", commit=False)
        self.edit(LESSON, "steps: [first-playbook/call-forum]\n", "", commit=False)
        self.edit(BOOK, "    lessons: [first-lesson]\n", "", commit=False)
        self.repository.commit("2026-01-01")

    def read(self, path: str) -> str:
        return (self.repository.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str, day: str = "2026-11-22", *, commit: bool = True) -> str:
        text = self.read(path)
        assert old in text, (path, old)
        (self.repository.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.repository.commit(day) if commit else ""

    def status(self, old: str, new: str, day: str = "2026-11-22") -> str:
        return self.edit(LESSON, f"status: {old}\n", f"status: {new}\n", day)

    def decide(self, day: str = "2026-03-01") -> str:
        return self.edit(LESSON, "status: observation\n", f"status: decided\ndecided_on: {day}\n", day)

    def change_step(self, day: str = "2026-04-01") -> str:
        """The step gets a fallback because of the lesson."""
        self.edit(LESSON, "status: decided\n", f"status: decided\nsteps: [{REF}]\n", commit=False)
        grown = "    if_not: התקשרו אחד אחד\n    alternatives: [first-role]\n    lessons: [first-lesson]\n"
        return self.edit(BOOK, "    done_when: הפורום התכנס\n", f"    done_when: הפורום התכנס\n{grown}", day)

    def drill(self, held_on: str = "2026-05-01", day: str = "2026-05-02", outcome: str = "done") -> str:
        text = self.result.replace("2026-10-12", held_on).replace("outcome: done", f"outcome: {outcome}")
        self.repository.write({RESULT: text})
        return self.edit(LESSON, f"steps: [{REF}]\n", f"steps: [{REF}]\nresults: [first-town/first-result]\n", day)

    def learn(self) -> None:
        """All the way."""
        self.decide()
        self.change_step()
        self.status("decided", "implemented")
        self.drill()
        self.status("implemented", "learned")

    def loaded(self) -> Loaded:
        return load_library(self.repository.root, TODAY, ask_history=True)

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, notices too: code and message."""
        return [(problem.code, problem.message) for problem in self.loaded().problems]

    def standing(self) -> Standing:
        loaded = self.loaded()
        assert loaded.library is not None
        assert loaded.recorded is not None
        evidence = Evidence(loaded.library, loaded.recorded.history, loaded.recorded.changes)
        return evidence.standing(loaded.library.lessons["first-lesson"])

    def held(self) -> LessonStatus:
        loaded = self.loaded()
        assert loaded.library is not None
        return status_held(loaded.library.lessons["first-lesson"], self.standing())

    def next_move(self) -> Move:
        library = self.loaded().library
        assert library is not None
        return next_move(library, library.lessons["first-lesson"], drills_of_steps(library), self.standing()).what


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Base:
    return Base(tmp_path / "base", monkeypatch)


def test_a_lesson_goes_through_every_status_and_each_is_borne_as_it_comes(base: Base) -> None:
    assert (base.problems(), base.held()) == ([], LessonStatus.OBSERVATION)
    base.status("observation", "identified", "2026-02-01")
    assert (base.problems(), base.held()) == ([], LessonStatus.IDENTIFIED)
    base.status("identified", "observation", "2026-02-01")
    base.decide()
    assert (base.problems(), base.standing().borne) == ([], LessonStatus.DECIDED)
    changed = base.change_step()
    assert (base.problems(), base.standing().borne) == ([], LessonStatus.IMPLEMENTED)
    assert [each.change.commit.id for each in base.standing().implementing] == [changed]
    base.status("decided", "implemented")
    assert (base.problems(), base.held()) == ([], LessonStatus.IMPLEMENTED)
    recorded = base.drill()
    assert (base.problems(), base.standing().borne) == ([], LessonStatus.LEARNED)
    assert [(proof.ref, proof.step, proof.recorded.id) for proof in base.standing().proving] == [
        ("first-town/first-result", REF, recorded)
    ]
    base.status("implemented", "learned")
    assert (base.problems(), base.held()) == ([], LessonStatus.LEARNED)


def test_a_status_flipped_by_hand_is_an_error_that_says_what_is_missing(base: Base) -> None:
    base.status("observation", "learned")
    assert [code for code, _ in base.problems()].count("status-evidence") == 3
    assert any("decided_on" in message for _, message in base.problems())
    base.status("learned", "observation")
    base.decide()
    base.status("decided", "implemented")
    ((code, message),) = base.problems()
    assert (code, "צעד בספר הפעלה שמונה את הלקח" in message) == ("status-evidence", True)


def test_a_status_that_is_not_borne_is_not_said_to_be_proved(base: Base) -> None:
    base.status("observation", "learned")
    assert base.next_move() is Move.DECIDE
    base.status("learned", "observation")
    base.learn()
    assert base.next_move() is Move.NONE_LEARNED
    base.repository.write({RESULT: None})
    base.edit(LESSON, "results: [first-town/first-result]\n", "")
    assert base.next_move() is Move.HOLD_A_DRILL


def test_to_cite_a_lesson_is_not_to_change_the_step(base: Base) -> None:
    base.decide()
    base.edit(LESSON, "status: decided\n", f"status: implemented\nsteps: [{REF}]\n", commit=False)
    base.edit(BOOK, "    done_when: הפורום התכנס\n", "    done_when: הפורום התכנס\n    lessons: [first-lesson]\n")
    ((code, message),) = base.problems()
    assert (code, f"commit שמשנה את הצעד {REF} אחרי ההחלטה" in message) == ("status-evidence", True)


def test_a_change_before_the_decision_is_no_implementation(base: Base) -> None:
    base.edit(LESSON, "status: observation\n", "status: decided\ndecided_on: 2026-06-01\n", "2026-06-02", commit=False)
    base.change_step("2026-05-01")
    base.status("decided", "implemented")
    assert [code for code, _ in base.problems()] == ["status-evidence"]


def test_on_the_day_of_the_decision_the_order_of_commits_tells(base: Base) -> None:
    base.edit(
        BOOK,
        "    done_when: הפורום התכנס\n",
        "    done_when: הפורום התכנס\n    lessons: [first-lesson]\n    if_not: חכו\n",
        "2026-03-01",
    )
    base.decide("2026-03-01")
    assert base.standing().borne is LessonStatus.DECIDED
    base.edit(BOOK, "if_not: חכו", "if_not: התקשרו", "2026-03-01")
    assert base.standing().borne is LessonStatus.IMPLEMENTED


@pytest.mark.parametrize(
    ("drill", "why"),
    [
        (lambda base: base.drill(held_on="2026-03-15"), "קדמה לו"),
        (lambda base: base.drill(outcome="partly"), "outcome: done"),
    ],
)
def test_a_drill_that_proves_nothing_is_told_why(base: Base, drill: Callable[[Base], str], why: str) -> None:
    base.decide()
    base.change_step()
    drill(base)
    base.status("decided", "learned")
    ((code, message),) = base.problems()
    assert (code, why in message) == ("status-evidence", True)


def test_a_result_that_came_with_the_change_itself_is_no_proof(base: Base) -> None:
    base.decide()
    base.repository.write({RESULT: base.result})
    base.edit(LESSON, "status: decided\n", "status: decided\nresults: [first-town/first-result]\n", commit=False)
    base.change_step()
    assert base.standing().borne is LessonStatus.IMPLEMENTED


def test_a_real_event_proves_as_a_drill_does(base: Base) -> None:
    base.decide()
    base.change_step()
    base.result = base.result.replace("sectors:", "real_event: שיטפון באזור התעשייה\nsectors:")
    base.drill()
    assert base.standing().borne is LessonStatus.LEARNED


def test_without_the_only_result_the_lesson_is_learned_no_more(base: Base) -> None:
    base.learn()
    base.repository.write({RESULT: None})
    base.edit(LESSON, "results: [first-town/first-result]\n", "")
    assert base.standing().borne is LessonStatus.IMPLEMENTED
    assert [code for code, _ in base.problems()] == ["status-evidence"]


def test_a_step_that_lost_what_was_proved_wears_the_lesson_down(base: Base) -> None:
    base.learn()
    base.edit(BOOK, "    if_not: התקשרו אחד אחד\n", "", "2026-06-01")
    ((code, message),) = base.problems()
    assert (code, message) == ("lesson-eroded", f"הלקח נשחק: הצעד {REF} נחלש")
    assert base.held() is LessonStatus.IMPLEMENTED
    assert not base.loaded().errors
    assert [lost.name for lost in base.standing().erosions[0].lost] == ["if_not"]


def test_other_words_are_no_loss(base: Base) -> None:
    base.learn()
    base.edit(BOOK, "התקשרו אחד אחד", "התקשרו לכל אחד מן החברים", "2026-06-01")
    assert (base.problems(), base.held()) == ([], LessonStatus.LEARNED)


def test_a_new_proof_makes_the_new_step_the_one_that_counts(base: Base) -> None:
    base.learn()
    base.edit(BOOK, "    if_not: התקשרו אחד אחד\n", "", "2026-06-01")
    again = RESULT.replace("first-result", "again")
    text = base.result.replace("2026-10-12", "2026-07-01").replace("id: first-result", "id: again")
    base.repository.write({again: text})
    base.edit(LESSON, "results: [first-town/first-result]", "results: [first-town/first-result, first-town/again]")
    assert (base.problems(), base.held()) == ([], LessonStatus.LEARNED)


def test_a_step_that_is_gone_takes_the_lesson_back_to_its_decision(base: Base) -> None:
    base.learn()
    book = base.read(BOOK)
    start = book.index("  - id: call-forum")
    base.repository.write(
        {
            BOOK: book[:start] + OTHER,
            "playbooks/first-playbook/drills/first-drill.yml": base.read(
                "playbooks/first-playbook/drills/first-drill.yml"
            ).replace("call-forum", "other"),
        }
    )
    base.repository.write(dict.fromkeys(_adaptations(base)))
    base.edit(LESSON, f"steps: [{REF}]\n", "", "2026-06-01")
    assert ("lesson-eroded", f"הלקח נשחק: הצעד {REF} הוסר") in base.problems()
    assert base.held() is LessonStatus.DECIDED
    assert base.standing().erosions[0].wear is Wear.REMOVED


def _adaptations(base: Base) -> list[str]:
    """And the answers that name them."""
    root = base.repository.root
    found = [*root.glob("docs/municipalities/*/adaptations/*.yml"), *root.glob("docs/municipalities/*/uptake.yml")]
    return [str(path.relative_to(root)) for path in found]


def test_a_step_that_moved_to_another_book_keeps_what_it_proved(base: Base) -> None:
    base.learn()
    book = base.read(BOOK)
    start = book.index("  - id: call-forum")
    base.repository.write(
        {
            BOOK: book[:start] + OTHER,
            "playbooks/second/playbook.yml": book[:start].replace("id: first-playbook", "id: second") + book[start:],
            "playbooks/first-playbook/drills/first-drill.yml": base.read(
                "playbooks/first-playbook/drills/first-drill.yml"
            ).replace(REF, "second/call-forum"),
        }
    )
    base.repository.write(dict.fromkeys(_adaptations(base)))
    base.edit(LESSON, f"steps: [{REF}]\n", "steps: [second/call-forum]\n", "2026-06-01")
    assert (base.problems(), base.held()) == ([], LessonStatus.LEARNED)


def test_what_is_not_committed_yet_counts_as_the_next_commit(base: Base) -> None:
    base.decide()
    base.change_step()
    base.edit(LESSON, "status: decided\n", "status: implemented\n", commit=False)
    assert [code for code, _ in base.problems()] == []
    base.repository.write({RESULT: base.result})
    base.edit(LESSON, f"steps: [{REF}]\n", f"steps: [{REF}]\nresults: [first-town/first-result]\n", commit=False)
    assert base.standing().borne is LessonStatus.LEARNED


def test_without_a_history_the_files_are_asked_and_it_is_said(base: Base) -> None:
    base.learn()
    shutil.rmtree(base.repository.root / ".git")
    assert [code for code, _ in base.problems()] == ["status-unproven"]
    base.edit(LESSON, "results: [first-town/first-result]\n", "", commit=False)
    assert [code for code, _ in base.problems()] == ["status-evidence", "status-unproven"]


def test_a_text_that_is_missing_leaves_the_status_unproven_and_is_kept_by_nobody(base: Base) -> None:
    base.learn()
    repository = base.repository
    blob = repository.git("rev-parse", f"HEAD~2:{BOOK}")
    place = repository.root / ".git/objects" / blob[:2] / blob[2:]
    away = repository.root.parent / "away"
    place.rename(away)
    codes = [code for code, _ in base.problems()]
    assert "status-unproven" in codes
    recorded = base.loaded().recorded
    assert recorded is not None
    assert (recorded.history.notices, recorded.history.of(BOOK)) == ((("history-broken", ""),), None)
    away.rename(place)
    assert (base.problems(), base.held()) == ([], LessonStatus.LEARNED)


def test_a_file_that_cannot_be_read_does_not_stop_the_check(base: Base) -> None:
    base.learn()
    (base.repository.root / RESULT).unlink()
    (base.repository.root / RESULT).mkdir()
    assert base.loaded().problems


def test_a_lesson_that_is_called_otherwise_keeps_what_it_learned(base: Base) -> None:
    base.learn()
    renamed = LESSON.replace("first-lesson", "called-otherwise")
    base.repository.git("mv", LESSON, renamed)
    for path in base.repository.root.rglob("*"):
        if path.suffix in {".yml", ".md"} and "first-lesson" in (text := path.read_text("utf-8")):
            path.write_text(text.replace("first-lesson", "called-otherwise"), encoding="utf-8")

    def borne() -> LessonStatus:
        loaded = base.loaded()
        assert loaded.library is not None
        assert loaded.recorded is not None
        evidence = Evidence(loaded.library, loaded.recorded.history, loaded.recorded.changes)
        return evidence.standing(loaded.library.lessons["called-otherwise"]).borne

    assert borne() is LessonStatus.LEARNED
    base.repository.commit("2026-11-22")
    assert borne() is LessonStatus.LEARNED
    recorded = base.loaded().recorded
    assert recorded is not None
    assert [quarter.counts[LessonStatus.LEARNED] for quarter in flow(recorded.changes, TODAY)] == [0, 0, 0, 1]


def test_a_step_with_another_id_keeps_what_it_proved(base: Base) -> None:
    base.learn()
    base.repository.write(dict.fromkeys(_adaptations(base)))
    for path in base.repository.root.rglob("*"):
        if path.suffix in {".yml", ".md"} and "call-forum" in (text := path.read_text("utf-8")):
            path.write_text(text.replace("call-forum", "gather-forum"), encoding="utf-8")
    base.repository.commit("2026-06-01")
    assert base.held() is LessonStatus.LEARNED


def test_a_change_that_was_taken_back_implements_nothing(base: Base) -> None:
    base.decide()
    base.edit(LESSON, "status: decided\n", f"status: implemented\nsteps: [{REF}]\n", commit=False)
    grown = "    done_when: הפורום התכנס במלואו\n    lessons: [first-lesson]\n"
    base.edit(BOOK, "    done_when: הפורום התכנס\n", grown, "2026-04-01")
    assert (base.problems(), base.held()) == ([], LessonStatus.IMPLEMENTED)
    base.edit(BOOK, "התכנס במלואו", "התכנס", "2026-05-01")
    assert base.problems() == [("lesson-eroded", f"הלקח נשחק: הצעד {REF} חזר להיות כפי שהיה לפני השינוי")]
    assert base.held() is LessonStatus.DECIDED


def test_a_step_that_was_weakened_before_it_was_proved_is_told(base: Base) -> None:
    base.decide()
    base.change_step()
    base.status("decided", "implemented")
    base.edit(BOOK, "    if_not: התקשרו אחד אחד\n", "", "2026-06-01")
    assert base.held() is LessonStatus.IMPLEMENTED
    assert [erosion.wear for erosion in base.standing().erosions] == [Wear.WEAKENED]


def test_a_change_after_the_decision_by_a_clock_that_went_back_implements(base: Base) -> None:
    base.decide("2026-03-01")
    base.change_step("2026-02-01")
    assert base.standing().borne is LessonStatus.IMPLEMENTED


def test_what_is_not_committed_yet_is_said_in_words_and_links_nowhere(base: Base) -> None:
    base.learn()
    base.edit(BOOK, "    if_not: התקשרו אחד אחד\n", "", commit=False)
    site, _ = load_site(base.repository.root, TODAY)
    assert site is not None
    site = replace(site, commit_links=lambda commit: f"https://forge.example/{commit}")
    page = next(page for page in all_pages.pages(site) if page.address == "lessons/first-lesson/")
    text = page.render()
    assert "עוד לא נשמר ב־git" in text
    assert 'href="https://forge.example/"' not in text
