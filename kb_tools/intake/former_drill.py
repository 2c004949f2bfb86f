"""A drill as it was at an earlier revision: the items that were on the paper in the room, in their order and their words."""

import re
from collections.abc import Mapping
from typing import Any

from kb_tools.content.text import printable
from kb_tools.content.versions import values_said
from kb_tools.history.branches import Entry, blobs, entries
from kb_tools.history.repository import GitError, Repository
from kb_tools.model.files import kind_of
from kb_tools.model.page import Settings
from kb_tools.views.asked import Asked, AskedItem, AskedObjective

_REVISION = re.compile(r"[0-9a-f]{4,64}")


def former_drill(repository: Repository, settings: Settings, revision: str, drill: str) -> Asked | None:
    """What the drill asked at `revision`, which is a commit, short or whole; None when that commit is not here or has no such drill.

    Old files are read leniently, for they obeyed other rules: what is not there is empty.
    """
    try:
        commit = repository.commit_of(revision) if _REVISION.fullmatch(revision) else None
        if commit is None:
            return None
        found = _content(repository, settings, commit)
        said = _said(repository, found.get(("drill", drill)))
        return _asked(repository, found, said, drill, revision) if said else None
    except (
        GitError
    ):  # objects that are not here, or a repository that cannot be read: nothing is known of that revision
        return None


def _content(repository: Repository, settings: Settings, commit: str) -> dict[tuple[str, str], Entry]:
    """The drills and playbooks of a commit, by kind and id."""
    found = {}
    for entry in entries(repository, commit, [settings.playbooks]):
        kind = kind_of(settings.usual_path(entry.path)) if entry.is_file else None
        if kind and kind[0].name in ("drill", "playbook"):
            found[kind[0].name, kind[1][kind[0].name]] = entry
    return found


def _said(repository: Repository, entry: Entry | None) -> Mapping[str, Any]:
    return (values_said(next(blobs(repository, [entry.blob]))) or {}) if entry else {}


def _asked(
    repository: Repository,
    found: Mapping[tuple[str, str], Entry],
    said: Mapping[str, Any],
    drill: str,
    revision: str,
) -> Asked:
    steps: dict[str, Mapping[str, Any]] = {}
    rows = _entries_of(said.get("checklist"))
    for book in dict.fromkeys(_text(row, "step").partition("/")[0] for row in rows):
        written = _said(repository, found.get(("playbook", book)))
        steps |= {f"{book}/{_text(step, 'id')}": step for step in _entries_of(written.get("steps"))}
    items = tuple(
        AskedItem(_text(row, "id"), _text(row, "pause"), _wording(row, steps), "") for row in rows if _text(row, "id")
    )
    objectives = tuple(
        AskedObjective(_text(row, "id"), _text(row, "what"))
        for row in _entries_of(said.get("objectives"))
        if _text(row, "id")
    )
    return Asked(drill, _text(said, "title") or drill, revision, items, objectives)


def _wording(row: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]]) -> str:
    step = steps.get(_text(row, "step"), {})
    return _text(row, "text") or _text(step, "done_when") or _text(step, "what") or _text(row, "id")


def _entries_of(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return printable(value) if isinstance(value, str) else ""
