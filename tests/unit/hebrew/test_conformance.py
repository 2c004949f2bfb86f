"""Every row of tests/conformance holds in Python; tests/js/hebrew.test.mjs asks the same of JavaScript."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.hebrew.functions import FUNCTIONS

ROWS = Path(__file__).parents[2] / "conformance"


def cases() -> Iterator[Any]:
    for file in sorted(ROWS.glob("*.json")):
        table = json.loads(file.read_text(encoding="utf-8"))
        rows, evidence = (table, []) if isinstance(table, list) else (table["rows"], [table])
        for row in rows:
            given = row["input"] if isinstance(row["input"], list) else [row["input"]]
            name = f"{file.stem}: {row['why']} {row['input']!a}"
            yield pytest.param(file.stem, [*evidence, *given], row["expected"], id=name)


@pytest.mark.parametrize(("function", "given", "expected"), list(cases()))
def test_a_row_holds(function: str, given: list[Any], expected: object) -> None:
    assert FUNCTIONS[function](*given) == expected


def test_every_table_is_of_a_function_and_every_function_has_one() -> None:
    assert {file.stem for file in ROWS.glob("*.json")} == set(FUNCTIONS)
