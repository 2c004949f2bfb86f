"""The matrix of characteristics: evidence, its date, and what is not known."""

from datetime import date
from typing import Any

import pytest

from kb_tools.insight.evidence import Standing, characteristics_matrix
from kb_tools.model.vocabulary import Characteristic
from tests.unit.insight.tiny import lesson
from tests.unit.insight.town import need, town

TODAY = date(2026, 11, 22)
TERM = Characteristic.model_validate({"id": "mapping", "name": "מיפוי", "evidence": ["needs", "lessons"]})


@pytest.mark.parametrize(
    ("needs", "lessons", "standing", "newest"),
    [
        ([], [], Standing.UNKNOWN, None),
        (["2025-11-22"], [], Standing.FRESH, date(2025, 11, 22)),
        (["2025-11-21"], [], Standing.STALE, date(2025, 11, 21)),
        (["2020-01-01"], ["2026-01-01"], Standing.FRESH, date(2026, 1, 1)),
        ([], [None], Standing.STALE, None),
    ],
)
def test_evidence_is_fresh_for_a_year(
    needs: list[str], lessons: list[Any], standing: Standing, newest: date | None
) -> None:
    unit = town(needs=tuple(need(f"n{n}", surveyed_on=day) for n, day in enumerate(needs)))
    own = [lesson(f"l{n}", **({"reviewed_on": day} if day else {})) for n, day in enumerate(lessons)]
    (row,) = characteristics_matrix((TERM,), unit, own, TODAY)
    assert (row.standing, row.newest) == (standing, newest)
    assert [witness.count for witness in row.witnesses] == [len(needs), len(lessons)]
