"""Whatever stands in a file, the model takes it or it becomes findings with codes of ours: never a crash."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kb_tools.content.field_errors import findings, shown
from kb_tools.model.base import Entry
from kb_tools.model.catalog import CODES
from kb_tools.model.fields import EntryOf, Holds, ListOf, MappingOf, fields_of
from kb_tools.model.files import FILE_KINDS
from kb_tools.model.page import PageMeta

MODELS = [*(kind.model for kind in FILE_KINDS), PageMeta]
TEXT = st.text(string.ascii_lowercase + string.digits + "-:./<> \n\u05d0", max_size=8)
ODD = st.none() | TEXT | st.lists(TEXT, max_size=2) | st.dictionaries(TEXT, TEXT, max_size=2)


def _values(holds: Holds, depth: int) -> st.SearchStrategy[Any]:
    """Mostly what the field holds, sometimes anything."""
    if isinstance(holds, ListOf):
        return ODD | st.lists(_values(holds.item, depth), max_size=2)
    if isinstance(holds, MappingOf):
        return ODD | st.dictionaries(TEXT, _values(holds.value, depth), max_size=2)
    if isinstance(holds, EntryOf):
        return ODD | _entries(holds.model, depth - 1) if depth else ODD
    chosen = st.sampled_from([value for value, _ in holds.choices]) if holds.choices else TEXT
    return ODD | chosen | st.sampled_from(["2026-01-01", "2026-13-40", "1", "-1", "1e3", "true", "T+1h", "6h", "27"])


def _entries(model: type[Entry], depth: int) -> st.SearchStrategy[dict[str, Any]]:
    known = {field.name: _values(field.holds, depth) for field in fields_of(model)}
    return st.fixed_dictionaries({}, optional={**known, "unknown": ODD, "כותרת": ODD})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_any_content_is_taken_or_becomes_findings(model: type[Entry]) -> None:
    @settings(max_examples=15, deadline=None)
    @given(_entries(model, 3))
    def check(content: dict[str, Any]) -> None:
        try:
            model.model_validate(content)
        except ValidationError as error:
            found = list(findings("x.yml", model, error))
            assert found
            for finding in found:
                message = CODES[finding.code].message.format_map(finding.facts)
                assert "None" not in message + CODES[finding.code].hint.format_map(finding.facts)

    check()


def test_what_is_shown_is_short_and_on_one_line() -> None:
    assert shown("א\n  ב") == "״א ב״"
    assert len(shown("א" * 500)) == 60
    assert shown("a\u202eb") == "״aU+202Eb״"
    assert (shown({}), shown([]), shown(None)) == ("קבוצת שדות", "רשימה", "ריק")
