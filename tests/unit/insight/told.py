"""Changes as history would tell them, made in code: the newest first."""

from datetime import date
from typing import Any

from kb_tools.insight.changes import gather
from kb_tools.model.change import Change, Changes, Said
from kb_tools.model.provenance import Commit

FILES = {
    "lesson": "docs/lessons/{}.yml",
    "playbook": "playbooks/{}/playbook.yml",
    "step": "playbooks/{}/playbook.yml",
    "drill": "playbooks/book/drills/{}.yml",
    "result": "docs/municipalities/town/results/{}.yml",
    "adaptation": "docs/municipalities/town/adaptations/{}.yml",
}


def commit(number: int, day: str = "2026-06-01", subject: str = "סיבה") -> Commit:
    """The commit of a number; the one before it is its parent."""
    parents = (f"{number - 1:040}",) if number > 1 else ()
    return Commit(f"{number:040}", date.fromisoformat(day), subject, frozenset({"somebody"}), parents)


def change(at: Commit, kind: str, id_: str, before: Said | None, after: Said | None) -> Change:
    return Change((kind, id_), at, FILES[kind].format(id_.partition("/")[0]), before, after)


def changes(*told: Change) -> Changes:
    return gather(told)


def said(**fields: Any) -> Said:
    return fields
