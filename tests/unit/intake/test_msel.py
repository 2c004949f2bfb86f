"""Master scenario events lists as people send them: every column, time and objective as it is written, every fault in its place."""

from collections.abc import Sequence
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kb_tools.content.injects import edited
from kb_tools.intake.cell_words import word
from kb_tools.intake.msel import Listed, read_msel
from kb_tools.intake.refusal import Reason, Refused
from kb_tools.intake.spreadsheet import read_grids
from kb_tools.library import load_library
from kb_tools.model.drill import Drill, Inject
from kb_tools.views.msel import HEADINGS, LANGUAGES, msel_csv, msel_workbook, time_text
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
LIBRARY = load_library(ROOT, TODAY).library
assert LIBRARY is not None
DRILL = LIBRARY.drills["forum-call-out"]
EN = [heading.en for heading in HEADINGS]
ROW = ["7", "T+0:55", "Inject", "טלפון", "המנכ״ל", "הפורום", "״תרגיל. די.״", "עוצרים.", "first-meeting", ""]


def csv(*rows: Sequence[str], sign: str = ",") -> bytes:
    quoted = (sign.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode()


def listed(*rows: Sequence[str], drill: Drill = DRILL, began_at: int | None = None) -> Listed:
    return read_msel(read_grids(csv(*rows)), drill, began_at)


def refused(*rows: Sequence[str], drill: Drill = DRILL) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as told:
        listed(*rows, drill=drill)
    return [(reason.code, reason.field, reason.message) for reason in told.value.reasons]


def row(**changes: str) -> list[str]:
    cells = dict(zip((heading.key for heading in HEADINGS), ROW, strict=True))
    return [*{**cells, **changes}.values()]


# --- round trip ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", sorted(LIBRARY.drills))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_exported_comes_back_as_nothing_to_change(id_: str, language: str) -> None:
    assert LIBRARY is not None
    drill = LIBRARY.drills[id_]
    for data in (msel_csv(drill, language), msel_workbook(drill, language, TODAY)):
        found = read_msel(read_grids(data), drill)
        assert found.is_empty
        assert not found.absent
        assert not found.notices


_WORDS = st.text(st.sampled_from("אבגדהוזחט abc=+-@'\"״.,;:!?12\u200f"), min_size=1, max_size=40)
_LINE = _WORDS.map(str.strip).filter(lambda text: any(letter.isalnum() for letter in text))
_PROSE = st.lists(_LINE, min_size=1, max_size=3).map("\n".join)
_INJECTS = st.lists(
    st.tuples(st.integers(0, 55), _LINE, _LINE, _LINE, _PROSE, _PROSE, st.sampled_from(DRILL.objectives)), max_size=6
)


def injects_of(made: list[tuple[Any, ...]]) -> tuple[Inject, ...]:
    ordered = sorted(made, key=lambda each: int(each[0]))
    names = ("minute", "sender", "to", "how", "message", "expected")
    return tuple(
        Inject.model_validate(
            {
                "number": str(number),
                **{name: str(value) for name, value in zip(names, each[:6], strict=True)},
                "objective": each[6].id,
            }
        )
        for number, each in enumerate(ordered, 1)
    )


@settings(deadline=None, max_examples=60)
@given(_INJECTS.filter(bool), st.sampled_from(LANGUAGES), st.booleans())
def test_any_injects_come_back_as_they_were(made: list[tuple[Any, ...]], language: str, as_csv: bool) -> None:
    drill = DRILL.model_copy(update={"injects": injects_of(made)})
    data = msel_csv(drill, language) if as_csv else msel_workbook(drill, language, TODAY)
    assert read_msel(read_grids(data), drill).is_empty
    empty = DRILL.model_copy(update={"injects": ()})
    assert len(read_msel(read_grids(data), empty).added) == len(made)


def test_signs_inside_texts_of_several_lines_separate_nothing() -> None:
    text = "אחת;\nשתיים;\nשלוש;"
    first, second = (each.model_copy(update={"message": text, "expected": text}) for each in DRILL.injects[:2])
    drill = DRILL.model_copy(update={"injects": (first, second)})
    assert read_msel(read_grids(msel_csv(drill, "he")), drill).is_empty


def test_nothing_that_is_exported_runs_as_a_formula() -> None:
    inject = DRILL.injects[0].model_copy(
        update={"message": '=HYPERLINK("https://x.example")', "sender": "+1", "to": "@x"}
    )
    drill = DRILL.model_copy(update={"injects": (inject,)})
    assert b"\"'=HYPERLINK" in msel_csv(drill, "he")
    sheet = load_workbook(BytesIO(msel_workbook(drill, "he", TODAY))).worksheets[0]
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells if cell.value is not None} == {"s", "n"}
    for data in (msel_csv(drill, "en"), msel_workbook(drill, "en", TODAY)):
        assert read_msel(read_grids(data), drill).is_empty


def test_whom_it_is_for_stands_above_all_else() -> None:
    assert msel_csv(DRILL, "he").decode("utf-8-sig").startswith(f'"למנחי התרגיל בלבד: {DRILL.title}"\r\n')
    book = load_workbook(BytesIO(msel_workbook(DRILL, "en", TODAY)))
    assert book.sheetnames == ["Facilitators only"]
    assert book.properties.title == f"Facilitators only: {DRILL.title}"


# --- what people write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        EN,
        [heading.he for heading in HEADINGS],
        [heading.key for heading in HEADINGS],
        [
            "MSEL #",
            "Time",
            "Type",
            "Delivery Method",
            "Sender",
            "Recipient",
            "Inject",
            "Expected Action",
            "Objective",
            "Remarks",
        ],
        [" מספר ", "זמן:", "סוג", "באיזה ערוץ", "מי שולח", "למי", "מה נאמר", "תגובה מצופה", "המטרה", "הערה"],
    ],
)
def test_columns_are_known_by_many_names(head: list[str]) -> None:
    (new,) = listed(["סופי"], head, ROW).added
    assert (new.number, new.minute, new.how, new.sender, new.to) == (7, 55, "טלפון", "המנכ״ל", "הפורום")
    assert (new.message, new.expected, new.objective) == ("״תרגיל. די.״", "עוצרים.", "first-meeting")


def test_columns_may_stand_in_any_order_and_strange_ones_beside_them() -> None:
    (new,) = listed(["Colour", *EN[::-1]], ["red", *ROW[::-1]], [""] * 11).added
    assert new.minute == 55


@pytest.mark.parametrize(
    ("text", "minute"),
    [("55", 55), ("55.0", 55), ("T+55", 55), ("T+0:55", 55), ("0:55", 55), ("+0:55", 55), ("55 דק׳", 55), ("1:00", 60)],
)
def test_a_time_from_the_start(text: str, minute: int) -> None:
    (new,) = listed(EN, row(designated_scenario_time=text)).added
    assert new.minute == minute


def test_a_time_of_day_needs_the_hour_of_the_start() -> None:
    (new,) = listed(EN, row(designated_scenario_time="18:55"), began_at=18 * 60).added
    assert new.minute == 55
    ((code, place, message),) = refused(EN, row(designated_scenario_time="18:55"))
    assert (code, place, message) == ("msel-time", "שורה 2, עמודה B", "״18:55״ אינו זמן בתרגיל")


@pytest.mark.parametrize(
    "text",
    ["first-meeting", " first-meeting ", "ישיבת המצב הראשונה מסתיימת בחלוקת אחריות", "משהו אחר (first-meeting)"],
)
def test_an_objective_by_its_id_or_by_its_wording(text: str) -> None:
    (new,) = listed(EN, row(exercise_objective=text)).added
    assert new.objective == "first-meeting"


def test_what_is_no_inject_is_told_and_left_out() -> None:
    found = listed(
        EN, row(), row(event_number="8", event_type="Expected player action"), row(event_number="9", notes="x")
    )
    assert [inject.number for inject in found.added] == [7, 9]
    assert found.notices == (
        "שורה 3: ״Expected player action״ אינו הזרמה, והשורה לא נקלטה",
        "שורה 4: להערה אין מקום בתרגיל, והיא לא נקלטה",
    )
    assert found.absent == (1, 2, 3, 4, 5, 6)


def test_a_column_that_is_not_there_leaves_existing_injects_as_they_are() -> None:
    first = DRILL.injects[0]
    (changed,) = listed(["Event Number", "Message"], ["1", "אחר"]).changed
    assert changed.fields == ("message",)
    assert changed.after == first.model_copy(update={"message": "אחר"})
    assert [code for code, *_ in refused(["Event Number", "Message"], ["7", "אחר"])] == ["msel-column"] * 6


def test_a_workbook_with_titles_numbers_and_times_of_its_own() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["MSEL של תרגיל"])
    sheet.merge_cells("A1:J1")
    sheet.append([])
    sheet.append(EN)
    sheet.append([7, time(0, 55), "Inject", *ROW[3:]])
    sheet.append([None] * 10)
    out = BytesIO()
    book.save(out)
    (new,) = read_msel(read_grids(out.getvalue()), DRILL).added
    assert (new.number, new.minute) == (7, 55)


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"event_number": "שבע"}, "not-integer", "שורה 2, עמודה A"),
        ({"event_number": ""}, "not-integer", "שורה 2, עמודה A"),
        ({"event_number": "0"}, "not-integer", "שורה 2, עמודה A"),
        ({"designated_scenario_time": ""}, "msel-empty", "שורה 2, עמודה B"),
        ({"designated_scenario_time": "בערב"}, "msel-time", "שורה 2, עמודה B"),
        ({"inject_mode": "<b>"}, "text-form", "שורה 2, עמודה D"),
        ({"from": ""}, "msel-empty", "שורה 2, עמודה E"),
        ({"message": "התקשרו אל 052-1234567"}, "personal-data", "שורה 2, עמודה G"),
        ({"exercise_objective": "no-such"}, "msel-objective", "שורה 2, עמודה I"),
        ({"designated_scenario_time": "0:10"}, "inject-order", "שורה 2, עמודה B"),
    ],
)
def test_a_fault_is_told_in_its_place(changes: dict[str, str], code: str, place: str) -> None:
    assert [(found, where) for found, where, _ in refused(EN, row(**changes))] == [(code, place)]


def test_all_faults_are_told_at_once() -> None:
    found = refused(
        EN, row(designated_scenario_time="x", exercise_objective="x"), row(), row(), row(event_number="8", to="")
    )
    assert [(code, place) for code, place, _ in found] == [
        ("msel-time", "שורה 2, עמודה B"),
        ("msel-objective", "שורה 2, עמודה I"),
        ("msel-twice", "שורה 3, עמודה A"),
        ("msel-twice", "שורה 4, עמודה A"),
        ("msel-empty", "שורה 5, עמודה F"),
    ]


def test_a_file_that_is_no_list_is_refused() -> None:
    assert [code for code, *_ in refused(["a", "b"], ["1", "2"])] == ["msel-unknown"]
    assert [code for code, *_ in refused([*EN, "Message"], [*ROW, "x"])] == ["msel-twice"]


def test_a_value_joined_over_several_rows_belongs_to_nobody() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for cells in (EN, ROW, row(event_number="8")):
        sheet.append(cells)
    sheet.merge_cells("G2:G3")
    out = BytesIO()
    book.save(out)
    with pytest.raises(Refused) as told:
        read_msel(read_grids(out.getvalue()), DRILL)
    assert ("msel-merged", "גיליון ״Sheet״, שורה 2, עמודה G") in [(r.code, r.field) for r in told.value.reasons]


def test_two_lists_in_one_file_are_not_guessed_between() -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("עוד")):
        sheet.append(EN)
        sheet.append(ROW)
    out = BytesIO()
    book.save(out)
    with pytest.raises(Refused) as told:
        read_msel(read_grids(out.getvalue()), DRILL)
    assert [reason.code for reason in told.value.reasons] == ["msel-many"]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.text(max_size=12), max_size=11), max_size=5))
def test_whatever_stands_below_the_head_is_read_or_refused(rows: list[list[str]]) -> None:
    reasons = reasons_of(rows)
    assert all(reason.message and reason.code for reason in reasons)


def reasons_of(rows: list[list[str]]) -> tuple[Reason, ...]:
    try:
        listed(EN, *rows)
    except Refused as told:
        return told.reasons
    return ()


# --- into the file ---------------------------------------------------------------------------------------------------

FILE = (ROOT / "playbooks/cross-sector-forum/drills/forum-call-out.yml").read_text("utf-8")


def after(found: Listed) -> str:
    return edited(FILE, DRILL, {each.after.number: each.fields for each in found.changed}, found.injects(DRILL))


def test_only_the_fields_that_changed_are_written() -> None:
    found = listed(["Event Number", "Message", "To"], ["2", "אחר", "המוקד"])
    lines = [(a, b) for a, b in zip(FILE.splitlines(), after(found).splitlines(), strict=True) if a != b]
    assert [new.strip() for _, new in lines] == ['to: "המוקד"', 'message: "אחר"']


def test_a_text_of_several_lines_gives_way_to_another() -> None:
    found = listed(["Event Number", "Message"], ["5", "קצר"])
    text = after(found)
    assert "שלוש בקשות מהמטה" not in text
    assert '    message: "קצר"\n    expected: לכל בקשה' in text


def test_a_new_inject_stands_at_the_end_of_the_list_and_not_of_the_file() -> None:
    text = after(listed(EN, row()))
    assert text.index('  - number: 7\n    minute: 55\n    sender: "המנכ״ל"') < text.index("checklist:")
    assert text.replace(text[text.index("  - number: 7") : text.index("checklist:")], "") == FILE


def test_a_new_inject_stands_where_its_number_belongs() -> None:
    drill = DRILL.model_copy(update={"injects": tuple(each for each in DRILL.injects if each.number != 3)})
    without = FILE[: FILE.index("  - number: 3\n")] + FILE[FILE.index("  - number: 4\n") :]
    found = read_msel(read_grids(msel_csv(DRILL, "he")), drill)
    text = edited(without, drill, {}, found.injects(drill))
    assert text.index("- number: 2") < text.index("- number: 3") < text.index("- number: 4")
    assert [inject.number for inject in found.added] == [3]


@pytest.mark.parametrize("minute", [0, 5, 60, 605])
def test_times_are_told_from_the_start(minute: int) -> None:
    assert time_text(minute) == f"T+{minute // 60}:{minute % 60:02}"


def test_no_two_columns_answer_to_one_name() -> None:
    names = [name for heading in HEADINGS for name in {heading.key, heading.he, heading.en, *heading.others}]
    spelled = [word(name.replace("_", " ")) for name in names]
    own = [{word(name.replace("_", " ")) for name in (h.key, h.he, h.en, *h.others)} for h in HEADINGS]
    assert len(set(spelled)) == sum(map(len, own))
