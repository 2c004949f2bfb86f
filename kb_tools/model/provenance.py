"""Where a file's text comes from in time, as far as history tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Provenance:
    """One file's life: first and last commit days, and how many commits."""

    created: date
    changed: date
    commits: int


@dataclass(frozen=True)
class History:
    """What one pass over the log gave. Without history every question is answered by None, never by a wrong date."""

    revision: str | None = None
    """Short hash of the commit that the site is built from."""
    files: Mapping[str, Provenance] = field(default_factory=dict)
    """By path from the root of the knowledge base."""
    notice: tuple[str, str] | None = None
    """(code, what was found) when there is no history or only part of it."""

    def of(self, file: str) -> Provenance | None:
        return self.files.get(file)
