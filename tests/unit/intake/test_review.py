"""Reviewers take proposals in or send them back: in a working tree, in a bare repository, through a remote."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb_tools.history.repository import Repository
from kb_tools.intake.review import Review, ReviewError, review
from kb_tools.library import load_library
from tests.unit.intake.sent import NOW, TODAY, Team, commit, correction, git, heads, lesson, receive, result, text_in

REVIEWER = "סגנית מנכ״ל"


@contextmanager
def opened(folder: Path) -> Iterator[Review]:
    with review(Repository.at(folder), "main", TODAY) as desk:
        yield desk


def approve(folder: Path, branch: str, reviewer: str = REVIEWER) -> str:
    with opened(folder) as desk:
        return desk.approve(branch, reviewer, NOW)


def send_back(folder: Path, branch: str, because: str = "חסר מקור") -> str:
    with opened(folder) as desk:
        return desk.send_back(branch, REVIEWER, because, NOW)


def test_what_waits_is_listed_with_its_check_and_in_words(base: Path) -> None:
    sent = [receive(base, each) for each in (lesson(), result(), correction())]
    git(base, "branch", "other/branch")
    git(base, "branch", "lesson/Not-An-Id")
    with opened(base) as desk:
        proposals = {proposal.branch: proposal for proposal in desk.proposals()}
    assert set(proposals) == {outcome.branch for outcome in sent}
    found = proposals[sent[0].branch]
    assert (found.title, found.submitted_by, found.made) == ("לקח חדש: מפתח שני למחסן", "רכזת מתנדבים", NOW)
    assert all(proposal.is_sound for proposal in proposals.values())
    (change,) = found.changes
    assert (change.path, change.heading) == (f"docs/lessons/{sent[0].id}.yml", "לקח חדש: מפתח שני למחסן")
    told = {field.label: field.after for field in change.fields}
    assert told["אתגר או נוהג טוב"] == "אתגר"
    assert told["התרחישים שבהם הוא חשוב"].endswith("(first-scenario)")
    assert told["האירוע שממנו הלקח › שם האירוע"] == "תרגיל לשכת המתנדבים"
    assert not any(field.before for field in change.fields)


def test_a_fault_that_came_since_is_told_and_keeps_it_out(base: Path) -> None:
    outcome = receive(base, lesson(sources=[{"source": "second-source"}], scenarios=["first-scenario"]))
    assert outcome.state == "refused"
    outcome = receive(base, lesson())
    text = (base / "docs/scenarios/first-scenario.yml").read_text("utf-8")
    (base / "docs/scenarios/first-scenario.yml").unlink()
    for path in [*base.glob("docs/**/*.yml"), *base.glob("playbooks/**/*.yml")]:
        path.write_text(path.read_text("utf-8").replace("first-scenario", "other-scenario"), encoding="utf-8")
    commit(base, "docs/scenarios/other-scenario.yml", text.replace("first-scenario", "other-scenario"))
    assert load_library(base, TODAY).problems == ()
    with opened(base) as desk:
        (proposal,) = desk.proposals()
        assert [(problem.code, problem.place.field) for problem in proposal.problems] == [
            ("ref-dangling", "scenarios[0]")
        ]
        with pytest.raises(ReviewError, match="יש בהצעה 1 בעיות"):
            desk.approve(outcome.branch, REVIEWER, NOW)
    assert set(heads(base)) == {"main", outcome.branch}


def test_a_proposal_is_merged_and_its_branch_is_gone(base: Path) -> None:
    outcome = receive(base, lesson())
    before = git(base, "rev-parse", "main")
    merge = approve(base, outcome.branch)
    assert heads(base) == {"main": merge}
    assert git(base, "rev-parse", "main^1") == before
    message = git(base, "log", "-1", "--format=%an <%ae>|%B")
    assert message == (
        "מנהלת הידע <knowledge@localhost>|התקבל: לקח חדש: מפתח שני למחסן\n\n"
        "Submitted-by: רכזת מתנדבים\nReviewed-by: סגנית מנכ״ל\n"
    )
    assert git(base, "status", "--porcelain") == ""
    library = load_library(base, TODAY).library
    assert library is not None
    assert outcome.id in library.lessons
    assert receive(base, lesson()).message == "ההצעה הזו כבר התקבלה למאגר"


@pytest.mark.parametrize(
    "reviewer", ["רכזת מתנדבים", " רכזת  מתנדבים ", "רכזת־מתנדבים", "Hosen Intake", "intake@LOCALHOST"]
)
def test_nobody_takes_in_what_they_wrote(base: Path, reviewer: str) -> None:
    outcome = receive(base, lesson())
    with pytest.raises(ReviewError, match=r"אינו מאשר|בלי דואר"):
        approve(base, outcome.branch, reviewer)
    assert set(heads(base)) == {"main", outcome.branch}


def test_whoever_edited_the_branch_is_an_author_too(base: Path) -> None:
    outcome = receive(base, lesson())
    git(base, "checkout", "--quiet", outcome.branch)
    path = f"docs/lessons/{outcome.id}.yml"
    commit(base, path, (base / path).read_text("utf-8").replace("מפתח שני", "מפתח נוסף"))
    git(base, "checkout", "--quiet", "main")
    with pytest.raises(ReviewError, match="אינו מאשר"):
        approve(base, outcome.branch)  # under another name, but git knows who works here
    git(base, "config", "user.name", "אחרת")
    git(base, "config", "user.email", "other@localhost")
    approve(base, outcome.branch)
    assert "מפתח נוסף" in (base / path).read_text("utf-8")


@pytest.mark.parametrize("reviewer", ["", " ", "א\nב", "דנה 050-1234567", "dana@example.org", "א\u202eב", "x" * 200])
def test_the_reviewer_is_named_and_without_details(base: Path, reviewer: str) -> None:
    outcome = receive(base, lesson())
    with pytest.raises(ReviewError, match="reviewer"):
        approve(base, outcome.branch, reviewer)


def test_a_busy_working_tree_is_left_alone(base: Path) -> None:
    outcome = receive(base, lesson())
    (base / "kb.yml").write_text("title: in the middle\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="לא נשמרו"):
        approve(base, outcome.branch)
    assert (base / "kb.yml").read_text("utf-8") == "title: in the middle\n"
    assert set(heads(base)) == {"main", outcome.branch}
    git(base, "checkout", "--quiet", "kb.yml")
    (base / "not-of-git.txt").write_text("x")
    approve(base, outcome.branch)


def test_a_file_that_git_does_not_know_is_not_overwritten(base: Path) -> None:
    outcome = receive(base, lesson())
    mine = base / f"docs/lessons/{outcome.id}.yml"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(ReviewError, match="אי אפשר לעדכן"):
        approve(base, outcome.branch)
    assert mine.read_text("utf-8") == "mine"
    assert set(heads(base)) == {"main", outcome.branch}


def test_a_branch_that_nobody_works_in_is_moved_alone(base: Path) -> None:
    outcome = receive(base, lesson())
    git(base, "checkout", "--quiet", "-b", "mine")
    (base / "kb.yml").write_text("title: in the middle\n", encoding="utf-8")
    merge = approve(base, outcome.branch)
    assert git(base, "rev-parse", "main") == merge
    assert (base / "kb.yml").read_text("utf-8") == "title: in the middle\n"


def test_a_bare_repository_merges_too(team: Team) -> None:
    git(team.remote, "config", "user.name", "בודקת")
    git(team.remote, "config", "user.email", "review@localhost")
    outcome = receive(team.remote, lesson())
    approve(team.remote, outcome.branch)
    assert outcome.id in text_in(team.remote, "main", f"docs/lessons/{outcome.id}.yml")


def test_a_reviewer_whom_git_does_not_know_is_told_how(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = receive(base, lesson())
    for name in ("user.name", "user.email"):
        git(base, "config", "--unset", name)
    git(base, "config", "user.useConfigOnly", "true")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ReviewError, match=r"user\.name"):
        approve(base, outcome.branch)


def test_a_change_in_the_same_place_is_a_conflict(base: Path) -> None:
    outcome = receive(base, lesson())
    commit(base, f"docs/lessons/{outcome.id}.yml", "id: other\n")
    with opened(base) as desk:
        (proposal,) = desk.proposals()
        assert proposal.conflicts == (f"docs/lessons/{outcome.id}.yml",)
        with pytest.raises(ReviewError, match="השתנה אותו מקום"):
            desk.approve(outcome.branch, REVIEWER, NOW)


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/x.yml",
        "kb.yml",
        "mkdocs.yml",
        "plugins/x.py",
        "docs",
        "docs/.gitattributes",
        "docs/lessons/.hidden/x.yml",
    ],
)
def test_what_is_no_content_is_not_for_this_review(base: Path, path: str) -> None:
    outcome = receive(base, lesson())
    git(base, "checkout", "--quiet", outcome.branch)
    if path == "docs":
        (base / "docs/link.md").symlink_to("/etc/passwd")
        git(base, "add", "--all")
        git(base, "commit", "--quiet", "--message", "x")
    else:
        commit(base, path, "title: evil\n")
    git(base, "checkout", "--quiet", "main")
    with opened(base) as desk:
        (proposal,) = desk.proposals()
        assert proposal.foreign == (("docs/link.md",) if path == "docs" else (path,))
        with pytest.raises(ReviewError, match="אינם תוכן"):
            desk.approve(outcome.branch, REVIEWER, NOW)


@pytest.mark.parametrize("name", ["..", ".git", "x" * 300])
def test_a_tree_that_no_folder_can_hold_is_no_content(base: Path, name: str) -> None:
    """Git stores what it would never check out; one such branch must not keep the others from being seen."""
    outcome = receive(base, lesson())
    blob = git(base, "rev-parse", f"{outcome.branch}:docs/lessons/{outcome.id}.yml")
    tree = "main^{tree}"
    for folder, kept in ((name, False), ("docs", True), ("", True)):
        rows = git(base, "ls-tree", f"main:{folder}" if folder else "main").split("\n") if kept else []
        inner = "docs" if folder == "" else name if kept else "x.yml"
        row = f"100644 blob {blob}\t{inner}" if not kept else f"040000 tree {tree}\t{inner}"
        rows = [each for each in rows if not each.endswith(f"\t{inner}")]
        made = subprocess.run(
            ["git", "-C", str(base), "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
            input=_tree([*rows, row]),
            capture_output=True,
            check=True,
        )
        tree = made.stdout.decode().strip()
    evil = git(base, "commit-tree", tree, "-p", "main", "-m", "x")
    git(base, "update-ref", "refs/heads/lesson/evil", evil)
    with opened(base) as desk:
        proposals = {proposal.branch: proposal for proposal in desk.proposals()}
        assert proposals[outcome.branch].is_sound
        assert proposals["lesson/evil"].foreign == (f"docs/{name}/x.yml",)
        with pytest.raises(ReviewError, match="אינם תוכן"):
            desk.approve("lesson/evil", REVIEWER, NOW)


def _tree(rows: list[str]) -> bytes:
    """A tree object of rows as `git ls-tree` writes them."""
    entries = []
    for row in rows:
        head, name = row.split("\t")
        mode, _, id_ = head.split(" ")
        sort = name + "/" if mode == "040000" else name
        entries.append((sort.encode(), f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(id_)))
    return b"".join(entry for _, entry in sorted(entries))


@pytest.mark.parametrize("is_folder_first", [True, False])
def test_a_file_where_a_folder_was_and_the_other_way_round(base: Path, *, is_folder_first: bool) -> None:
    folder, file = "docs/lessons/place/a.yml", "docs/lessons/place"
    (first, second) = (folder, file) if is_folder_first else (file, folder)
    commit(base, "docs/lessons/.keep", "")
    commit(base, first, "id: a\n")
    outcome = receive(base, lesson())
    git(base, "checkout", "--quiet", "-b", "lesson/other")
    git(base, "rm", "--quiet", "-r", "docs/lessons/place")
    commit(base, second, "id: b\n")
    git(base, "checkout", "--quiet", "main")
    with opened(base) as desk:
        for _ in range(2):  # the first leaves the trial as it was
            found = {proposal.branch: proposal for proposal in desk.proposals()}
            assert {change.path for change in found["lesson/other"].changes} == {folder, file}
            assert found["lesson/other"].problems
            assert found[outcome.branch].is_sound


def test_what_a_branch_says_of_itself_breaks_no_terminal(base: Path) -> None:
    git(base, "checkout", "--quiet", "-b", "lesson/by-hand")
    commit(base, "docs/lessons/x.yml", "id: x\n", "\x1b[2Jשם\u202e\n\nSubmitted-by: \x1b[31mמי")
    git(base, "checkout", "--quiet", "main")
    with opened(base) as desk:
        (proposal,) = desk.proposals()
    assert (proposal.title, proposal.submitted_by) == ("U+001B[2JשםU+202E", "U+001B[31mמי")


def test_what_is_too_large_or_no_text_is_not_compared(base: Path) -> None:
    git(base, "checkout", "--quiet", "-b", "lesson/by-hand")
    commit(base, "docs/lessons/x.yml", "id: " + "x" * 300_000)
    commit(base, "docs/y.png", "\x89PNG\0")
    git(base, "checkout", "--quiet", "main")
    with opened(base) as desk:
        (proposal,) = desk.proposals()
    assert [change.lines for change in proposal.changes] == [("… גדול מכדי להשוות",), ("… אינו טקסט",)]


def test_changes_and_removals_are_told_by_field(base: Path) -> None:
    git(base, "checkout", "--quiet", "-b", "lesson/by-hand")
    book = next((base / "playbooks").glob("*/playbook.yml"))
    text = book.read_text("utf-8").replace("title: ", "title: עוד ", 1)
    book.write_text(text, encoding="utf-8")
    page = base / "docs/index.md"
    page.write_text(
        page.read_text("utf-8") + "\nשורה חדשה\n" if page.exists() else "---\ntitle: בית\n---\nא\n", encoding="utf-8"
    )
    git(base, "rm", "--quiet", "docs/corrections/first-correction.yml")
    git(base, "add", "--all")
    git(base, "commit", "--quiet", "--message", "שינוי")
    git(base, "checkout", "--quiet", "main")
    with opened(base) as desk:
        (proposal,) = desk.proposals()
    told = {change.path: change for change in proposal.changes}
    playbook = told[f"playbooks/{book.parent.name}/playbook.yml"]
    (field,) = playbook.fields
    assert playbook.heading.startswith("ספר הפעלה (שונה): עוד ")
    assert field.after == f"עוד {field.before}"
    gone = told["docs/corrections/first-correction.yml"]
    assert gone.heading.startswith("הצעה לתיקון (נמחק): lessons/first-lesson/")
    assert all(field.before and not field.after for field in gone.fields)
    assert any(line.startswith("+") for line in told["docs/index.md"].lines)
    assert proposal.submitted_by == ""


# --- a remote --------------------------------------------------------------------------------------------------------


def test_through_a_remote_everybody_gets_it(team: Team) -> None:
    outcome = receive(team.one, lesson())
    merge = approve(team.two, outcome.branch)
    assert heads(team.remote) == {"main": merge}
    assert heads(team.two) == {"main": merge}
    assert (team.two / f"docs/lessons/{outcome.id}.yml").is_file()
    assert receive(team.one, lesson()).message == "ההצעה הזו כבר התקבלה למאגר"


def test_a_clone_that_is_busy_does_not_keep_it_from_the_others(team: Team) -> None:
    outcome = receive(team.one, lesson())
    (team.two / "kb.yml").write_text("title: in the middle\n", encoding="utf-8")
    merge = approve(team.two, outcome.branch)
    assert heads(team.remote) == {"main": merge}
    assert git(team.two, "rev-parse", "main") != merge
    assert (team.two / "kb.yml").read_text("utf-8") == "title: in the middle\n"


def test_two_reviewers_of_one_proposal_at_once(team: Team) -> None:
    outcome = receive(team.one, lesson())
    with opened(team.one) as one, opened(team.two) as two:
        one.approve(outcome.branch, REVIEWER, NOW)
        with pytest.raises(ReviewError, match="השתנה בינתיים"):
            two.approve(outcome.branch, REVIEWER, NOW.replace(hour=11))
    assert git(team.remote, "rev-list", "--count", "main") == "3"
    with opened(team.two) as two:
        assert two.waiting == {}


def test_what_was_not_sent_yet_is_listed_as_such(team: Team) -> None:
    away = team.remote.rename(team.remote.with_name("away.git"))
    outcome = receive(team.one, lesson())
    with opened(team.one) as desk:
        (proposal,) = desk.proposals()
        assert (proposal.branch, proposal.is_pushed) == (outcome.branch, False)
        with pytest.raises(ReviewError, match="אינו זמין"):
            desk.approve(outcome.branch, REVIEWER, NOW)
    away.rename(team.remote)
    assert heads(team.remote).keys() == {"main"}
    approve(team.one, outcome.branch)
    assert heads(team.remote).keys() == heads(team.one).keys() == {"main"}


# --- sent back -------------------------------------------------------------------------------------------------------


def test_sent_back_with_its_reason(base: Path) -> None:
    outcome = receive(base, lesson())
    returned = send_back(base, outcome.branch, "חסר  מקור\nלטענה")
    assert returned == f"returned/{outcome.branch}"
    assert set(heads(base)) == {"main", returned}
    assert git(base, "log", "-1", "--format=%B", returned) == "הוחזר: חסר מקור לטענה\n\nReviewed-by: סגנית מנכ״ל\n"
    assert git(base, "diff", "--name-only", f"{returned}^", returned) == ""
    with opened(base) as desk:
        assert desk.waiting == {}


def test_sent_back_through_a_remote(team: Team) -> None:
    outcome = receive(team.one, lesson())
    returned = send_back(team.two, outcome.branch)
    assert set(heads(team.remote)) == {"main", returned}
    assert receive(team.one, lesson()).branch == returned
    with opened(team.one) as desk:
        assert desk.waiting == {}


@pytest.mark.parametrize("because", ["", " \n", "התקשרו ל־050-1234567", "א\u202eב"])
def test_a_reason_is_asked_for_and_holds_no_details(base: Path, because: str) -> None:
    outcome = receive(base, lesson())
    with pytest.raises(ReviewError, match="because"):
        send_back(base, outcome.branch, because)
    assert set(heads(base)) == {"main", outcome.branch}


@pytest.mark.parametrize("branch", ["main", "lesson/no-such", "--help", "../main", ""])
def test_only_what_waits_can_be_decided_about(base: Path, branch: str) -> None:
    before = heads(base)
    for decide in (approve, send_back):
        with pytest.raises(ReviewError, match="אין ענף"):
            decide(base, branch)
    assert heads(base) == before


# --- the server's own check ------------------------------------------------------------------------------------------


def test_a_hook_that_is_in_the_guide_keeps_faults_out(team: Team) -> None:
    """The pre-receive hook of the guide's page, as it stands there, in a real bare repository."""
    root = Path(__file__).parents[3]
    page = (root / "docs/guide/intake.md").read_text("utf-8")
    script = page.split("```sh\n#!/bin/sh", 1)[1].split("```", 1)[0]
    hook = team.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh" + script.replace("kb check", f"{sys.executable} -m kb_tools check"), encoding="utf-8")
    hook.chmod(0o755)
    outcome = receive(team.one, lesson())
    assert outcome.state == "accepted"
    commit(team.two, "docs/lessons/broken.yml", "id: broken\n")
    pushed = subprocess.run(
        ["git", "-C", str(team.two), "push", "origin", "main"], capture_output=True, text=True, check=False
    )
    assert pushed.returncode != 0
    assert "[field-missing]" in pushed.stderr
    assert "docs/lessons/broken.yml" in pushed.stderr
    # What is pushed cannot tell the hook where not to look.
    commit(team.two, ".gitattributes", "docs/lessons/broken.yml export-ignore\n* export-subst\n")
    hidden = subprocess.run(["git", "-C", str(team.two), "push", "origin", "main"], capture_output=True, check=False)
    assert hidden.returncode != 0
    merge = approve(team.one, outcome.branch)
    assert heads(team.remote) == {"main": merge}
