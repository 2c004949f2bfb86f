"""`load_library` and `load_site`: the only place where the parts meet."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kb_tools.content.crosscheck import across_files
from kb_tools.content.load import load
from kb_tools.content.locate import problems
from kb_tools.content.text import printable
from kb_tools.content.unread import unread
from kb_tools.history.remote import origin_forge
from kb_tools.insight.standing import Evidence
from kb_tools.judged import BY_FILES, claims, judge
from kb_tools.model.catalog import CODES
from kb_tools.model.library import Library, assemble
from kb_tools.model.problem import Place, Problem
from kb_tools.recorded import Recorded, read_recorded
from kb_tools.views.forge import commit_link, edit_link, filled_file, new_link, past_link, report_link
from kb_tools.views.page_papers import page_papers
from kb_tools.views.site import Site

LAST_SECOND = "7258118399"
"""The end of 2199: content knows no later year."""


class DayError(ValueError):
    """SOURCE_DATE_EPOCH names no day. The text is Hebrew, for whoever set it."""


@dataclass(frozen=True)
class Loaded:
    """What a root holds: the library, as far as it could be read, and every problem, sorted."""

    library: Library | None
    """None when kb.yml itself cannot be read."""
    problems: tuple[Problem, ...]
    recorded: Recorded | None = None
    """What history tells, when it was asked."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")


def load_library(root: Path, today: date, *, ask_history: bool = False) -> Loaded:
    """Read and check the knowledge base at `root`. `today` decides what is in the future and what has expired.

    With `ask_history` the repository is a witness too: a lesson is implemented and learned only as far as its commits bear out.
    """
    with _without_collecting():
        content = load(root)
        if content.settings is None:
            return Loaded(None, tuple(problems(root, content)))
        library = assemble(content.settings, content.documents, content.pages, content.prose)
        across = [*across_files(library, today, unread(content.broken))]
        if not ask_history:
            return Loaded(library, tuple(problems(root, content, across)))
        recorded = read_recorded(root, content.settings, today)
        if claims(library):
            judgement = judge(Evidence(library, recorded.history, recorded.changes), unread(content.broken))
            across = [found for found in across if (found.code, found.file in judgement.files) != (BY_FILES, True)]
            across += judgement.findings
        return Loaded(library, tuple(problems(root, content, across)), recorded)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause the cyclic garbage collector, as it was left after.

    All that is read stays alive and holds no cycles, and looking for some took 30% of the time at 3,000 files.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def load_site(root: Path, today: date) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site that the knowledge base makes, and its problems; no site while there are errors.

    That history is missing or partial is a notice among the problems: the site builds, without dates.
    """
    loaded = load_library(root, today, ask_history=True)
    if loaded.library is None or loaded.recorded is None or loaded.errors:
        return None, loaded.problems
    history, changes = loaded.recorded.history, loaded.recorded.changes
    found = [*loaded.problems]
    found += [CODES[code].problem(Place("."), {"found": reason}) for code, reason in history.notices]
    settings = loaded.library.settings
    if settings.forge is None:
        settings = settings.model_copy(update={"forge": origin_forge(root)})
    links = edit_link(settings), new_link(settings), report_link(settings)
    past = past_link(settings), commit_link(settings)
    site = Site(loaded.library, history, today, *links, filled_file(settings), changes, *past, papers_at=page_papers)
    return site, tuple(found)


def current_day() -> date:
    """Today; the day of SOURCE_DATE_EPOCH when that is set, so that a build can be repeated to the byte.

    Raises DayError when it is set to anything but seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now().astimezone().date()
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) <= len(LAST_SECOND) and int(epoch) <= int(LAST_SECOND)):
        shown = printable(epoch[:40])
        raise DayError(f"SOURCE_DATE_EPOCH צריך להיות מספר השניות מאז 1970, עד {LAST_SECOND} (נמצא ״{shown}״)")
    return datetime.fromtimestamp(int(epoch), UTC).date()
