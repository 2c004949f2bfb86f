"""CSV for spreadsheets."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.views.spreadsheet import csv_bytes, may_run, neutral

RUN = [
    "=1+1",
    "+972",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "\u00a0 +1",
    "\u200f=1",
    "\ufeff@x",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\u3000\uff1d1",
    "\u22125",
]


@pytest.mark.parametrize("text", RUN)
def test_a_text_that_would_run_is_held_by_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0031", "מכוסה", "T+2h", "2026-11-22", "–", "", " ", "a=b", "״=״"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_a_text_that_has_an_apostrophe_already_gets_another() -> None:
    assert neutral("'=1") == "''=1"
    assert neutral("'א") == "''א"


def test_negative_numbers_stay_numbers_and_codes_stay_texts() -> None:
    assert csv_bytes(["ערך", "סמל"], [[-0.92, "0026"], [None, ""]]) == (
        "\ufeff".encode() + '"ערך","סמל"\r\n-0.92,"0026"\r\n"",""\r\n'.encode()
    )


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.sampled_from(RUN)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2)))
def test_what_is_written_is_read_back_and_starts_no_formula(rows: list[list[str]]) -> None:
    text = csv_bytes(["א", "ב"], rows).decode("utf-8-sig")
    read = list(csv.reader(StringIO(text, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == rows
    assert not any(may_run(cell) for row in read for cell in row)


@given(TEXT)
def test_what_programs_take_for_a_formula_may_run(text: str) -> None:
    if text.strip().startswith(("=", "+", "-", "@")):
        assert may_run(text)
