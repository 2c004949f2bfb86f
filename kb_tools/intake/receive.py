"""A submission → a branch with one commit, checked first. The same submission twice makes one branch."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kb_tools.content.drafts import file_path
from kb_tools.content.record_text import record_text
from kb_tools.history.branches import NOTHING, branches, commit_file, create_branch, fetch, file_at, move, push
from kb_tools.history.repository import ORIGIN, GitError, Person, Repository
from kb_tools.intake.refusal import Reason, Refused, of_problems
from kb_tools.intake.submission import read_submission
from kb_tools.intake.trial import Trial
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.submission import Submission, file_values, subject

RETURNED = "returned"
"""Branches that a reviewer sent back stand below this name."""
SUBMITTED_BY = "Submitted-by"

State = Literal["accepted", "known", "kept", "refused"]
"""A new branch · received before · a branch that has not reached the remote · not taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submission."""

    state: State
    message: str
    """In Hebrew, for whoever sent it."""
    id: str = ""
    branch: str = ""
    reasons: tuple[Reason, ...] = ()
    subject: str = ""
    """The first line of its commit, when the branch has just been written or has just reached the remote."""

    @property
    def is_done(self) -> bool:
        """Whether sending it again would change nothing."""
        return self.state != "kept"


@dataclass
class Reception:
    """Where submissions arrive: a repository and the knowledge base on its main branch, as it was when this was opened."""

    repository: Repository
    base: str
    """The name of the main branch."""
    trial: Trial
    pushes: bool
    """Whether there is a remote, which the branches are for."""

    def receive(self, data: bytes, now: datetime) -> Outcome:
        """Check and write one submission. Raises GitError when git fails, and then nothing was written."""
        today = now.date()
        try:
            submission = read_submission(data, self.trial.settings, today)
        except Refused as refused:
            return refusal(refused.reasons)
        return self.take(submission, now)

    def take(self, submission: Submission, now: datetime) -> Outcome:
        kind = KINDS_BY_NAME[submission.kind.name]
        settings = self.trial.settings
        path = file_path(settings, kind, submission.captures)
        content = record_text(path, kind, file_values(submission, settings)).encode("utf-8")
        if outcome := self._seen_before(submission, path, content):
            return outcome
        if outcome := self._unfit(submission, path, content, now.date()):
            return outcome
        committer = Person.parse(settings.intake.committer)
        message = f"{subject(submission)}\n\n{SUBMITTED_BY}: {submission.submitted_by}\n"
        commit = commit_file(self.repository, self.trial.commit, path, content, message, committer, now)
        if not create_branch(self.repository, submission.branch, commit):
            # Somebody was faster, by a moment: the same submission, or a branch that took its name.
            return self._seen_before(submission, path, content) or _taken(submission)
        return self._sent(submission, commit, "accepted")

    # --- received before ---------------------------------------------------------------------------------------------

    def _seen_before(self, submission: Submission, path: str, content: bytes) -> Outcome | None:
        """The outcome for one that is on a branch, was sent back, or is part of the knowledge base already."""
        branch, id_ = submission.branch, submission.id
        if file_at(self.repository, self.trial.commit, path) is not None:
            return Outcome("known", "ההצעה הזו כבר התקבלה למאגר", id_)
        here = branches(self.repository, "refs/heads")
        there = branches(self.repository, f"refs/remotes/{ORIGIN}") if self.pushes else {}
        returned = f"{RETURNED}/{branch}"
        if returned in here or returned in there:
            return Outcome("known", "ההצעה הזו כבר נבדקה והוחזרה. תקנו אותה ושלחו שוב", id_, returned)
        for found in (there.get(branch), here.get(branch)):
            if found is None:
                continue
            if file_at(self.repository, found, path) != content:
                return _taken(submission)
            if branch in there or not self.pushes:
                return Outcome("known", "ההצעה הזו כבר התקבלה, והיא ממתינה לבדיקה", id_, branch)
            return self._sent(submission, found, "known")
        return None

    # --- the check ---------------------------------------------------------------------------------------------------

    def _unfit(self, submission: Submission, path: str, content: bytes, today: date) -> Outcome | None:
        """The refusal of a file that would not pass `kb check`, in its words."""
        problems = self.trial.problems_of({path: content}, today)
        if not problems:
            return None
        missing = [problem for problem in problems if problem.code == "file-missing"]
        if missing and submission.municipality:
            unit = self.trial.settings.unit.one
            hint = f"בחרו {unit} מן הרשימה שבטופס"
            return refusal(
                (Reason("unit-unknown", f"אין {unit} במזהה {submission.municipality}", hint),), submission.id
            )
        return refusal(of_problems(problems), submission.id)

    # --- the remote --------------------------------------------------------------------------------------------------

    def _sent(self, submission: Submission, commit: str, state: State) -> Outcome:
        """The branch is on the remote, where there is one; what the remote does not take stays here and is said."""
        branch, id_ = submission.branch, submission.id
        if self.pushes:
            try:
                push(self.repository, (commit, f"refs/heads/{branch}"))
            except GitError as error:
                return self._not_sent(submission, commit, error)
            self._tidy(branch, commit)
        message = (
            "ההצעה התקבלה, והיא ממתינה לבדיקה" if state == "accepted" else "ההצעה הזו כבר התקבלה, והיא ממתינה לבדיקה"
        )
        return Outcome(state, message, id_, branch, subject=subject(submission))

    def _tidy(self, branch: str, commit: str) -> None:
        """What the remote has is not kept here a second time: a branch that stands here is one that has not been sent."""
        remote = f"refs/remotes/{ORIGIN}/{branch}"
        move(self.repository, remote, commit, self.repository.commit_of(remote) or NOTHING)
        move(self.repository, f"refs/heads/{branch}", NOTHING, commit)

    def _not_sent(self, submission: Submission, commit: str, error: GitError) -> Outcome:
        branch, id_ = submission.branch, submission.id
        if "fetch first" in error.stderr or "non-fast-forward" in error.stderr or "already exists" in error.stderr:
            # Another clone was faster; what it sent decides.
            with suppress(GitError):
                fetch(self.repository)
                there = branches(self.repository, f"refs/remotes/{ORIGIN}")[branch]
                path = file_path(self.trial.settings, KINDS_BY_NAME[submission.kind.name], submission.captures)
                if file_at(self.repository, there, path) == file_at(self.repository, commit, path):
                    move(self.repository, f"refs/heads/{branch}", NOTHING, commit)
                    return Outcome("known", "ההצעה הזו כבר התקבלה, והיא ממתינה לבדיקה", id_, branch)
            return _taken(submission)
        why = (
            "המאגר המרוחק דחה אותה"
            if "rejected" in error.stderr or "declined" in error.stderr
            else "המאגר המרוחק אינו זמין"
        )
        return Outcome(
            "kept",
            f"ההצעה נשמרה כאן, ועוד לא הגיעה לבודקים: {why}. אין צורך לכתוב אותה שוב",
            id_,
            branch,
            (Reason("not-pushed", str(error)),),
        )


def refusal(reasons: tuple[Reason, ...], id_: str = "") -> Outcome:
    """The outcome of a submission that is not taken."""
    return Outcome("refused", "ההצעה לא התקבלה. תקנו את מה שכתוב כאן ושלחו שוב", id_, "", reasons)


def _taken(submission: Submission) -> Outcome:
    reason = Reason(
        "branch-taken",
        f"הענף {submission.branch} כבר קיים, ותוכנו אחר: ההצעה נערכה אחרי שנשלחה, או שמישהו תפס את שמה",
        "פנו למי שמקבל את ההצעות; מה שבענף לא השתנה",
    )
    return refusal((reason,), submission.id)


@contextmanager
def reception(repository: Repository, base: str) -> Iterator[Reception]:
    """Open for submissions upon the branch `base`: that of the remote where there is one. Raises GitError."""
    pushes = repository.has_remote
    if pushes:
        with suppress(GitError):  # a remote that does not answer now: what was last seen of it will do
            fetch(repository)
    with Trial.of(repository, base_commit(repository, base)) as trial:
        yield Reception(repository, base, trial, pushes)


def base_commit(repository: Repository, base: str) -> str:
    """The commit that proposals are made upon. Raises GitError when there is no such branch."""
    references = [f"refs/heads/{base}"]
    if repository.has_remote:
        references.insert(0, f"refs/remotes/{ORIGIN}/{base}")
    found = next(filter(None, map(repository.commit_of, references)), None)
    if found is None:
        raise GitError(f"אין במאגר ענף {base}. ציינו את הענף הראשי ב־\u200e--base, או ב־forge.branch שב־kb.yml")
    return found
