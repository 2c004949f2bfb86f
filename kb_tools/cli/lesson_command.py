"""`kb lesson`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.find import check_id, readable_library
from kb_tools.cli.root import root_option
from kb_tools.content.locate import place_of
from kb_tools.insight.lessons import next_move, status_held
from kb_tools.insight.practice import drills_of_steps
from kb_tools.insight.standing import ORDER, Evidence, Standing
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.provenance import Commit
from kb_tools.views.names import name_of


@click.group("lesson")
def command() -> None:
    """על לקח אחד: מה מצבו, ומה מקדם אותו."""


@command.command("status")
@click.argument("lesson_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@root_option
def status(lesson_id: str, as_json: bool, root: Path) -> None:
    """מצבו של לקח לפי הראיות: מה כתוב בקובץ, מה נושאים ה־commits והתרגילים, מה חסר ומה הצעד הבא.

    קוד היציאה: 0 הראיות נושאות את המצב שבקובץ, 1 אינן נושאות אותו, 2 שימוש שגוי.
    """
    library, loaded = readable_library(root, ask_history=True)
    check_id(lesson_id, library.lessons, "לקח")
    lesson = library.lessons[lesson_id]
    recorded = loaded.recorded
    standing = None
    if recorded and recorded.changes.is_known:
        standing = Evidence(library, recorded.history, recorded.changes).standing(lesson)
    move = next_move(library, lesson, drills_of_steps(library), standing)
    to = {"id": move.to, "label": move.to.label} if move.to else None
    following = {"move": move.what, "label": move.what.label, "to": to}
    if as_json:
        found = {"id": lesson.id, "file": library.file_of("lesson", lesson.id), "status": lesson.status}
        click.echo(json.dumps({**found, **_as_json(lesson, standing), "next": following}, ensure_ascii=False, indent=1))
    else:
        for line in (*_head(root, library, lesson), *_lines(library, lesson, standing)):
            click.echo(line)
        click.echo(f"next (הצעד הבא): {move.what.label}" + (f" → {move.to.label}" if move.to else ""))
    raise SystemExit(0 if standing is None or standing.bears(lesson.status) else 1)


def _head(root: Path, library: Library, lesson: Lesson) -> Iterator[str]:
    yield f"{click.style(f'lesson:{lesson.id}', bold=True)} · {lesson.title}"
    place = place_of(root, library.file_of("lesson", lesson.id), ("status",))
    yield f"{place.file}:{place.line}"
    yield f"status (המצב שבקובץ): {_status(lesson.status)}"


def _lines(library: Library, lesson: Lesson, standing: Standing | None) -> Iterator[str]:
    if standing is None:
        yield "evidence (ראיות): אין כאן היסטוריה של git, ואין איך לבדוק מה השתנה ומתי"
        return
    yield f"borne (המצב שהראיות נושאות): {_status(standing.borne)}"
    if lesson.decided_on:
        yield f"decision (ההחלטה): {lesson.decided_on}{_by(standing.decision)}"
    for implementing in standing.implementing:
        commit = implementing.change.commit
        yield f"change (השינוי): {implementing.ref} · {name_of(library, 'step', implementing.ref)} · {commit.day}{_by(commit)}"
    for proof in standing.proving:
        yield f"proof (ההוכחה): {proof.ref} · {proof.result.held_on} · הצעד {proof.step}{_by(proof.recorded)}"
    for erosion in standing.erosions:
        lost = f" (אבד: {', '.join(field.name for field in erosion.lost)})" if erosion.lost else ""
        yield f"eroded (נשחק): {erosion.text}{lost}{_by(erosion.commit)}"
    for status_ in ORDER:
        for lacking in standing.lacking_for(status_):
            yield f"missing (חסר ל־{status_}): {lacking.text}"


def _status(status_: LessonStatus) -> str:
    return f"{status_} ({status_.label})"


def _by(commit: Commit | None) -> str:
    if commit is None:
        return ""
    return f" · commit {commit.short}" if commit.id else " · עוד לא נשמר ב־git"


def _as_json(lesson: Lesson, standing: Standing | None) -> dict[str, Any]:
    """Dates as YYYY-MM-DD, commits by their full hash (empty: not committed yet); `borne` is null without history."""
    if standing is None:
        return {"borne": None}
    decision = standing.decision.id if standing.decision else None
    return {
        "borne": standing.borne,
        "eroded": status_held(lesson, standing) is not lesson.status,
        "decision": {"on": lesson.decided_on.isoformat(), "commit": decision} if lesson.decided_on else None,
        "changes": [
            {"step": each.ref, "on": each.change.commit.day.isoformat(), "commit": each.change.commit.id}
            for each in standing.implementing
        ],
        "proofs": [
            {
                "result": proof.ref,
                "on": proof.result.held_on.isoformat(),
                "step": proof.step,
                "commit": proof.recorded.id,
            }
            for proof in standing.proving
        ],
        "erosions": [
            {"step": each.ref, "how": each.wear, "lost": [field.name for field in each.lost]}
            for each in standing.erosions
        ],
        "missing": [
            {"for": of, "what": lacking.lack, "ref": lacking.ref, "text": lacking.text}
            for of, lacking in standing.lacking
        ],
    }
