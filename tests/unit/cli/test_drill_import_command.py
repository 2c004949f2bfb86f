"""`kb drill import`: what came back from a room becomes a result, once, and nothing that is here is lost."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from kb_tools.cli import drill_results, main
from kb_tools.library import load_library
from kb_tools.model.drill import DrillResult
from kb_tools.views.answer_sheet import HEAD
from tests.unit.cli.drill_base import CHECKLIST, FILE, LATER, PLACE, ask, begin, commit, revision
from tests.unit.intake.sent import as_bytes, result


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("drills") / "base")


@pytest.fixture
def base(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "base"))


def run(base: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["drill", *words, "--root", str(base)])


def sheet(base: Path, suffix: str = "xlsx") -> Path:
    out = base.parent / f"sheet.{suffix}"
    made = run(base, "sheet", "first-drill", "--for", "example-unit", "--out", str(out))
    assert made.exit_code == 0, made.output
    return out


WRITTEN = f"נכתב {FILE}\nלתחקיר ולטיוטות של לקחים: kb drill review example-unit/{Path(FILE).stem}\n"
ANSWERS = {
    "held_on": {2: "2.11.2026"},
    "submitted_by": {2: "רכזת מתנדבים"},
    "open-list": {4: "בוצע", 5: "12", 6: "מנהלת הרווחה"},
    "call-forum": {4: "בוצע חלקית", 5: "40", 7: "חבר אחד לא ענה"},
    "write-down": {4: "לא בוצע"},
    "first-objective": {4: "S – בוצעה עם קשיים מסוימים", 7: "המחליף לא ענה"},
    "local-government": {4: "הגיע"},
    "third-sector": {4: "לא הגיע"},
}


def fill(path: Path, **changes: Any) -> Path:
    """Fills a workbook as people do; `changes` are of the rows, by their ids with _ for -."""
    answers = ANSWERS | {name if name in HEAD else name.replace("_", "-"): value for name, value in changes.items()}
    book = load_workbook(path)
    for row in book.active.iter_rows():
        for column, value in answers.get(str(row[0].value), {}).items():
            row[column].value = value
    book.save(path)
    return path


def filled_csv(path: Path, coding: str, delimiter: str) -> Path:
    """The same as a Hebrew Excel saves it."""
    rows = list(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    for row in rows:
        for column, value in ANSWERS.get(row[0], {}).items():
            row[column] = value
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().replace("–", "-").encode(coding))
    return path


def content(base: Path) -> DrillResult:
    loaded = load_library(base, date(2026, 11, 22))
    assert not loaded.errors, loaded.errors
    assert loaded.library
    return next(iter(loaded.library.results.values()))


def test_a_filled_sheet_becomes_a_result(base: Path) -> None:
    found = run(base, "import", str(fill(sheet(base))))
    assert (found.exit_code, found.output) == (0, WRITTEN)
    assert (base / FILE).read_text("utf-8") == (
        f"""\
# yaml-language-server: $schema=../../../../schemas/result.json
id: "first-drill-2026-11-02"
drill: "first-drill"
held_on: "2026-11-02"
revision: "{revision(base)}"
sectors:
  - "local-government"
sources:
  - source: "example-data"
    at: "רכזת מתנדבים"
items:
  - item: "open-list"
    outcome: "done"
    minute: 12
    by: "מנהלת הרווחה"
  - item: "call-forum"
    outcome: "partly"
    minute: 40
    note: "חבר אחד לא ענה"
  - item: "write-down"
    outcome: "not_done"
objectives:
  - objective: "first-objective"
    rating: "S"
    note: "המחליף לא ענה"
"""
    )
    assert content(base).items[1].minute == 40


@pytest.mark.parametrize(
    ("coding", "delimiter"), [("utf-8-sig", ","), ("cp1255", ";"), ("utf-16", "\t"), ("cp862", ",")]
)
def test_a_csv_that_a_hebrew_excel_saved_becomes_the_same_result(base: Path, coding: str, delimiter: str) -> None:
    book = run(base, "import", str(fill(sheet(base))))
    wanted = (base / FILE).read_bytes()
    (base / FILE).unlink()
    path = sheet(base, "csv")
    if coding == "cp862":  # the code page of DOS has no such quotes
        path.write_bytes(
            path.read_bytes().replace("״".encode(), b"").replace("׳".encode(), b"").replace("\u200e".encode(), b"")
        )
    found = run(base, "import", str(filled_csv(path, coding, delimiter)))
    assert (found.exit_code, book.exit_code) == (0, 0), found.output
    assert (base / FILE).read_bytes() == wanted


def test_what_the_browser_saved_becomes_a_result(base: Path, tmp_path: Path) -> None:
    answers = [
        {"item": "write-down", "outcome": "done", "minute": "80", "by": "מזכירות"},
        {"item": "open-list", "outcome": "done"},
        {"item": "call-forum", "outcome": "not_relevant"},
    ]
    (tmp_path / "run.json").write_bytes(
        b"\xef\xbb\xbf" + as_bytes(result(items=answers, review={"strengths": ["ענו מהר"]}))
    )
    found = run(base, "import", str(tmp_path / "run.json"))
    assert (found.exit_code, found.output) == (0, WRITTEN)
    made = content(base)
    assert [item.item for item in made.items] == ["open-list", "call-forum", "write-down"]  # as the drill has them
    assert made.review
    assert made.review.strengths == ("ענו מהר",)


def test_paper_of_an_earlier_revision_still_fits(base: Path) -> None:
    path = fill(sheet(base))
    then = revision(base)
    ask(base, LATER)
    commit(base)
    found = run(base, "import", str(path))
    assert (found.exit_code, found.output.splitlines()) == (
        0,
        [
            *WRITTEN.splitlines(),
            "נשמר ב־gone, כי אינו עוד בתרגיל: open-list · הרשימה נפתחה, ולכל צורך יש שותף",
            "נוסף לתרגיל אחרי הגרסה הזו, ולכן לא נשאל: tell-public",
        ],
    )
    made = content(base)
    assert (made.revision, [item.item for item in made.items]) == (then, ["write-down", "call-forum"])
    assert [(item.item, item.text, item.outcome, item.minute, item.by) for item in made.gone] == [
        ("open-list", "הרשימה נפתחה, ולכל צורך יש שותף", "done", 12, "מנהלת הרווחה")
    ]


def test_the_browsers_answers_to_what_is_gone_get_their_words_from_history(base: Path, tmp_path: Path) -> None:
    then = revision(base)
    ask(base, LATER)
    commit(base)
    answers = [{"item": id_, "outcome": "done"} for id_ in ("open-list", "call-forum", "write-down")]
    (tmp_path / "run.json").write_bytes(as_bytes(result(items=answers, revision=then)))
    assert run(base, "import", str(tmp_path / "run.json")).exit_code == 0
    assert content(base).gone[0].text == "הרשימה נפתחה, ולכל צורך יש שותף"


@pytest.mark.parametrize("given", [{}, {"revision": "HEAD"}])
def test_an_id_that_the_drill_never_had_is_no_item_that_is_gone(
    base: Path, tmp_path: Path, given: dict[str, str]
) -> None:
    answers = [{"item": id_, "outcome": "done"} for id_ in ("open-lists", "call-forum", "write-down")]
    known = {name: revision(base) for name in given}
    (tmp_path / "run.json").write_bytes(as_bytes(result(items=answers, **known)))
    found = run(base, "import", str(tmp_path / "run.json"))
    assert found.exit_code == 1
    assert "run.json: items[0].item: אין בתרגיל סעיף ברשימת התיוג במזהה ״open-lists״ [result-gone]" in found.output
    assert "אולי open-list?" in found.output
    assert not (base / FILE).exists()


def test_a_sheet_without_its_item_column_filled_in_full_stays_open_and_is_said(base: Path) -> None:
    found = run(base, "import", str(fill(sheet(base), write_down={4: None})))
    assert found.exit_code == 0
    assert "נשאר פתוח, בלי תשובה: write-down" in found.output
    assert len(content(base).items) == 2


# --- the same again --------------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(base: Path) -> None:
    path = fill(sheet(base))
    run(base, "import", str(path))
    before = (base / FILE).stat()
    again = run(base, "import", str(path))
    assert (again.exit_code, again.output) == (0, f"התוצאה הזו כבר כאן, ודבר לא השתנה: {FILE}\n")
    after = (base / FILE).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert len(list((base / PLACE).iterdir())) == 1


def changed(base: Path) -> Path:
    """A second sheet that says otherwise, and a file that people went on writing in meanwhile."""
    path = fill(sheet(base))
    run(base, "import", str(path))
    text = (base / FILE).read_text("utf-8").replace('by: "מנהלת הרווחה"', "by: מנהלת הרווחה  # לפי הרשם")
    review = "review:\n  strengths:\n    - ענו מהר   # נשאר\n"
    (base / FILE).rename(base / PLACE / "from-a-form.yml")
    (base / PLACE / "from-a-form.yml").write_text(
        text.replace("first-drill-2026-11-02", "from-a-form") + review, "utf-8"
    )
    return fill(path, call_forum={4: "בוצע", 5: 38}, third_sector={4: "הגיע"}, first_objective={4: "P"})


DIFFERENCES = [
    f"יש כאן תוצאה של אותו תרגיל, אותה רשות ואותו יום, והיא אומרת אחרת: {PLACE}/from-a-form.yml",
    "    המגזרים שהגיעו: כאן ״local-government״, בחדש ״local-government, third-sector״",
    "    call-forum · מה קרה: כאן ״בוצע חלקית״, בחדש ״בוצע״",
    "    call-forum · באיזו דקה: כאן ״40״, בחדש ״38״",
    "    first-objective · הדירוג: כאן ״בוצעה עם קשיים מסוימים״, בחדש ״בוצעה ללא קשיים״",
]


def test_a_contradiction_is_told_item_by_item_and_nobody_decides_it(base: Path) -> None:
    path = changed(base)
    before = (base / PLACE / "from-a-form.yml").read_bytes()
    found = run(base, "import", str(path))
    assert (found.exit_code, found.output.splitlines()[:-1]) == (1, DIFFERENCES)
    assert "--take new" in found.output
    assert (base / PLACE / "from-a-form.yml").read_bytes() == before
    assert [file.name for file in (base / PLACE).iterdir()] == ["from-a-form.yml"]


def test_taking_the_new_changes_what_it_says_and_keeps_the_rest(base: Path) -> None:
    path = changed(base)
    before = (base / PLACE / "from-a-form.yml").read_text("utf-8")
    found = run(base, "import", str(path), "--take", "new")
    assert found.exit_code == 0, found.output
    assert (base / PLACE / "from-a-form.yml").read_text("utf-8") == (
        before.replace('outcome: "partly"\n    minute: 40', "outcome: done\n    minute: 38")
        .replace('rating: "S"', "rating: P")
        .replace('sectors:\n  - "local-government"\n', 'sectors:\n  - "local-government"\n  - third-sector\n')
    )
    assert "כבר כאן" in run(base, "import", str(path)).output


def test_keeping_the_old_changes_nothing(base: Path) -> None:
    path = changed(base)
    before = (base / PLACE / "from-a-form.yml").read_bytes()
    assert run(base, "import", str(path), "--take", "old").exit_code == 0
    assert (base / PLACE / "from-a-form.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("key", "exit_code", "is_new"), [("1", 0, False), ("2", 0, True), ("3", 1, False), ("", 1, False)]
)
def test_at_a_terminal_a_person_decides(
    base: Path, monkeypatch: pytest.MonkeyPatch, key: str, exit_code: int, is_new: bool
) -> None:
    path = changed(base)
    before = (base / PLACE / "from-a-form.yml").read_bytes()
    monkeypatch.setattr(drill_results, "is_somebody_there", lambda: True)
    found = CliRunner().invoke(main, ["drill", "import", str(path), "--root", str(base)], input=f"{key}\n")
    assert found.exit_code == exit_code, found.output
    assert ((base / PLACE / "from-a-form.yml").read_bytes() != before) is is_new


def test_answers_that_came_later_are_added_and_what_went_from_the_drill_moves(base: Path) -> None:
    path = fill(sheet(base), write_down={4: None})
    run(base, "import", str(path))
    ask(base, LATER)
    commit(base)
    fill(path)
    found = run(base, "import", str(path), "--take", "new")
    assert found.exit_code == 0, found.output
    made = content(base)
    assert [item.item for item in made.items] == ["call-forum", "write-down"]
    assert [item.item for item in made.gone] == ["open-list"]
    assert "כבר כאן" in run(base, "import", str(path)).output


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_every_fault_is_told_in_its_place_and_nothing_is_written(base: Path) -> None:
    wrong = fill(
        sheet(base),
        open_list={4: "x", 5: 12},
        call_forum={4: "בוצע", 5: "8:50", 7: "התקשרו 052-1234567"},
        first_objective={4: "מצוין"},
        held_on={2: "2026-31-12"},
    )
    found = run(base, "import", str(wrong))
    assert found.exit_code == 1
    assert [line for line in found.output.splitlines() if not line.startswith("    ")] == [
        "sheet.xlsx: גיליון ״תוצאות תרגיל״, שורה 7, עמודה C: צריך להיות תאריך כמו 2026-11-22 (נמצא ״2026-31-12״) [not-date]",
        "sheet.xlsx: גיליון ״תוצאות תרגיל״, שורה 14, עמודה E: לא ברור מה פירוש ״x״ [sheet-answer]",
        "sheet.xlsx: גיליון ״תוצאות תרגיל״, שורה 15, עמודה F: ״8:50״ אינה דקה [sheet-minute]",
        "sheet.xlsx: גיליון ״תוצאות תרגיל״, שורה 20, עמודה E: לא ברור מה פירוש ״מצוין״ [sheet-answer]",
        "4 שגיאות; דבר לא נכתב",
    ]
    assert not (base / PLACE).exists() or not list((base / PLACE).iterdir())


def test_details_of_people_hidden_marks_and_angle_brackets_are_told_in_their_cells(base: Path) -> None:
    wrong = fill(
        sheet(base),
        call_forum={4: "בוצע", 7: "התקשרו 052-1234567"},
        open_list={4: "בוצע", 6: "מוקד\u202eהפוך"},
        write_down={4: "בוצע", 5: 12},
        submitted_by={2: "me@example.org"},
    )
    found = run(base, "import", str(wrong))
    assert found.exit_code == 1
    for told in (
        "שורה 15, עמודה H: יש כאן פרט אישי: מספר טלפון [personal-data]",
        "שורה 14, עמודה G: תו נסתר או תו בקרה: U+202E",
        "יש כאן פרט אישי: כתובת דואר אלקטרוני [personal-data]",
    ):
        assert told in found.output
    brackets = run(
        base, "import", str(fill(wrong, call_forum={7: "<b>"}, submitted_by={2: "רכז"}, open_list={6: "מוקד"}))
    )
    assert "שורה 15, עמודה H: הטקסט ״<b>״ אינו בצורה הנדרשת כאן [text-form]" in brackets.output


OTHERWISE: dict[str, tuple[Callable[[Path], Any], list[str], str]] = {
    "no authority": (lambda path: fill(path, municipality={2: None}), [], "הרשות אינו כתוב בקובץ [result-unsaid]"),
    "no day": (lambda path: fill(path, held_on={2: None}), [], "התאריך אינו כתוב בקובץ [result-unsaid]"),
    "another day": (fill, ["--date", "2026-11-03"], "התאריך בקובץ: ״2026-11-02״, ובפקודה: ״2026-11-03״"),
    "an authority that is not here": (lambda path: fill(path, municipality={2: "no-such"}), [], "במזהה ״no-such״"),
    "a drill that is not here": (lambda path: fill(path, drill={2: "first-dril"}), [], "אולי first-drill?"),
    "a day to come": (lambda path: fill(path, held_on={2: "2.11.2099"}), [], "[date-future]"),
    "nobody came": (lambda path: fill(path, local_government={4: None}), [], "לא סומן אף מגזר שהגיע [sheet-nothing]"),
    "no such sector": (lambda path: fill(path, third_sector={0: "third", 4: "הגיע"}), [], "[ref-dangling]"),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_does_not_hold_together_is_refused(base: Path, case: str) -> None:
    change, options, told = OTHERWISE[case]
    path = sheet(base)
    change(path)
    found = run(base, "import", str(path), *options)
    assert (found.exit_code, told in found.output) == (1, True), found.output
    assert not (base / FILE).exists()


@pytest.mark.parametrize("day", ["2026-11-02", "2.11.2026"])
def test_a_sheet_may_be_completed_by_the_command(base: Path, day: str) -> None:
    path = fill(sheet(base), municipality={2: None}, held_on={2: None})
    found = run(base, "import", str(path), "--for", "example-unit", "--date", day)
    assert found.exit_code == 0, found.output
    assert (base / FILE).exists()


@pytest.mark.parametrize("day", ["2.13.2026", "2.11.2099", "מחר"])
def test_a_day_that_is_none_or_is_to_come_is_told_of(base: Path, day: str) -> None:
    path = fill(sheet(base), held_on={2: None})
    found = run(base, "import", str(path), "--date", day)
    assert found.exit_code == 2
    assert "עוד לא הגיע" in found.output or "אינו תאריך" in found.output
    assert not (base / FILE).exists()


def test_files_that_are_no_results_are_called_by_their_names(base: Path, tmp_path: Path) -> None:
    (tmp_path / "lesson.json").write_text(json.dumps({"format": "hosen-submission/1", "kind": "other"}), "utf-8")
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    for name in ("lesson.json", "x.xlsx", "x.pdf"):
        found = run(base, "import", str(tmp_path / name))
        assert (found.exit_code, "דבר לא נכתב" in found.output) == (1, True), found.output
        assert "Traceback" not in found.output


def test_without_git_a_result_is_taken_too(base: Path) -> None:
    path = sheet(base)
    shutil.rmtree(base / ".git")
    found = run(base, "import", str(fill(path)))
    assert found.exit_code == 0
    assert "הגרסה שבתוצאה אינה בהיסטוריה שכאן" in found.output


def test_the_sheet_is_not_written_among_the_content(base: Path) -> None:
    found = run(base, "sheet", "first-drill", "--out", str(base / "docs/sheet.xlsx"))
    assert found.exit_code == 1
    assert run(base, "sheet", "first-drill", "--out", "sheet.pdf").exit_code == 2
    assert run(base, "sheet", "no-such", "--out", "sheet.csv").exit_code == 2


def test_a_workbook_opens_as_it_is_meant(base: Path) -> None:
    book = load_workbook(BytesIO(sheet(base).read_bytes()))
    page = book.active
    assert page.sheet_view.rightToLeft
    assert page.protection.sheet
    assert page.page_setup.orientation == "landscape"
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert lists["E14"] == '"בוצע,בוצע חלקית,לא בוצע,לא רלוונטי"'
    assert not page["E14"].protection.locked
    assert page["A14"].protection.locked


def test_faults_elsewhere_keep_nobody_from_a_sheet_or_from_bringing_it_back(base: Path) -> None:
    (base / "docs/lessons/unfinished.yml").write_text("id: unfinished\n", "utf-8")
    found = run(base, "import", str(fill(sheet(base))))
    assert (found.exit_code, found.output) == (0, WRITTEN)


def test_a_drill_of_a_step_that_is_gone_is_told(base: Path) -> None:
    ask(base, CHECKLIST.replace("call-forum, pause", "no-such, pause"))
    found = run(base, "sheet", "first-drill", "--out", str(base.parent / "x.csv"))
    assert (found.exit_code, "מפנה לצעד שאינו קיים" in found.output) == (1, True), found.output
