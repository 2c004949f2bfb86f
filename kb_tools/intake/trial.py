"""The knowledge base as a commit has it, in a folder of its own, where a change can be tried before it is made."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Lock

from kb_tools.content.load import SETTINGS, load_settings
from kb_tools.history.branches import Entry, blobs, entries
from kb_tools.history.repository import GitError, Repository
from kb_tools.library import load_library
from kb_tools.model.library import Library
from kb_tools.model.page import Settings
from kb_tools.model.problem import Problem

Changes = Mapping[str, bytes | None]
"""Path from the root → what the file says after the change; None when it is no more."""
_LONGEST_NAME, _LONGEST_PATH = 255, 1024
"""Of one file or folder, and of all that stand in a path, in bytes."""


class Trial:
    """One change at a time is laid over the files of the commit, checked, and taken off again."""

    def __init__(self, folder: Path, commit: str, settings: Settings) -> None:
        self.commit = commit
        self.settings = settings
        self._folder = folder
        self._lock = Lock()
        self._before: tuple[date, frozenset[tuple[str, ...]]] | None = None
        self._library: tuple[date, Library] | None = None

    @classmethod
    @contextmanager
    def of(cls, repository: Repository, commit: str) -> Iterator["Trial"]:
        """The knowledge base of `commit`, until the block ends. Raises GitError when it holds none."""
        with tempfile.TemporaryDirectory(prefix="kb-trial-") as name:
            folder = Path(name)
            _write_out(repository, folder, entries(repository, commit, [SETTINGS]))
            settings = load_settings(folder)
            if settings is None:
                raise GitError(f"אי אפשר לקרוא את {SETTINGS} שבענף הראשי; kb check מסביר למה")
            content = entries(repository, commit, [settings.docs, settings.playbooks])
            _write_out(repository, folder, [entry for entry in content if _may_be_content(entry.path)])
            yield cls(folder, commit, settings)

    def is_content(self, path: str) -> bool:
        """Whether a file at `path` belongs to the content, which is all that a submission may touch.

        Dot files do not, though they lie there: no check reads them, and some (`.gitattributes`) steer git. A name that
        no file system takes does not either.
        """
        return path.partition("/")[0] in (self.settings.docs, self.settings.playbooks) and _may_be_content(path)

    def library(self, today: date) -> Library:
        """The library as it stands. Raises GitError when it cannot be read."""
        with self._lock:
            if self._library is None or self._library[0] != today:
                library = load_library(self._folder, today).library
                if library is None:
                    raise GitError(f"אי אפשר לקרוא את {SETTINGS} שבענף הראשי; kb check מסביר למה")
                self._library = today, library
            return self._library[1]

    def problems_of(self, changes: Changes, today: date) -> tuple[Problem, ...]:
        """The errors that the change brings, in the files that it touches and in others; older ones are not its fault."""
        with self._lock:
            if self._before is None or self._before[0] != today:
                self._before = today, frozenset(map(_told, load_library(self._folder, today).errors))
            with self._laid_over(changes):
                after = load_library(self._folder, today).errors
        return tuple(problem for problem in after if _told(problem) not in self._before[1])

    @contextmanager
    def _laid_over(self, changes: Changes) -> Iterator[None]:
        """What goes, goes first: a file may stand where a folder was, and the other way round."""
        kept = {path: (self._folder / path).read_bytes() for path in changes if self._inside(path).is_file()}
        came = {path: content for path, content in changes.items() if content is not None}
        try:
            self._replace(kept, came)
            yield
        finally:
            self._replace(came, kept)

    def _replace(self, gone: Iterable[str], came: Mapping[str, bytes]) -> None:
        for path in gone:
            with suppress(FileNotFoundError, NotADirectoryError):
                self._inside(path).unlink()
            for above in list(Path(path).parents)[:-2]:  # not the content folder itself, nor the root
                with suppress(OSError):  # something else is in it, or it is gone
                    (self._folder / above).rmdir()
        for path, content in came.items():
            target = self._inside(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def _inside(self, path: str) -> Path:
        if not self.is_content(path):
            raise ValueError(f"a path that is no content: {path!r}")
        return self._folder / path


def _may_be_content(path: str) -> bool:
    """Whether some content folder could hold it: `..` and the like are dot files here."""
    _, *names = path.split("/")
    return (
        names != []
        and len(os.fsencode(path)) <= _LONGEST_PATH
        and all(name and not name.startswith(".") and len(os.fsencode(name)) <= _LONGEST_NAME for name in names)
    )


def _told(problem: Problem) -> tuple[str, ...]:
    """A problem without its line, which a change above it moves."""
    return problem.place.file, problem.place.field, problem.code, problem.message


def _write_out(repository: Repository, folder: Path, found: list[Entry]) -> None:
    """Files alone: links and submodules are no content, and a check of the whole says so elsewhere."""
    files = [entry for entry in found if entry.is_file]
    for entry, content in zip(files, blobs(repository, [entry.blob for entry in files]), strict=True):
        target = folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
