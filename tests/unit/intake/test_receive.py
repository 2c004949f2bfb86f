"""Submissions become branches, in real repositories: a working tree, a bare one, two clones of a remote."""

import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from kb_tools.history.repository import GitError, Repository
from kb_tools.intake.receive import reception
from kb_tools.library import load_library
from tests.unit.intake.sent import (
    NOW,
    TODAY,
    Team,
    as_bytes,
    commit,
    correction,
    git,
    heads,
    lesson,
    receive,
    result,
    text_in,
)


@pytest.mark.parametrize(
    ("sent", "folder", "subject"),
    [
        (lesson(), "docs/lessons", "לקח חדש: מפתח שני למחסן"),
        (result(), "docs/municipalities/example-unit/results", "תוצאות תרגיל: first-drill, example-unit, 2026-11-02"),
        (correction(), "docs/corrections", "הצעה לתיקון: lessons/first-lesson/"),
    ],
)
def test_a_submission_becomes_a_branch_with_one_commit(base: Path, sent: Any, folder: str, subject: str) -> None:
    before = git(base, "rev-parse", "main")
    outcome = receive(base, sent)
    assert (outcome.state, outcome.reasons) == ("accepted", ())
    assert outcome.branch == f"{sent['kind']}/{outcome.id}"
    assert set(heads(base)) == {"main", outcome.branch}
    assert git(base, "rev-parse", f"{outcome.branch}^") == before
    assert git(base, "diff", "--name-status", "main", outcome.branch) == f"A\t{folder}/{outcome.id}.yml"
    shown = git(base, "log", "-1", "--format=%an <%ae>|%cn <%ce>|%aI|%B", outcome.branch)
    service = "Hosen intake <intake@localhost>"
    assert shown == f"{service}|{service}|2026-11-22T09:30:00+00:00|{subject}\n\nSubmitted-by: רכזת מתנדבים\n"


@pytest.mark.parametrize("sent", [lesson(observation="א: ב\n- {ג}\n\n# ד"), result(), correction(page="./")])
def test_the_branch_is_a_knowledge_base_without_problems(base: Path, sent: Any) -> None:
    outcome = receive(base, sent)
    git(base, "checkout", "--quiet", outcome.branch)
    assert load_library(base, TODAY).problems == ()


def test_neither_the_working_tree_nor_the_index_is_touched(base: Path) -> None:
    (base / "docs/lessons/mine.yml").write_text("id: not finished", encoding="utf-8")
    (base / "kb.yml").write_text("title: in the middle of a change", encoding="utf-8")
    git(base, "add", "kb.yml")
    before = git(base, "status", "--porcelain=v2")
    assert receive(base, lesson()).state == "accepted"
    assert git(base, "status", "--porcelain=v2") == before
    assert git(base, "symbolic-ref", "HEAD") == "refs/heads/main"


def test_the_same_submission_twice_makes_one_branch(base: Path) -> None:
    first = receive(base, lesson())
    after = heads(base)
    second = receive(base, lesson())
    assert (second.state, second.id, second.branch) == ("known", first.id, first.branch)
    assert heads(base) == after


def test_what_was_merged_is_known_though_its_branch_is_gone(base: Path) -> None:
    first = receive(base, lesson())
    git(base, "merge", "--quiet", "--ff-only", first.branch)
    git(base, "branch", "--quiet", "-D", first.branch)
    second = receive(base, lesson())
    assert (second.state, second.branch) == ("known", "")
    assert "כבר התקבלה למאגר" in second.message
    assert set(heads(base)) == {"main"}


def test_what_was_sent_back_is_known(base: Path) -> None:
    first = receive(base, lesson())
    git(base, "branch", "--quiet", "--move", first.branch, f"returned/{first.branch}")
    second = receive(base, lesson())
    assert (second.state, second.branch) == ("known", f"returned/{first.branch}")
    assert "הוחזרה" in second.message


def test_a_branch_of_that_name_with_other_content_is_left_alone(base: Path) -> None:
    first = receive(base, lesson())
    git(base, "checkout", "--quiet", first.branch)
    edited = commit(base, f"docs/lessons/{first.id}.yml", "id: other\n")
    git(base, "checkout", "--quiet", "main")
    second = receive(base, lesson())
    assert (second.state, [reason.code for reason in second.reasons]) == ("refused", ["branch-taken"])
    assert heads(base)[first.branch] == edited


def test_a_branch_that_stands_in_the_way_is_told_of(base: Path) -> None:
    git(base, "branch", "lesson")
    with pytest.raises(GitError, match=r"[א-ת]"):
        receive(base, lesson())
    assert set(heads(base)) == {"main", "lesson"}


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (lesson(scenarios=["no-such"]), ["ref-dangling"]),
        (lesson(level="local"), ["local-lesson"]),
        (lesson(event={"name": "א", "began_on": "2026-12-01"}), ["date-future"]),
        (lesson(sources=[{"source": "no-such"}]), ["ref-dangling"]),
        (lesson(observation="כך כתוב. [@no-such: 3]"), ["ref-dangling"]),
        (result(drill="no-such"), ["ref-dangling", "result-gone", "result-gone"]),
        (result(items=[{"item": "other", "outcome": "done"}]), ["result-gone"]),
        (result() | {"municipality": "0031"}, ["unit-unknown"]),
        (correction(page="lessons/no-such/"), ["correction-page"]),
        (lesson(conclusion="להשלים: מה הגורם?"), ["unfinished"]),
    ],
)
def test_what_kb_check_would_say_is_said_before_anything_is_written(base: Path, sent: Any, codes: list[str]) -> None:
    outcome = receive(base, sent)
    assert (outcome.state, [reason.code for reason in outcome.reasons]) == ("refused", codes)
    assert set(heads(base)) == {"main"}


def test_faults_of_other_files_are_not_the_senders(base: Path) -> None:
    commit(base, "docs/lessons/broken.yml", "id: broken\ntitle: [\n")
    assert receive(base, lesson()).state == "accepted"


def test_a_knowledge_base_that_names_no_source_asks_for_one(base: Path) -> None:
    settings = (base / "kb.yml").read_text("utf-8").replace("\nintake:\n  source: first-source\n", "\n")
    commit(base, "kb.yml", settings)
    assert [reason.code for reason in receive(base, lesson()).reasons] == ["unsourced"]
    assert receive(base, lesson(sources=[{"source": "first-source"}])).state == "accepted"


def test_the_committer_is_that_of_the_settings(base: Path) -> None:
    settings = (
        (base / "kb.yml")
        .read_text("utf-8")
        .replace("\nintake:\n", "\nintake:\n  committer: קליטה <in@kb.example.org>\n")
    )
    commit(base, "kb.yml", settings)
    outcome = receive(base, lesson())
    assert git(base, "log", "-1", "--format=%an <%ae>", outcome.branch) == "קליטה <in@kb.example.org>"


def test_the_knowledge_base_may_be_a_folder_of_a_larger_repository(base: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet", "--initial-branch=main")
    git(whole, "config", "user.name", "x")
    git(whole, "config", "user.email", "x@localhost")
    (base / ".git").rename(tmp_path / "away")
    base.rename(whole / "our, base")
    commit(whole, "other.txt", "x")
    outcome = receive(whole / "our, base", lesson())
    assert outcome.state == "accepted"
    changed = git(whole, "diff", "--name-status", "-z", "main", outcome.branch)
    assert changed == f"A\0our, base/docs/lessons/{outcome.id}.yml\0"


def test_a_bare_repository_receives_too(team: Team) -> None:
    outcome = receive(team.remote, lesson())
    assert outcome.state == "accepted"
    assert set(heads(team.remote)) == {"main", outcome.branch}


def test_other_folder_names_are_followed(base: Path) -> None:
    git(base, "mv", "docs", "pages")
    commit(base, "kb.yml", (base / "kb.yml").read_text("utf-8") + "docs: pages\n")
    outcome = receive(base, lesson())
    assert text_in(base, outcome.branch, f"pages/lessons/{outcome.id}.yml").startswith("# yaml-language-server")


def test_no_repository_and_no_branch_are_said_in_hebrew(base: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(GitError, match="אינה מאגר git"):
        Repository.at(tmp_path / "plain")
    with pytest.raises(GitError, match="אין במאגר ענף trunk"), reception(Repository.at(base), "trunk"):
        pass


# --- a remote --------------------------------------------------------------------------------------------------------


def test_it_is_pushed_and_a_second_clone_knows_it(team: Team) -> None:
    first = receive(team.one, lesson())
    assert first.state == "accepted"
    assert set(heads(team.remote)) == {"main", first.branch}
    assert set(heads(team.one)) == {"main"}
    second = receive(team.two, lesson())
    assert (second.state, second.branch) == ("known", first.branch)


def test_it_is_made_upon_the_remote_branch_not_upon_what_stands_here(team: Team) -> None:
    ahead = commit(team.two, "docs/about.md", "---\ntitle: אודות\n---\nטקסט\n")
    git(team.two, "push", "--quiet", "origin", "main")
    commit(team.one, "docs/mine.md", "---\ntitle: שלי\n---\nטקסט\n")
    outcome = receive(team.one, lesson())
    assert git(team.remote, "rev-parse", f"{outcome.branch}^") == ahead


def test_a_remote_that_was_rewritten_is_followed(team: Team) -> None:
    receive(team.one, lesson())
    git(team.two, "commit", "--quiet", "--amend", "--message", "אחר")
    git(team.two, "push", "--quiet", "--force", "origin", "main")
    outcome = receive(team.one, lesson(title="לקח שני"))
    assert outcome.state == "accepted"
    assert git(team.remote, "rev-parse", f"{outcome.branch}^") == git(team.two, "rev-parse", "main")


def test_two_at_once_from_two_clones_both_survive(team: Team) -> None:
    sent = {team.one: lesson(title="לקח אחד"), team.two: lesson(title="לקח שני")}
    assert at_once(sent) == ["accepted", "accepted"]
    assert len(heads(team.remote)) == 3


def test_the_same_at_once_from_two_clones_is_one_branch(team: Team) -> None:
    with reception(Repository.at(team.one), "main") as one, reception(Repository.at(team.two), "main") as two:
        first, second = one.receive(as_bytes(lesson()), NOW), two.receive(as_bytes(lesson()), NOW.replace(minute=31))
    assert (first.state, second.state) == ("accepted", "known")
    assert heads(team.remote) == {
        "main": git(team.remote, "rev-parse", "main"),
        first.branch: heads(team.remote)[first.branch],
    }
    assert set(heads(team.two)) == {"main"}


def test_the_same_at_once_in_one_repository_is_one_branch(base: Path) -> None:
    with reception(Repository.at(base), "main") as desk:
        states: list[str] = []
        threads = [
            threading.Thread(target=lambda: states.append(desk.receive(as_bytes(lesson()), NOW).state))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(states) == ["accepted", "known", "known", "known"]
    assert len(heads(base)) == 2


def at_once(sent: dict[Path, Any]) -> list[str]:
    states: list[str] = []
    threads = [
        threading.Thread(target=lambda f=folder, s=each: states.append(receive(f, s).state))
        for folder, each in sent.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return states


def test_another_content_under_that_name_at_the_remote_is_left_alone(team: Team) -> None:
    first = receive(team.one, lesson())
    git(team.two, "fetch", "--quiet")
    git(team.two, "checkout", "--quiet", first.branch)
    edited = commit(team.two, f"docs/lessons/{first.id}.yml", "id: other\n")
    git(team.two, "push", "--quiet", "origin", first.branch)
    second = receive(team.one, lesson())
    assert [reason.code for reason in second.reasons] == ["branch-taken"]
    assert heads(team.remote)[first.branch] == edited


def test_a_remote_that_is_away_loses_nothing(team: Team) -> None:
    away = team.remote.rename(team.remote.with_name("away.git"))
    first = receive(team.one, lesson())
    assert (first.state, [reason.code for reason in first.reasons]) == ("kept", ["not-pushed"])
    assert "אינו זמין" in first.message
    assert set(heads(team.one)) == {"main", first.branch}
    away.rename(team.remote)
    second = receive(team.one, lesson())
    assert (second.state, second.branch) == ("known", first.branch)
    assert set(heads(team.remote)) == {"main", first.branch}
    assert set(heads(team.one)) == {"main"}


def test_a_remote_that_refuses_is_told_of_and_loses_nothing(team: Team) -> None:
    hook = team.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    outcome = receive(team.one, lesson())
    assert outcome.state == "kept"
    assert "דחה אותה" in outcome.message
    assert set(heads(team.remote)) == {"main"}
    assert set(heads(team.one)) == {"main", outcome.branch}
