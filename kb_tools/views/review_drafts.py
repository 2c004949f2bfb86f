"""What an after-action review and its lessons say before a person has written: what the result bears, and questions.

Nothing is concluded here. A draft states what was recorded and asks for the rest; `kb check` holds back whatever still asks.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kb_tools.content.assignments import Given
from kb_tools.insight.after_action import (
    FAILED_RATINGS,
    FELL_SHORT,
    AfterAction,
    Failure,
    ItemReview,
    ObjectiveReview,
)
from kb_tools.model.drill import Element, Outcome, Rating
from kb_tools.model.library import Library
from kb_tools.model.placeholder import to_complete
from kb_tools.views.dates import gregorian
from kb_tools.views.names import name_of

LONGEST_LINE = 400
LONGEST_ID = 64
ACTION_TAKES = timedelta(days=90)
"""Until when a drafted action is proposed to be done; its text asks for the true day."""
_ASK_STRENGTHS = "מה עבד, ומה שומרים גם לפעם הבאה?"
_ASK_WHY = "למה זה חשוב? מה קרה בגלל זה, ולמי?"
_ASK_SCENARIO = " תקנו גם את scenarios: כתוב שם התרחיש של התרגיל, ולא של האירוע."
_ASK_SOURCE = "על איזה מקור זה נשען, ואיפה בו? תקנו גם את source."
_ASK_IMPROVEMENTS = "מה היה קשה, גם אם הסעיפים בוצעו?"


def review_values(library: Library, found: AfterAction, today: date) -> dict[str, Any]:
    """The review block of a result's file: fields and lists of texts, every scalar a text."""
    values: dict[str, Any] = {
        "strengths": [*_strengths(found)] or [to_complete(_ASK_STRENGTHS)],
        "improvements": [*_improvements(library, found)] or [to_complete(_ASK_IMPROVEMENTS)],
    }
    actions = [_action(library, failure, today) for failure in found.failures]
    return values | ({"actions": actions} if actions else {})


def lesson_id(found: AfterAction, failure: Failure) -> str:
    """`town-drill-2026-10-12-item`; what is too long for an id ends in a digest of the whole."""
    whole = f"{found.unit.id}-{found.drill.id}-{found.result.held_on.isoformat()}-{failure.name}"
    if len(whole) <= LONGEST_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_ID - len(digest) - 1].rstrip('-')}-{digest}"


def lesson_values(library: Library, found: AfterAction, failure: Failure) -> Given:
    """The fields of a drafted lesson, as `kb new` takes them: an observation, where it was made, and what is still asked."""
    day = found.result.held_on.isoformat()
    seen: list[Given] = [{"step": step} for step in failure.steps] or [{}]
    return {
        "title": _cut(_title(failure)),
        "lesson_kind": "challenge",
        "level": "local",
        "municipality": found.unit.id,
        "owner": _owner(library, failure),
        "event": {"name": _cut(_event(found)), "began_on": day, "ended_on": day},
        "scenarios": [found.drill.scenario],
        "observation": " ".join(_observation(found, failure)),
        "discussion": to_complete(_ASK_WHY + (_ASK_SCENARIO if found.result.real_event else "")),
        "conclusion": to_complete("מה הגורם? למה זה קרה, ולא רק מה קרה."),
        "recommendation": to_complete("מה עושים אחרת, מי ומתי?"),
        "status": "observation",
        "observed_in": {index: {"result": found.ref, **each} for index, each in enumerate(seen)},
        "sources": _sources(found),
    }


def _sources(found: AfterAction) -> Given:
    """What the result rests on. Where it says nothing of that, the place in the source is asked for, and so is the source."""
    told: list[Given] = [
        {"source": source.source} | ({"at": source.at} if source.at else {}) for source in found.result.sources
    ]
    return dict(enumerate(told or [{"at": to_complete(_ASK_SOURCE)}]))


# --- the review --------------------------------------------------------------------------------------------------------


def _strengths(found: AfterAction) -> Iterator[str]:
    for each in found.objectives:
        if each.found and each.rating is Rating.P:
            yield _said(f"המטרה {Rating.P.label}: {each.objective.what}", each.found.note)
    told = found.timeliness
    if told.on_time:
        yield f"{told.on_time} מתוך {told.timed} הסעיפים שבוצעו ונמדדו היו בזמן"


def _improvements(library: Library, found: AfterAction) -> Iterator[str]:
    yield from _fell_short(found)
    for item in found.late:
        if item.outcome is Outcome.DONE:
            yield _said(f"באיחור, {late_words(item)}: {item.line.text}", item.found.note if item.found else None)
    yield from _of_the_paper(found)
    for group in found.attendance.missing:
        yield _cut(f"לא הגיעו: {name_of(library, 'sector', group.sector)} ({group.who})")


def _fell_short(found: AfterAction) -> Iterator[str]:
    for each in found.objectives:
        if each.found and each.failed:
            yield _said(f"המטרה {each.found.rating.label}: {each.objective.what}", each.found.note)
    for outcome in FELL_SHORT:
        for item in found.ended(outcome):
            yield _said(f"{outcome.label}: {item.line.text}", item.found.note if item.found else None)


def _of_the_paper(found: AfterAction) -> Iterator[str]:
    """What fell short and is no longer in the drill."""
    for former in found.result.gone_objectives:
        if former.rating in FAILED_RATINGS:
            yield _said(f"המטרה {former.rating.label}: {former.what or former.objective}", former.note)
    for gone in found.result.gone:
        if gone.outcome in FELL_SHORT:
            yield _said(f"{gone.outcome.label}: {gone.text or gone.item}", gone.note)


def _action(library: Library, failure: Failure, today: date) -> dict[str, str]:
    """An action that asks: the owner, the days and the element are a proposal that fits the types."""
    asked = f"מה עושים כדי שבפעם הבאה יבוצע: {_what(failure)}? תקנו גם את האחראי, המועדים והרכיב"
    return {
        "what": _cut(to_complete(asked)),
        "owner": _owner(library, failure),
        "start": today.isoformat(),
        "due": (today + ACTION_TAKES).isoformat(),
        "element": Element.PLANNING.value,
    }


# --- a lesson ----------------------------------------------------------------------------------------------------------


def _what(failure: Failure) -> str:
    """What was not reached."""
    return failure.items[0].line.text if _of_items(failure) else failure.objectives[0].objective.what


def _of_items(failure: Failure) -> bool:
    return any(item.outcome is Outcome.NOT_DONE for item in failure.items)


def _title(failure: Failure) -> str:
    if _of_items(failure):
        return f"{Outcome.NOT_DONE.label}: {_what(failure)}"
    rating = failure.objectives[0].rating
    return f"המטרה {rating.label if rating else ''}: {_what(failure)}"


def _event(found: AfterAction) -> str:
    return f"{found.result.real_event or found.drill.title}, {found.unit.profile.name}"


def _owner(library: Library, failure: Failure) -> str:
    """The role that the step is the duty of; where none is, the role around which the knowledge base is built."""
    owners = (item.line.owner for item in failure.items)
    return next((id_ for kind, id_ in owners if kind == "role" and id_), library.settings.lead_role)


def _observation(found: AfterAction, failure: Failure) -> Iterator[str]:
    """Sentences of Markdown: what was recorded, in its own words."""
    event = "באירוע" if found.result.real_event else "בתרגיל"
    yield f"{event} ״{_plain(found.result.real_event or found.drill.title)}״, {gregorian(found.result.held_on)}."
    for item in failure.items:
        yield from _of_item(found, item)
    for objective in failure.objectives:
        yield from _of_objective(failure, objective)


def _of_item(found: AfterAction, item: ItemReview) -> Iterator[str]:
    if item.found is None:
        return
    yield f"{item.found.outcome.label}: {_plain(item.line.text)}{_timing(item)}."
    if item.found.note:
        yield f"נרשם: {_plain(item.found.note)}."
    if found.previous and item.before is Outcome.NOT_DONE:
        yield f"גם בפעם הקודמת, {gregorian(found.previous.held_on)}, זה לא בוצע."


def _timing(item: ItemReview) -> str:
    parts = []
    if item.line.item.within_minutes is not None:
        parts.append(f"היעד עד דקה {item.line.item.within_minutes}")
    if item.found and item.found.minute is not None:
        parts.append(f"נרשמה דקה {item.found.minute}")
    if item.found and item.found.by:
        parts.append(f"סימון של {_plain(item.found.by)}")
    return f" ({'; '.join(parts)})" if parts else ""


def _of_objective(failure: Failure, objective: ObjectiveReview) -> Iterator[str]:
    if objective.found is None:
        return
    inject = failure.items[0].inject if _of_items(failure) else None
    when = f" שנבחנה לפני כן, בהזרמה {inject.number} בדקה {inject.minute}" if inject else ""
    rating = objective.found.rating
    yield f"המטרה{when}: {_plain(objective.objective.what)}. דורגה {rating.value}, {rating.label}."
    if objective.found.note:
        yield f"נרשם: {_plain(objective.found.note)}."


# --- words -------------------------------------------------------------------------------------------------------------


def late_words(item: ItemReview) -> str:
    """`דקה 71 במקום 60`; empty for an item that was not late."""
    if not item.over or item.found is None:
        return ""
    return f"דקה {item.found.minute} במקום {item.line.item.within_minutes}"


def _said(what: str, note: str | None) -> str:
    return _cut(". ".join(_without_stop(part) for part in (what, note) if part))


def _without_stop(text: str) -> str:
    return text.rstrip().removesuffix(".")


def _cut(text: str) -> str:
    """One line that fits a field of one line."""
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1].rstrip() + "…"


_BRACKETS = str.maketrans({"[": "(", "]": ")", "*": "", "`": "׳", "_": " ", "#": "", "\\": ""})


def _plain(text: str) -> str:
    """A text of one line inside Markdown: nothing in it is taken for a link, a citation or emphasis."""
    return _without_stop(text.translate(_BRACKETS))


def drafted(found: AfterAction, existing: Iterable[str]) -> Iterator[tuple[str, Failure]]:
    """(id, failure) of each lesson that is still to be drafted: none tells of it, and none has its id."""
    taken = frozenset(existing)
    for failure in found.failures:
        id_ = lesson_id(found, failure)
        if not failure.told and id_ not in taken:
            yield id_, failure
