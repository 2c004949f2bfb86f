"""History from real repositories: renames, merges, people, clocks; shallow, damaged and none at all."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kb_tools.history.git_log import read_blobs, read_history
from kb_tools.history.repository import GitError
from kb_tools.model.provenance import NOT_YET, History, Provenance
from tests.unit.history.repository import Repository

TODAY = date(2026, 11, 22)
LONG = "".join(f"line {number}\n" for number in range(30))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def life(history: History, path: str) -> Provenance:
    found = history.of(path)
    assert found is not None
    return found


def test_each_file_has_its_first_and_last_day(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1", "b": "1"})
    repository.commit("2026-03-07", {"a": "2"})
    history = read_history(repository.root, TODAY)
    a, b = life(history, "a"), life(history, "b")
    assert (a.created, a.changed, a.commits) == (date(2026, 1, 5), date(2026, 3, 7), 2)
    assert (b.created, b.changed, b.commits) == (date(2026, 1, 5), date(2026, 1, 5), 1)
    assert history.notices == ()


def test_a_renamed_file_keeps_its_life_also_twice_and_in_hebrew(repository: Repository) -> None:
    repository.commit("2026-01-05", {"ישן": LONG})
    repository.git("mv", "ישן", "חדש יותר")
    repository.commit("2026-02-01")
    repository.git("mv", "חדש יותר", "new")
    repository.commit("2026-03-01", {"new": LONG + "and more\n"})
    found = life(read_history(repository.root, TODAY), "new")
    assert (found.created, found.changed, found.commits) == (date(2026, 1, 5), date(2026, 3, 1), 3)
    assert [version.path for version in found.versions] == ["new", "חדש יותר", "ישן"]


def test_what_was_written_under_the_old_name_beside_the_rename_belongs_to_the_file(repository: Repository) -> None:
    repository.commit("2026-01-05", {"old": LONG})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("2026-03-01", {"old": "first\n" + LONG})
    repository.git("checkout", "--quiet", "main")
    repository.git("mv", "old", "new")
    repository.commit("2026-02-01")
    repository.git("merge", "--quiet", "--no-edit", "side", day="2026-04-01")
    history = read_history(repository.root, TODAY)
    assert (repository.root / "new").read_text().startswith("first")
    assert life(history, "new").changed == date(2026, 3, 1)
    assert life(history, "new").commits == 3


def test_a_merge_counts_where_it_wrote_what_no_side_had(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1\n", "b": "1\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("2026-02-01", {"a": "side\n", "b": "side\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit("2026-02-02", {"a": "main\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "--quiet", "side")
    merge = repository.commit("2026-03-01", {"a": "both\n"})
    history = read_history(repository.root, TODAY)
    assert [version.commit.id == merge for version in life(history, "a").versions] == [True, False, False, False]
    assert len(life(history, "a").versions[0].before) == 2
    assert life(history, "b").changed == date(2026, 2, 1)


def test_people_are_counted_once_by_mailmap_and_as_co_authors(repository: Repository) -> None:
    dana, moved = "Dana <dana@example.org>", "Dana N <dana@elsewhere.example>"
    repository.commit("2026-01-05", {"a": "1"}, author=dana)
    repository.commit("2026-01-06", {"a": "2"}, author=moved)
    repository.commit("2026-01-07", {"a": "3"}, f"x\n\nCo-authored-by: {moved}\nCo-authored-by: Avi <avi@example.org>")
    assert life(read_history(repository.root, TODAY), "a").people == 4
    repository.commit("2026-01-08", {".mailmap": f"{dana} {moved}\n"})
    assert life(read_history(repository.root, TODAY), "a").people == 3


def test_no_name_of_a_person_is_in_the_history(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1"}, "x\n\nCo-authored-by: Avi <avi@example.org>")
    told = repr(read_history(repository.root, TODAY))
    assert "Avi" not in told
    assert "avi@" not in told
    assert "Somebody" not in told


def test_a_file_that_was_deleted_and_written_anew_has_the_life_of_the_new_one(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1", "b": "1"})
    repository.commit("2026-02-05", {"a": None})
    repository.commit("2026-03-05", {"a": "quite another"})
    history = read_history(repository.root, TODAY)
    assert life(history, "a").created == date(2026, 3, 5)
    assert [former.created for former in history.former.values()] == [date(2026, 1, 5)]


def test_a_commit_of_the_future_is_told_and_dates_nothing(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    commit = repository.commit("2031-01-05", {"a": "2"})
    history = read_history(repository.root, TODAY)
    assert history.notices == (("history-clock", f"{commit[:10]} (2031-01-05)"),)
    assert (life(history, "a").changed, life(history, "a").is_later) == (date(2026, 1, 5), True)


def test_a_clock_that_went_back_moves_no_date_back(repository: Repository) -> None:
    repository.commit("2026-05-05", {"a": "1"})
    repository.commit("2026-02-05", {"a": "2"})
    history = read_history(repository.root, TODAY)
    assert life(history, "a").created == life(history, "a").changed == date(2026, 5, 5)
    assert life(history, "a").is_doubtful
    assert [code for code, _ in history.notices] == ["history-clock-back"]
    assert [version.commit.day.month for version in life(history, "a").versions] == [2, 5]


def test_paths_are_from_the_knowledge_base_even_inside_a_larger_repository(repository: Repository) -> None:
    repository.commit("2026-01-05", {"base/docs/x": "1", "other": "1"})
    repository.write({"base/docs/x": "2", "other": "2"})
    history = read_history(repository.root / "base", TODAY)
    assert list(history.files) == ["docs/x"]
    assert history.unsaved == {"docs/x"}


def test_what_is_not_committed_is_told(repository: Repository) -> None:
    repository.commit("2026-01-05", {"docs/a": "1", "docs/b": "1", "other": "1"})
    repository.write({"docs/a": "2", "docs/חדש": "1", "other": "2"})
    repository.git("mv", "docs/b", "docs/c")
    history = read_history(repository.root, TODAY, content=("docs",))
    # What a renamed file was called too: what it held is gone from there, as it will be after the commit.
    assert history.unsaved == {"docs/a", "docs/חדש", "docs/b", "docs/c"}
    assert history.notices == (("history-unsaved", "4"),)


def test_a_detached_head_is_told_and_its_dates_hold(repository: Repository) -> None:
    first = repository.commit("2026-01-05", {"a": "1"})
    repository.commit("2026-02-05", {"a": "2"})
    repository.git("checkout", "--quiet", first)
    history = read_history(repository.root, TODAY)
    assert history.notices == (("history-detached", ""),)
    assert life(history, "a").changed == date(2026, 1, 5)


def test_ancestors(repository: Repository) -> None:
    first = repository.commit("2026-01-05", {"a": "1"})
    repository.git("checkout", "--quiet", "-b", "side")
    side = repository.commit("2026-01-06", {"b": "1"})
    repository.git("checkout", "--quiet", "main")
    main = repository.commit("2026-01-07", {"c": "1"})
    repository.git("merge", "--quiet", "--no-edit", "side")
    history = read_history(repository.root, TODAY)
    assert history.is_before(first, side)
    assert history.is_before(first, main)
    assert not history.is_before(side, main)
    assert not history.is_before(main, side)
    assert not history.is_before(first, first)
    assert history.is_before(main, NOT_YET)


def test_what_is_kept_spares_no_truth(repository: Repository, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    repository.commit("2026-01-05", {"a": "1"})
    read_history(repository.root, TODAY, kept)
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("2026-02-05", {"a": "2"})
    assert read_history(repository.root, TODAY, kept) == read_history(repository.root, TODAY)
    # As after a forced push: the commit that was read last is no ancestor any more.
    repository.git("checkout", "--quiet", "main")
    repository.commit("2026-03-05", {"a": "3"})
    assert read_history(repository.root, TODAY, kept) == read_history(repository.root, TODAY)
    (kept / "log.json").write_text((kept / "log.json").read_text().replace("2026-01-05", "2020-01-05"))
    assert read_history(repository.root, TODAY, kept) == read_history(repository.root, TODAY)


def test_a_shallow_clone_is_said_and_gives_no_dates(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    repository.commit("2026-02-05", {"a": "2"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    history = read_history(clone, TODAY)
    assert history.notices == (("shallow-git", ""),)
    assert history.of("a") is None
    assert not history.is_known


def test_missing_commits_are_said(repository: Repository) -> None:
    first = repository.commit("2026-01-05", {"a": "1"})
    repository.commit("2026-02-05", {"a": "2"})
    (repository.root / ".git" / "objects" / first[:2] / first[2:]).unlink()
    history = read_history(repository.root, TODAY)
    assert history.notices == (("history-broken", ""),)
    assert not history.is_known


def test_no_repository_and_no_commits_are_said(tmp_path: Path, repository: Repository) -> None:
    (tmp_path / "plain").mkdir()
    assert read_history(tmp_path / "plain", TODAY).notices == (("no-git", "התיקייה אינה מאגר git"),)
    assert read_history(repository.root, TODAY).notices == (("no-git", "אין עדיין אף commit"),)


def test_blobs_one_that_is_too_large_and_one_that_is_missing(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "שלום", "b": "x" * 100})
    history = read_history(repository.root, TODAY)
    a, b = history.blobs["a"], history.blobs["b"]
    assert dict(read_blobs(repository.root, [a, b], 99)) == {a: "שלום".encode(), b: None}
    with pytest.raises(GitError):
        list(read_blobs(repository.root, [a, "1" * 40], 99))
