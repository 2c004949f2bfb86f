"""Scalars: what each reads, and what it leaves to be told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kb_tools.model.base import Count, Day, Flag, Id, Line, Number, Year, duration_minutes, offset_minutes
from kb_tools.model.problem import field_text


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (Count, "0031", 31),
        (Count, "0", 0),
        (Number, "-0.9246", -0.9246),
        (Number, "1200", 1200),
        (Number, "28.0", 28.0),
        (Day, "2024-02-29", date(2024, 2, 29)),
        (Year, "1999", 1999),
        (Flag, "true", True),
        (Flag, "false", False),
        (Id, "0031", "0031"),
        (Line, "no", "no"),
    ],
)
def test_it_reads(type_: Any, text: str, value: object) -> None:
    read = TypeAdapter(type_).validate_python(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        *(
            (Count, text)
            for text in ("-1", "+1", "1.0", "1e3", "0x1F", "0o7", "1_000", "12:30", "", " 1", "\u0661", "9" * 13)
        ),
        *((Number, text) for text in ("1e3", ".5", "5.", "+1", "1,200", ".inf", ".nan", "--1", "")),
        *(
            (Day, text)
            for text in ("2026-13-40", "2023-02-29", "2026-1-1", "22/11/2026", "20260101", "2026-01-01T00:00")
        ),
        *((Year, text) for text in ("27", "1899", "2200", "02026")),
        *((Flag, text) for text in ("yes", "no", "True", "FALSE", "on", "1", "")),
        *((Id, text) for text in ("A", "-a", "a_b", "a" * 65, "א", "a\n", "a/b", "")),
        *((Line, text) for text in ("", "   ", "a\nb", "<b>", "a" * 401)),
    ],
)
def test_it_refuses(type_: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(text)


UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}


@given(st.integers(0, 9999), st.sampled_from("mhdw"), st.sampled_from("+-"))
def test_offsets_and_durations_are_minutes(number: int, unit: str, sign: str) -> None:
    assert duration_minutes(f"{number}{unit}") == number * UNITS[unit]
    assert offset_minutes(f"T{sign}{number}{unit}") == int(f"{sign}{number * UNITS[unit]}")


def test_a_field_path_is_written_as_people_count() -> None:
    assert field_text(("needs", 2, "people")) == "needs[2].people"
    assert field_text(("a", 0, 1, "b")) == "a[0][1].b"
    assert field_text(()) == ""
