"""A small knowledge base under git, and a team that shares it."""

import shutil
from pathlib import Path

import pytest

from kb_tools.content.start import start
from tests.unit.intake.sent import TODAY, Team, git


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "base"
    start(folder, "מאגר לדוגמה", TODAY)
    settings = folder / "kb.yml"
    settings.write_text(settings.read_text("utf-8") + "intake:\n  source: first-source\n", encoding="utf-8")
    _repository(folder)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "התחלה")
    return folder


def _repository(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    _person(folder)


def _person(folder: Path) -> None:
    git(folder, "config", "user.name", "מנהלת הידע")
    git(folder, "config", "user.email", "knowledge@localhost")


@pytest.fixture
def base(template: Path, tmp_path: Path) -> Path:
    """A working tree with no remote."""
    return Path(shutil.copytree(template, tmp_path / "base"))


@pytest.fixture
def team(template: Path, tmp_path: Path) -> Team:
    remote = tmp_path / "remote.git"
    git(template, "clone", "--quiet", "--bare", str(template), str(remote))
    git(remote, "remote", "remove", "origin")
    for name in ("one", "two"):
        git(tmp_path, "clone", "--quiet", str(remote), name)
        _person(tmp_path / name)
    return Team(remote, tmp_path / "one", tmp_path / "two")
