"""Asking git, safely: the one place where the program is run with input and with an environment of its own."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

# GitPython raises on import when there is no git; a knowledge base without git still builds.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from git import Git
from git.exc import GitCommandNotFound

ORIGIN = "origin"
_PATIENCE = 120
"""Seconds for one command; a remote that does not answer must not hold a service for ever."""
_KILLED = -9
"""What a command ends with when its time is up."""

# What a hook or a caller may have set, and which would lead git to another repository than the one that is meant.
_NOT_OURS = frozenset(
    {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
        "GIT_PREFIX",
        "GIT_NAMESPACE",
        "GIT_SHALLOW_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
    }
)


_ALWAYS = {
    "GIT_TERMINAL_PROMPT": "0",  # never a question on the terminal
    "GIT_OPTIONAL_LOCKS": "0",  # never in the way of who works in the same folder
    # A hash stands for what was committed, on every machine: not for what somebody put in its place on this one.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "",
    "LC_ALL": "C.UTF-8",  # messages in one language
    "LANGUAGE": "C",
}


class GitError(Exception):
    """Git refused. The text is Hebrew, for people; the rest is what git said, and the code it ended with."""

    def __init__(self, message: str, stderr: str = "", stdout: bytes = b"", code: int = 0) -> None:
        super().__init__(message)
        self.stderr = stderr
        self.stdout = stdout
        self.code = code


@dataclass(frozen=True)
class Person:
    """Whoever git writes down as author and committer."""

    name: str
    mail: str

    @classmethod
    def parse(cls, text: str) -> "Person":
        """`Hosen intake <intake@localhost>`."""
        name, _, mail = text.rpartition(" <")
        return cls(name, mail.removesuffix(">"))

    @property
    def environment(self) -> dict[str, str]:
        names = {"GIT_AUTHOR_NAME": self.name, "GIT_COMMITTER_NAME": self.name}
        return {**names, "GIT_AUTHOR_EMAIL": self.mail, "GIT_COMMITTER_EMAIL": self.mail}


@dataclass(frozen=True)
class Repository:
    """A repository, with a working tree or bare, and the folder in it that is the knowledge base."""

    folder: Path
    prefix: str
    """The folder of the knowledge base inside the repository: `base/`; empty at its top."""
    is_bare: bool

    @classmethod
    def at(cls, folder: Path) -> "Repository":
        """The repository that holds `folder`. Raises GitError."""
        found = cls(folder, "", is_bare=False)
        try:
            bare = found.ask("rev-parse", "--is-bare-repository") == "true"
            prefix = "" if bare else found.ask("rev-parse", "--show-prefix")
        except GitError as error:
            raise GitError(_why_not(error.stderr), error.stderr) from None
        return cls(folder, prefix, bare)

    def ask(self, *arguments: str, **more: str) -> str:
        """What git answers, without the line end. Raises GitError."""
        return self.run(arguments, environment=more).decode("utf-8", "surrogateescape").removesuffix("\n")

    def run(self, arguments: Sequence[str], given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """The bytes that a git command writes, with `given` as its input. Raises GitError."""
        _forget_other_repositories()
        with TemporaryFile() as source:
            source.write(given)
            source.seek(0)
            try:
                # A list of fixed words, hashes, and references and paths that were checked: no shell reads it.
                code, stdout, stderr = Git(str(self.folder)).execute(
                    ["git", "-C", str(self.folder), *arguments],
                    istream=source,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    kill_after_timeout=None if sys.platform == "win32" else _PATIENCE,
                    env={**_ALWAYS, **(environment or {})},
                )
            except GitCommandNotFound:
                raise GitError("התוכנה git אינה מותקנת") from None
        if code:
            if code == _KILLED:
                raise GitError(f"git לא ענה בתוך {_PATIENCE} שניות ({arguments[0]})")
            raise GitError(f"git {arguments[0]} נכשל: {_last_line(stderr)}", stderr, stdout, code)
        return stdout

    def commit_of(self, reference: str) -> str | None:
        """The commit that a reference names; None when there is none."""
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        except GitError:
            return None

    @property
    def has_remote(self) -> bool:
        return ORIGIN in self.ask("remote").split("\n")


def _forget_other_repositories() -> None:
    """This process asks about the folders that it names. GitPython hands its environment on, and can add to it alone."""
    for name in _NOT_OURS:
        os.environ.pop(name, None)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "בלי הסבר"


def _why_not(stderr: str) -> str:
    if "dubious ownership" in stderr:
        return "התיקייה שייכת למשתמש אחר (safe.directory)"
    if "not a git repository" in stderr:
        return "התיקייה אינה מאגר git: הצעות נכתבות כענפים, ולכן צריך אחד (git init)"
    return f"git נכשל: {_last_line(stderr)}"
