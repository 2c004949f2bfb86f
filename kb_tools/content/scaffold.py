"""Drafts of content files: every required field filled with an example that is true of this library.

References become ids that exist, a result answers every item of its drill, an adaptation carries the fingerprint
of the step it changes. `draft` decides the values; `draft_text` writes them with their explanations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kb_tools.content.assignments import Given
from kb_tools.content.describe import home_of, shown_pattern
from kb_tools.model import municipality as m
from kb_tools.model.asking import asks, concerns, may_answer
from kb_tools.model.base import Citation, Entry, Ref, Sourced, Thing
from kb_tools.model.drill import Drill, DrillResult
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, fields_of
from kb_tools.model.files import FileKind
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library
from kb_tools.model.playbook import Step
from kb_tools.model.role import Role
from kb_tools.model.source import SourceKind
from kb_tools.model.traits import traits_of
from kb_tools.model.uptake import Answer


class DraftError(ValueError):
    """A draft that cannot be written yet. Its text is Hebrew, for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a draft. One that is not `active` is shown commented out; `given` was chosen by the writer."""

    field: FieldOf
    value: Any
    active: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """An entry of a draft: all its fields, in the order in which they are written."""

    model: type[Entry]
    slots: tuple[Slot, ...]

    def raw(self) -> dict[str, Any]:
        """What the loader will read from the written file."""
        return {slot.field.name: _raw(slot.value) for slot in self.slots if slot.active}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a draft will stand: its library, the day, its kind and the ids in its path."""

    library: Library
    today: date
    kind: FileKind
    captures: Mapping[str, str]


def filled(setting: Setting, given: Given) -> Filled:
    """The values of a draft. Raises DraftError when something that it must refer to does not exist yet."""
    own = {setting.kind.thing: setting.captures[setting.kind.thing]} if setting.kind.thing else {}
    ids = {"id": next(iter(own.values()))} if own else {}
    return _Filler(setting).entry(setting.kind.model, {**given, **ids}, spare=False)


def _raw(value: Any) -> Any:
    if isinstance(value, Filled):
        return value.raw()
    if isinstance(value, list):
        return [_raw(item) for item in value]
    return {key: _raw(item) for key, item in value.items()} if isinstance(value, dict) else value


# --- what is filled though it is not required ------------------------------------------------------------------------

_WANTED: Mapping[type[Entry], tuple[str, ...]] = {
    Sourced: ("sources",),
    Thing: ("reviewed_on", "review_every"),
    Citation: ("at",),
    Step: ("owner", "offset"),
    Role: ("duties",),
    Drill: ("injects",),
    m.Actor: ("available",),
    m.Plan: ("immediate", "multi_year"),
    m.StepChange: ("what",),
}
_UNWANTED: Mapping[type[Entry], tuple[str, ...]] = {m.Profile: ("sources",)}
"""A profile's figures each carry a source of their own."""


def _wanted(model: type[Entry]) -> frozenset[str]:
    names = {name for base, wanted in _WANTED.items() if issubclass(model, base) for name in wanted}
    return frozenset(names - set(_UNWANTED.get(model, ())))


_YEAR_AHEAD = frozenset({"due", "valid_until", "next_meeting"})
_PLACEHOLDERS = {
    "text": "טקסט לדוגמה",
    "prose": "טקסט לדוגמה.",
    "count": "1",
    "number": "1",
    "flag": "true",
    "offset": "T+0h",
    "duration": "6h",
    "address": "https://example.org/page",
}


@dataclass
class _Filler:
    """Fills entries one inside the other, and remembers the ids that it has given."""

    setting: Setting
    own: dict[tuple[str, str], None] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scopes.update(self.setting.captures)

    def entry(self, model: type[Entry], given: Given, *, spare: bool) -> Filled:
        """One entry. `spare` ones are shown commented out: they may refer to what does not exist yet."""
        given = _CONSISTENT.get(model, _as_given)(self, given)
        slots = tuple(self._slot(model, found, given, spare) for found in fields_of(model))
        if not any(slot.active for slot in slots):
            first = next((slot for slot in slots if slot.field.example is not None), slots[0])
            slots = tuple(Slot(s.field, s.value, s is first, s.given) for s in slots)
        return Filled(model, slots)

    def _slot(self, model: type[Entry], found: FieldOf, given: Given, spare: bool) -> Slot:
        chosen = given.get(found.name)
        active = found.required or chosen is not None or found.name in _wanted(model)
        if found.name == "id":
            value: Any = self._id(model, chosen or str(found.example), spare or not active)
        else:
            value = self._value(found.holds, chosen, found.example, found.name, spare or not active)
        if found.name in ("drill", "playbook") and isinstance(value, str) and active:
            self.scopes[found.name] = value
        return Slot(found, value, active, chosen is not None)

    def _id(self, model: type[Entry], wanted: str, spare: bool) -> str:
        """The id, with a number when its example is taken already."""
        scope = f"{self.scopes.get(model.within, '?')}/" if model.within else ""
        taken, id_, number = {*self.own, *self.setting.library.defined}, wanted, 2
        if not self._is_the_file(model):
            while (model.kind, scope + id_) in taken:
                id_, number = f"{wanted}-{number}", number + 1
        if not spare:
            self.own[model.kind, scope + id_] = None
        return id_

    def _is_the_file(self, model: type[Entry]) -> bool:
        return model is self.setting.kind.model

    def _value(self, holds: Holds, given: Any, example: Any, name: str, spare: bool) -> Any:
        if isinstance(holds, EntryOf):
            return self.entry(holds.model, given or {}, spare=spare)
        if isinstance(holds, ListOf):
            return self._list(holds, given, example, name, spare)
        if isinstance(holds, MappingOf):
            return self._mapping(holds, given, example, name, spare)
        return self._scalar(holds, example, name, spare) if given is None else given

    def _list(self, holds: ListOf, given: Any, example: Any, name: str, spare: bool) -> list[Any]:
        if isinstance(given, list):
            return given
        chosen: Given = given or {}
        examples = list(example or (None,))
        count = max(chosen, default=-1) + 1 if chosen else len(examples)
        values = [
            self._value(holds.item, chosen.get(index), examples[min(index, len(examples) - 1)], name, spare)
            for index in range(count)
        ]
        return list(dict.fromkeys(values)) if isinstance(holds.item, Scalar) else values

    def _mapping(self, holds: MappingOf, given: Any, example: Any, name: str, spare: bool) -> dict[str, Any]:
        if given:
            return {key: self._value(holds.value, value, None, name, spare) for key, value in given.items()}
        key, value = next(iter((example or {None: None}).items()))
        return {self._scalar(holds.key, key, name, spare): self._value(holds.value, None, value, name, spare)}

    def _scalar(self, scalar: Scalar, example: Any, name: str, spare: bool) -> str:
        if scalar.ref:
            return self._reference(scalar.ref, example, spare)
        if scalar.form == "day":
            ahead = timedelta(days=365) if name in _YEAR_AHEAD else timedelta()
            return (self.setting.today + ahead).isoformat()
        if scalar.form == "year" and example is None:
            return str(self.setting.today.year)
        if example is not None:
            return str(example)
        return scalar.choices[0][0] if scalar.choices else _PLACEHOLDERS[scalar.form]

    # --- references -------------------------------------------------------------------------------------------------

    def _reference(self, ref: Ref, example: Any, spare: bool) -> str:
        """The example where it exists, otherwise the first of its kind; the source and the role are chosen with care."""
        known = self._known(ref)
        if ref.kind == "source":
            known = self._fit_sources(known)[:1]
        if ref.kind == "role" and self.setting.library.settings.lead_role in known:
            known = [self.setting.library.settings.lead_role]
        if str(example) in known:
            return str(example)
        if known:
            return known[0]
        if spare:
            return "example-id/example-id" if ref.kind in ("step", "result") and not ref.within else "example-id"
        raise DraftError(self._missing(ref))

    def _missing(self, ref: Ref) -> str:
        home = home_of(ref.kind)
        if home is None or home.name.startswith("vocabulary-"):
            how = f"הוסיפו אחד לקובץ {shown_pattern(home)}" if home else ""
        else:
            owner = self.scopes.get("municipality", "ID") if ref.within == "municipality" else "ID"
            how = f"כתבו אחד: kb new {'municipality' if home.name == 'profile' else home.name} {owner}"
        return f"אין עדיין {KIND_LABELS[ref.kind]} שאפשר להפנות אליו כאן. {how}"

    def _known(self, ref: Ref) -> list[str]:
        ids = [id_ for kind, id_ in (*self.own, *self.setting.library.defined) if kind == ref.kind]
        if ref.within:
            scope = f"{self.scopes.get(ref.within, '?')}/"
            return [id_.removeprefix(scope) for id_ in ids if id_.startswith(scope)]
        if ref.kind == "step" and "playbook" in self.scopes:
            ids.sort(key=lambda id_: not id_.startswith(f"{self.scopes['playbook']}/"))
        return ids

    def _fit_sources(self, known: list[str]) -> list[str]:
        """Real things never rest on the source that stands behind examples; example authorities rest on it first."""
        sources = self.setting.library.sources
        examples = [id_ for id_ in known if id_ in sources and sources[id_].source_kind is SourceKind.EXAMPLE]
        others = [id_ for id_ in known if id_ not in examples]
        owner = self.setting.library.municipalities.get(self.setting.captures.get("municipality", ""))
        if owner is None:
            return others or examples
        return [*examples, *others] if owner.profile.example else others


# --- values that depend on one another -------------------------------------------------------------------------------


def _as_given(_filler: _Filler, given: Given) -> Given:
    return given


def _lesson(_filler: _Filler, given: Given) -> Given:
    """Local only when its authority was named: a lesson is not ascribed to one by chance."""
    return {"level": "local" if "municipality" in given else "national", **given}


def _result(filler: _Filler, given: Given) -> Given:
    """One answer for each item and each objective of the drill."""
    drills = filler.setting.library.drills
    drill = drills.get(given.get("drill") or next(iter(drills), ""))
    if drill is None:
        return given
    items = {index: {"item": item.id} for index, item in enumerate(drill.checklist)}
    objectives = {index: {"objective": objective.id} for index, objective in enumerate(drill.objectives)}
    return {
        **given,
        "drill": drill.id,
        "items": _joined(items, given.get("items")),
        "objectives": _joined(objectives, given.get("objectives")),
    }


def _joined(values: dict[int, Given], given: Any) -> dict[int, Given]:
    chosen: Given = given or {}
    return {index: {**values.get(index, {}), **chosen.get(index, {})} for index in sorted({*values, *chosen})}


def _step_change(filler: _Filler, given: Given) -> Given:
    """The fingerprint of the step that is changed, as it reads today."""
    prefix = f"{filler.scopes.get('playbook', '')}/"
    steps = {id_.removeprefix(prefix): s for id_, s in filler.setting.library.steps.items() if id_.startswith(prefix)}
    changed = _changed_already(filler)
    step = given.get("step") or next((id_ for id_ in steps if id_ not in changed), None) or next(iter(steps), None)
    if step not in steps:
        return given
    added = {"change": m.ChangeKind.ADD.value} if step in changed else {}  # what is changed once can still be added to
    return {**added, "reviewed_against": steps[step].fingerprint, **given, "step": step}


def _changed_already(filler: _Filler) -> frozenset[str]:
    """The steps of the playbook that the authority's other adaptations replace or skip."""
    owner = filler.setting.library.municipalities.get(filler.scopes.get("municipality", ""))
    return frozenset(
        change.step
        for adaptation in (owner.adaptations if owner else ())
        if adaptation.playbook == filler.scopes.get("playbook")
        for change in adaptation.changes
        if change.change is not m.ChangeKind.ADD
    )


def _answer(filler: _Filler, given: Given) -> Given:
    """About a lesson that the authority is asked about, where there is one."""
    library = filler.setting.library
    owner = library.municipalities.get(filler.scopes.get("municipality", ""))
    if owner is None or "lesson" in given:
        return given
    traits = {trait.id for trait in traits_of(library, owner.profile)}
    fit = [each for each in library.lessons.values() if may_answer(library, each, owner) and concerns(each, traits)]
    first = next(iter(sorted(fit, key=lambda lesson: not asks(lesson))), None)
    return {"lesson": first.id, **given} if first else given


_CONSISTENT: Mapping[type[Entry], Callable[[_Filler, Given], Given]] = {
    Lesson: _lesson,
    DrillResult: _result,
    m.StepChange: _step_change,
    Answer: _answer,
}
