"""The after-action review as text to read aloud, and as JSON for programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from kb_tools.insight.after_action import FELL_SHORT, AfterAction, ItemReview, ObjectiveReview, Since
from kb_tools.model.drill import Outcome
from kb_tools.model.library import Library
from kb_tools.views.dates import gregorian
from kb_tools.views.names import name_of
from kb_tools.views.numbers import counted
from kb_tools.views.review_drafts import late_words


def review_text(library: Library, found: AfterAction) -> Iterator[str]:
    """One line a fact; sections begin with a line of their own. Logical order, no marks of direction."""
    yield f"תחקיר: {title(library, found)}"
    yield from _head(library, found)
    for heading, lines in _sections(library, found):
        told = list(lines)
        if told:
            yield ""
            yield heading
            yield from (f"  {line}" for line in told)


def title(library: Library, found: AfterAction) -> str:
    """What was held, where and when."""
    example = " (דוגמה)" if found.unit.profile.example else ""
    return name_of(library, "result", found.ref) + example


def _head(library: Library, found: AfterAction) -> Iterator[str]:
    drill = found.drill
    if found.result.real_event:
        yield f"אירוע אמת, לפי הסעיפים של: {drill.title}"
    else:
        scenario = name_of(library, "scenario", drill.scenario)
        yield f"סוג: {drill.type.label} · תרחיש: {scenario} · {drill.minutes} דקות"
    if found.result.revision:
        yield f"גרסת התרגיל: {found.result.revision}"


def _sections(library: Library, found: AfterAction) -> Iterator[tuple[str, Iterable[str]]]:
    yield "המטרות", map(_objective, found.objectives)
    yield f"הסעיפים: {score_words(found)}", _fell_short(found)
    yield f"זמן מול יעד: {time_words(found)}", _late(found)
    yield "מי הגיע", _attendance(library, found)
    yield "לא נשאל: נוסף לתרגיל אחרי הגרסה שלפיה עבדו", (item.line.text for item in found.unasked)
    yield "היה על הנייר ואיננו עוד בתרגיל", _gone(found)
    yield f"מול הפעם הקודמת{_when(found)}", _compared(found)
    yield "מה עבד", found.result.review.strengths if found.result.review else ()
    yield "מה לשפר", found.result.review.improvements if found.result.review else ()
    yield "פעולות מתקנות לפי רכיב", _actions(library, found)
    yield "לקחים", (f"{lesson.title} ({lesson.status.label}) · {lesson.id}" for lesson in found.lessons)


def score_words(found: AfterAction) -> str:
    """`6 בוצעו, 4 בוצעו חלקית, אחד לא בוצע`, without what did not happen."""
    words = (
        (Outcome.DONE, "אחד בוצע", "בוצעו"),
        (Outcome.PARTLY, "אחד בוצע חלקית", "בוצעו חלקית"),
        (Outcome.NOT_DONE, "אחד לא בוצע", "לא בוצעו"),
        (Outcome.NOT_RELEVANT, "אחד לא רלוונטי", "לא רלוונטיים"),
    )
    counts = ((len(found.ended(outcome)), one, many) for outcome, one, many in words)
    return ", ".join(counted(count, one, many) for count, one, many in counts if count)


def time_words(found: AfterAction) -> str:
    """How many of the items that were done in a known minute were on time."""
    told = found.timeliness
    if not told.timed:
        return "לא נרשמה דקה לאף סעיף שבוצע ויש לו יעד"
    return f"{told.on_time} מתוך {told.timed} שבוצעו ונמדדו היו בזמן"


def _late(found: AfterAction) -> Iterator[str]:
    for item in found.late:
        outcome = f" ({item.outcome.label})" if item.outcome and item.outcome is not Outcome.DONE else ""
        yield f"{late_words(item)}: {item.line.text}{outcome}"
    if found.timeliness.timed and not found.late:
        yield "אין איחורים"


def _objective(each: ObjectiveReview) -> str:
    rated = f"{each.found.rating.value} {each.found.rating.label}" if each.found else "לא דורגה"
    note = f" · {each.found.note}" if each.found and each.found.note else ""
    return f"{rated}: {each.objective.what}{note}"


def _fell_short(found: AfterAction) -> Iterator[str]:
    fell_short = [item for item in found.items if item.outcome in FELL_SHORT]
    yield from map(_item, fell_short)
    if not fell_short:
        yield "אין סעיף שלא בוצע או שבוצע חלקית"


def _item(item: ItemReview) -> str:
    if item.found is None:
        return item.line.text
    note = f" · {item.found.note}" if item.found.note else ""
    by = f" · סימון של {item.found.by}" if item.found.by else ""
    return f"{item.found.outcome.label}: {item.line.text}{note}{by}"


def _attendance(library: Library, found: AfterAction) -> Iterator[str]:
    yield "הגיעו: " + ", ".join(name_of(library, "sector", id_) for id_ in found.attendance.came)
    for group in found.attendance.missing:
        yield f"לא הגיעו: {name_of(library, 'sector', group.sector)} ({group.who})"
    if found.attendance.beyond:
        yield "הגיעו אף שאינם ברשימה: " + ", ".join(name_of(library, "sector", id_) for id_ in found.attendance.beyond)


def _gone(found: AfterAction) -> Iterator[str]:
    for item in found.result.gone:
        yield f"{item.outcome.label}: {item.text or item.item}" + (f" · {item.note}" if item.note else "")
    for each in found.result.gone_objectives:
        yield f"{each.rating.value} {each.rating.label}: {each.what or each.objective}" + (
            f" · {each.note}" if each.note else ""
        )


def _when(found: AfterAction) -> str:
    return f" ({gregorian(found.previous.held_on)})" if found.previous else ""


def _compared(found: AfterAction) -> Iterator[str]:
    """What is not as it was."""
    for each in found.objectives:
        if each.since in (Since.BETTER, Since.WORSE) and each.rating and each.before:
            yield f"{each.since.label}: {each.objective.what} ({each.before.value}, ועכשיו {each.rating.value})"
    for item in found.items:
        if item.since in (Since.BETTER, Since.WORSE) and item.outcome and item.before:
            yield f"{item.since.label}: {item.line.text} ({item.before.label}, ועכשיו {item.outcome.label})"
    courses = [each.since for each in found.items] + [each.since for each in found.objectives]
    same = courses.count(Since.SAME)
    if same:
        yield f"כמו בפעם הקודמת: {counted(same, 'סעיף או מטרה אחת', 'סעיפים ומטרות')}"


def _actions(library: Library, found: AfterAction) -> Iterator[str]:
    for element, rows in found.actions.items():
        for state, action in rows:
            until = f"הושלם {gregorian(action.done_on)}" if action.done_on else f"עד {gregorian(action.due)}"
            owner = name_of(library, "role", action.owner)
            yield f"{element.label}: {action.what} · {owner} · {until} · {state.label}"


# --- for programs ------------------------------------------------------------------------------------------------------


def review_json(found: AfterAction) -> dict[str, Any]:
    """The figures with ids; dates as YYYY-MM-DD, what is not known is null."""
    return {
        "result": found.ref,
        "drill": found.drill.id,
        "held_on": found.result.held_on.isoformat(),
        "example": found.unit.profile.example,
        "previous": f"{found.unit.id}/{found.previous.id}" if found.previous else None,
        "objectives": [_objective_json(each) for each in found.objectives],
        "items": [_item_json(item) for item in found.items],
        "sectors": {
            "came": list(found.attendance.came),
            "missing": [group.sector for group in found.attendance.missing],
            "beyond": list(found.attendance.beyond),
        },
        "gone": [{"item": item.item, "outcome": item.outcome} for item in found.result.gone],
        "gone_objectives": [{"objective": e.objective, "rating": e.rating} for e in found.result.gone_objectives],
        "actions": [
            {"element": element, "state": state, **action.model_dump(mode="json", exclude={"element"})}
            for element, rows in found.actions.items()
            for state, action in rows
        ],
        "lessons": [{"id": lesson.id, "status": lesson.status} for lesson in found.lessons],
    }


def _objective_json(each: ObjectiveReview) -> dict[str, Any]:
    return {"objective": each.objective.id, "rating": each.rating, "before": each.before, "since": each.since}


def _item_json(item: ItemReview) -> dict[str, Any]:
    return {
        "item": item.line.item.id,
        "step": item.line.item.step,
        "outcome": item.outcome,
        "before": item.before,
        "since": item.since,
        "minute": item.found.minute if item.found else None,
        "within_minutes": item.line.item.within_minutes,
        "pace": item.pace,
        "over": item.over,
    }
