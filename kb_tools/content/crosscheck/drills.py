"""Checks of a drill as a schedule and as a checklist, and of what came of it.

The rules of the checklist are those of checklist practice: a short list between natural pauses, one line an action with
one owner, worded as what is seen when it is done. They are notices, for the drill can be held all the same.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from kb_tools.content.crosscheck.found import content_as, ordered, past, twice
from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.model.document import Document
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.library import Library

MOST_BETWEEN_PAUSES = 9
LONGEST_LINE = 120
"""Characters that two lines of a sheet hold, and that are read out in one breath."""
_ANOTHER_SENTENCE = re.compile(r"[.;!?]\s+\S")


def drill(library: Library, document: Document, _today: date) -> Findings:
    content = content_as(document, Drill)
    yield from _schedule(document, content)
    yield from _pauses(document, content)
    yield from _lines(library, document, content)


def _schedule(document: Document, drill: Drill) -> Findings:
    """Injects in the order of time, all that has a minute before the end, and no objective left out of the story."""
    injects = drill.injects
    for index in range(1, len(injects)):
        before, after = injects[index - 1], injects[index]
        path = ("injects", index, "minute")
        if after.minute < before.minute or after.number <= before.number:
            yield Finding(document.path, path, "inject-order", {"found": after.number})
        elif after.minute == before.minute:
            yield Finding(document.path, path, "inject-together", {"found": after.number, "right": after.minute})
    timed = [(("injects", index, "minute"), inject.minute) for index, inject in enumerate(injects)]
    timed += [
        (("checklist", index, "within_minutes"), item.within_minutes)
        for index, item in enumerate(drill.checklist)
        if item.within_minutes is not None
    ]
    for path, minute in timed:
        if minute > drill.minutes:
            yield Finding(document.path, path, "drill-overtime", {"found": minute, "right": drill.minutes})
    tested = {inject.objective for inject in injects}
    for index, objective in enumerate(drill.objectives if injects else ()):
        if objective.id not in tested:
            yield Finding(document.path, ("objectives", index), "objective-untested", {"found": shown(objective.id)})


def _pauses(document: Document, drill: Drill) -> Findings:
    """Nine items at most from pause to pause, each item at one, and the items of a pause together."""
    runs = [(pause, [*run]) for pause, run in groupby(enumerate(drill.checklist), lambda one: one[1].pause)]
    many = len(drill.checklist) > MOST_BETWEEN_PAUSES
    seen: set[str | None] = set()
    for pause, run in runs:
        path = ("checklist", run[0][0])
        if pause is None and (many or len(runs) > 1):
            yield Finding(document.path, path, "checklist-unpaused", {"found": len(run)})
        elif pause in seen:
            yield Finding(document.path, path, "checklist-pause-split", {"found": shown(pause)})
        seen.add(pause)
    sizes = Counter(item.pause for item in drill.checklist)
    for pause, size in sizes.items():
        if pause is not None and size > MOST_BETWEEN_PAUSES:
            first = next(index for index, item in enumerate(drill.checklist) if item.pause == pause)
            facts: dict[str, object] = {"found": size, "kind": shown(pause), "right": MOST_BETWEEN_PAUSES}
            yield Finding(document.path, ("checklist", first), "checklist-run", facts)


def _lines(library: Library, document: Document, drill: Drill) -> Findings:
    """One action a line, short enough to read out, worded as done. Of the step's own wording the playbook is told elsewhere."""
    for index, item in enumerate(drill.checklist):
        if item.text is None:
            continue
        path = ("checklist", index, "text")
        if len(item.text) > LONGEST_LINE:
            yield Finding(document.path, path, "item-long", {"found": len(item.text), "right": LONGEST_LINE})
        if _ANOTHER_SENTENCE.search(item.text):
            yield Finding(document.path, path, "item-two-actions", {"found": shown(item.text)})
        step = library.steps.get(item.step)
        if step and _first_word(item.text) == _first_word(step.what):
            yield Finding(document.path, path, "item-undone", {"found": shown(item.text), "right": step.done_when})


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(",.:;״\"'")


# --- what came of it -------------------------------------------------------------------------------------------------


def result(library: Library, document: Document, today: date) -> Findings:
    content = content_as(document, DrillResult)
    yield from past(document, ("held_on",), content.held_on, today)
    if known := library.drills.get(content.drill):
        yield from _answers(document, content, known)
    yield from twice(document, "items", [item.item for item in content.items], "result-twice")
    yield from twice(document, "objectives", [rated.objective for rated in content.objectives], "result-twice")
    yield from twice(document, "gone", [item.item for item in content.gone], "result-twice")
    yield from twice(
        document, "gone_objectives", [rated.objective for rated in content.gone_objectives], "result-twice"
    )
    for index, action in enumerate(content.review.actions if content.review else ()):
        path = ("review", "actions", index)
        yield from ordered(document, (*path, "due"), action.start, action.due)
        if action.done_on:
            yield from past(document, (*path, "done_on"), action.done_on, today)
            yield from ordered(document, (*path, "done_on"), content.held_on, action.done_on)


def _answers(document: Document, result: DrillResult, drill: Drill) -> Findings:
    """An answer to all that was asked; what is called gone is no more in the drill."""
    for answered, asked in _answered_and_asked(result, drill):
        # An answer to what was not asked is told as a dangling id; it may be the one that is missing.
        for wanted in sorted(asked - answered) if answered <= asked else ():
            # Paper of another revision could not ask what was added since.
            code = "result-unasked" if result.revision else "result-incomplete"
            yield Finding(document.path, (), code, {"found": shown(wanted)})
    items, objectives = {item.id for item in drill.checklist}, {objective.id for objective in drill.objectives}
    gone = [(("gone", index, "item"), row.item, items) for index, row in enumerate(result.gone)]
    gone += [
        (("gone_objectives", index, "objective"), row.objective, objectives)
        for index, row in enumerate(result.gone_objectives)
    ]
    for path, id_, present in gone:
        if id_ in present:
            yield Finding(document.path, path, "result-not-gone", {"found": shown(id_)})


def _answered_and_asked(result: DrillResult, drill: Drill) -> Iterator[tuple[set[str], set[str]]]:
    yield {item.item for item in result.items}, {item.id for item in drill.checklist}
    yield {rated.objective for rated in result.objectives}, {objective.id for objective in drill.objectives}
