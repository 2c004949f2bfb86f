"""Runs the browser tests of the forms, and follows what they saved: through the intake and the review, into the site."""

import os
import shutil
import subprocess
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
from tests.conftest import kb

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
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
    node = shutil.which("node")
    assert node is not None, "node is missing: run tests/browser/install.sh"
    assert (HERE / "node_modules" / "axe-core").is_dir(), "node packages are missing: run tests/browser/install.sh"
    folder = tmp_path_factory.mktemp("saved")
    small_site = folder / "built"
    built = kb("build", "--root", str(small), "--site", str(small_site))
    assert built.returncode == 0, built.stdout + built.stderr
    result = subprocess.run(
        [node, "--test", str(HERE / "form.test.mjs")],
        env=os.environ | {"SITE": str(built_site), "SMALL": str(small_site), "SAVED": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
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

    rebuilt = kb("build", "--root", str(small), "--site", str(saved / "rebuilt"))
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    page = saved / "rebuilt/lessons" / lesson.stem / "index.html"
    assert "מפתח שני למחסן חוסך שעה" in page.read_text(encoding="utf-8")
