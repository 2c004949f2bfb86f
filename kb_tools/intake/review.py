"""Waiting branches, and what a reviewer decides about them: taken into the knowledge base, or sent back with a reason."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kb_tools.content.personal import personal_data
from kb_tools.content.text import escaped_mark
from kb_tools.history.branches import (
    NOTHING,
    Conflict,
    Entry,
    advance,
    blobs,
    branches,
    changed,
    commit_tree,
    commits_between,
    fetch,
    file_at,
    is_clean,
    merged_tree,
    move,
    move_all,
    push,
    push_away,
    read_commit,
    working_tree_of,
)
from kb_tools.history.repository import ORIGIN, GitError, Person, Repository
from kb_tools.intake.difference import told
from kb_tools.intake.proposal import Proposal
from kb_tools.intake.receive import RETURNED, SUBMITTED_BY, base_commit
from kb_tools.intake.trial import Trial
from kb_tools.model.base import ID_PATTERN
from kb_tools.model.submission import SUBMISSION_KINDS

REVIEWED_BY = "Reviewed-by"
_BRANCH = re.compile(rf"(?:{'|'.join(SUBMISSION_KINDS)})/{ID_PATTERN.removeprefix('^').removesuffix('$')}")


class ReviewError(Exception):
    """A decision that cannot be carried out. Its text is Hebrew, for the reviewer."""


@dataclass
class Review:
    """The waiting branches of a repository, as they were when this was opened."""

    repository: Repository
    base: str
    trial: Trial
    pushes: bool
    today: date

    @cached_property
    def waiting(self) -> dict[str, str]:
        """Branch → its commit, in the order of their names: the day is part of them."""
        here = self._unmerged("refs/heads")
        there = self._unmerged(f"refs/remotes/{ORIGIN}") if self.pushes else {}
        found = {**here, **there}
        names = (name for name in found if _BRANCH.fullmatch(name) and f"{RETURNED}/{name}" not in found)
        return {name: found[name] for name in sorted(names, key=lambda name: name.partition("/")[2].partition("-")[2])}

    def _unmerged(self, folder: str) -> dict[str, str]:
        return branches(self.repository, folder, self.trial.commit)

    @cached_property
    def _sent(self) -> frozenset[str]:
        return frozenset(branches(self.repository, f"refs/remotes/{ORIGIN}")) if self.pushes else frozenset()

    def proposals(self) -> Iterator[Proposal]:
        for branch in self.waiting:
            yield self.proposal(branch)

    def proposal(self, branch: str) -> Proposal:
        """Raises ReviewError when no such branch waits."""
        commit = self._commit_of(branch)
        commits = tuple(commits_between(self.repository, self.trial.commit, commit))
        pushed = not self.pushes or branch in self._sent
        try:
            tree = merged_tree(self.repository, self.trial.commit, commit)
        except Conflict as conflict:
            return Proposal(branch, commit, pushed, commits, (), (), conflict.paths, ())
        rows = changed(self.repository, self.trial.commit, tree)
        foreign = tuple(entry.path for letter, entry in rows if not self._is_content(letter, entry))
        contents = self._contents([row for row in rows if self._is_content(*row)])
        problems = self.trial.problems_of({path: after for path, (_, after) in contents.items()}, self.today)
        library = self.trial.library(self.today)
        changes = tuple(
            told(path, before, after, self.trial.settings, library) for path, (before, after) in contents.items()
        )
        return Proposal(branch, commit, pushed, commits, changes, problems, (), foreign)

    def _commit_of(self, branch: str) -> str:
        if branch in self.waiting:
            return self.waiting[branch]
        some = ", ".join(list(self.waiting)[:5])
        waiting = f"ממתינים: {some}" if some else "אין ענפים שממתינים"
        raise ReviewError(f"אין ענף {branch} שממתין לבדיקה. {waiting}")

    def _is_content(self, letter: str, entry: Entry) -> bool:
        return self.trial.is_content(entry.path) and (letter == "D" or (letter in "AM" and entry.is_file))

    def _contents(self, rows: Sequence[tuple[str, Entry]]) -> dict[str, tuple[bytes | None, bytes | None]]:
        """Path → what the file says before and after."""
        present = [entry for letter, entry in rows if letter != "D"]
        after = dict(
            zip((entry.path for entry in present), blobs(self.repository, [e.blob for e in present]), strict=True)
        )
        return {
            entry.path: (
                None if letter == "A" else file_at(self.repository, self.trial.commit, entry.path),
                after.get(entry.path),
            )
            for letter, entry in rows
        }

    # --- taken -------------------------------------------------------------------------------------------------------

    def approve(self, branch: str, reviewer: str, now: datetime) -> str:
        """Merge the branch into the main one; the id of the merge. Raises ReviewError and GitError."""
        self._refuse_reviewer(reviewer)
        proposal = self.proposal(branch)
        self._refuse_unsound(proposal)
        committer = self._committer()
        if any(proposal.written_by(name) for name in (reviewer, committer.name, committer.mail)):
            raise ReviewError("מי שכתב הצעה אינו מאשר אותה. בקשו ממישהו אחר לבדוק")
        tree = merged_tree(self.repository, self.trial.commit, proposal.commit)
        by = f"{SUBMITTED_BY}: {proposal.submitted_by}\n" if proposal.submitted_by else ""
        message = f"התקבל: {proposal.title}\n\n{by}{REVIEWED_BY}: {reviewer.strip()}\n"
        merge = commit_tree(self.repository, tree, [self.trial.commit, proposal.commit], message, committer, now)
        self._publish(merge)
        self._clear(branch, proposal.commit)
        return merge

    def is_here(self, merge: str) -> bool:
        """Whether the main branch stands at that merge here too, and not at the remote alone."""
        return self.repository.commit_of(f"refs/heads/{self.base}") == merge

    def _refuse_unsound(self, proposal: Proposal) -> None:
        if proposal.foreign:
            files = ", ".join(proposal.foreign[:3])
            raise ReviewError(f"הענף משנה גם קבצים שאינם תוכן ({files}). מי שמתחזק את המאגר בודק אותו בבקשת משיכה")
        if proposal.conflicts:
            files = ", ".join(proposal.conflicts[:3])
            raise ReviewError(
                f"מאז שנשלחה ההצעה השתנה אותו מקום בענף הראשי ({files}). בקשו לשלוח אותה מחדש, או מזגו ביד"
            )
        if proposal.problems:
            raise ReviewError(f"יש בהצעה {len(proposal.problems)} בעיות; kb review show {proposal.branch} מונה אותן")

    def _publish(self, merge: str) -> None:
        """The main branch goes to the merge: at the remote where there is one, and here as far as nothing is in the way."""
        if self.pushes:
            try:
                push(self.repository, (merge, f"refs/heads/{self.base}"))
            except GitError as error:
                raise ReviewError(_why_not_pushed(error)) from None
            remote = f"refs/remotes/{ORIGIN}/{self.base}"
            move(self.repository, remote, merge, self.repository.commit_of(remote) or NOTHING)
            with suppress(GitError, ReviewError):  # the remote has it; here `git pull` brings it
                self._advance_here(merge)
        else:
            self._advance_here(merge)

    def _advance_here(self, merge: str) -> None:
        here = f"refs/heads/{self.base}"
        folder = working_tree_of(self.repository, self.base)
        if folder is None:
            if self.repository.commit_of(here) != self.trial.commit or not move(
                self.repository, here, merge, self.trial.commit
            ):
                raise ReviewError(f"הענף {self.base} השתנה בינתיים. נסו שוב")
            return
        if self.repository.commit_of(here) != self.trial.commit:
            raise ReviewError(f"הענף {self.base} השתנה בינתיים. נסו שוב")
        if not is_clean(folder):
            raise ReviewError(
                f"יש ב־{folder} שינויים שלא נשמרו ב־git. שמרו אותם (git commit) או הניחו בצד (git stash), ונסו שוב"
            )
        try:
            advance(folder, merge)
        except GitError as error:
            raise ReviewError(f"אי אפשר לעדכן את {folder}: {error}") from None

    # --- sent back ---------------------------------------------------------------------------------------------------

    def send_back(self, branch: str, reviewer: str, because: str, now: datetime) -> str:
        """Close the branch with a commit that says why, and move it to `returned/`. Raises ReviewError and GitError.

        A commit, and not a note: forges show it, clones fetch it, and whoever is sent to the branch reads it first.
        """
        self._refuse_reviewer(reviewer)
        reason = " ".join(because.split())
        if not reason or any(True for _ in personal_data(reason)) or escaped_mark(reason):
            raise ReviewError(
                "כתבו ב־\u200e--because למה ההצעה מוחזרת, בלי פרטים אישיים ובלי תווים נסתרים: הסיבה נשמרת בהיסטוריה"
            )
        commit = read_commit(self.repository, self._commit_of(branch))
        tree = self.repository.ask("rev-parse", f"{commit.id}^{{tree}}")
        message = f"הוחזר: {reason}\n\n{REVIEWED_BY}: {reviewer.strip()}\n"
        closing = commit_tree(self.repository, tree, [commit.id], message, self._committer(), now)
        returned = f"{RETURNED}/{branch}"
        if self.pushes and branch in self._sent:
            try:
                push(self.repository, (closing, f"refs/heads/{returned}"))
            except GitError as error:
                raise ReviewError(_why_not_pushed(error)) from None
            move(self.repository, f"refs/remotes/{ORIGIN}/{returned}", closing, NOTHING)
            self._clear(branch, commit.id)
        else:
            here = [(f"refs/heads/{returned}", closing, NOTHING), (f"refs/heads/{branch}", NOTHING, commit.id)]
            if not move_all(self.repository, here):
                raise ReviewError(f"הענף {branch} השתנה בינתיים. נסו שוב")
        return returned

    # --- both --------------------------------------------------------------------------------------------------------

    def _refuse_reviewer(self, reviewer: str) -> None:
        name = reviewer.strip()
        if not name or len(name) > 120 or escaped_mark(name) or any(mark in name for mark in "\n\r\t<>"):
            raise ReviewError("כתבו ב־\u200e--reviewer מי בודק: תפקיד בשורה אחת")
        if any(True for _ in personal_data(name)):
            raise ReviewError("כתבו ב־\u200e--reviewer תפקיד, בלי טלפון ובלי דואר: השם נשמר בהיסטוריה")

    def _committer(self) -> Person:
        """Whoever git says works here."""
        try:
            identity = self.repository.ask("var", "GIT_COMMITTER_IDENT")
        except GitError:
            raise ReviewError("git אינו יודע מי אתם: git config user.name ו־git config user.email") from None
        return Person.parse(identity.rsplit(" ", 2)[0])

    def _clear(self, branch: str, commit: str) -> None:
        """The branch is done with: take it off wherever it still is as it was."""
        move(self.repository, f"refs/heads/{branch}", NOTHING, commit)
        if self.pushes and branch in self._sent:
            with suppress(GitError):  # a forge may keep branches, or delete them by itself
                push_away(self.repository, f"refs/heads/{branch}", commit)
                move(self.repository, f"refs/remotes/{ORIGIN}/{branch}", NOTHING, commit)


def _why_not_pushed(error: GitError) -> str:
    if "fetch first" in error.stderr or "non-fast-forward" in error.stderr:
        return "הענף הראשי במאגר המרוחק השתנה בינתיים. נסו שוב"
    if "rejected" in error.stderr or "declined" in error.stderr:
        said = [
            line.removeprefix("remote: ").strip() for line in error.stderr.splitlines() if line.startswith("remote: ")
        ]
        return f"המאגר המרוחק דחה: {' · '.join(filter(None, said))[:500] or error}"
    return f"המאגר המרוחק אינו זמין, ודבר לא השתנה: {error}"


@contextmanager
def review(repository: Repository, base: str, today: date) -> Iterator[Review]:
    """The waiting branches against the main branch, that of the remote where there is one. Raises GitError."""
    pushes = repository.has_remote
    if pushes:
        with suppress(GitError):
            fetch(repository)
    with Trial.of(repository, base_commit(repository, base)) as trial:
        yield Review(repository, base, trial, pushes, today)
