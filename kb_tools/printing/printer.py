"""HTML of a sheet → a tagged PDF. WeasyPrint is imported here alone, and fetches nothing but our fonts."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from kb_tools.views.paper import CONTENT_STYLE, FONTS, PAGE_STYLE
from kb_tools.views.sheets import TIGHTER, tightened

INSTALL = """אי אפשר להדפיס כאן: {why}.
  Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  macOS: brew install pango
  Windows: התקינו MSYS2, הריצו בו pacman -S mingw-w64-ucrt-x86_64-pango, וכתבו ב־WEASYPRINT_DLL_DIRECTORIES את C:\\msys64\\ucrt64\\bin"""
_WEIGHTS = ("400", "700")
_OPTIONS = {"pdf_tags": True, "pdf_variant": "pdf/ua-1"}


class NoPrinterError(Exception):
    """WeasyPrint or a library that it stands on is not here. The text says in Hebrew what is missing and how to install it."""


class FetchRefusedError(ValueError):
    """A sheet asked for something that is not one of our fonts."""


@dataclass(frozen=True)
class Job:
    """A whole document to print. A plain value, so that another process can do it."""

    html: str
    base: str = ""
    """Where the page of the sheet is published, for its links; without it they lead nowhere and are left out."""
    most_pages: int | None = None
    tightness: int = 0
    """Where in TIGHTER to begin."""


@dataclass(frozen=True)
class Printed:
    """A PDF, the pages it takes, and how far it had to be tightened to fit."""

    pdf: bytes
    pages: int
    tightness: int = 0


class Printer:
    """Prints one document after the other; fonts and style sheets are read once. Raises NoPrinterError where it cannot work."""

    def __init__(self) -> None:
        self._weasyprint = weasyprint()
        self._fetcher = _fetcher()
        self._fonts = self._weasyprint.text.fonts.FontConfiguration()
        self._styles = [
            self._weasyprint.CSS(
                string=path.read_text(encoding="utf-8"),
                base_url=path.as_uri(),
                font_config=self._fonts,
                url_fetcher=self._fetcher,
            )
            for path in (PAGE_STYLE, CONTENT_STYLE)
        ]

    def print(self, job: Job) -> Printed:
        """The PDF, drawn tighter while it takes more pages than it may; as it was drawn first when nothing helps."""
        laid_out, tightness = self._fitting(job)
        return Printed(self._written(laid_out), len(laid_out.pages), tightness)

    def print_together(self, jobs: Sequence[Job], title: str) -> tuple[Printed, tuple[int, ...]]:
        """One PDF of several documents, and the pages of each; each counts its own and has its own head."""
        parts = [self._fitting(job) for job in jobs]
        whole = parts[0][0].copy([page for laid_out, _ in parts for page in laid_out.pages])
        whole.metadata.title = title
        done = Printed(self._written(whole), len(whole.pages), max(tightness for _, tightness in parts))
        return done, tuple(len(laid_out.pages) for laid_out, _ in parts)

    def _fitting(self, job: Job) -> tuple[Any, int]:
        for tightness in range(job.tightness, len(TIGHTER)):
            laid_out = self._laid_out(tightened(job.html, tightness), job.base)
            if job.most_pages is None or len(laid_out.pages) <= job.most_pages:
                return laid_out, tightness
        return self._laid_out(job.html, job.base), 0

    def _laid_out(self, html: str, base: str) -> Any:
        document = self._weasyprint.HTML(string=html, base_url=base or None, url_fetcher=self._fetcher)
        return document.render(font_config=self._fonts, stylesheets=self._styles, **_OPTIONS)

    def _written(self, laid_out: Any) -> bytes:
        with _fonts_without_a_clock():
            return bytes(laid_out.write_pdf(**_OPTIONS))


def _fetcher() -> Any:
    """`fetch`, as WeasyPrint wants it: of its own class, which says that what is refused is left out."""

    class Fonts(weasyprint().urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: object = None) -> Any:
            return fetch(url)

    return Fonts()


def fetch(url: str) -> Any:
    """The files of our fonts and nothing else: neither the network nor another file of this machine. Raises FetchRefusedError."""
    address, _, weight = url.partition("?")
    path = FONTS / address.rpartition("/")[2]
    if address != path.as_uri() or path.suffix != ".woff2" or not path.is_file() or weight not in ("", *_WEIGHTS):
        raise FetchRefusedError(url)
    return weasyprint().urls.URLFetcherResponse(url, _font(path, weight))


def _font(path: Path, weight: str) -> bytes:
    """A font; of a variable one, one weight."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint, which may not be there
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    font = TTFont(path, recalcTimestamp=False)
    if weight:
        font = instantiateVariableFont(font, {"wght": int(weight)})
    font.flavor = None
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def weasyprint() -> Any:
    """The library. Raises NoPrinterError, with the way to install what it lacks."""
    try:
        with redirect_stdout(StringIO()):  # it prints a banner in English when a library is missing
            import weasyprint as found  # noqa: PLC0415 - half a second, and it may not be there
            import weasyprint.text.fonts  # noqa: PLC0415
    except ImportError as missing:
        raise NoPrinterError(
            f"אי אפשר להדפיס כאן: חסרה החבילה {missing.name}. התקינו: pip install weasyprint"
        ) from missing
    except OSError as missing:
        library = str(missing).partition(":")[0].replace("cannot load library", "").strip(" '\"")
        raise NoPrinterError(INSTALL.format(why=f"ספריית המערכת {library} אינה מותקנת")) from missing
    return found


@contextmanager
def _fonts_without_a_clock() -> Iterator[None]:
    """The parts of fonts that a PDF holds say when they were cut out: of no use to anybody, and no two prints would be equal."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
