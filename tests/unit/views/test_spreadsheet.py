"""CSV for spreadsheets."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.views.spreadsheet import csv_bytes, neutral


@pytest.mark.parametrize("text", ["=1+1", "+972", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_would_run_is_held_by_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_negative_numbers_stay_numbers_and_codes_stay_texts() -> None:
    assert csv_bytes(["ערך", "סמל"], [[-0.92, "0026"], [None, ""]]) == (
        "\ufeff".encode() + '"ערך","סמל"\r\n-0.92,"0026"\r\n"",""\r\n'.encode()
    )


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2)))
def test_what_is_written_is_read_back_and_starts_no_formula(rows: list[list[str]]) -> None:
    text = csv_bytes(["א", "ב"], rows).decode("utf-8-sig")
    read = list(csv.reader(StringIO(text, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
