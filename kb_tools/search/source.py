"""A mark of everything that a search index is made from, cheap enough to look at before each search."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

_ENGINE = Path(__file__).parents[1]


def source_mark(root: Path, names: Iterable[str], today: date) -> str:
    """Changes with the path, size or time of any file below `names` (files and folders of `root`), with the engine itself and with the day.

    What is due or has expired depends on the day.
    """
    mark = sha256(f"{today} {root}\n".encode())
    for path in (*(root / name for name in names), _ENGINE):
        for file, status in sorted(_files(str(path))):
            mark.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return mark.hexdigest()


def _files(path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files and their status; caches and dot files are not looked at, nor are links followed."""
    try:
        entries = [*os.scandir(path)]
    except NotADirectoryError:
        yield path, Path(path).stat()
        return
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path, entry.stat(follow_symlinks=False)
