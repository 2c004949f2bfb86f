"""Every field that is declared to refer to something is visited, in every type and at every depth."""

from itertools import count
from typing import Any

import pytest

from kb_tools.model.base import Entry
from kb_tools.model.fields import EntryOf, FieldOf, Holds, ListOf, MappingOf, Scalar, fields_of
from kb_tools.model.files import FILE_KINDS, FileKind
from kb_tools.model.survey import Survey, mentions_in_prose, survey

SCOPES = {"playbook": "the-playbook", "drill": "the-drill", "municipality": "the-town"}
SAMPLES = {
    "text": "text",
    "prose": "טקסט [@cited: עמוד 2]",
    "day": "2026-01-01",
    "year": "2026",
    "count": "2",
    "number": "2",
    "flag": "true",
    "offset": "T+1h",
    "duration": "1h",
    "address": "https://example.org/x",
}


class _Filler:
    """Content for a type with every field filled, and the ids it refers to, read off `fields_of` alone."""

    def __init__(self) -> None:
        self._numbers = count()
        self.mentioned: set[tuple[str, str]] = set()

    def entry(self, model: type[Entry]) -> dict[str, Any]:
        return {field.name: self._held(field.holds, field) for field in fields_of(model)}

    def _held(self, holds: Holds, field: FieldOf) -> Any:
        if isinstance(holds, EntryOf):
            return self.entry(holds.model)
        if isinstance(holds, ListOf):
            return [self._held(holds.item, field)]
        if isinstance(holds, MappingOf):
            return {self._held(holds.key, field): self._held(holds.value, field)}
        return self._scalar(holds, field)

    def _scalar(self, scalar: Scalar, field: FieldOf) -> str:
        if scalar.ref:
            id_ = f"ref-{next(self._numbers)}"
            qualified = scalar.ref.kind in ("step", "result") and not scalar.ref.within
            written = f"some/{id_}" if qualified else id_
            within = scalar.ref.within
            self.mentioned.add((scalar.ref.kind, f"{SCOPES[within]}/{written}" if within else written))
            return written
        if scalar.form == "prose":
            self.mentioned.add(("source", "cited"))
        if scalar.choices:
            return scalar.choices[0][0]
        return field.example if scalar.form == "text" and isinstance(field.example, str) else SAMPLES[scalar.form]


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_every_reference_of_a_file_is_mentioned(kind: FileKind) -> None:
    filler = _Filler()
    content = kind.model.model_validate(filler.entry(kind.model))
    found = survey(content, ("file", "x"), SCOPES)
    assert {mention.target for mention in found.mentions} == filler.mentioned
    for mention in found.mentions:
        assert _at(content, mention.path) is not None


def _at(here: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path; of a key of a mapping, the key."""
    for part in path:
        here = getattr(here, str(part)) if isinstance(here, Entry) else here[part]
    return here


def test_an_id_is_qualified_by_what_is_around_it() -> None:
    assert Survey({"playbook": "book"}).qualified("step", "playbook") == "book/step"
    assert Survey({}).qualified("role", "") == "role"


def test_citations_of_prose() -> None:
    text = "א [@one: עמוד 2] ב [@two] ג [@three:ד] ולא [@ ריק] או [one]"
    found = mentions_in_prose(text, ("body",), ("page", "x"))
    assert [mention.target for mention in found] == [("source", "one"), ("source", "two"), ("source", "three")]
