"""`kb intake` and `kb review` as a person types them, in real repositories."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.content.start import start
from tests.unit.intake.sent import TODAY, as_bytes, git, heads, lesson
from tests.unit.intake.test_issue_form import filled
from tests.unit.intake.test_mailbox import letter


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    start(folder, "מאגר", TODAY)
    settings = folder / "kb.yml"
    settings.write_text(settings.read_text("utf-8") + "intake:\n  source: first-source\n", encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "מנהלת הידע")
    git(folder, "config", "user.email", "knowledge@localhost")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "התחלה")
    return folder


@pytest.fixture
def run(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Run(base)


class Run:
    def __init__(self, base: Path) -> None:
        self.base = base

    def __call__(self, *arguments: str, given: bytes | None = None) -> Result:
        words = [*arguments, "--root", str(self.base)] if arguments[0] == "intake" else [*arguments]
        return CliRunner().invoke(main, words, input=given)

    def review(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["review", "--root", str(self.base), *arguments])


def test_from_a_file_to_the_knowledge_base(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lesson.json").write_bytes(as_bytes(lesson()))
    taken = run("intake", str(tmp_path / "lesson.json"))
    branch = next(name for name in heads(run.base) if name.startswith("lesson/"))
    assert (taken.exit_code, taken.output) == (
        0,
        f"{tmp_path / 'lesson.json'}: ההצעה התקבלה, והיא ממתינה לבדיקה ({branch})\n",
    )
    log = (tmp_path / "state/hosen/intake.log").read_text("utf-8")
    assert log.split("\t")[1:] == [branch.partition("/")[2], "accepted", "-\n"]

    listed = run.review()
    assert listed.exit_code == 0
    assert listed.output.splitlines()[0] == branch
    assert listed.output.splitlines()[-1] == "הצעה אחת ממתינה לבדיקה"
    shown = run.review("show", branch)
    assert shown.exit_code == 0
    assert "\nלקח חדש: מפתח שני למחסן\n" in shown.output
    assert "\n  הלקח במשפט: מפתח שני למחסן\n" in shown.output

    own = run.review("approve", branch, "--reviewer", "רכזת מתנדבים")
    assert own.exit_code == 2
    assert "אינו מאשר" in own.output
    approved = run.review("approve", branch, "--reviewer", "סגנית מנכ״ל")
    assert approved.exit_code == 0
    assert approved.output.startswith("ההצעה התקבלה לענף main (")
    assert len(approved.output.splitlines()) == 1
    assert run.review().output == "אין הצעות שממתינות לבדיקה\n"
    assert CliRunner().invoke(main, ["check", "--root", str(run.base)]).exit_code == 0


def test_a_folder_that_a_merge_did_not_reach_is_told_of(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(run.base), "remote.git")
    git(run.base, "remote", "add", "origin", str(tmp_path / "remote.git"))
    run("intake", "-", given=as_bytes(lesson()))
    branch = next(name for name in heads(tmp_path / "remote.git") if name.startswith("lesson/"))
    (run.base / "kb.yml").write_text("title: באמצע עבודה\n", encoding="utf-8")
    approved = run.review("approve", branch, "--reviewer", "סגנית מנכ״ל")
    assert approved.exit_code == 0
    assert approved.output.splitlines()[1] == "היא במאגר המרוחק, ועוד לא בתיקייה הזו: git pull יביא אותה"


def test_sent_back(run: Run) -> None:
    run("intake", "-", given=as_bytes(lesson()))
    branch = next(name for name in heads(run.base) if name.startswith("lesson/"))
    assert run.review("return", branch, "--reviewer", "סגנית מנכ״ל").exit_code == 2
    returned = run.review("return", branch, "--reviewer", "סגנית מנכ״ל", "--because", "חסר מקור")
    assert (returned.exit_code, returned.output) == (0, f"ההצעה הוחזרה, והיא נשמרת בענף returned/{branch}\n")
    again = run("intake", "-", given=as_bytes(lesson()))
    assert again.exit_code == 0
    assert "הוחזרה" in again.output


def test_refused_with_every_reason(run: Run) -> None:
    result = run("intake", "-", given=as_bytes(lesson(title="א" * 500, scenarios=["../x"])))
    assert result.exit_code == 1
    assert "title: הטקסט ארוך מדי" in result.output
    assert "scenarios[0]: המזהה ״../x״ אינו תקין" in result.output
    assert set(heads(run.base)) == {"main"}


def test_a_filled_form_of_the_forge_is_of_its_day(run: Run, tmp_path: Path) -> None:
    (tmp_path / "issue.md").write_text(filled(), encoding="utf-8")
    result = run("intake", str(tmp_path / "issue.md"), "--day", "2026-11-20")
    assert result.exit_code == 0
    assert any(name.startswith("lesson/l-20261120-") for name in heads(run.base))


def test_a_mailbox(run: Run, tmp_path: Path) -> None:
    box = tmp_path / "mail"
    box.mkdir()
    (box / "1.eml").write_bytes(letter("", as_bytes(lesson())).as_bytes())
    (box / "2.eml").write_bytes(letter("שלום").as_bytes())
    result = run("intake", "--mailbox", str(box))
    assert result.exit_code == 1
    assert "1.eml: ההצעה התקבלה" in result.output
    assert "אין בהודעה קובץ של הטופס" in result.output
    assert "example.org" not in (tmp_path / "state/hosen/intake.log").read_text("utf-8")
    assert run("intake", "--mailbox", str(box)).output == ""


def test_the_issue_form_is_written(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "new/lesson.yml"
    assert run("intake", "--issue-form", str(target)).exit_code == 0
    assert "(first-scenario)" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "כתבו קבצים"),
        (["--serve", "x.json"], "כתבו קבצים"),
        (["no-such.json"], "אי אפשר לקרוא"),
        (["--serve", "--address", "nowhere"], "אינה כתובת"),
        (["--serve", "--address", "127.0.0.1:99999"], "אינה כתובת"),
        (["--serve", "--origin", "kb.example.org"], "אינה כתובת של אתר"),
        (["-", "--base", "trunk"], "אין במאגר ענף trunk"),
        (["-", "--base", "--help"], "אין במאגר ענף"),
    ],
)
def test_wrong_use_says_why(run: Run, arguments: list[str], message: str) -> None:
    result = run("intake", *arguments, given=b"{}")
    assert result.exit_code == 2
    assert message in result.output


def test_outside_a_repository(run: Run, tmp_path: Path) -> None:
    (run.base / ".git").rename(tmp_path / "away")
    result = run("intake", "-", given=as_bytes(lesson()))
    assert result.exit_code == 2
    assert "אינה מאגר git" in result.output


def test_the_comment_of_a_pull_request(tmp_path: Path) -> None:
    (tmp_path / "problems.json").write_text("[]")
    result = CliRunner().invoke(main, ["review", "comment", str(tmp_path / "problems.json")])
    assert result.exit_code == 0
    assert result.output.startswith("<!-- kb-proposal -->\n")


HEARS_CTRL_C = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from kb_tools.cli import main
main(sys.argv[1:])
"""
"""What is begun in the background of a shell is deaf to it, and so is all that it begins."""


@pytest.mark.slow
def test_the_service_listens_until_it_is_interrupted(base: Path, tmp_path: Path) -> None:
    words = ["intake", "--serve", "--address", "127.0.0.1:0", "--root", str(base), "--log", str(tmp_path / "log")]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C, *words], stdout=subprocess.PIPE, env=environment, encoding="utf-8"
    ) as service:
        try:
            assert service.stdout is not None
            address = service.stdout.readline().rsplit("ב־", 1)[1].strip()
            request = urllib.request.Request(address, as_bytes(lesson()), {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert json.loads(answer.read())["state"] == "accepted"
            service.send_signal(signal.SIGINT)
            assert service.wait(60) == 0
            assert service.stdout.read() == "השרות נסגר\n"
        finally:
            service.kill()
    assert len(heads(base)) == 2
