"""Branches by plumbing: against the real git, in a repository of a few files."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb_tools.history.branches import (
    NOTHING,
    blobs,
    branches,
    changed,
    commit_file,
    create_branch,
    entries,
    file_at,
    move,
    move_all,
    read_commit,
)
from kb_tools.history.repository import GitError, Person, Repository

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SERVICE = Person("Hosen intake", "intake@localhost")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "Somebody")
    git(folder, "config", "user.email", "somebody@localhost")
    (folder / "base/docs").mkdir(parents=True)
    (folder / "base/docs/קובץ.yml").write_text("א\n", encoding="utf-8")
    (folder / "base/docs/two words.yml").write_bytes(b"\n\n")
    (folder / "base/link").symlink_to("/etc/passwd")
    (folder / "outside.txt").write_text("x")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "ראשון")
    return Repository.at(folder / "base")


def head(repository: Repository) -> str:
    found = repository.commit_of("HEAD")
    assert found is not None
    return found


def test_the_files_of_a_commit_are_seen_from_the_knowledge_base(repository: Repository) -> None:
    found = entries(repository, head(repository))
    assert {entry.path: entry.is_file for entry in found} == {
        "docs/two words.yml": True,
        "docs/קובץ.yml": True,
        "link": False,
    }
    assert [entry.path for entry in entries(repository, head(repository), ["docs"])] == [
        "docs/two words.yml",
        "docs/קובץ.yml",
    ]
    assert entries(repository, head(repository), ["no-such", "-x"]) == []


def test_contents_come_in_the_order_asked_for_byte_for_byte(repository: Repository) -> None:
    found = {entry.path: entry.blob for entry in entries(repository, head(repository))}
    wanted = [found["docs/קובץ.yml"], found["docs/two words.yml"], found["docs/קובץ.yml"]]
    assert list(blobs(repository, wanted)) == ["א\n".encode(), b"\n\n", "א\n".encode()]
    assert list(blobs(repository, [])) == []
    assert file_at(repository, head(repository), "docs/two words.yml") == b"\n\n"
    assert file_at(repository, head(repository), "docs") is None
    assert file_at(repository, head(repository), "link") is None


def test_a_commit_holds_one_more_file_and_touches_nothing_else(repository: Repository) -> None:
    before = git(repository.folder, "status", "--porcelain")
    new = commit_file(repository, head(repository), "docs/-x,y.yml", b"z", "נושא\n\nSubmitted-by: א: ב\n", SERVICE, NOW)
    found = read_commit(repository, new)
    assert (found.parents, found.subject, found.trailer("Submitted-by")) == ((head(repository),), "נושא", "א: ב")
    assert (found.author, found.made, found.trailer("Reviewed-by")) == (SERVICE, NOW, "")
    assert [(letter, entry.path) for letter, entry in changed(repository, head(repository), new)] == [
        ("A", "docs/-x,y.yml")
    ]
    assert git(repository.folder, "status", "--porcelain") == before
    assert branches(repository, "refs/heads") == {"main": head(repository)}


def test_a_trailer_stands_in_the_last_paragraph_alone(repository: Repository) -> None:
    message = "Submitted-by: נושא\n\nSubmitted-by: באמצע\n\nטקסט\n"
    new = commit_file(repository, head(repository), "docs/a.yml", b"", message, SERVICE, NOW)
    assert read_commit(repository, new).trailer("Submitted-by") == ""


def test_what_changes_outside_the_knowledge_base_is_seen_as_outside(repository: Repository) -> None:
    before = head(repository)
    (repository.folder / "../outside.txt").write_text("y")
    git(repository.folder, "commit", "--quiet", "--all", "--message", "x")
    assert [entry.path for _, entry in changed(repository, before, head(repository))] == ["/outside.txt"]


def test_a_branch_is_made_once(repository: Repository) -> None:
    new = commit_file(repository, head(repository), "docs/a.yml", b"", "א", SERVICE, NOW)
    assert create_branch(repository, "lesson/a", head(repository))
    assert not create_branch(repository, "lesson/a", new)
    assert not create_branch(repository, "lesson/a", head(repository))
    assert branches(repository, "refs/heads/lesson") == {"a": head(repository)}


def test_a_reference_moves_only_from_where_it_is(repository: Repository) -> None:
    new = commit_file(repository, head(repository), "docs/a.yml", b"", "א", SERVICE, NOW)
    create_branch(repository, "x", head(repository))
    assert not move(repository, "refs/heads/x", new, new)
    assert not move(repository, "refs/heads/y", new, new)
    assert move(repository, "refs/heads/x", new, head(repository))
    assert move(repository, "refs/heads/x", NOTHING, new)
    assert branches(repository, "refs/heads") == {"main": head(repository)}


def test_several_references_move_together_or_not_at_all(repository: Repository) -> None:
    here = head(repository)
    create_branch(repository, "x", here)
    create_branch(repository, "taken", here)
    assert not move_all(repository, [("refs/heads/taken", here, NOTHING), ("refs/heads/x", NOTHING, here)])
    assert set(branches(repository, "refs/heads")) == {"main", "x", "taken"}
    assert move_all(repository, [("refs/heads/free", here, NOTHING), ("refs/heads/x", NOTHING, here)])
    assert set(branches(repository, "refs/heads")) == {"main", "free", "taken"}


def test_a_name_that_stands_in_the_way_is_an_error(repository: Repository) -> None:
    create_branch(repository, "lesson", head(repository))
    with pytest.raises(GitError, match="update-ref"):
        create_branch(repository, "lesson/a", head(repository))


@pytest.mark.parametrize("reference", ["--help", "-x", "no-such", "", "HEAD~1", "a b"])
def test_no_reference_is_taken_for_an_option(repository: Repository, reference: str) -> None:
    assert repository.commit_of(reference) is None


def test_the_surroundings_do_not_lead_elsewhere(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "/no/such/place")
    assert Repository.at(repository.folder).prefix == "base/"


def test_a_person_is_read_as_it_is_written() -> None:
    assert Person.parse("Hosen intake <intake@localhost>") == SERVICE


def test_settings_of_the_user_do_not_change_what_is_read(repository: Repository) -> None:
    for setting in (
        "log.showSignature=true",
        "color.ui=always",
        "core.quotePath=true",
        "i18n.logOutputEncoding=windows-1255",
    ):
        git(repository.folder, "config", *setting.split("="))
    found = read_commit(repository, head(repository))
    assert (found.id, found.subject, found.author.name) == (head(repository), "ראשון", "Somebody")
    assert [entry.path for entry in entries(repository, head(repository), ["docs"])] == [
        "docs/two words.yml",
        "docs/קובץ.yml",
    ]


def test_a_repository_of_longer_hashes_is_written_to_as_well(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=b", "commit", "--quiet", "--allow-empty", "--message", "x")
    repository = Repository.at(tmp_path)
    made = commit_file(repository, head(repository), "docs/a.yml", b"a\n", "message\n", SERVICE, NOW)
    assert create_branch(repository, "lesson/a", made)
    assert not create_branch(repository, "lesson/a", made)
    assert file_at(repository, made, "docs/a.yml") == b"a\n"
    assert [letter for letter, _ in changed(repository, head(repository), made)] == ["A"]
    assert move(repository, "refs/heads/lesson/a", NOTHING, made)
    assert branches(repository, "refs/heads") == {"main": head(repository)}
