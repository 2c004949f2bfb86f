"""What changed that a reader should know: new lessons and statuses that moved, steps that changed, drills that were held.

Told from versions compared, so a commit that only moved lines or mended a comma in a note tells nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb_tools.insight.changes import PARTS, changes_what_is_done
from kb_tools.insight.grouping import grouped
from kb_tools.model.base import Labelled
from kb_tools.model.change import Change, Changes
from kb_tools.model.lesson import LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.provenance import Commit
from kb_tools.model.survey import Key


class News(Labelled):
    """Kinds of what is told."""

    LESSON = "lesson", "לקח חדש"
    STATUS = "status", "מצב של לקח השתנה"
    STEPS = "steps", "צעדים השתנו"
    BOOK = "book", "ספר הפעלה חדש"
    DRILL = "drill", "תרגיל חדש"
    HELD = "held", "תרגיל או אירוע תועד"
    ADAPTATION = "adaptation", "התאמה של ספר הפעלה"
    GONE = "gone", "הוסר"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell of one commit: of a thing, and by which changes."""

    news: News
    key: Key
    commit: Commit
    changes: tuple[Change, ...]
    touched: tuple[Key, ...] = ()
    """The adaptations whose base step it changed: they are to be looked at again."""


def feed(library: Library, changes: Changes) -> tuple[Told, ...]:
    """Everything to tell, the newest first. What is not committed yet is not told."""
    overlaid = _overlaid(library)
    commits = grouped(changes.all, lambda change: filter(None, (change.commit.id,)))
    return tuple(told for group in commits.values() for told in _of_commit(group, overlaid))


def _of_commit(changes: tuple[Change, ...], overlaid: Mapping[str, tuple[Key, ...]]) -> Iterator[Told]:
    """One commit: its things, then the steps it changed, book by book. A new book tells of its steps by being new."""
    for change in changes:
        if news := _news(change):
            yield Told(news, change.key, change.commit, (change,))
    born = {change.key[1] for change in changes if change.key[0] == "playbook" and change.before is None}
    steps = (change for change in changes if change.key[0] == "step" and _is_told(change))
    for book, own in grouped(steps, lambda change: (change.key[1].partition("/")[0],)).items():
        if book not in born:
            touched = dict.fromkeys(key for change in own for key in overlaid.get(change.key[1], ()))
            yield Told(News.STEPS, ("playbook", book), own[0].commit, own, tuple(touched))


def _is_told(change: Change) -> bool:
    return change.after is None or change.was is not None or changes_what_is_done(change)


def _overlaid(library: Library) -> dict[str, tuple[Key, ...]]:
    """Step → the adaptations that overlay it."""
    found: dict[str, dict[Key, None]] = {}
    for municipality in library.municipalities.values():
        for adaptation in municipality.adaptations:
            for change in adaptation.changes:
                own = found.setdefault(f"{adaptation.playbook}/{change.step}", {})
                own["adaptation", f"{municipality.id}/{adaptation.id}"] = None
    return {step: tuple(own) for step, own in found.items()}


def _news(change: Change) -> News | None:
    kind = change.key[0]
    if kind == "adaptation":
        return News.ADAPTATION
    if kind in PARTS:
        return None
    if change.after is None:
        return News.GONE
    if change.before is None:
        return {"lesson": News.LESSON, "playbook": News.BOOK, "drill": News.DRILL, "result": News.HELD}.get(kind)
    if kind == "lesson" and change.before.get("status") != change.after.get("status"):
        return News.STATUS
    return None


def statuses(told: Told) -> tuple[LessonStatus | None, LessonStatus | None]:
    """The status that a lesson left and the one it came to; None for one that is no status any more."""
    before, after = (
        next((each for each in LessonStatus if each == (said or {}).get("status")), None)
        for said in (told.changes[0].before, told.changes[0].after)
    )
    return before, after
