"""History from real repositories: renames, Hebrew names, shallow clones, none at all."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kb_tools.history.git_log import read_history


class Repository:
    """A repository whose commits have days of our choosing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self._git("init", "--quiet", "--initial-branch=main")
        self._git("config", "user.email", "somebody@example.org")
        self._git("config", "user.name", "Somebody")

    def _git(self, *arguments: str, day: str = "2026-01-01") -> None:
        when = f"{day}T12:00:00+00:00"
        environment = {
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
            "HOME": str(self.root),
            "PATH": "/usr/bin:/bin:/usr/local/bin",
        }
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True, env=environment, capture_output=True)

    def commit(self, day: str, **files: str) -> None:
        for name, text in files.items():
            path = self.root / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty-message", "--message", "x", day=day)

    def rename(self, day: str, old: str, new: str) -> None:
        self._git("mv", old, new)
        self._git("commit", "--quiet", "--message", "rename", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_each_file_has_its_first_and_last_day(repository: Repository) -> None:
    repository.commit("2026-01-05", a="1", b="1")
    repository.commit("2026-03-07", a="2")
    history = read_history(repository.root)
    a, b = history.of("a"), history.of("b")
    assert a is not None
    assert b is not None
    assert (a.created, a.changed, a.commits) == (date(2026, 1, 5), date(2026, 3, 7), 2)
    assert (b.created, b.changed, b.commits) == (date(2026, 1, 5), date(2026, 1, 5), 1)
    assert history.notice is None


def test_a_renamed_file_keeps_its_life_also_twice_and_in_hebrew(repository: Repository) -> None:
    text = "".join(f"line {n}\n" for n in range(30))
    repository.commit("2026-01-05", ישן=text)
    repository.rename("2026-02-01", "ישן", "חדש יותר")
    repository.rename("2026-03-01", "חדש יותר", "new")
    found = read_history(repository.root).of("new")
    assert found is not None
    assert (found.created, found.changed, found.commits) == (date(2026, 1, 5), date(2026, 3, 1), 3)


def test_paths_are_from_the_knowledge_base_even_inside_a_larger_repository(repository: Repository) -> None:
    repository.commit("2026-01-05", base__docs__x="1", other="1")
    history = read_history(repository.root / "base")
    assert list(history.files) == ["docs/x"]


def test_a_shallow_clone_is_said_and_gives_no_dates(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-05", a="1")
    repository.commit("2026-02-05", a="2")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone)],
        check=True,
        capture_output=True,
    )
    history = read_history(clone)
    assert history.notice == ("shallow-git", "")
    assert history.of("a") is None


def test_no_repository_and_no_commits_are_said(tmp_path: Path, repository: Repository) -> None:
    (tmp_path / "plain").mkdir()
    notice = read_history(tmp_path / "plain").notice
    assert notice is not None
    assert notice[0] == "no-git"
    assert read_history(repository.root).notice == ("no-git", "אין עדיין אף commit")
