"""PDFs kept between two runs, by all that they were made of. It spares work and is never needed: a damaged one counts as none."""

import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile

from kb_tools.printing.printer import Job, Printed
from kb_tools.views.paper import CONTENT_STYLE, FONTS, PAGE_STYLE

FORM = 1
"""Of what is kept, and of how documents are printed; another one is not read."""
LONGEST = 30 * 24 * 3600
"""Seconds that a PDF is kept which nothing asked for."""
_MADE_WITH = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")


def folder_of(root: Path) -> Path:
    """Where the PDFs of the knowledge base at `root` are kept."""
    return root / ".cache" / "papers"


class Store:
    """A folder of printed documents. `<key>-<pages>-<tightness>-<sum>.pdf`: the name tells whether the file is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked: set[str] = set()

    def get(self, job: Job) -> Printed | None:
        key = self._key(job)
        self._asked.add(key)
        for path in self._folder.glob(f"{key}-*.pdf"):
            with suppress(OSError, ValueError):
                _, pages, tightness, sum_ = path.stem.split("-")
                pdf = path.read_bytes()
                if _digest(pdf) == sum_:
                    return Printed(pdf, int(pages), int(tightness))
            with suppress(OSError):
                path.unlink()
        return None

    def put(self, job: Job, printed: Printed) -> None:
        """Where it cannot be written nothing is kept."""
        name = f"{self._key(job)}-{printed.pages}-{printed.tightness}-{_digest(printed.pdf)}.pdf"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, prefix=".new-", delete=False) as file:
                beside = Path(file.name)
                try:
                    file.write(printed.pdf)
                    file.close()
                    beside.replace(self._folder / name)
                except OSError:
                    beside.unlink(missing_ok=True)

    def forget_old(self, now: float | None = None) -> None:
        """Remove what was written long ago and was not asked for since this store was opened."""
        limit = (time.time() if now is None else now) - LONGEST
        for path in self._files():
            with suppress(OSError):
                if path.name.partition("-")[0] not in self._asked and path.stat().st_mtime < limit:
                    path.unlink()

    def _files(self) -> Iterable[Path]:
        return self._folder.glob("*.pdf") if self._folder.is_dir() else ()

    def _key(self, job: Job) -> str:
        digest = blake2b(self._made_with, digest_size=16)
        digest.update(repr((job.html, job.base, job.most_pages, job.tightness)).encode())
        return digest.hexdigest()

    @cached_property
    def _made_with(self) -> bytes:
        """The style, the fonts and the versions of what prints."""
        digest = blake2b(str(FORM).encode(), digest_size=32)
        for path in (PAGE_STYLE, CONTENT_STYLE, *sorted(FONTS.glob("*.woff2"))):
            digest.update(path.read_bytes())
        for name in _MADE_WITH:
            with suppress(PackageNotFoundError):
                digest.update(f"{name} {version(name)}".encode())
        return digest.digest()


def _digest(pdf: bytes) -> str:
    return blake2b(pdf, digest_size=8).hexdigest()
