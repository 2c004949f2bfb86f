"""One pass over `git log` for all files: asking file by file was 680 times slower at 3,000 files."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

# GitPython raises on import when there is no git; a knowledge base without git still builds.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from git import Git
from git.exc import GitCommandError, GitCommandNotFound

from kb_tools.model.provenance import History, Provenance

_COMMIT = "\x02"


def read_history(root: Path) -> History:
    """The history of the files below `root`. No git, no commits or a shallow clone give a History that says so."""
    git = Git(str(root))
    try:
        revision = git.rev_parse("--short", "HEAD")
        if git.rev_parse("--is-shallow-repository") == "true":
            return History(revision, notice=("shallow-git", ""))
        # -z: without it git octal-quotes Hebrew file names.
        log = git.log("-z", "--relative", "--name-status", "--find-renames", f"--format={_COMMIT}%cs", "--", ".")
    except GitCommandNotFound:
        return History(notice=("no-git", "התוכנה git אינה מותקנת"))
    except GitCommandError as error:
        return History(notice=("no-git", _reason(str(error.stderr))))
    return History(revision, _provenance(_changes(log)))


def _reason(stderr: str) -> str:
    if "dubious ownership" in stderr:
        return "התיקייה שייכת למשתמש אחר (safe.directory)"
    if "not a git repository" in stderr:
        return "התיקייה אינה מאגר git"
    return "אין עדיין אף commit"


def _changes(log: str) -> Iterator[tuple[date, str, str]]:
    """(day, path, earlier path or "") of every change, newest first."""
    day = date.min
    fields = iter(log.split("\0"))
    for text in fields:
        word = text.lstrip("\n")
        if word.startswith(_COMMIT):
            day = date.fromisoformat(word[1:11])
            word = word[11:].lstrip("\n")
        if not word:
            continue
        if word[0] in "RC":
            earlier = next(fields)
            yield day, next(fields), earlier if word[0] == "R" else ""
        else:
            yield day, next(fields), ""


def _provenance(changes: Iterator[tuple[date, str, str]]) -> dict[str, Provenance]:
    now: dict[str, str] = {}
    """Earlier path → the path it has today."""
    files: dict[str, Provenance] = {}
    for day, path, earlier in changes:
        current = now.get(path, path)
        if earlier:
            now[earlier] = current
        seen = files.get(current)
        files[current] = Provenance(day, seen.changed, seen.commits + 1) if seen else Provenance(day, day, 1)
    return files
