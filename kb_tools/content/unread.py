"""What the files that could not be read would have defined.

A mistake in one file is one mistake: what refers to things of that file is not called dangling as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kb_tools.model.base import Entry
from kb_tools.model.fields import entry_types
from kb_tools.model.files import FileKind
from kb_tools.model.survey import Key


@dataclass(frozen=True)
class Unread:
    """Ids that may stand in unread files: exact ones, all of a kind in a scope, and all of a kind."""

    keys: frozenset[Key] = frozenset()
    scopes: frozenset[Key] = frozenset()
    """(kind, what qualifies the id): `("step", "first-playbook")`."""
    kinds: frozenset[str] = frozenset()

    def may_define(self, key: Key) -> bool:
        kind, id_ = key
        return kind in self.kinds or key in self.keys or (kind, id_.rpartition("/")[0]) in self.scopes


EVERYTHING_READ = Unread()


def unread(files: Iterable[tuple[FileKind, Mapping[str, str]]]) -> Unread:
    """What `files`, each a kind and the ids in its path as far as they are known, would have defined."""
    keys: set[Key] = set()
    scopes: set[Key] = set()
    kinds: set[str] = set()
    for file_kind, captures in files:
        for type_ in _defined_in(file_kind.model):
            scope = captures.get(type_.within, "")
            id_ = captures.get(file_kind.thing, "") if file_kind.thing == type_.kind else ""
            if id_:
                keys.add((type_.kind, f"{scope}/{id_}" if scope else id_))
            elif scope:
                scopes.add((type_.kind, scope))
            else:
                kinds.add(type_.kind)
    return Unread(frozenset(keys), frozenset(scopes), frozenset(kinds))


@cache
def _defined_in(model: type[Entry]) -> tuple[type[Entry], ...]:
    return tuple(type_ for type_ in entry_types(model) if type_.kind and "id" in type_.model_fields)
