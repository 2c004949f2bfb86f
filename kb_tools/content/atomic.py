"""Writing several files so that readers see each one whole, and none changes when one cannot be written."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def write_all(texts: Mapping[Path, str]) -> None:
    """Write each text to its path as UTF-8, line ends as they are; folders are made.

    Every text is first written beside its path, then all are renamed. Raises OSError; when one cannot be
    drafted, every file is as it was.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            drafts[path] = _draft(path, text)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError:
        _clear(texts)
        raise


def _draft(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _beside(path)
    draft.write_bytes(text.encode("utf-8"))
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)
    return draft


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.draft")


def _clear(texts: Mapping[Path, str]) -> None:
    """Remove drafts and the folders that were made for them alone."""
    for path in texts:
        _beside(path).unlink(missing_ok=True)
        with suppress(OSError):  # not empty, or never made
            path.parent.rmdir()
