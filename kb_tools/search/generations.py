"""A folder in which an index lives by generations: each in a folder of its own, and a manifest that names the one in force.

A generation is written beside the one in force and comes into force when the manifest is replaced, by one rename: whoever is killed on the
way leaves the last good one. The manifest tells what wrote the generation, and the SHA-256 of each of its files.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EPERM
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

_MANIFEST = "manifest.json"
_PREFIX = "generation-"


class Generations:
    """`made`: who writes and reads here, and of what; a generation of anybody or anything else counts as none."""

    def __init__(self, folder: Path, made: Mapping[str, str]) -> None:
        self.folder = folder
        self._made = dict(made)

    def current(self) -> Path | None:
        """The folder of the generation in force, every file as it was written; None when there is no such.

        Others may replace and remove it while it is read; `current` then tells the next one.
        """
        named = self._named()
        if named is None:
            return None
        folder, files = named
        with suppress(OSError):
            if self._is_private() and _checksums(folder) == files:
                return folder
        return None

    def prepare(self) -> None:
        """Make the folder. Raises OSError where it cannot be, or where others may write in it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._is_private():
            raise PermissionError(EPERM, "גם אחרים יכולים לכתוב בתיקייה", str(self.folder))

    def _is_private(self) -> bool:
        """Whether nobody but the user can have put here what is here; where systems do not tell, it counts as so."""
        status = self.folder.stat()
        return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)

    def _named(self) -> tuple[Path, object] | None:
        """The folder that the manifest names, and the checksums of its files; None unless the manifest is ours and whole."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            manifest = json.loads((self.folder / _MANIFEST).read_bytes())
            name = manifest["folder"]
            if manifest["made"] == self._made and name.startswith(_PREFIX) and name == Path(name).name:
                return self.folder / name, manifest["files"]
        return None

    @contextmanager
    def next(self) -> Iterator[Path]:
        """A new empty folder; when the block ends well, the generation in it is in force and others are removed.

        For one writer at a time, after `prepare`. Raises OSError when it cannot be written.
        """
        fresh = self.folder / (_PREFIX + token_hex(8))
        fresh.mkdir(mode=0o700)
        try:
            yield fresh
            self._put_in_force(fresh)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self._remove_all_but(fresh)

    def _put_in_force(self, folder: Path) -> None:
        manifest = {"folder": folder.name, "made": self._made, "files": _checksums(folder)}
        draft = self.folder / f"{_MANIFEST}.{folder.name}"
        draft.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        draft.replace(self.folder / _MANIFEST)

    def _remove_all_but(self, kept: Path) -> None:
        """Older generations, and what killed writers left."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name.startswith(_PREFIX) and path != kept:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(f"{_MANIFEST}."):
                path.unlink(missing_ok=True)


def link_files(source: Path, target: Path) -> None:
    """The files of one folder in another, by link where the file system has links: for files that are never written twice."""
    target.mkdir()
    for path in source.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)


def _checksums(folder: Path) -> dict[str, str]:
    """By path below the folder. Raises OSError."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
