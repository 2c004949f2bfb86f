"""Typing in what is on paper: which question comes next, what a key means, and a draft that outlives whoever was interrupted.

Pure: the terminal asks in `cli.drill_record_command`, and writes what `as_json` says.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from kb_tools.content.field_errors import findings
from kb_tools.intake.cell_words import minute_of
from kb_tools.intake.refusal import Reason, known
from kb_tools.intake.returned import Returned
from kb_tools.intake.submission import text_faults
from kb_tools.model.base import Entry, Labelled
from kb_tools.model.drill import ItemResult, ObjectiveResult, Outcome, Rating
from kb_tools.views.asked import Asked

FORMAT = "hosen-record/1"
BACK, STOP, HELP = "-", ".", "?"

# The number, the letter of the word, and what the keyboard types there when it is in the other language.
OUTCOME_KEYS: Mapping[str, Outcome] = {
    **dict.fromkeys("1בc", Outcome.DONE),
    **dict.fromkeys("2חj", Outcome.PARTLY),
    **dict.fromkeys("3לk", Outcome.NOT_DONE),
    **dict.fromkeys("4נb", Outcome.NOT_RELEVANT),
}
RATING_KEYS: Mapping[str, Rating] = {
    **dict.fromkeys("1pפ", Rating.P),
    **dict.fromkeys("2sד", Rating.S),
    **dict.fromkeys("3mצ", Rating.M),
    **dict.fromkeys("4uו", Rating.U),
}
OUTCOME_LETTERS: Mapping[Outcome, str] = dict(zip(Outcome, "בחלנ", strict=True))
_TIME_AND_NOTE = re.compile(r"((?:t\+?)?[0-9:]{1,7})(?:\s+(.*))?", re.IGNORECASE)

_USUAL_LENGTH = 120
"""Minutes: what is far beyond it, as 8:55, is a time of day."""

Part = Literal["items", "objectives", "sectors", "reporter"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. `id` is that of the item or the objective, and `pause` is said when it begins."""

    part: Part
    id: str = ""
    text: str = ""
    pause: str = ""
    owner: str = ""
    number: int = 0
    """Among those of its part, from 1."""
    of: int = 0


def questions(asked: Asked) -> tuple[Question, ...]:
    """All of them, in the order of the paper."""
    return tuple(_questions(asked))


def _questions(asked: Asked) -> Iterator[Question]:
    pause = None
    for number, item in enumerate(asked.items, 1):
        begins = item.pause if item.pause != pause else ""
        yield Question("items", item.id, item.text, begins, item.owner, number, len(asked.items))
        pause = item.pause
    for number, objective in enumerate(asked.objectives, 1):
        yield Question("objectives", objective.id, objective.what, "", "", number, len(asked.objectives))
    yield Question("sectors")
    yield Question("reporter")


@dataclass
class Recording:
    """What was typed in so far. Every scalar is a text, as in a submission."""

    drill: str
    municipality: str
    held_on: str
    revision: str = ""
    """Of the paper; empty for what the drill asks today."""
    items: dict[str, dict[str, str]] = field(default_factory=dict)
    objectives: dict[str, dict[str, str]] = field(default_factory=dict)
    sectors: list[str] = field(default_factory=list)
    reporter: str = ""
    at: int = 0
    """The question that is next."""

    def answer_of(self, question: Question) -> dict[str, str]:
        return (self.items if question.part == "items" else self.objectives).get(question.id, {})

    def lacks(self, question: Question) -> bool:
        """Whether it has no answer yet, though a result needs one."""
        if question.part in ("items", "objectives"):
            return ("outcome" if question.part == "items" else "rating") not in self.answer_of(question)
        return question.part == "sectors" and not self.sectors

    def choose(self, question: Question, key: str) -> bool:
        """Take one key as the answer; False when it is none. Minute and note stay."""
        folded = key.casefold()
        if question.part == "items" and folded in OUTCOME_KEYS:
            self.items[question.id] = {**self.answer_of(question), "outcome": OUTCOME_KEYS[folded].value}
        elif question.part == "objectives" and folded in RATING_KEYS:
            self.objectives[question.id] = {**self.answer_of(question), "rating": RATING_KEYS[folded].value}
        else:
            return False
        return True

    def remark(self, question: Question, line: str, *, is_whole: bool = True) -> list[Reason]:
        """Take a line as `minute note`, of which either may be missing; of an objective, as a note. Nothing is taken when it is wrong.

        It stands in place of what was said beside the answer before; of one that was broken off, what it does not say stays.
        """
        line = " ".join(line.split())
        if not line:
            return []
        answer = {
            name: text
            for name, text in self.answer_of(question).items()
            if not is_whole or name in ("outcome", "rating")
        }
        minute, note = _minute_and_note(line) if question.part == "items" else ("", line)
        answer |= {name: text for name, text in (("minute", minute), ("note", note)) if text}
        if faults := _faults(question, answer):
            return faults
        (self.items if question.part == "items" else self.objectives)[question.id] = answer
        return []

    def report(self, line: str) -> list[Reason]:
        """Take a line as the role of whoever types."""
        line = " ".join(line.split())
        faults = text_faults(line, "submitted_by") or _line_faults(line)
        if not faults:
            self.reporter = line
        return faults

    def returned(self, asked: Asked) -> Returned:
        """What was typed in, as any other answers that came back."""
        order = [item.id for item in asked.items], [objective.id for objective in asked.objectives]
        items = [{"item": id_, **self.items[id_]} for id_ in order[0] if "outcome" in self.items.get(id_, {})]
        objectives = [
            {"objective": id_, **self.objectives[id_]} for id_ in order[1] if "rating" in self.objectives.get(id_, {})
        ]
        fields: dict[str, Any] = {"drill": self.drill, "held_on": self.held_on}
        fields |= {"revision": self.revision} if self.revision else {}
        fields |= {"sectors": self.sectors, "items": items, "objectives": objectives}
        answered = {each["item"] for each in items} | {each["objective"] for each in objectives}
        wording = {("items", item.id): item.text for item in asked.items}
        wording |= {("objectives", objective.id): objective.what for objective in asked.objectives}
        return Returned(fields, self.municipality, self.reporter, frozenset(order[0] + order[1]) - answered, wording)

    # --- the draft ---------------------------------------------------------------------------------------------------

    def as_json(self) -> str:
        said = {"format": FORMAT, **{name: getattr(self, name) for name in _TEXTS}, "at": self.at}
        said |= {"items": self.items, "objectives": self.objectives, "sectors": self.sectors}
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Recording | None":
        """The draft; None when it is not one, or was damaged."""
        try:
            said = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            return None
        if (
            not isinstance(said, dict)
            or said.get("format") != FORMAT
            or not all(isinstance(said.get(name), str) for name in _TEXTS)
        ):
            return None
        found: dict[str, Any] = {name: said.get(name) for name in ("items", "objectives", "sectors", "at")}
        is_sound = (
            _is_answers(found["items"], "outcome", Outcome)
            and _is_answers(found["objectives"], "rating", Rating)
            and _is_texts(found["sectors"])
            and isinstance(found["at"], int)
            and found["at"] >= 0
        )
        return cls(**{name: said[name] for name in _TEXTS}, **found) if is_sound else None


_TEXTS = ("drill", "municipality", "held_on", "revision", "reporter")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_answers(value: Any, name: str, choices: type[Labelled]) -> bool:
    words = {choice.value for choice in choices}
    return isinstance(value, dict) and all(
        isinstance(answer, dict)
        and all(isinstance(text, str) for text in answer.values())
        and answer.get(name, next(iter(words))) in words
        for answer in value.values()
    )


def _minute_and_note(line: str) -> tuple[str, str]:
    """`25 note`, `0:25 note`, `T+25`; a time of day is no minute of the drill, and stays in the note."""
    found = _TIME_AND_NOTE.fullmatch(line)
    minute = minute_of(found[1], None, _USUAL_LENGTH) if found else ""
    return (str(minute), found[2] or "") if found and isinstance(minute, int) else ("", line)


def _faults(question: Question, answer: Mapping[str, str]) -> list[Reason]:
    """What the type of the answer says of it, and details of people: told while it can still be typed otherwise."""
    faults = [fault for text in answer.values() for fault in text_faults(text, "")]
    model: type[Entry] = ItemResult if question.part == "items" else ObjectiveResult
    # One that was left without an answer may have a note all the same; the answer is asked for at the end.
    least = (
        {"item": question.id, "outcome": "done"}
        if question.part == "items"
        else {"objective": question.id, "rating": "P"}
    )
    return faults or _misfits(model, least | dict(answer))


def _line_faults(line: str) -> list[Reason]:
    return _misfits(ItemResult, {"item": "x", "outcome": "done", "by": line}) if line else []


def _misfits(model: type[Entry], values: Mapping[str, str]) -> list[Reason]:
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        return [known(finding.code, "", **finding.facts) for finding in findings("", model, error)]
    return []
