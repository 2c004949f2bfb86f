"""Filled sheets are read as they were filled: whatever was moved, sorted, joined or spelt otherwise, and nothing guessed."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kb_tools.intake.filled_sheet import read_sheet
from kb_tools.intake.refusal import Refused
from kb_tools.intake.returned import Returned
from kb_tools.intake.spreadsheet import Grid, read_grids
from kb_tools.model.drill import Outcome, Rating
from kb_tools.views.answer_sheet import ITEMS, OBJECTIVES, Filling, SheetRow, sheet_csv, sheet_rows
from kb_tools.views.answer_workbook import answer_workbook
from kb_tools.views.asked import Asked, AskedItem, AskedObjective

ASKED = Asked(
    "first-drill",
    "תרגיל לדוגמה",
    "0a1b2c3",
    (
        AskedItem("open-list", "הפסקה א׳", "הרשימה נפתחה, ולכל צורך נאמר שותף", "מנהלת"),
        AskedItem("call-forum", "הפסקה א׳", "כל החברים נענו", "מוקד"),
        AskedItem("close", "", "=נכתב סיכום", ""),
    ),
    (AskedObjective("together", "הפורום מתכנס"), AskedObjective("one-voice", "הודעה אחת")),
)
SECTORS = (("government", "ממשלה"), ("business", "עסקים"))
ROWS = sheet_rows(ASKED, SECTORS, Filling("first-town", "עיר"))
LENGTHS = {"first-drill": 90}
FIRST_ITEM = next(at for at, row in enumerate(ROWS) if row.cells[0] == "open-list")
CELLS = tuple(tuple(row.cells) for row in ROWS)
Cells = list[list[Any]]


def filled(change: Callable[[Cells], None] | None = None) -> Cells:
    """A sheet that somebody filled in well, and then perhaps otherwise."""
    cells: Cells = [list(row) for row in CELLS]
    place(cells, "held_on", 2, "27.10.2026")
    place(cells, "submitted_by", 2, "רכזת מתנדבים")
    for id_, outcome, minute, note in (
        ("open-list", "בוצע", "25", "בזמן"),
        ("call-forum", "בוצע חלקית", "T+40", ""),
        ("close", "לא בוצע", "", "נגמר הזמן"),
    ):
        place(cells, id_, 4, outcome)
        place(cells, id_, 5, minute)
        place(cells, id_, 7, note)
    place(cells, "together", 4, "P – בוצעה ללא קשיים")
    place(cells, "one-voice", 4, "m")
    place(cells, "government", 4, "הגיע")
    if change:
        change(cells)
    return cells


def place(cells: Cells, id_: str, column: int, value: Any) -> None:
    next(row for row in cells if row[0] == id_)[column] = value


def read(cells: Cells) -> Returned:
    return read_sheet([Grid("", tuple(tuple(map(str, row)) for row in cells))], LENGTHS)


def reasons(cells: Cells) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read(cells)
    return [(reason.code, reason.field) for reason in refused.value.reasons]


def saved(cells: Cells, change: Callable[[Any], None] | None = None) -> bytes:
    book = Workbook()
    book.active.title = "תוצאות"
    for row in cells:
        book.active.append([None if cell == "" else cell for cell in row])
    for row in book.active:
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = is one of ours, and no formula
    if change:
        change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = {
    "drill": "first-drill",
    "held_on": "2026-10-27",
    "revision": "0a1b2c3",
    "sectors": ["government"],
    "items": [
        {"item": "open-list", "outcome": "done", "minute": "25", "note": "בזמן"},
        {"item": "call-forum", "outcome": "partly", "minute": "40"},
        {"item": "close", "outcome": "not_done", "note": "נגמר הזמן"},
    ],
    "objectives": [{"objective": "together", "rating": "P"}, {"objective": "one-voice", "rating": "M"}],
}


def test_a_filled_sheet_says_what_was_filled_in() -> None:
    found = read(filled())
    assert (found.fields, found.municipality, found.reporter) == (GOOD, "first-town", "רכזת מתנדבים")
    assert found.wording["items", "close"] == "=נכתב סיכום"
    assert found.places["items[2].note"] == f"שורה {FIRST_ITEM + 3}, עמודה H"
    assert not found.blank


def test_what_is_left_blank_is_known_as_asked() -> None:
    def leave(cells: Cells) -> None:
        for column in (4, 5, 7):
            place(cells, "call-forum", column, "")

    found = read(filled(leave))
    assert [item["item"] for item in found.fields["items"]] == ["open-list", "close"]
    assert found.blank == {"call-forum"}


# --- what people do to sheets ----------------------------------------------------------------------------------------


def turned(cells: Cells) -> None:
    """The last column first: ids are somewhere else, and so is all the rest."""
    for row in cells:
        row.reverse()


def without_labels(cells: Cells) -> None:
    cells[:] = [row for row in cells if row[0] != "מזהה"]


def without_keys(cells: Cells) -> None:
    cells[:] = [row for row in cells if row[0] not in ("item", "objective", "sector")]


def sorted_otherwise(cells: Cells) -> None:
    cells[FIRST_ITEM : FIRST_ITEM + 3] = reversed(cells[FIRST_ITEM : FIRST_ITEM + 3])


def with_blanks_between(cells: Cells) -> None:
    for at in reversed(range(len(cells) + 1)):
        cells.insert(at, [""] * len(cells[0]))
    for row in cells:
        row[:] = ["", *row[:4], "", "", *row[4:], ""]


def with_a_remark(cells: Cells) -> None:
    cells.insert(FIRST_ITEM + 1, ["", "", "כאן עצרנו להפסקה", "", "", "", "", ""])
    cells.append(["", "נרשם במחשב של המוקד", "", "", "", "", "", ""])


def in_capitals_and_with_marks(cells: Cells) -> None:
    place(cells, "open-list", 4, "\u200f בוצע. ")
    place(cells, "together", 4, "p")
    place(cells, "government", 4, "V")
    next(row for row in cells if row[0] == "close")[0] = " Close\u200e"


@pytest.mark.parametrize(
    "change",
    [turned, without_labels, without_keys, with_blanks_between, with_a_remark, in_capitals_and_with_marks],
)
def test_what_people_do_to_a_sheet_changes_nothing(change: Callable[[Cells], None]) -> None:
    assert read(filled(change)).fields == GOOD


def test_sorted_rows_say_the_same() -> None:
    found = read(filled(sorted_otherwise)).fields
    assert sorted(found["items"], key=lambda item: item["item"]) == sorted(GOOD["items"], key=lambda item: item["item"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("בוצע", "done"), ("✓", "done"), ("v", "done"), ("1", "done"), ("כן", "done"), ("TRUE", "done")),
        *(
            ("בוצע  חלקית ", "partly"),
            ("חלקי", "partly"),
            ("לא", "not_done"),
            ("לא בוצע!", None),
            ("לא רלבנטי", "not_relevant"),
        ),
        *(("ל״ר", "not_relevant"), ('ל"ר', "not_relevant"), ("ל''ר", "not_relevant")),
        *(("x", None), ("X", None), ("0", None), ("אולי", None), ("FALSE", None), ("-", None), ("2", None)),
    ],
)
def test_words_that_are_clear_are_taken_and_no_others(written: str, meant: str | None) -> None:
    cells = filled(lambda cells: place(cells, "open-list", 4, written))
    if meant:
        assert read(cells).fields["items"][0]["outcome"] == meant
    else:
        assert reasons(cells) == [("sheet-answer", f"שורה {FIRST_ITEM + 1}, עמודה E")]


@pytest.mark.parametrize(
    ("written", "began", "meant"),
    [
        *(
            ("25", "", "25"),
            ("25.0", "", "25"),
            ("T+25", "", "25"),
            ("+25", "", "25"),
            ("t + 25m", "", "25"),
            ("25 דק׳", "", "25"),
        ),
        *(
            ("דקה 25", "", "25"),
            ("25'", "", "25"),
            ("0:25", "", "25"),
            ("00:25:00", "", "25"),
            ("1:10", "", "70"),
            ("T+1:10", "", "70"),
        ),
        *(
            ("08:55", "08:30", "25"),
            ("8:55", "8:30", "25"),
            ("0:25", "08:30", "25"),
            ("00:10", "23:30", None),
            ("T+0:25", "23:30", "25"),
        ),
        *(
            ("08:55", "", None),
            ("1:30", "00:30", None),
            ("14:00", "08:30", None),
            ("25.5", "", None),
            ("בערך 20", "", None),
            ("-5", "", None),
        ),
    ],
)
def test_minutes_are_told_from_hours_or_asked_for(written: str, began: str, meant: str | None) -> None:
    def change(cells: Cells) -> None:
        place(cells, "open-list", 5, written)
        place(cells, "began_at", 2, began)

    if meant:
        assert read(filled(change)).fields["items"][0]["minute"] == meant
    else:
        assert reasons(filled(change)) == [("sheet-minute", f"שורה {FIRST_ITEM + 1}, עמודה F")]


@pytest.mark.parametrize(
    "written", ["27.10.2026", "27/10/26", "27-10-2026", "2026-10-27", "27 / 10 / 2026", "27/10/2026 00:00:00"]
)
def test_days_are_read_as_they_are_written_here(written: str) -> None:
    assert read(filled(lambda cells: place(cells, "held_on", 2, written))).fields["held_on"] == "2026-10-27"


@pytest.mark.parametrize("written", ["10/27/2026", "31.11.2026", "אתמול", "27.10"])
def test_what_is_no_day_is_told(written: str) -> None:
    assert reasons(filled(lambda cells: place(cells, "held_on", 2, written)))[0][0] == "not-date"


def test_every_reason_is_told_at_once() -> None:
    def spoil(cells: Cells) -> None:
        place(cells, "open-list", 4, "x")
        place(cells, "call-forum", 5, "מאוחר")
        place(cells, "close", 4, "")
        place(cells, "one-voice", 4, "טוב")
        place(cells, "business", 4, "אולי")
        place(cells, "held_on", 2, "מחר")
        cells.append(["open-list", *[""] * 7])

    codes = sorted(code for code, _ in reasons(filled(spoil)))
    assert codes == ["not-date", "sheet-answer", "sheet-answer", "sheet-answer", "sheet-minute", "sheet-unanswered"]


def test_an_answer_without_an_id_twice_an_id_and_a_head_that_is_gone_are_told() -> None:
    def no_id(cells: Cells) -> None:
        next(row for row in cells if row[0] == "close")[0] = ""

    def twice(cells: Cells) -> None:
        cells.insert(FIRST_ITEM + 1, [*cells[FIRST_ITEM]])

    assert reasons(filled(no_id)) == [("sheet-no-id", f"שורה {FIRST_ITEM + 3}")]
    assert reasons(filled(twice)) == [("sheet-twice", f"שורה {FIRST_ITEM + 2}")]
    with pytest.raises(Refused, match="sheet-unknown"):
        read([["שם", "תשובה"], ["א", "ב"]])


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_numbers_days_and_hours_of_a_workbook_are_understood() -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows():
            if row[0].value == "held_on":
                row[2].value = datetime.combine(date(2026, 10, 27), time())
            if row[0].value == "began_at":
                row[2].value = time(8, 30)
            if row[0].value == "open-list":
                row[5].value = 25.0
            if row[0].value == "call-forum":
                row[5].value = time(9, 10)

    assert read_sheet(read_grids(saved(filled(), change)), LENGTHS).fields == GOOD


def joined(area: str) -> bytes:
    return saved(
        filled(),
        lambda sheet: sheet.merge_cells(area.replace("#", str(FIRST_ITEM + 1)).replace("@", str(FIRST_ITEM + 2))),
    )


def test_joined_pauses_and_cells_of_one_row_are_taken_apart() -> None:
    assert read_sheet(read_grids(joined("B#:B@")), LENGTHS).fields == GOOD
    found = read_sheet(read_grids(joined("G#:H#")), LENGTHS).fields["items"][0]
    assert found == {"item": "open-list", "outcome": "done", "minute": "25"}  # the first of the joined cells was empty


@pytest.mark.parametrize(
    ("area", "column"), [("E#:E@", "מה קרה"), ("H#:H@", "הערה"), ("A#:A@", "מזהה"), ("E#:F@", "מה קרה")]
)
def test_a_joined_answer_of_several_items_is_not_guessed(area: str, column: str) -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(read_grids(joined(area)), LENGTHS)
    reason = next(reason for reason in refused.value.reasons if reason.code == "sheet-merged")
    assert column in reason.message
    assert column == "מזהה" or "open-list, call-forum" in reason.message
    assert reason.field.startswith(f"גיליון ״תוצאות״, שורה {FIRST_ITEM + 1}, עמודה ")


def test_a_hidden_sheet_is_not_read_and_two_are_not_chosen_between() -> None:
    def also(state: str) -> bytes:
        book = load_workbook(BytesIO(saved(filled())))
        book.copy_worksheet(book.active).sheet_state = state
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    assert read_sheet(read_grids(also("hidden")), LENGTHS).fields == GOOD
    with pytest.raises(Refused, match="sheet-many"):
        read_sheet(read_grids(also("visible")), LENGTHS)
    hidden = saved(filled(), lambda sheet: sheet.parent.create_sheet("ריק"))
    book = load_workbook(BytesIO(hidden))
    book["תוצאות"].sheet_state = "veryHidden"
    out = BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="sheet-hidden"):
        read_sheet(read_grids(out.getvalue()), LENGTHS)


# --- round trips -----------------------------------------------------------------------------------------------------


def test_sheets_that_nobody_filled_in_are_known_and_say_so() -> None:
    for data in (answer_workbook("תוצאות", ROWS, date(2026, 11, 22)), sheet_csv(ROWS)):
        with pytest.raises(Refused) as refused:
            read_sheet(read_grids(data), LENGTHS)
        assert [reason.message for reason in refused.value.reasons] == [
            "אין תשובה לאף סעיף",
            "לא דורגה אף מטרה",
            "לא סומן אף מגזר שהגיע",
        ]
    assert answer_workbook("א", ROWS, date(2026, 11, 22)) == answer_workbook("א", ROWS, date(2026, 11, 22))


NOTES = st.text(st.sampled_from("אבגדה 12,;\"'=+-״׳abc"), max_size=20).map(
    lambda text: " ".join(text.split()).lstrip("' ")
)
"""No apostrophe first: in a CSV one may be ours, before what a spreadsheet would run."""
ANSWERS = st.tuples(st.sampled_from(Outcome), st.none() | st.integers(0, 500), NOTES, NOTES)
CODINGS = st.sampled_from(["utf-8-sig", "utf-16", "cp1255", "xlsx"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(ANSWERS, min_size=1, max_size=6),
    st.lists(st.sampled_from(Rating), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
    CODINGS,
    st.sampled_from(";,\t"),
)
def test_a_sheet_filled_at_random_comes_back_the_same(
    answers: list[tuple[Outcome, int | None, str, str]], ratings: list[Rating], random: Any, coding: str, delimiter: str
) -> None:
    items = tuple(AskedItem(f"item-{at}", f"הפסקה {at // 2}", f"סעיף {at}, ועוד", "") for at in range(len(answers)))
    objectives = tuple(AskedObjective(f"goal-{at}", f"מטרה {at}") for at in range(len(ratings)))
    rows = sheet_rows(Asked("first-drill", "תרגיל", "0a1b2c3", items, objectives), SECTORS, Filling("first-town"))
    cells: Cells = [list(row.cells) for row in rows]
    for at, (outcome, minute, by, note) in enumerate(answers):
        for column, value in ((4, outcome.label), (5, "" if minute is None else minute), (6, by), (7, note)):
            place(cells, f"item-{at}", column, value)
    for at, rating in enumerate(ratings):
        place(cells, f"goal-{at}", 4, OBJECTIVES.choices[list(Rating).index(rating)])
    place(cells, "business", 4, "הגיעו")
    shuffle_rows(cells, rows, random)
    found = read_sheet(read_grids(written(cells, coding, delimiter)), LENGTHS).fields
    wanted = [
        {"item": f"item-{at}", "outcome": outcome.value}
        | ({} if minute is None else {"minute": str(minute)})
        | {name: text for name, text in (("by", by), ("note", note)) if text}
        for at, (outcome, minute, by, note) in enumerate(answers)
    ]
    assert sorted(found["items"], key=lambda item: item["item"]) == wanted
    assert {each["objective"]: each["rating"] for each in found["objectives"]} == {
        f"goal-{at}": rating.value for at, rating in enumerate(ratings)
    }


def shuffle_rows(cells: Cells, rows: tuple[SheetRow, ...], random: Any) -> None:
    """The rows of items in another order, and the columns of the whole sheet."""
    at = [place for place, row in enumerate(rows) if row.kind == "row" and row.block is ITEMS]
    moved = [cells[place] for place in at]
    random.shuffle(moved)
    for place_, row in zip(at, moved, strict=True):
        cells[place_] = row
    order = list(range(len(cells[0])))
    random.shuffle(order)
    cells[:] = [[row[column] for column in order] for row in cells]


def written(cells: Cells, coding: str, delimiter: str) -> bytes:
    if coding == "xlsx":
        return saved(cells)
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return out.getvalue().encode(coding)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["item", "outcome", "מה קרה", "מזהה", "open", "x", "", "drill", "1", "rating"]),
            min_size=4,
            max_size=4,
        )
    )
)
def test_any_grid_is_answers_or_reasons(rows: Cells) -> None:
    try:
        found = read_sheet([Grid("", tuple(map(tuple, rows)))], LENGTHS)
    except Refused as refused:
        found = refused  # type: ignore[assignment]
    assert found
