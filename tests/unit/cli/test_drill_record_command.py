"""`kb drill record`: a paper is typed in, item by item, and nothing that was typed is lost."""

import json
import os
import pty
import select
import shutil
import signal
import sys
import termios
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.cli import main
from kb_tools.intake.recording import OUTCOME_KEYS, RATING_KEYS, Recording, questions
from kb_tools.views.asked import Asked, AskedItem, AskedObjective
from tests.unit.cli.drill_base import FILE, LATER, PLACE, ask, begin, commit, revision

DRAFT = ".cache/drill-record/example-unit--first-drill--2026-11-02.json"
WHOLE = """\
1
12 ענו מהר
ח
40

3
נגמר הזמן
S
המחליף לא ענה
1
רכזת מתנדבים
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("drills") / "base")


@pytest.fixture
def base(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "base"))


def record(base: Path, typed: str, *words: str, day: str = "2.11.2026") -> Result:
    options = ["--for", "example-unit", "--date", day, "--root", str(base), *words]
    return CliRunner().invoke(main, ["drill", "record", "first-drill", *options], input=typed)


def answers(base: Path) -> list[str]:
    """The lines of the items and objectives in the file."""
    text = (base / FILE).read_text("utf-8")
    return [line.strip(" -") for line in text.partition("items:\n")[2].splitlines() if line != "objectives:"]


ANSWERS = [
    'item: "open-list"',
    'outcome: "done"',
    "minute: 12",
    'note: "ענו מהר"',
    'item: "call-forum"',
    'outcome: "partly"',
    "minute: 40",
    'item: "write-down"',
    'outcome: "not_done"',
    'note: "נגמר הזמן"',
    'objective: "first-objective"',
    'rating: "S"',
    'note: "המחליף לא ענה"',
]


def without_blank(typed: str) -> str:
    return typed.replace("40\n\n", "40\n")


def test_a_paper_is_typed_in_item_by_item(base: Path) -> None:
    found = record(base, without_blank(WHOLE))
    assert found.exit_code == 0, found.output
    assert answers(base) == ANSWERS
    assert 'at: "רכזת מתנדבים"' in (base / FILE).read_text("utf-8")
    assert not (base / DRAFT).exists()
    assert found.output.index("== הפסקה א׳ ==") < found.output.index("1/3 ") < found.output.index("== סיום ==")
    assert "\x1b" not in found.output


def test_one_step_back_changes_an_answer_and_keeps_its_note(base: Path) -> None:
    typed = "1\n12 ענו מהר\nל\n-\n-\n2\n\n" + without_blank(WHOLE).split("\n", 2)[2]
    found = record(base, typed)
    assert found.exit_code == 0, found.output
    assert "נרשם: בוצע · דקה 12 · ענו מהר" in found.output
    assert answers(base) == [line.replace("done", "partly") if at == 1 else line for at, line in enumerate(ANSWERS)]


@pytest.mark.parametrize("left", [click.Abort(), click.ClickException("אין מקום בדיסק"), SystemExit(1)])
def test_whoever_leaves_or_fails_at_the_last_question_is_told_how_to_go_on(
    base: Path, monkeypatch: pytest.MonkeyPatch, left: BaseException
) -> None:
    def leave(*_: object) -> None:
        raise left

    monkeypatch.setattr("kb_tools.cli.drill_record_command.keep", leave)
    found = record(base, without_blank(WHOLE))
    assert found.exit_code == 1
    assert "מה שהוקלד נשמר. לתיקון: kb drill record first-drill --for example-unit --date 2026-11-02" in found.output
    assert "ענו מהר" in (base / DRAFT).read_text("utf-8")


def test_what_was_taken_for_a_minute_is_said_and_can_be_written_otherwise(base: Path) -> None:
    typed = "1\n3 מתנדבים חסרו\n-\n1\nחסרו 3 מתנדבים\nח\n0:40\n3\n08:55 נשלח\n"
    found = record(base, typed + "S\n\n1\nרכזת מתנדבים\n")
    assert found.exit_code == 0, found.output
    assert "    בוצע · דקה 3 · מתנדבים חסרו" in found.output
    said = answers(base)
    assert said[:3] == ['item: "open-list"', 'outcome: "done"', 'note: "חסרו 3 מתנדבים"']
    assert said[5:6] == ["minute: 40"]
    assert said[8:9] == ['note: "08:55 נשלח"']


@pytest.mark.parametrize("lines", range(12))
def test_whoever_stops_goes_on_where_they_were(base: Path, lines: int) -> None:
    """By a dot, or because the input ended: nothing is asked twice, and the file is the same."""
    typed = without_blank(WHOLE).splitlines(keepends=True)
    lines = min(lines, len(typed) - 1)
    first = record(base, "".join(typed[:lines]) + (".\n" if lines % 2 else ""))
    assert first.exit_code == (0 if lines % 2 else 1), first.output
    assert "ומה שהוקלד נשמר. להמשך: kb drill record first-drill --for example-unit --date 2026-11-02" in first.output
    assert not (base / FILE).exists()
    rest = typed[lines:]
    if lines in (1, 3, 5, 7) and lines % 2:  # stopped beside an answer, which counts: its note is not asked for again
        rest = rest[1:]
        typed[lines] = ""
    second = record(base, "".join(rest))
    assert second.exit_code == 0, second.output
    assert [line for line in answers(base) if not line.startswith(("minute", "note"))] == [
        line for line in ANSWERS if not line.startswith(("minute", "note"))
    ]


def test_details_of_people_and_what_is_no_answer_are_asked_for_again(base: Path) -> None:
    typed = "9\n?\n1\nהתקשרו 052-1234567\n12 <b>\n12 ענו מהר\n" + without_blank(WHOLE).split("\n", 2)[2]
    found = record(base, typed.replace("\n1\nרכזת", "\n7\n1 x\n1\nme@example.org\nרכזת"))
    assert found.exit_code == 0, found.output
    for told in (
        "המקש ״9״ אינו תשובה",
        "פרט אישי: מספר טלפון",
        "אינו בצורה הנדרשת",
        "כתבו מספרים מ־1 עד 2",
        "דואר אלקטרוני",
    ):
        assert told in found.output
    assert answers(base) == ANSWERS


def test_paper_of_an_earlier_revision_is_typed_in_as_it_was(base: Path) -> None:
    then = revision(base)
    ask(base, LATER)
    commit(base)
    found = record(base, without_blank(WHOLE), "--revision", then)
    assert found.exit_code == 0, found.output
    assert found.output.index("הרשימה נפתחה") < found.output.index("סיכום נשלח לכולם")
    assert "יצאה הודעה לתושבים" not in found.output
    text = (base / FILE).read_text("utf-8")
    assert f'revision: "{then}"' in text
    assert 'gone:\n  - item: "open-list"\n    text: "הרשימה נפתחה, ולכל צורך יש שותף"\n    outcome: "done"' in text
    assert "לא נשאל: tell-public" in found.output


def test_a_revision_that_is_not_here_is_told(base: Path) -> None:
    for wrong in ("0000000", "HEAD", "--all"):
        found = record(base, "", "--revision", wrong)
        assert (found.exit_code, "אינה בהיסטוריה שכאן" in found.output) == (2, True), found.output


def test_what_was_skipped_is_asked_for_before_anything_is_written(base: Path) -> None:
    typed = without_blank(WHOLE).replace("3\nנגמר הזמן\n", "\n")
    found = record(base, typed)
    assert found.exit_code == 1
    assert "חסרה תוצאה ל״write-down״" in found.output or "write-down" in found.output
    assert not (base / FILE).exists()
    second = record(base, "3\nנגמר הזמן\n\n\n\n\n")
    assert second.exit_code == 0, second.output
    assert answers(base) == ANSWERS


def test_a_damaged_draft_is_put_aside(base: Path) -> None:
    (base / DRAFT).parent.mkdir(parents=True)
    (base / DRAFT).write_text('{"format": "hosen-record/1", "items": ', "utf-8")
    found = record(base, without_blank(WHOLE))
    assert found.exit_code == 0
    assert "נשמרה בצד" in found.output
    assert (base / DRAFT).with_suffix(".damaged").exists()


def test_a_draft_of_another_revision_is_not_mixed_in(base: Path) -> None:
    assert record(base, "1\n.\n").exit_code == 0
    found = record(base, "", "--revision", revision(base))
    assert (found.exit_code, "יש כאן טיוטה לפי התרגיל של היום" in found.output) == (2, True)


def test_the_authority_and_the_day_are_asked_for(base: Path) -> None:
    typed = "example-unit\n2026-11-02\n" + without_blank(WHOLE)
    found = CliRunner().invoke(main, ["drill", "record", "first-drill", "--root", str(base)], input=typed)
    assert found.exit_code == 0, found.output
    assert answers(base) == ANSWERS


@pytest.mark.parametrize("day", ["31.11.2026", "מחר", "1.1.2199"])
def test_a_day_that_cannot_be_is_refused(base: Path, day: str) -> None:
    assert record(base, "", day=day).exit_code == 2


def test_a_result_that_is_here_already_is_not_overwritten(base: Path) -> None:
    record(base, without_blank(WHOLE))
    before = (base / FILE).read_bytes()
    again = record(base, without_blank(WHOLE))
    assert (again.exit_code, "כבר כאן" in again.output) == (0, True)
    other = record(base, without_blank(WHOLE).replace("1\n12", "2\n12", 1))
    assert (other.exit_code, (base / FILE).read_bytes()) == (1, before)
    assert (base / DRAFT).exists()
    assert len(list((base / PLACE).iterdir())) == 1


# --- at a real terminal ----------------------------------------------------------------------------------------------


def at_terminal(base: Path, *steps: tuple[str, bytes]) -> tuple[str, int]:
    """What is shown, and the exit code; each step waits for a text and then types."""
    pid, terminal = pty.fork()
    if pid == 0:
        options = ["--for", "example-unit", "--date", "2026-11-02", "--root", str(base)]
        os.environ["TERM"] = "dumb"
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what is begun in the background of a shell is deaf to Ctrl+C
        os.execv(sys.executable, [sys.executable, "-m", "kb_tools", "drill", "record", "first-drill", *options])
    shown, rest = b"", b""  # all that came, and what of it no step has waited for yet
    for awaited, typed in steps:
        more = _until(terminal, awaited, rest)
        shown += more
        assert awaited.encode() in rest + more, shown.decode("utf-8", "replace")
        rest = (rest + more).partition(awaited.encode())[2]
        if typed:
            _until_it_listens(terminal)
            os.write(terminal, typed)
    shown += _until(terminal, None)
    os.close(terminal)  # what has not ended by now ends with its terminal
    return shown.decode("utf-8", "replace"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _until_it_listens(terminal: int) -> None:
    """Until the program takes keys itself: what is typed before that is echoed by the terminal, and Ctrl+C throws it away."""
    deadline = time.monotonic() + 90
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        assert time.monotonic() < deadline, "it does not listen"
        time.sleep(0.01)


def _until(terminal: int, awaited: str | None, rest: bytes = b"") -> bytes:
    """What comes until the text has come, or the end; it may stand already in the rest of what came before."""
    more = b""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and (awaited is None or awaited.encode() not in rest + more):
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            read = os.read(terminal, 4096)
        except OSError:  # it has ended
            break
        if not read:
            break
        more += read
    return more


@pytest.mark.slow
def test_one_key_is_enough_and_an_interrupted_line_is_kept(base: Path) -> None:
    line = "25 חצי הע"
    shown, code = at_terminal(base, ("\n> ", b"1"), ("דקה והערה > ", line.encode()), (line, b"\x03"))
    assert code == 1, shown
    assert "נעצר, ומה שהוקלד נשמר" in shown
    assert "Traceback" not in shown
    assert json.loads((base / DRAFT).read_text("utf-8"))["items"] == {
        "open-list": {"outcome": "done", "minute": "25", "note": "חצי הע"}
    }
    again, code = at_terminal(base, ("\n> ", "ח".encode()), ("דקה והערה > ", b"\r"), ("2/3", b""), ("> ", b"\x03"))
    assert (code, "ממשיכים מן הטיוטה" in again) == (1, True), again
    assert json.loads((base / DRAFT).read_text("utf-8"))["items"]["open-list"]["outcome"] == "partly"


@pytest.mark.slow
def test_who_types_faster_than_questions_come_loses_nothing(base: Path) -> None:
    typed = (
        "1" + "12 ענו מהר\r" + "ח" + "40\r" + "3" + "נגמר הזמן\r" + "2" + "המחליף לא ענה\r" + "1\r" + "רכזת מתנדבים\r"
    )
    shown, code = at_terminal(base, ("\n> ", typed.encode()))
    assert code == 0, shown
    assert answers(base) == ANSWERS


# --- the draft -------------------------------------------------------------------------------------------------------

ASKED = Asked("d", "ת", "", (AskedItem("a", "", "א", ""), AskedItem("b", "", "ב", "")), (AskedObjective("o", "מ"),))


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([*OUTCOME_KEYS, *RATING_KEYS, "x", ""]), st.text(max_size=12)),
        max_size=8,
    )
)
def test_a_draft_comes_back_as_it_was(steps: list[tuple[int, str, str]]) -> None:
    recording = Recording("d", "m", "2026-11-02", "abc1234")
    for at, key, line in steps:
        question = questions(ASKED)[at]
        recording.choose(question, key)
        recording.remark(question, line)
        recording.report(line)
        recording.at = at
    assert Recording.from_json(recording.as_json()) == recording
    returned = recording.returned(ASKED)
    given_ = {row["item"] for row in returned.fields["items"]} | {
        row["objective"] for row in returned.fields["objectives"]
    }
    assert returned.blank | given_ == {"a", "b", "o"}
    assert not returned.blank & given_


@given(st.text(max_size=60) | st.sampled_from(['{"format": "hosen-record/1"}', "[]", "null", "[" * 2000]))
def test_what_is_no_draft_is_none(text: str) -> None:
    assert Recording.from_json(text) is None
