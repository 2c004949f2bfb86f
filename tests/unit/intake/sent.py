"""What people send, and the repositories that receive it: shared by the tests of the intake."""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kb_tools.history.branches import branches, file_at
from kb_tools.history.repository import Repository
from kb_tools.intake.receive import Outcome, reception

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def lesson(**changes: Any) -> dict[str, Any]:
    """A lesson that any new knowledge base takes; `changes` are of its fields, None takes one out."""
    fields = {
        "title": "מפתח שני למחסן",
        "event": {"name": "תרגיל לשכת המתנדבים", "began_on": "2026-10-12"},
        "observation": "המפתח היה אצל אדם אחד.",
        "discussion": "התור גדל.",
        "conclusion": "איש לא היה אחראי לבדוק.",
        "recommendation": "שמרו מפתח שני אצל תפקיד נוסף.",
        "scenarios": ["first-scenario"],
        "lesson_kind": "challenge",
        "level": "national",
    }
    return _sent("lesson", fields, changes)


def result(**changes: Any) -> dict[str, Any]:
    fields = {
        "drill": "first-drill",
        "held_on": "2026-11-02",
        "sectors": ["local-government"],
        "items": [{"item": "first-item", "outcome": "done", "minute": "12", "note": "הזעיקו: מהר # מאוד"}],
        "objectives": [{"objective": "first-objective", "rating": "S"}],
    }
    return {**_sent("result", fields, changes), "municipality": "example-unit"}


def correction(**changes: Any) -> dict[str, Any]:
    fields = {
        "page": "lessons/first-lesson/",
        "found": "הרשימה מתעדכנת פעם בשנה.",
        "right": "הרשימה מתעדכנת פעם ברבעון.",
        "because": "כך נקבע בנוהל.",
    }
    return _sent("correction", fields, changes)


def _sent(kind: str, fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "hosen-submission/1",
        "kind": kind,
        "submitted_by": "רכזת מתנדבים",
        "submitted_on": "2026-11-22",
        "fields": {name: value for name, value in (fields | changes).items() if value is not None},
    }


def as_bytes(submission: Any) -> bytes:
    return json.dumps(submission, ensure_ascii=False).encode("utf-8")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.removesuffix("\n")


def receive(folder: Path, submission: Any, now: datetime = NOW) -> Outcome:
    """Through a reception of its own, as a command does it."""
    data = submission if isinstance(submission, bytes) else as_bytes(submission)
    with reception(Repository.at(folder), "main") as desk:
        return desk.receive(data, now)


def commit(folder: Path, path: str, text: str, message: str = "change") -> str:
    """Write a file in a working tree and commit it."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def heads(folder: Path) -> dict[str, str]:
    return branches(Repository.at(folder), "refs/heads")


def text_in(folder: Path, reference: str, path: str) -> str:
    found = file_at(Repository.at(folder), git(folder, "rev-parse", reference), path)
    assert found is not None, path
    return found.decode("utf-8")


@dataclass(frozen=True)
class Team:
    """A bare remote and two clones of it."""

    remote: Path
    one: Path
    two: Path
