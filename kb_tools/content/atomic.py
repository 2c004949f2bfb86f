"""Writing several files so that readers see each one whole, and none changes when one cannot be drafted."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


class PartlyWrittenError(OSError):
    """Some files are new and others as they were; `written` are the new ones."""

    def __init__(self, error: OSError, written: tuple[Path, ...]) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.written = written


def write_all(texts: Mapping[Path, str] | Mapping[Path, bytes]) -> None:
    """Write each text to its path as UTF-8, line ends as they are, and bytes as they are; folders are made.

    Every text is first written beside its path, then all are renamed. Raises OSError when one cannot be drafted, and
    then every file and folder is as it was; PartlyWrittenError when a rename fails after others were done.
    """
    made = _absent_folders(texts)
    written: list[Path] = []
    try:
        drafts = {path: _draft(path, text) for path, text in texts.items()}
        for path, draft in drafts.items():
            draft.replace(path)
            written.append(path)
    except OSError as error:
        _clear(texts, made)
        if written:
            raise PartlyWrittenError(error, tuple(written)) from error
        raise


def _absent_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that writing would make, the deepest first."""
    absent = {folder for path in paths for folder in path.parents if not folder.exists()}
    return sorted(absent, key=lambda folder: len(folder.parts), reverse=True)


def _draft(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _beside(path)
    draft.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)
    return draft


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.draft")


def _clear(paths: Iterable[Path], made: Iterable[Path]) -> None:
    """Remove drafts and the folders that were made for them alone."""
    for path in paths:
        with suppress(OSError):  # its folder was never made, or cannot be written
            _beside(path).unlink(missing_ok=True)
    for folder in made:
        with suppress(OSError):  # not empty, or never made
            folder.rmdir()
