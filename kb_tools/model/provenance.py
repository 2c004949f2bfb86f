"""Where a file's text comes from in time, as far as history tells."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

NOT_YET = ""
"""The id of what stands in the working tree and in no commit."""


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
    created: date
    changed: date
    """The day of the newest commit whose date can be believed."""
    is_later: bool = False
    """Whether a commit of no credible date came after `changed`."""

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
        return other == NOT_YET or one in self._ancestors(other)

    def _ancestors(self, commit: str) -> frozenset[str]:
        found = self._ancestry.get(commit)
        if found is None:
            seen: set[str] = set()
            waiting = [commit]
            while waiting:
                known = self.commits.get(waiting.pop())
                for parent in known.parents if known else ():
                    if parent not in seen:
                        seen.add(parent)
                        waiting.append(parent)
            found = self._ancestry[commit] = frozenset(seen)
        return found

    @cached_property
    def _ancestry(self) -> dict[str, frozenset[str]]:
        return {}
