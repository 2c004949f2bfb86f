"""What real repositories hold beside plain commits: other settings, odd names and texts, strange parents, missing parts."""

import json
import os
import subprocess
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from kb_tools.history.git_log import LONGEST, read_blobs, read_history
from kb_tools.model.provenance import History, Provenance
from tests.unit.history.repository import Repository

TODAY = date(2026, 11, 22)
LONG = "".join(f"line {number}\n" for number in range(30))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def life(history: History, path: str) -> Provenance:
    found = history.of(path)
    assert found is not None, (path, history.notices, list(history.files))
    return found


def raw_commit(repository: Repository, head: str, message: bytes = b"x") -> str:
    """A commit whose header git would not write by itself; the branch is put on it."""
    tree = repository.git("rev-parse", "HEAD^{tree}")
    parent = repository.git("rev-parse", "HEAD")
    text = f"tree {tree}\nparent {parent}\n{head}\n\n".encode() + message
    command = ["git", "-C", str(repository.root), "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    made = subprocess.run(command, input=text, capture_output=True, check=True).stdout.decode().strip()
    repository.git("reset", "--quiet", "--hard", made)
    return made


SETTINGS = {
    "log.showSignature": "true",
    "log.showRoot": "false",
    "log.follow": "true",
    "log.date": "relative",
    "log.mailmap": "false",
    "log.diffMerges": "off",
    "diff.renames": "false",
    "diff.renameLimit": "1",
    "diff.noprefix": "true",
    "diff.orderFile": "no-such-file",
    "core.quotePath": "true",
    "core.abbrev": "5",
    "color.ui": "always",
    "i18n.logOutputEncoding": "ISO-8859-8",
    "trailer.separators": "=",
    "status.renames": "copies",
    "status.showUntrackedFiles": "no",
    "status.relativePaths": "false",
    "format.pretty": "oneline",
}


def test_what_a_person_has_set_changes_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-05", {"base/ישן": LONG, "base/b": "1"}, "ראשון")
    repository.git("mv", "base/ישן", "base/חדש")
    repository.commit(
        "2026-02-05", {"base/חדש": LONG + "ועוד\n", "base/d": "1"}, "שני\n\nCo-authored-by: Avi <avi@example.org>"
    )
    repository.write({"base/חדש": "אחר", "base/e": "1"})
    plain = read_history(repository.root / "base", TODAY)
    assert life(plain, "חדש").created == date(2026, 1, 5)
    assert life(plain, "חדש").people == 2
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[mailmap]\n file = {tmp_path / 'names'}\n")
    (tmp_path / "names").write_text("Somebody <avi@example.org> <somebody@example.org>\n")
    for name, value in SETTINGS.items():
        subprocess.run(["git", "config", "--file", str(settings), name, value], check=True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert read_history(repository.root / "base", TODAY) == plain


def test_what_a_hook_or_a_language_has_set_changes_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-05", {"א": "1"})
    plain = read_history(repository.root, TODAY)
    other = Repository(tmp_path / "other")
    other.commit("2020-01-05", {"א": "1"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git/index"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    assert read_history(repository.root, TODAY) == plain
    (tmp_path / "plain").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert read_history(tmp_path / "plain", TODAY).notices == (("no-git", "התיקייה אינה מאגר git"),)


def test_reading_leaves_the_index_of_whoever_works_there_alone(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    index = repository.root / ".git/index"
    os.utime(repository.root / "a", (1, 1))
    before = index.read_bytes()
    read_history(repository.root, TODAY)
    assert index.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["\x02a", "\x02" + "\x1f" * 9, "a\nb", "a\tb", '"a"', ":a", ":(top)a", "a b", "-a", "😀"]
)
def test_a_file_may_be_named_like_anything(repository: Repository, name: str) -> None:
    repository.commit("2026-01-05", {f"docs/{name}": LONG, name: "1"})
    repository.git("mv", f"docs/{name}", f"docs/{name}2")
    repository.commit("2026-02-05")
    history = read_history(repository.root, TODAY)
    assert life(history, f"docs/{name}2").created == date(2026, 1, 5)
    assert life(history, name).commits == 1


def test_a_name_that_is_no_utf8_is_kept_too(repository: Repository, tmp_path: Path) -> None:
    (repository.root / os.fsdecode(b"caf\xe9")).write_text("1")
    repository.commit("2026-01-05", {"a": "1"})
    first = read_history(repository.root, TODAY, tmp_path / "kept")
    assert (tmp_path / "kept/log.json").exists()
    assert first == read_history(repository.root, TODAY, tmp_path / "kept")
    assert life(first, "a").commits == 1


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        (b"a\x1fb\x02c\x1ed\x00e", "a b\ufffdc d"),
        (b"caf\xe9", "caf\ufffd"),
        (b"one\ntwo\n\nthree", "one two"),
        (b"", ""),
        (b"x" * 100_000, "x" * LONGEST + "…"),
        (b"x\n\nCo-authored-by: nobody\nCo-authored-by: a\x1fb <c\x1ed@e>\nCo-authored-by: \xe9 <f@g>", "x"),
    ],
)
def test_a_subject_may_say_anything(repository: Repository, tmp_path: Path, message: bytes, subject: str) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    who = "Somebody <somebody@example.org> 1780000000 +0000"
    made = raw_commit(repository, f"author {who}\ncommitter {who}", message)
    history = read_history(repository.root, TODAY, tmp_path / "kept")
    assert history.commits[made].subject == subject
    assert history == read_history(repository.root, TODAY, tmp_path / "kept")
    history.commits[made].subject.encode()


def test_a_co_author_without_an_address_does_not_undo_the_mailmap(repository: Repository) -> None:
    dana, moved = "Dana <dana@example.org>", "Dana N <dana@elsewhere.example>"
    repository.commit("2026-01-05", {".mailmap": f"{dana} {moved}\n", "a": "1"}, author=dana)
    repository.commit("2026-01-06", {"a": "2"}, f"x\n\nCo-authored-by: {moved}\nCo-authored-by: the team", author=dana)
    assert life(read_history(repository.root, TODAY), "a").people == 2


@pytest.mark.parametrize("when", ["400000000000 +0000", "99999999999999999999 +0000", "x", "0 +0000"])
def test_a_date_that_is_none_dates_nothing(repository: Repository, when: str) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    who = f"Somebody <somebody@example.org> {when}"
    repository.git("reset", "--quiet", "--soft", raw_commit(repository, f"author {who}\ncommitter {who}"))
    history = read_history(repository.root, TODAY)
    assert [code for code, _ in history.notices] == ["history-clock"]
    assert life(history, "a").changed == date(2026, 1, 5)


def test_a_file_of_impossible_days_alone_has_no_date(repository: Repository) -> None:
    repository.commit("1970-01-01", {"a": "1"})
    found = life(read_history(repository.root, TODAY), "a")
    assert (found.created, found.changed, found.commits) == (None, None, 1)


def test_the_next_day_of_an_eastern_zone_is_today(repository: Repository) -> None:
    repository.commit("2026-11-23", {"a": "1"})
    history = read_history(repository.root, TODAY)
    assert history.notices == ()
    assert (life(history, "a").changed, life(history, "a").is_later) == (TODAY, False)


def test_replaced_commits_and_grafts_are_not_asked(repository: Repository) -> None:
    first = repository.commit("2026-01-05", {"a": "1"})
    repository.commit("2026-02-05", {"a": "2"})
    last = repository.commit("2026-03-05", {"a": "3"})
    plain = read_history(repository.root, TODAY)
    repository.git("replace", "--graft", last, first)
    (repository.root / ".git/info").mkdir(exist_ok=True)
    (repository.root / ".git/info/grafts").write_text(f"{last}\n")
    assert read_history(repository.root, TODAY) == plain
    assert life(plain, "a").commits == 3


def test_an_octopus_of_roots_that_have_nothing_in_common(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    for number in (1, 2):
        repository.git("checkout", "--quiet", "--orphan", f"side{number}")
        repository.git("rm", "--quiet", "-rf", ".")
        repository.commit(f"2026-01-0{5 + number}", {f"b{number}": "1"})
    repository.git("checkout", "--quiet", "main")
    repository.git("read-tree", "-m", "-u", "main")
    for number in (1, 2):
        repository.git("checkout", "--quiet", f"side{number}", "--", ".")
    tree, parents = repository.git("write-tree"), ("-p", "main", "-p", "side1", "-p", "side2")
    octopus = repository.git("commit-tree", tree, *parents, "-m", "x", day="2026-02-01")
    repository.git("reset", "--quiet", "--hard", octopus)
    history = read_history(repository.root, TODAY)
    assert [life(history, name).created.day for name in ("a", "b1", "b2")] == [5, 6, 7]  # type: ignore[union-attr]
    head = repository.git("rev-parse", "HEAD")
    assert len(history.commits[head].parents) == 3
    roots = [repository.git("rev-parse", name) for name in ("main^1", "side1", "side2")]
    assert all(history.is_before(root, head) for root in roots)
    assert not any(history.is_before(one, other) for one in roots for other in roots)


def test_empty_commits_links_and_modes(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1", "b": "1"})
    repository.commit("2026-02-05")
    (repository.root / "a").chmod(0o755)
    repository.commit("2026-03-05")
    assert life(read_history(repository.root, TODAY), "a").changed == date(2026, 1, 5)
    (repository.root / "b").unlink()
    (repository.root / "b").symlink_to("a")
    repository.commit("2026-04-05")
    assert life(read_history(repository.root, TODAY), "b").changed == date(2026, 4, 5)


def test_a_submodule_is_no_file_that_changed(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.commit("2026-01-01", {"x": "1"})
    repository.commit("2026-01-05", {"a": "1"})
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "docs/sub")
    repository.commit("2026-02-05")
    (repository.root / "docs/sub/x").write_text("2")
    history = read_history(repository.root, TODAY)
    assert history.unsaved == frozenset()
    assert life(history, "a").commits == 1


def test_a_deletion_beside_ended_nothing(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": "1\n", "b": "1"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("2026-02-01", {"a": None})
    repository.git("checkout", "--quiet", "main")
    repository.commit("2026-02-02", {"a": "2\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "--quiet", "side")
    repository.commit("2026-03-01", {"a": "2\n"})
    found = life(read_history(repository.root, TODAY), "a")
    assert (found.created, found.changed, found.commits) == (date(2026, 1, 5), date(2026, 2, 2), 2)


def test_a_rename_in_the_working_tree_is_told_under_both_names(repository: Repository) -> None:
    repository.commit("2026-01-05", {"a": LONG})
    (repository.root / "a").rename(repository.root / "b")
    repository.git("add", "--intent-to-add", "b")
    assert read_history(repository.root, TODAY).unsaved == {"a", "b"}


def test_what_is_kept_of_a_side_that_is_older_gives_the_same_order(repository: Repository, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    repository.commit("2026-01-05", {"a": "1\n" + LONG})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("2026-01-10", {"a": "1\n" + LONG + "side\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit("2026-02-05", {"a": "main\n" + LONG})
    read_history(repository.root, TODAY, kept)
    repository.git("merge", "--quiet", "--no-edit", "side", day="2026-03-01")
    again, anew = read_history(repository.root, TODAY, kept), read_history(repository.root, TODAY)
    assert again == anew
    assert list(again.commits) == list(anew.commits)


def test_a_repository_of_sha256(tmp_path: Path) -> None:
    repository = Repository.__new__(Repository)
    repository.root = tmp_path / "repository"
    repository.root.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    repository.commit("2026-01-05", {"a": LONG})
    repository.git("mv", "a", "b")
    repository.commit("2026-02-05")
    history = read_history(repository.root, TODAY)
    found = life(history, "b")
    assert (found.created, found.versions[-1].before) == (date(2026, 1, 5), ("",))
    assert dict(read_blobs(repository.root, [history.blobs["b"]], 10_000)) == {history.blobs["b"]: LONG.encode()}


def test_a_bare_repository_is_said(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    repository.git("clone", "--quiet", "--bare", str(repository.root), str(tmp_path / "bare"))
    ((code, found),) = read_history(tmp_path / "bare", TODAY).notices
    assert (code, "bare" in found) == ("no-git", True)


def test_a_partial_clone_is_said_and_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit("2026-01-05", {"a": LONG})
    repository.commit("2026-02-05", {"a": LONG + "2"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.root}", str(clone))
    repository.git("-C", str(clone), "remote", "set-url", "origin", "file:///no/such/place")
    history = read_history(clone, TODAY)
    assert history.notices == (("partial-git", ""),)
    assert not history.is_known
    repository.git("-C", str(clone), "remote", "set-url", "origin", f"file://{repository.root}")
    repository.git("-C", str(clone), "fetch", "--quiet", "--refetch", "--no-filter")
    assert life(read_history(clone, TODAY), "a").created == date(2026, 1, 5)


def test_a_branch_that_points_nowhere_is_broken_and_not_new(repository: Repository) -> None:
    head = repository.commit("2026-01-05", {"a": "1"})
    (repository.root / ".git/objects" / head[:2] / head[2:]).unlink()
    assert read_history(repository.root, TODAY).notices == (("history-broken", ""),)


@pytest.mark.parametrize("kept", ["{}", "[]\n{}", '{"form": 2}\n{"log": "x"}', "\x00", ""])
def test_what_is_kept_and_damaged_counts_as_none(repository: Repository, tmp_path: Path, kept: str) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    (tmp_path / "log.json").write_text(kept)
    assert read_history(repository.root, TODAY, tmp_path) == read_history(repository.root, TODAY)


def test_a_folder_that_cannot_hold_what_is_kept_is_no_harm(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-05", {"a": "1"})
    (tmp_path / "file").write_text("")
    assert life(read_history(repository.root, TODAY, tmp_path / "file/kept"), "a").commits == 1
    (tmp_path / "kept/log.json").mkdir(parents=True)
    assert life(read_history(repository.root, TODAY, tmp_path / "kept"), "a").commits == 1
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["log.json"]


def _read(place: tuple[Path, Path]) -> int:
    return len(read_history(place[0], TODAY, place[1]).commits)


def test_two_that_read_at_once_keep_one_whole_file(repository: Repository, tmp_path: Path) -> None:
    for number in range(20):
        repository.commit("2026-01-05", {"a": str(number)})
    kept = tmp_path / "kept"
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(_read, [(repository.root, kept)] * 4) == [20] * 4
    assert [path.name for path in kept.iterdir()] == ["log.json"]
    assert json.loads((kept / "log.json").read_text().partition("\n")[2])["head"] == repository.git("rev-parse", "HEAD")
