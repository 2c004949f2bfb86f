"""Documents of what is shared by all: playbooks and their steps, scenarios, roles, lessons, drills, calls, sources.

A document holds its own words. Names of the things that it links to are theirs: in its text they would hide the thing itself
from whoever looks for it by name.
"""

from collections.abc import Iterator

from kb_tools.insight.checklist import checklist_parts
from kb_tools.model.base import Statement
from kb_tools.model.drill import Drill
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library
from kb_tools.model.playbook import Playbook, Step
from kb_tools.model.role import CallForProposals, Role, Scenario
from kb_tools.model.source import Source
from kb_tools.search.document import Document, Sheet
from kb_tools.search.passages import prose, prose_passages
from kb_tools.views.addresses import address
from kb_tools.views.calls import parts_of
from kb_tools.views.names import name_of


def knowledge(library: Library) -> Iterator[Document]:
    """Every shared thing and its parts."""
    for scenario in library.scenarios.values():
        yield from _scenario(scenario)
    for book in library.playbooks.values():
        yield from _playbook(library, book)
    for drill in library.drills.values():
        yield from _drill(library, drill)
    for lesson in library.lessons.values():
        yield _lesson(lesson)
    for role in library.roles.values():
        yield from _role(role)
    for call in library.calls.values():
        yield from _call(call)
    for source in library.sources.values():
        yield _source(source)


def _scenario(scenario: Scenario) -> Iterator[Document]:
    sheet = Sheet(address("scenario", scenario.id), scenario.name, "scenario", (scenario.id,))
    yield sheet.own(scenario.question, scenario.summary)
    body = prose_passages(scenario.body)
    if body.text:
        yield sheet.part("what-is-special", "לפני שרצים", body.text)
    yield from sheet.sections(body)


def _playbook(library: Library, book: Playbook) -> Iterator[Document]:
    sheet = Sheet(address("playbook", book.id), book.title, "playbook", book.scenarios)
    body = prose_passages(library.prose.get(book.id))
    yield sheet.own(book.summary, f"נקודת האפס (T): {book.start}", f"משך: {book.takes}", body.text)
    for step in book.steps:
        yield sheet.thing(
            ("step", f"{book.id}/{step.id}"), step.what, *_of_step(library, step), kind="step", phase=step.phase
        )
    yield from sheet.sections(body)


def _of_step(library: Library, step: Step) -> tuple[str, ...]:
    needs = ", ".join(name_of(library, "need-type", need) for need in step.needs)
    return (
        prose(step.detail),
        f"בוצע כאשר: {step.done_when}",
        step.if_not or "",
        f"הצרכים שהוא משרת: {needs}" if needs else "",
    )


def _drill(library: Library, drill: Drill) -> Iterator[Document]:
    """The participants' page. What facilitators alone may know, injects and criteria, is never searched: see LEFT_OUT."""
    sheet = Sheet(address("drill", drill.id), drill.title, "drill", (drill.scenario,))
    yield sheet.own(
        drill.summary,
        drill.type.label,
        prose(drill.opening),
        *(objective.what for objective in drill.objectives),
        *(group.who for group in drill.participants),
    )
    for part in checklist_parts(library, drill):
        for line in part.lines:
            at = ("item", f"{drill.id}/{line.item.id}")
            yield sheet.thing(at, line.text, part.pause, kind="drill-item", phase=line.step.phase)


def _lesson(lesson: Lesson) -> Document:
    sheet = Sheet(address("lesson", lesson.id), lesson.title, "lesson", lesson.scenarios, lesson.municipality)
    tracks = (track.what for track in (lesson.immediate, lesson.multi_year) if track)
    return sheet.own(
        lesson.event.name,
        prose(lesson.observation),
        prose(lesson.discussion),
        prose(lesson.conclusion),
        prose(lesson.recommendation),
        *tracks,
        lesson.one_track_because,
        lesson.rejected_because,
    )


def _role(role: Role) -> Iterator[Document]:
    sheet = Sheet(address("role", role.id), role.name, "role")
    body = prose_passages(role.body)
    yield sheet.own(role.summary, body.text)
    for anchor, title, statements in (
        ("duties", "מה עושים בתפקיד", role.duties),
        ("skills", "כישורים נדרשים", role.skills),
        ("conditions", "תנאים נדרשים", role.conditions),
        ("receives", "מה מקבלים בזכות התפקיד", role.receives),
    ):
        if statements:
            yield sheet.part(anchor, title, *_texts(statements))
    yield from sheet.sections(body)


def _call(call: CallForProposals) -> Iterator[Document]:
    sheet = Sheet(address("call", call.id), call.title, "call")
    body = prose_passages(call.body)
    yield sheet.own(call.summary, body.text)
    parts = parts_of(call)
    for part in parts:
        yield sheet.part(part.id, part.title, *_texts(part.statements))
    questions = [question for part in parts for _, question in part.questions]
    if questions:
        yield sheet.part("self-check", "בדיקה עצמית: האם אתם מוכנים?", *questions)
    yield from sheet.sections(body)


def _texts(statements: tuple[Statement, ...]) -> Iterator[str]:
    return (statement.text for statement in statements)


def _source(source: Source) -> Document:
    sheet = Sheet(address("source", source.id), source.title, "source")
    published = f"{source.publisher}, {source.published}" if source.published else source.publisher
    return sheet.own(source.source_kind.label, published, prose(source.summary), source.obtained, source.rights)
