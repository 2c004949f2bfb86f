"""What one commit made of one thing: told by comparing what the file said before and after, never by its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kb_tools.model.provenance import Commit
from kb_tools.model.survey import Key

Said: TypeAlias = Mapping[str, Any]
"""The fields of a thing as its file wrote them: text, lists and mappings, never read into types. Old files obey old rules."""


@dataclass(frozen=True, slots=True)
class Change:
    """A commit wrote, changed or removed a thing. `before` is None when it is new, `after` when it is gone."""

    key: Key
    commit: Commit
    file: str
    before: Said | None
    after: Said | None
    was: Key | None = None
    """The key it had before, when it moved to another file with this commit."""


@dataclass(frozen=True)
class Changes:
    """All changes of all things, the newest first, as far as history tells."""

    all: tuple[Change, ...] = ()
    by_key: Mapping[Key, tuple[Change, ...]] | None = None
    """A thing's own changes and those from before it moved; None when there is no history to ask."""

    @property
    def is_known(self) -> bool:
        return self.by_key is not None

    def of(self, kind: str, id: str) -> tuple[Change, ...]:
        return (self.by_key or {}).get((kind, id), ())
