"""What commands about things share: the library as far as it can be read, the kinds of things and their ids."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

import click

from kb_tools.cli.report import print_text
from kb_tools.library import Loaded, current_day, load_library
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library, Municipality

KINDS = tuple(kind for kind in KIND_LABELS if kind not in ("page", "settings"))


def readable_library(root: Path, *, ask_history: bool = False) -> tuple[Library, Loaded]:
    """The library even when it has problems; exit code 1 when its settings cannot be read."""
    loaded = load_library(root, current_day(), ask_history=ask_history)
    if loaded.library is None:
        print_text(loaded.problems)
        raise SystemExit(1)
    return loaded.library, loaded


def check_id(id_: str, known: Iterable[str] | Mapping[str, object], label: str) -> None:
    """Refuses an id that is not among the known ones; `label` says of what. Who gave a name is told its id."""
    ids = list(known)
    if id_ not in ids:
        near = get_close_matches(id_, ids, 3, 0.5) or _by_name(id_, known)
        raise click.UsageError(f"אין {label} במזהה ״{id_}״. " + (f"אולי {' / '.join(near)}?" if near else ""))


def _by_name(said: str, known: Iterable[str] | Mapping[str, object]) -> list[str]:
    """The ids of the things whose names come near, each with its name."""
    if not isinstance(known, Mapping):
        return []
    named = {_name(thing): id_ for id_, thing in known.items()}
    return [f"{named[name]} ({name})" for name in get_close_matches(said, named, 3, 0.7)]


def _name(thing: object) -> str:
    own = thing.profile if isinstance(thing, Municipality) else thing
    return str(getattr(own, "name", "") or getattr(own, "title", ""))


def check_kind(kind: str) -> None:
    """Refuses a kind that does not exist."""
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1, 0.5)
        suggestion = f"אולי {near[0]}?" if near else f"הסוגים: {', '.join(KINDS)}"
        raise click.UsageError(f"אין סוג ״{kind}״. {suggestion}")
