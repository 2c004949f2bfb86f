"""Uptake: which authorities answered a lesson, which are silent, and whether its date has passed.

Counting goes by sets of traits, of which there are far fewer than authorities. Example authorities are asked about
every lesson that touches them and are counted apart; nobody else is asked about a lesson of an example.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb_tools.insight.likeness import Kinship
from kb_tools.model.asking import asks, concerns, may_answer, of_an_example
from kb_tools.model.base import Labelled
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library, Municipality
from kb_tools.model.uptake import Answer, Decision


class Silence(Labelled):
    """What is said of an authority that has not answered: never that it decided anything."""

    LATE = "late", "טרם נרשמה תשובה, והמועד עבר"
    WAITING = "waiting", "טרם נרשמה תשובה"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an authority says about a lesson: its answer, or its silence. Some answer though they are not asked."""

    municipality: Municipality
    lesson: Lesson
    answer: Answer | None
    asked: bool
    state: Decision | Silence

    @property
    def is_late(self) -> bool:
        return self.state is Silence.LATE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many authorities are asked about a lesson and what they answered; who was not asked is not counted."""

    lesson: Lesson
    asked: int
    answered: Mapping[Decision, int]
    """Every decision present."""
    is_past: bool

    @property
    def silent(self) -> int:
        return self.asked - sum(self.answered.values())

    @property
    def late(self) -> int:
        """The silent ones, once the date has passed."""
        return self.silent if self.is_past else 0


@dataclass(frozen=True)
class Uptake:
    """The answers of all authorities, looked at from either side."""

    library: Library
    today: date
    kinship: Kinship

    # --- one lesson ------------------------------------------------------------------------------------------

    def tally(self, lesson: Lesson, *, examples: bool = False) -> Tally:
        """Of the real authorities, or of the examples alone."""
        answered = dict.fromkeys(Decision, 0)
        for reply in self.answered(lesson, examples=examples):
            if reply.asked and isinstance(reply.state, Decision):
                answered[reply.state] += 1
        return Tally(lesson, self._asked_count(lesson, examples=examples), answered, self._is_past(lesson))

    def answered(self, lesson: Lesson, *, examples: bool = False) -> tuple[Reply, ...]:
        """The answers to a lesson, the newest first."""
        found = (
            self._reply(municipality, lesson, answer)
            for municipality, answer in self._answers.get(lesson.id, ())
            if municipality.profile.example is examples
        )
        return tuple(sorted(found, key=_newest_first))

    def silent(self, lesson: Lesson, *, examples: bool = False) -> Iterator[Reply]:
        """The authorities that are asked and have not answered."""
        answered = {municipality.id for municipality, _ in self._answers.get(lesson.id, ())}
        for municipality in self.library.municipalities.values():
            silent = municipality.profile.example is examples and municipality.id not in answered
            if silent and self._is_asked(municipality, lesson):
                yield self._reply(municipality, lesson, None)

    # --- one authority ---------------------------------------------------------------------------------------

    def of_unit(self, municipality: Municipality) -> tuple[Reply, ...]:
        """The lessons that the authority is asked about or answered: the late ones first, then those that wait, then answers."""
        answers = {answer.lesson: answer for answer in municipality.answers if answer.lesson in self.library.lessons}
        asked = self._example_lessons if municipality.profile.example else self._real_lessons
        concerned = [*asked.get(self._traits(municipality), ()), *(self.library.lessons[id_] for id_ in answers)]
        found = (
            self._reply(municipality, lesson, answers.get(lesson.id))
            for lesson in {lesson.id: lesson for lesson in concerned}.values()
            if lesson.id in answers or may_answer(self.library, lesson, municipality)
        )
        return tuple(sorted(found, key=_most_urgent_first))

    # --- all of them -----------------------------------------------------------------------------------------

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons that wait for answers, those with the nearest date first."""
        asking = (lesson for lesson in self.library.lessons.values() if asks(lesson))
        return tuple(sorted(asking, key=lambda lesson: (lesson.uptake_by or date.max, lesson.id)))

    def tallies(self, *, examples: bool = False) -> tuple[Tally, ...]:
        """Of every lesson that somebody is asked about. Those of examples are among the examples only."""
        own = (lesson for lesson in self.lessons if examples or not of_an_example(self.library, lesson))
        found = (self.tally(lesson, examples=examples) for lesson in own)
        return tuple(tally for tally in found if tally.asked)

    @cached_property
    def _answers(self) -> Mapping[str, list[tuple[Municipality, Answer]]]:
        found: dict[str, list[tuple[Municipality, Answer]]] = {}
        for municipality in self.library.municipalities.values():
            for answer in municipality.answers:
                found.setdefault(answer.lesson, []).append((municipality, answer))
        return found

    @cached_property
    def _real_lessons(self) -> Mapping[frozenset[str], tuple[Lesson, ...]]:
        """A set of traits → the lessons that real authorities with it are asked about."""
        real = [lesson for lesson in self.lessons if not of_an_example(self.library, lesson)]
        return {ids: _concerning(real, ids) for ids in self.kinship.groups}

    @cached_property
    def _example_lessons(self) -> Mapping[frozenset[str], tuple[Lesson, ...]]:
        return {ids: _concerning(self.lessons, ids) for ids in {self._traits(unit) for unit in self._examples}}

    @cached_property
    def _examples(self) -> tuple[Municipality, ...]:
        return tuple(unit for unit in self.library.municipalities.values() if unit.profile.example)

    def _traits(self, municipality: Municipality) -> frozenset[str]:
        return frozenset(trait.id for trait in self.kinship.traits[municipality.id])

    def _asked_count(self, lesson: Lesson, *, examples: bool) -> int:
        if not asks(lesson):
            return 0
        if examples:
            return sum(self._is_asked(unit, lesson) for unit in self._examples)
        if of_an_example(self.library, lesson):
            return 0
        groups = (group for ids, group in self.kinship.groups.items() if concerns(lesson, ids))
        source = self.library.municipalities.get(lesson.municipality or "")
        return sum(map(len, groups)) - (source is not None and concerns(lesson, self._traits(source)))

    def _is_asked(self, municipality: Municipality, lesson: Lesson) -> bool:
        able = asks(lesson) and may_answer(self.library, lesson, municipality)
        return able and concerns(lesson, self._traits(municipality))

    def _is_past(self, lesson: Lesson) -> bool:
        return lesson.uptake_by is not None and lesson.uptake_by < self.today

    def _reply(self, municipality: Municipality, lesson: Lesson, answer: Answer | None) -> Reply:
        silence = Silence.LATE if self._is_past(lesson) else Silence.WAITING
        asked = self._is_asked(municipality, lesson)
        return Reply(municipality, lesson, answer, asked, answer.decision if answer else silence)


def _concerning(lessons: tuple[Lesson, ...] | list[Lesson], traits: frozenset[str]) -> tuple[Lesson, ...]:
    return tuple(lesson for lesson in lessons if concerns(lesson, traits))


def _newest_first(reply: Reply) -> tuple[int, str]:
    return (-reply.answer.decided_on.toordinal() if reply.answer else 0, reply.municipality.id)


def _most_urgent_first(reply: Reply) -> tuple[bool, bool, int, bool, str]:
    """Silence before answers; of the silent the late, then by date, then lessons of this kind of authority before those of all."""
    if reply.answer:
        return (True, False, -reply.answer.decided_on.toordinal(), False, reply.lesson.id)
    due = (reply.lesson.uptake_by or date.max).toordinal()
    return (False, not reply.is_late, due, not reply.lesson.traits, reply.lesson.id)
