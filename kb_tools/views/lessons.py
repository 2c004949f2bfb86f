"""Lesson pages: the board by status, and each lesson from its event to its proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from kb_tools.insight.changes import commits_of
from kb_tools.insight.examples import is_example
from kb_tools.insight.lessons import Link, NextMove, chain, next_move, status_held, tracks
from kb_tools.insight.practice import Held
from kb_tools.insight.standing import Standing
from kb_tools.model.drill import Drill
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Municipality
from kb_tools.model.playbook import Step
from kb_tools.views.addresses import address
from kb_tools.views.change_words import FIELDS
from kb_tools.views.site import Page, Site


@dataclass(frozen=True, slots=True)
class Card:
    """A lesson as the board shows it."""

    lesson: Lesson
    example: bool
    event_day: date
    chain: tuple[Link, ...]
    next: NextMove
    status: LessonStatus
    """The status it holds: below the one that its file says when it has eroded."""
    standing: Standing | None
    overdue: bool
    """Whether one of its actions is late."""

    @property
    def eroded(self) -> bool:
        return self.status is not self.lesson.status


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that the lesson names: whether it cites the lesson, and what exercises it."""

    ref: str
    step: Step
    cites: bool
    drills: tuple[Drill, ...]


def pages(site: Site) -> Iterator[Page]:
    """One page a lesson, and the board of them."""
    yield Page("lessons/", "לקחים", partial(_board, site), section="lessons/", hide=("navigation", "toc"))
    for lesson in site.library.lessons.values():
        yield site.page_of(
            "lesson",
            lesson.id,
            lesson.title,
            partial(_lesson, site, lesson),
            section="lessons/",
            description=f"{lesson.status.label} · {lesson.event.name}",
        )


def _board(site: Site) -> str:
    columns = {status: [_card(site, lesson) for lesson in found] for status, found in site.insights.board.items()}
    cards = [card for found in columns.values() for card in found]
    scenarios = {id_ for lesson in site.library.lessons.values() for id_ in lesson.scenarios}
    return site.draw(
        "lessons.html.j2",
        "lessons/",
        columns=columns,
        cards=cards,
        order=list(LessonStatus),
        flow=site.insights.flow,
        most=max((count for quarter in site.insights.flow for count in quarter.counts.values()), default=0),
        late=[card for card in cards if card.overdue],
        worn=[card for card in cards if card.eroded],
        units=_units(site),
        scenarios=[term for id_, term in site.library.scenarios.items() if id_ in scenarios],
    )


def _units(site: Site) -> list[Municipality]:
    """The authorities that have lessons of their own."""
    units = site.library.municipalities
    return [units[id_] for id_ in site.insights.lessons_by_unit if id_ in units]


def _card(site: Site, lesson: Lesson) -> Card:
    standing = site.insights.standings.get(lesson.id)
    return Card(
        lesson,
        is_example(site.library, "lesson", lesson.id),
        lesson.event.ended_on or lesson.event.began_on,
        chain(site.library, lesson, standing),
        next_move(site.library, lesson, site.insights.drills_of_steps, standing),
        status_held(lesson, standing),
        standing,
        any(track.overdue for track in tracks(lesson, site.today)),
    )


def _lesson(site: Site, lesson: Lesson) -> str:
    library = site.library
    return site.draw(
        "lesson.html.j2",
        address("lesson", lesson.id),
        lesson=lesson,
        card=_card(site, lesson),
        file=library.file_of("lesson", lesson.id),
        municipality=library.municipalities.get(lesson.municipality or ""),
        tracks=tracks(lesson, site.today),
        steps=_steps(site, lesson),
        held=_held(site, lesson),
        traits=[(library.traits[id_], len(site.insights.units_by_trait[id_])) for id_ in lesson.traits],
        sharing=_sharing(site, lesson),
        field_names=lambda lost: ", ".join(FIELDS.get(field.name, field.name) for field in lost),
        commits_of=lambda implementing: commits_of(each.change for each in implementing),
    )


def _steps(site: Site, lesson: Lesson) -> list[StepRow]:
    """The steps that the lesson names and those that cite it, each once."""
    citing = [id_ for kind, id_ in site.library.mentioned_by("lesson", lesson.id) if kind == "step"]
    return [
        StepRow(ref, step, ref in citing, site.insights.drills_of_steps.get(ref, ()))
        for ref in dict.fromkeys((*lesson.steps, *citing))
        if (step := site.library.steps.get(ref))
    ]


def _held(site: Site, lesson: Lesson) -> dict[str, tuple[Held, ...]]:
    """Drill → when it was held, for the drills that exercise the lesson's steps."""
    drills = {drill.id for row in _steps(site, lesson) for drill in row.drills}
    return {id_: site.insights.held_drills.get(id_, ()) for id_ in sorted(drills)}


def _sharing(site: Site, lesson: Lesson) -> int:
    """How many real authorities the lesson touches: those with any of its traits, all when it names none."""
    return site.insights.kinship.with_any(set(lesson.traits)) if lesson.traits else len(site.insights.real)
