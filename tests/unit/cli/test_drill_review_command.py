"""`kb drill review`, from a recorded result to a sound review and sound lessons, as people go."""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from tests.conftest import ROOT

TODAY = {"SOURCE_DATE_EPOCH": "1795305600"}  # 2026-11-22
CASES = Path(__file__).parents[2] / "cases/review"
UNIT = "docs/municipalities/example-unit"
DRILL = "playbooks/first-playbook/drills/first-drill.yml"
RESULT = f"{UNIT}/results/first-drill-2026-11-20.yml"
ITEMS = """checklist:
  - {id: first-item, step: first-playbook/call-forum, within_minutes: 20}
  - {id: second-item, step: first-playbook/open-room, text: "החדר נפתח, וה״לוח״ בו", within_minutes: 30}
  - {id: third-item, step: first-playbook/count, within_minutes: 40}
"""
STEPS = """
  - {id: open-room, what: פתחו חדר, done_when: החדר פתוח, phase: emergency, owner: first-role, sources: [{source: first-source}]}
  - {id: count, what: ספרו, done_when: נספר, phase: emergency, owner: first-role, sources: [{source: first-source}]}
"""
HELD = """# נכתב ביד: הערה שנשארת
id: first-drill-2026-11-20
drill: first-drill
held_on: "2026-11-20"
sectors: [local-government]
items:
  - {item: first-item, outcome: done, minute: 25}
  - {item: second-item, outcome: not_done, note: "המפתח [@לא] נמצא", by: קב״ט}
  - {item: third-item, outcome: not_done}   # גם זו
objectives:
  - {objective: first-objective, rating: M, note: איחרנו.}
sources: [{source: example-data, at: תרגיל}]
"""


def run(*arguments: str, root: Path) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root)], env=TODAY)


def review(*arguments: str, root: Path, code: int = 0) -> str:
    result = run("drill", "review", *arguments, root=root)
    assert result.exit_code == code, result.output
    return result.output


def problems(root: Path) -> list[tuple[str, str, str]]:
    rows = json.loads(run("check", "--json", root=root).stdout)
    return [(row["file"], row["field"], row["code"]) for row in rows if row["level"] == "error"]


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yml"))}


@pytest.fixture
def base(small_base: Path) -> Path:
    """A base with a drill of three items and a result in which two were not done."""
    book = small_base / "playbooks/first-playbook/playbook.yml"
    book.write_text(book.read_text("utf-8").rstrip() + STEPS, "utf-8")
    drill = small_base / DRILL
    drill.write_text(re.sub(r"(?ms)^checklist:.*", ITEMS, drill.read_text("utf-8")), "utf-8")
    (small_base / f"{UNIT}/results/first-result.yml").unlink()
    (small_base / RESULT).write_text(HELD, "utf-8")
    assert problems(small_base) == []
    return small_base


LESSONS = [f"docs/lessons/example-unit-first-drill-2026-11-20-{item}-item.yml" for item in ("second", "third")]


def test_from_two_failed_items_to_a_review_and_two_lessons_that_a_person_finishes(base: Path) -> None:
    before = texts(base)
    output = review("example-unit/first-drill-2026-11-20", root=base)
    after = texts(base)
    assert sorted(after.keys() - before.keys()) == LESSONS
    assert [path for path in before if after[path] != before[path]] == [RESULT]
    assert after[RESULT].startswith(before[RESULT]), "what was there stays to the byte"
    assert "נכתב: " + RESULT in output

    asked = problems(base)
    assert {code for _, _, code in asked} == {"unfinished"}
    assert {(Path(file).name, field) for file, field, _ in asked} == {
        *((Path(lesson).name, field) for lesson in LESSONS for field in ("discussion", "conclusion", "recommendation")),
        *((Path(RESULT).name, f"review.{field}") for field in ("strengths[0]", "actions[0].what", "actions[1].what")),
    }
    assert "נשאר לאדם: 9 שאלות" in output

    for path in (RESULT, *LESSONS):
        text = (base / path).read_text("utf-8")
        (base / path).write_text(re.sub('"להשלים:[^"\n]*"', "תשובה של אדם", text), "utf-8")
    assert problems(base) == []

    finished = texts(base)
    assert "אין מה להוסיף" in review("example-unit/first-drill-2026-11-20", root=base)
    assert texts(base) == finished


def test_a_second_run_before_anybody_has_answered_adds_nothing_either(base: Path) -> None:
    review(RESULT, root=base)
    once = texts(base)
    assert "אין מה להוסיף" in review(str(base / RESULT), root=base)
    assert texts(base) == once


def test_a_lesson_states_what_was_recorded_and_where(base: Path) -> None:
    review("first-drill-2026-11-20", root=base)
    shown = json.loads(
        run("show", "lesson:example-unit-first-drill-2026-11-20-second-item", "--json", root=base).stdout
    )
    fields = shown["fields"]
    assert fields["observation"] == (
        "בתרגיל ״תרגיל שולחן לדוגמה״, 20 בנובמבר 2026. לא בוצע: החדר נפתח, וה״לוח״ בו (היעד עד דקה 30; סימון של קב״ט). "
        "נרשם: המפתח (@לא) נמצא. "
        "המטרה שנבחנה לפני כן, בהזרמה 1 בדקה 0: הפורום מתכנס בתוך שעתיים. דורגה M, בוצעה עם קשיים גדולים. נרשם: איחרנו."
    )
    assert fields["observed_in"] == [
        {"result": "example-unit/first-drill-2026-11-20", "step": "first-playbook/open-room"}
    ]
    assert (fields["status"], fields["municipality"], fields["level"]) == ("observation", "example-unit", "local")
    assert fields["sources"] == [{"source": "example-data", "at": "תרגיל"}]


def test_of_a_real_event_and_without_sources_the_draft_asks_for_what_it_cannot_know(base: Path) -> None:
    text = HELD.replace("sources: [{source: example-data, at: תרגיל}]", "real_event: הצפה")
    (base / RESULT).write_text(text, "utf-8")
    shown = review("first-drill-2026-11-20", root=base)
    assert "אירוע אמת, לפי הסעיפים של: תרגיל שולחן לדוגמה" in shown
    assert "תרחיש:" not in shown
    fields = json.loads(
        run("show", "lesson:example-unit-first-drill-2026-11-20-third-item", "--json", root=base).stdout
    )
    assert fields["fields"]["event"]["name"].startswith("הצפה, ")
    assert "תקנו גם את scenarios" in fields["fields"]["discussion"]
    asked = [(file, field) for file, field, code in problems(base) if code == "unfinished" and "third" in file]
    assert (LESSONS[1], "sources[0].at") in asked


def test_a_lesson_that_people_wrote_about_it_is_enough(base: Path) -> None:
    lesson = base / "docs/lessons/first-lesson.yml"
    seen = "observed_in: [{result: example-unit/first-drill-2026-11-20, step: first-playbook/count}]\n"
    lesson.write_text(lesson.read_text("utf-8") + seen, "utf-8")
    output = review("first-drill-2026-11-20", root=base)
    assert [path for path in LESSONS if (base / path).exists()] == LESSONS[:1]
    assert "first-lesson" in output


def test_a_review_that_people_wrote_is_not_touched(base: Path) -> None:
    written = HELD + "review:\n  strengths: [באנו]\n"
    (base / RESULT).write_text(written, "utf-8")
    review("first-drill-2026-11-20", root=base)
    assert (base / RESULT).read_text("utf-8") == written
    assert all((base / path).exists() for path in LESSONS)


@pytest.mark.parametrize("option", ["--print", "--dry-run"])
def test_nothing_is_written_when_it_is_only_shown(base: Path, option: str) -> None:
    before = texts(base)
    output = review("first-drill-2026-11-20", option, root=base)
    assert texts(base) == before
    assert ("היה נכתב: " + LESSONS[0] in output) == (option == "--dry-run")
    assert ("observed_in:" in output) == (option == "--dry-run")


def test_json_names_what_it_writes(base: Path) -> None:
    found = json.loads(review("first-drill-2026-11-20", "--json", root=base))
    assert found["writes"] == [RESULT, *LESSONS]
    assert [(item["item"], item["outcome"], item["pace"], item["over"]) for item in found["items"]] == [
        ("first-item", "done", "late", 5),
        ("second-item", "not_done", "untimed", 0),
        ("third-item", "not_done", "untimed", 0),
    ]
    assert json.loads(review("first-drill-2026-11-20", "--json", root=base))["writes"] == []


def test_a_lesson_that_cannot_be_written_leaves_everything_as_it_was(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(base)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "דבר לא השתנה" in review("first-drill-2026-11-20", root=base, code=1)
    assert texts(base) == before


def test_a_result_in_brackets_is_left_to_a_person(base: Path) -> None:
    flow = (
        "{id: first-drill-2026-11-20, drill: first-drill, held_on: 2026-11-20, sectors: [local-government], items: ["
        "{item: first-item, outcome: done}, {item: second-item, outcome: not_done}, {item: third-item, outcome: done}], "
        "objectives: [{objective: first-objective, rating: S}], sources: [{source: example-data}]}\n"
    )
    (base / RESULT).write_text(flow, "utf-8")
    assert "אי אפשר להוסיף שדה אחד" in review("first-drill-2026-11-20", root=base, code=1)
    assert not (base / LESSONS[0]).exists()


def test_what_does_not_exist_is_said_with_what_is_near(base: Path) -> None:
    assert "אולי example-unit/first-drill-2026-11-20" in review("example-unit/first-drill-2026-11-2", root=base, code=2)


def test_other_mistakes_of_the_content_come_first(base: Path) -> None:
    (base / "docs/roles/first-role.yml").write_text("id: first-role\n", "utf-8")
    assert "field-missing" in review("first-drill-2026-11-20", root=base, code=1)


@pytest.mark.parametrize("ref", ["example-city/meals-continuity-2026-09", "example-region/losing-an-actor-2026-10"])
def test_the_review_of_an_example_reads_as_it_should(ref: str) -> None:
    """`git diff` shows what a change does to the text; `UPDATE_CASES=1` writes it anew."""
    found = review(ref, "--print", root=ROOT)
    case = CASES / f"{ref.replace('/', '-')}.txt"
    if os.environ.get("UPDATE_CASES"):
        case.parent.mkdir(exist_ok=True)
        case.write_text(found, "utf-8")
    assert found == case.read_text("utf-8")
