"""The codes that a browser draws are those that another library draws of the same text: what is scanned is what was meant."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno

from tests.unit.in_node import answering

SCRIPT = Path(__file__).parents[2] / "js" / "qr.mjs"
PAGE = "https://example.org/drills/next-wave-tabletop/run/#run=d"
# As many bytes as a code of each version holds, from 4 to 20: full codes, for what fills a code up after its text is read by nobody, and
# libraries differ in it.
FULL = (78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858)
TEXTS = [f"{PAGE}{'Zm9v-_aB3' * 100}"[:size] for size in FULL]


@pytest.fixture(scope="module")
def codes() -> Iterator[list[dict[str, Any]]]:
    with answering(SCRIPT) as answers:
        yield answers(TEXTS)


@pytest.mark.parametrize("index", range(len(FULL)))
def test_a_code_is_as_another_library_has_it(codes: list[dict[str, Any]], index: int) -> None:
    ours = codes[index]
    theirs = segno.make_qr(
        TEXTS[index], error="l", mode="byte", version=ours["version"], mask=ours["mask"], boost_error=False
    )
    assert ours["version"] == index + 4
    assert ours["rows"] == ["".join("01"[bool(square)] for square in row) for row in theirs.matrix]
