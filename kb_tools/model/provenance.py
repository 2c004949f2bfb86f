"""Where a file's text comes from in time, as far as history tells."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

NOT_YET = ""
"""The id of what stands in the working tree and in no commit."""


_FIRST = date(2005, 4, 7)
"""Git's own first day: a commit from before it was made by a clock that nobody had set."""
_ZONES = timedelta(days=1)
"""A commit has the day of its writer's zone, which may be the next one already, or still the one before."""


def is_credible(day: date, today: date) -> bool:
    """Whether a commit may have been made on that day."""
    return _FIRST <= day <= today + _ZONES


def is_long_before(one: date, other: date) -> bool:
    """Whether `one` is before `other` by more than zones explain."""
    return one + _ZONES < other


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. Who made it is known as so many different people, never by name: names are personal data."""

    id: str
    """The full hash; NOT_YET for the state of the working tree."""
    day: date
    """When it was committed, in the committer's own zone."""
    subject: str
    people: frozenset[str]
    """Fingerprints of the author and the co-authors, after .mailmap."""
    parents: tuple[str, ...]

    @property
    def short(self) -> str:
        return self.id[:10]


@dataclass(frozen=True, slots=True)
class Version:
    """What one commit made of one file. `before` are the blobs it had in each parent, `after` the one it has now; "" is none."""

    commit: Commit
    path: str
    """What the file was called then, from the root."""
    before: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """One file's life: all its versions, the newest first, renames followed."""

    versions: tuple[Version, ...]
    created: date | None
    """The day of its first commit whose date can be believed; None when no commit of it has one."""
    changed: date | None
    """The day of the newest one."""
    is_later: bool = False
    """Whether a commit of no credible date came after `changed`."""
    is_doubtful: bool = False
    """Whether the days of its commits go back: some clock was wrong, and nobody can tell which."""

    @property
    def commits(self) -> int:
        return len(self.versions)

    @property
    def people(self) -> int:
        """How many different people wrote in the file."""
        return len(frozenset().union(*(version.commit.people for version in self.versions)))


@dataclass(frozen=True)
class History:
    """What one pass over the log gave. Without history every question is answered by None, never by a wrong date."""

    revision: str | None = None
    """Short hash of the commit that the site is built from."""
    files: Mapping[str, Provenance] = field(default_factory=dict)
    """By path from the root of the knowledge base."""
    notices: tuple[tuple[str, str], ...] = ()
    """(code, what was found) of whatever is missing, partial or doubtful."""
    former: Mapping[str, Provenance] = field(default_factory=dict)
    """The lives of files that are no more, by the last path each had and the commit that ended it."""
    commits: Mapping[str, Commit] = field(default_factory=dict)
    """By full hash, the newest first: a commit comes before its parents."""
    blobs: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By path: what the last commit holds."""
    unsaved: Set[str] = frozenset()
    """Paths whose text in the working tree is not the one in the last commit."""

    @property
    def is_known(self) -> bool:
        """Whether there is a history to ask, whole from its beginning."""
        return bool(self.commits)

    def of(self, file: str) -> Provenance | None:
        return self.files.get(file)

    def is_before(self, one: str, other: str) -> bool:
        """Whether the commit `one` is an ancestor of `other`. What is not committed yet comes after every commit."""
        if one in (other, NOT_YET):
            return False
        return other == NOT_YET or self._leads(one, other)

    def _leads(self, one: str, other: str) -> bool:
        """Back from `other`, and no further than `one` is: along first parents that is one look."""
        line, depth = self._lines.get(one, (one, 0))
        end = self._places.get(one, len(self.commits))
        seen: set[str] = set()
        waiting = [other]
        while waiting:
            id_ = waiting.pop()
            place = self._places.get(id_)
            if id_ in seen or place is None or place >= end:
                if id_ == one:
                    return True
                continue
            seen.add(id_)
            own, own_depth = self._lines[id_]
            if own == line and own_depth > depth:
                return True
            waiting.extend(self.commits[id_].parents)
        return False

    @cached_property
    def _places(self) -> dict[str, int]:
        """Commit → its place from the newest; a commit comes before its parents."""
        return {id_: place for place, id_ in enumerate(self.commits)}

    @cached_property
    def _lines(self) -> dict[str, tuple[str, int]]:
        """Commit → the line of first parents that it stands on, by the first commit of the line, and how far along it stands."""
        found: dict[str, tuple[str, int]] = {}
        ends: dict[str, str] = {}
        for id_ in reversed(list(self.commits)):
            parent = next(iter(self.commits[id_].parents), "")
            line, depth = found.get(parent, (id_, -1))
            if parent in found and ends[line] != parent:
                line, depth = id_, -1
            found[id_] = line, depth + 1
            ends[line] = id_
        return found
