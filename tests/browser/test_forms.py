"""Runs the browser tests of the forms, and follows what they saved: through the intake and the review, into the site."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from kb_tools.content.compose import compose
from kb_tools.content.drafts import file_path
from kb_tools.content.record_text import record_text
from kb_tools.intake.submission import read_submission
from kb_tools.library import current_day, load_library
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library
from kb_tools.model.submission import file_values
from tests.browser.node import in_browser
from tests.conftest import ROOT, kb

pytestmark = pytest.mark.slow
WAYS_IN = """
forge:
  address: https://git.example.org/team/knowledge
  style: github
intake:
  address: https://intake.example.org/submit
  mail: lessons@example.org
  source: first-source
"""


def git(*arguments: str, cwd: Path) -> str:
    person = ["-c", "user.name=בודקת", "-c", "user.email=reviewer@localhost", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *person, *arguments], cwd=cwd, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base with every way in, in a clone of a bare repository."""
    folder = tmp_path_factory.mktemp("small")
    base = folder / "base"
    made = kb("init", str(base))
    assert made.returncode == 0, made.stderr
    with (base / "kb.yml").open("a", encoding="utf-8") as settings:
        settings.write(WAYS_IN)
    git("init", "--quiet", cwd=base)
    git("add", "--all", cwd=base)
    git("commit", "--quiet", "--message", "מאגר ראשון", cwd=base)
    git("clone", "--quiet", "--bare", str(base), str(folder / "remote.git"), cwd=folder)
    git("clone", "--quiet", str(folder / "remote.git"), str(folder / "clone"), cwd=folder)
    return folder / "clone"


@pytest.fixture(scope="module")
def saved(built_site: Path, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the forms of both sites saved while the browser's tests ran: the folders `site` and `small`."""
    folder = tmp_path_factory.mktemp("saved")
    small_site = folder / "built"
    built = kb("build", "--no-pdf", "--root", str(small), "--site", str(small_site))
    assert built.returncode == 0, built.stdout + built.stderr
    in_browser("form.test.mjs", SITE=str(built_site), SMALL=str(small_site), SAVED=str(folder))
    return folder


def library_of(root: Path) -> Library:
    library = load_library(root, current_day()).library
    assert library is not None
    return library


@pytest.mark.parametrize("base", ["site", "small"])
def test_what_a_form_saves_is_what_the_intake_takes(saved: Path, small: Path, base: str) -> None:
    settings = library_of({"site": ROOT, "small": small}[base]).settings
    files = sorted((saved / base).glob("*.json"))
    assert files
    for file in files:
        submission = read_submission(file.read_bytes(), settings, date.max.replace(year=2199))
        assert submission.id == file.stem, "the browser makes the same id"
        path = file_path(settings, KINDS_BY_NAME[submission.kind.name], submission.captures)
        text = record_text(path, KINDS_BY_NAME[submission.kind.name], file_values(submission, settings))
        written = compose(text).value
        assert {name: written[name] for name in submission.fields} == submission.fields


def test_a_lesson_goes_from_the_form_through_intake_and_review_into_the_site(saved: Path, small: Path) -> None:
    lesson = next(file for file in sorted((saved / "small").glob("l-*.json")))
    taken = kb("intake", "--root", str(small), "--log", str(saved / "log"), str(lesson))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    branch = f"lesson/{lesson.stem}"
    remote = small.parent / "remote.git"
    assert branch in git("branch", "--list", "--format=%(refname:short)", cwd=remote).split()
    again = kb("intake", "--root", str(small), "--log", str(saved / "log"), str(lesson))
    assert again.returncode == 0, again.stdout + again.stderr
    assert git("log", "--format=%(trailers:key=Submitted-by,valueonly)", "-1", branch, cwd=remote) == "רכזת מתנדבים"

    waiting = kb("review", "--root", str(small))
    assert "לקח חדש" in waiting.stdout, waiting.stdout + waiting.stderr
    own = kb("review", "--root", str(small), "approve", branch, "--reviewer", "רכזת מתנדבים")
    assert own.returncode != 0, "whoever wrote it does not approve it"
    approved = kb("review", "--root", str(small), "approve", branch, "--reviewer", "מנהלת השותפויות")
    assert approved.returncode == 0, approved.stdout + approved.stderr
    git("pull", "--quiet", "origin", "main", cwd=small)

    rebuilt = kb("build", "--no-pdf", "--root", str(small), "--site", str(saved / "rebuilt"))
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    page = saved / "rebuilt/lessons" / lesson.stem / "index.html"
    text = page.read_text(encoding="utf-8")
    assert "מפתח שני למחסן חוסך שעה" in text
    assert "היסטוריה: שינוי אחד" in text
    feed = (saved / "rebuilt/changes/feed.xml").read_text(encoding="utf-8")
    assert f"lessons/{lesson.stem}/" in feed


@pytest.fixture
def ports() -> tuple[int, int]:
    """Two that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def serving(root: Path, log: Path, port: int, origin: str) -> Iterator[None]:
    """`kb intake --serve` in a process of its own, for as long as it is asked."""
    command = [sys.executable, "-m", "kb_tools", "intake", "--serve", "--root", str(root), "--log", str(log)]
    address = f"127.0.0.1:{port}"
    with subprocess.Popen([*command, "--address", address, "--origin", origin], cwd=ROOT) as process:
        try:
            until_listening(process, port)
            yield
        finally:
            process.terminate()


def until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, "the intake has ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("the intake does not listen")


def test_a_form_sends_to_a_real_intake(small: Path, ports: tuple[int, int], tmp_path: Path) -> None:
    page, intake = ports
    copy = Path(shutil.copytree(small, tmp_path / "copy"))
    settings = copy / "kb.yml"
    told = settings.read_text(encoding="utf-8").replace(
        "https://intake.example.org/submit", f"http://127.0.0.1:{intake}/"
    )
    settings.write_text(told, encoding="utf-8")
    built = kb("build", "--no-pdf", "--root", str(copy), "--site", str(tmp_path / "site"))
    assert built.returncode == 0, built.stdout + built.stderr
    with serving(small, tmp_path / "log", intake, f"http://127.0.0.1:{page}"):
        in_browser("sent.test.mjs", SITE=str(tmp_path / "site"), PORT=str(page))
    remote = small.parent / "remote.git"
    subjects = git("log", "--branches=lesson/*", "--format=%s", cwd=remote).splitlines()
    assert subjects.count("לקח חדש: לקח שנשלח ברשת") == 1
    assert "לקח שנשלח" not in (tmp_path / "log").read_text(encoding="utf-8")
