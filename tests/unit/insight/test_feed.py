"""What is told of changes, and what is not worth telling."""

from kb_tools.insight.feed import News, feed, statuses
from kb_tools.model.change import Change
from kb_tools.model.lesson import LessonStatus
from kb_tools.model.municipality import Adaptation
from tests.unit.insight.tiny import lesson, library, playbook, profile, step
from tests.unit.insight.told import change, changes, commit, said

LIBRARY = library(playbook("book", step("call"), step("meet")), lesson("told"))


def told(*given: Change) -> list[tuple[News, str]]:
    return [(each.news, each.key[1]) for each in feed(LIBRARY, changes(*given))]


def test_lessons_drills_and_results_are_told_when_they_come() -> None:
    at = commit(1)
    new = [change(at, kind, "x", None, said(title="א")) for kind in ("lesson", "playbook", "drill")]
    held = change(at, "result", "town/x", None, said(drill="x"))
    assert told(*new, held) == [
        (News.LESSON, "x"),
        (News.BOOK, "x"),
        (News.DRILL, "x"),
        (News.HELD, "town/x"),
    ]


def test_of_a_lesson_only_its_status_is_told() -> None:
    words = change(commit(2), "lesson", "told", said(title="א", status="decided"), said(title="ב", status="decided"))
    moved = change(commit(1), "lesson", "told", said(status="identified"), said(status="decided"))
    assert told(words, moved) == [(News.STATUS, "told")]
    (found,) = feed(LIBRARY, changes(words, moved))
    assert statuses(found) == (LessonStatus.IDENTIFIED, LessonStatus.DECIDED)


def test_the_steps_of_a_book_are_told_together_and_a_new_book_tells_of_its_own() -> None:
    new = [
        change(commit(1), "playbook", "book", None, said(title="א")),
        change(commit(1), "step", "book/call", None, said(what="א")),
    ]
    later = [
        change(commit(2), "step", "book/call", said(what="א"), said(what="ב")),
        change(commit(2), "step", "book/meet", None, said(what="ג")),
        change(commit(2), "step", "book/other", said(what="ד"), said(what="ד", sources=["s"])),
    ]
    assert told(*later, *new) == [(News.STEPS, "book"), (News.BOOK, "book")]
    assert len(feed(LIBRARY, changes(*later, *new))[0].changes) == 2


def test_what_is_gone_is_told_and_what_is_not_committed_is_not() -> None:
    gone = change(commit(1), "lesson", "told", said(title="א"), None)
    assert told(gone) == [(News.GONE, "told")]
    uncommitted = commit(2).__class__("", commit(1).day, "", frozenset(), ())
    assert told(change(uncommitted, "lesson", "told", None, said(title="א"))) == []


def test_a_changed_step_names_exactly_the_adaptations_that_overlay_it() -> None:
    fields = {"owner": "lead", "because": "כי", "reviewed_on": "2026-01-01", "playbook": "book"}

    def adaptation(id_: str, of: str) -> Adaptation:
        overlay = {"step": of, "change": "skip", "because": "כי", "reviewed_against": "0" * 12}
        return Adaptation.model_validate({"id": id_, **fields, "changes": [overlay]})

    found = library(
        playbook("book", step("call"), step("meet")),
        profile("town"),
        adaptation("one", "call"),
        adaptation("two", "meet"),
    )
    changed = changes(change(commit(1), "step", "book/call", said(what="א"), said(what="ב")))
    assert feed(found, changed)[0].touched == (("adaptation", "town/one"),)
