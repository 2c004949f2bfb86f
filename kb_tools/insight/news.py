"""What is new, as far as history tells: things that were written or changed, by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb_tools.model.library import Library
from kb_tools.model.provenance import History, Provenance
from kb_tools.model.survey import Key

_ORDER = ("playbook", "lesson", "drill", "scenario", "role", "call", "municipality", "adaptation", "result", "page")
"""What is told first of one day; kinds that are not here come after."""


@dataclass(frozen=True, slots=True)
class News:
    """Things of one kind that were written, or changed, on one day."""

    day: date
    is_new: bool
    kind: str
    keys: tuple[Key, ...]


def news(library: Library, history: History, limit: int) -> tuple[News, ...]:
    """The newest groups, at most `limit`. Without history there are none.

    A thing of several files is new only when all of them are: a profile that got its needs today has changed.
    """
    groups: dict[tuple[date, bool, str], list[Key]] = {}
    for key, life in _lives(library, history).items():
        groups.setdefault((life.changed, life.created == life.changed, key[0]), []).append(key)
    order = sorted(groups, key=lambda group: (-group[0].toordinal(), *_rank(group[2]), not group[1]))
    return tuple(News(*group, tuple(groups[group])) for group in order[:limit])


def _rank(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind)


def _lives(library: Library, history: History) -> dict[Key, Provenance]:
    lives: dict[Key, Provenance] = {}
    for key, file in _files(library):
        own, known = history.of(file), lives.get(key)
        if own is not None:
            lives[key] = own if known is None else _joined(known, own)
    return lives


def _files(library: Library) -> Iterator[tuple[Key, str]]:
    """Each thing that has a name of its own, and each of its files."""
    for document in library.documents:
        if document.owner in library.defined and document.owner[0] != "settings":
            yield document.owner, document.path
    for page in library.pages:
        yield ("page", page.path), f"{library.settings.docs}/{page.path}"
    for playbook in library.prose:
        yield ("playbook", playbook), f"{library.settings.playbooks}/{playbook}/prose.md"


def _joined(one: Provenance, other: Provenance) -> Provenance:
    created, changed = min(one.created, other.created), max(one.changed, other.changed)
    return Provenance((*one.versions, *other.versions), created, changed)
