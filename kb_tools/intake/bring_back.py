"""What came back from a drill → the file of its result: every answer to what the drill asks today, and what it asks no more kept apart.

Ids of items never change, so paper that was printed before items were moved still fits. What was taken out since stands under
`gone` in the words that were printed; what was added since is left unanswered, and said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from kb_tools.content.field_errors import shown
from kb_tools.intake.refusal import Reason, Refused, known
from kb_tools.intake.returned import Returned
from kb_tools.intake.submission import faults, text_faults
from kb_tools.model.drill import Drill
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library, Municipality
from kb_tools.model.source import SourceKind
from kb_tools.model.submission import RESULT, Submission
from kb_tools.views.asked import Asked

Former = Callable[[str, str], Asked | None]
"""(revision, drill) → what the drill asked then; None where history does not tell."""
_NAMES = (("items", "item", "gone", "text"), ("objectives", "objective", "gone_objectives", "what"))
"""List of answers, the field of its id, the list for what is gone, and the field of its words there."""
_LIKENESS = 0.75
NOT_PRINTED = "גיליון תוצאות"


@dataclass(frozen=True, slots=True)
class Brought:
    """A result as it would be written."""

    municipality: str
    drill: str
    held_on: str
    values: Mapping[str, Any]
    """Of the file, without its id; every scalar a text."""
    gone: tuple[tuple[str, str], ...]
    """Ids and words of what the drill asks no more."""
    unasked: tuple[str, ...]
    """Ids of what was added to the drill since."""
    unanswered: tuple[str, ...]
    """Ids of what was asked and has no answer."""
    is_revision_known: bool = True
    """False when the revision is not one of the history here."""


def bring_back(
    library: Library,
    returned: Returned,
    former: Former,
    today: date,
    unit: str | None = None,
    held_on: date | None = None,
) -> Brought:
    """The result. `unit` and `held_on` are what the caller knows beside. Raises Refused with every reason."""
    reasons: list[Reason] = []
    municipality = _agreed(returned.municipality, unit, "הרשות", "\u200e--for", reasons)
    day = _agreed(
        str(returned.fields.get("held_on", "")),
        held_on.isoformat() if held_on else None,
        "התאריך",
        "\u200e--date",
        reasons,
    )
    reasons += _about_ids(library, municipality, str(returned.fields.get("drill", "")))
    fields = {**returned.fields, **({"held_on": day} if day else {})}
    submission = Submission(RESULT, returned.reporter, today, municipality, fields)
    reasons += [*faults(submission, library.settings), *text_faults(returned.reporter, "submitted_by")]
    if reasons:
        raise Refused(*(_placed(reason, returned.places) for reason in reasons))
    drill = library.drills[fields["drill"]]
    then = former(fields["revision"], drill.id) if fields.get("revision") else None
    settled = _Settling(drill, returned, then, fields)
    values = settled.values()
    if settled.reasons:
        raise Refused(*(_placed(reason, returned.places) for reason in settled.reasons))
    values.setdefault("sources", _sources(library, library.municipalities[municipality], returned, day))
    if not values["sources"]:
        del values["sources"]
    unasked, unanswered = settled.open()
    return Brought(
        municipality,
        drill.id,
        day,
        values,
        tuple(settled.gone),
        unasked,
        unanswered,
        then is not None or not fields.get("revision"),
    )


def _placed(reason: Reason, places: Mapping[str, str]) -> Reason:
    """The reason with the place in the file that came, where that has places of its own."""
    at = reason.field
    while at and at not in places:
        at = at.rpartition(".")[0]
    return Reason(reason.code, reason.message, reason.hint, places.get(at, reason.field))


# --- whose, which and when -------------------------------------------------------------------------------------------


def _agreed(said: str, given: str | None, label: str, option: str, reasons: list[Reason]) -> str:
    """What the file and the command both say; a reason when neither does, or when they differ."""
    if said and given and said != given:
        message = f"{label} בקובץ: {shown(said)}, ובפקודה: {shown(given)}"
        reasons.append(Reason("result-other", message, "בדקו שזה הקובץ הנכון, ותקנו את אחד מהם"))
    if not (said or given):
        reasons.append(Reason("result-unsaid", f"{label} אינו כתוב בקובץ", f"כתבו אותו בקובץ, או ציינו {option}"))
    return given or said


def _about_ids(library: Library, municipality: str, drill: str) -> Iterator[Reason]:
    if municipality and municipality not in library.municipalities:
        yield _dangling("", library.settings.unit.one, municipality, library.municipalities)
    if not drill:
        yield Reason("result-unsaid", "התרגיל אינו כתוב בקובץ", "שלחו את הקובץ או הגיליון כפי שהמאגר כתב אותו", "drill")
    elif drill not in library.drills:
        yield _dangling("drill", KIND_LABELS["drill"], drill, library.drills)


def _dangling(field: str, kind: str, id_: str, known_ids: Iterable[str]) -> Reason:
    near = get_close_matches(id_, list(known_ids), 1, 0.5)
    return known("ref-dangling", field, kind=kind, found=shown(id_), right=f"אולי {near[0]}?" if near else "")


def _sources(library: Library, unit: Municipality, returned: Returned, held_on: str) -> list[dict[str, str]]:
    """What a result rests on that cites nothing itself: the report, or the data of examples."""
    at = returned.reporter or f"{NOT_PRINTED}, {held_on}"
    if unit.profile.example:
        made_up = (id_ for id_, source in library.sources.items() if source.source_kind is SourceKind.EXAMPLE)
        return [{"source": id_, "at": at} for id_ in list(made_up)[:1]]
    source = library.settings.intake.source
    return [{"source": source, "at": at}] if source else []


# --- what the drill asks today, and what it asked --------------------------------------------------------------------


class _Settling:
    """Answers are sorted into those to what is asked today, in the order of the drill, and those to what is gone."""

    def __init__(self, drill: Drill, returned: Returned, then: Asked | None, fields: Mapping[str, Any]) -> None:
        self._drill = drill
        self._returned = returned
        self._then = then
        self._fields = fields
        self._today = {
            "items": [item.id for item in drill.checklist],
            "objectives": [objective.id for objective in drill.objectives],
        }
        self.reasons: list[Reason] = []
        self.gone: list[tuple[str, str]] = []

    def values(self) -> dict[str, Any]:
        values = dict(self._fields)
        for name, key, gone_name, words in _NAMES:
            today = self._today[name]
            rows = list(enumerate(self._fields.get(name, ())))
            ours = sorted((row for _, row in rows if row[key] in today), key=lambda row: today.index(row[key]))
            strange = [(index, row) for index, row in rows if row[key] not in today]
            gone = [kept for index, row in strange if (kept := self._kept(name, key, words, index, row))]
            values[name] = ours
            # What another device has already told apart is not told twice.
            before = list(self._fields.get(gone_name, ()))
            told = {row[key] for row in before}
            if both := [*before, *(row for row in gone if row[key] not in told)]:
                values[gone_name] = both
                self.gone += [(row[key], row.get(words, "")) for row in both]
        return values

    def _kept(self, name: str, key: str, words: str, index: int, row: Mapping[str, str]) -> dict[str, str] | None:
        """The answer as it stands under what is gone; None, and a reason, when the drill never asked it."""
        id_ = row[key]
        then = self._asked_then(name)
        near = get_close_matches(
            id_, [each for each in self._today[name] if not self._is_answered(name, key, each)], 1, _LIKENESS
        )
        if "revision" not in self._fields or (then is not None and id_ not in then) or (then is None and near):
            kind = KIND_LABELS[key]
            meant = f"אולי {near[0]}? " if near else ""
            needed = "" if "revision" in self._fields else "אם הוסר מן התרגיל אחרי שהנייר הודפס, ציינו את הגרסה שעליו. "
            message = known("result-gone", kind=kind, found=shown(id_), right="").message
            hint = f"{meant}{needed}תקנו את המזהה".strip()
            self.reasons.append(Reason("result-gone", message, hint, f"{name}[{index}].{key}"))
            return None
        text = self._returned.wording.get((name, id_)) or (then or {}).get(id_, "")
        said = {field: value for field, value in row.items() if field != key}
        return {key: id_, **({words: text} if text else {}), **said}

    def _is_answered(self, name: str, key: str, id_: str) -> bool:
        return any(row[key] == id_ for row in self._fields.get(name, ()))

    def _asked_then(self, name: str) -> dict[str, str] | None:
        if self._then is None:
            return None
        if name == "items":
            return {item.id: item.text for item in self._then.items}
        return {objective.id: objective.what for objective in self._then.objectives}

    def open(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What was added since and what was asked and left without an answer."""
        unasked: list[str] = []
        unanswered: list[str] = []
        for name, key, _, _ in _NAMES:
            then = self._asked_then(name)
            for id_ in self._today[name]:
                if self._is_answered(name, key, id_):
                    continue
                was_asked = (
                    id_ in self._returned.blank
                    or (then is None and "revision" not in self._fields)
                    or id_ in (then or {})
                )
                (unanswered if was_asked else unasked).append(id_)
        return tuple(unasked), tuple(unanswered)
