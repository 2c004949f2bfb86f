"""The log of the intake: a line a submission, with no word of what was sent."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from platformdirs import user_state_path

from kb_tools.intake.receive import Outcome


def default_log() -> Path:
    """In the user's own folder: the log is no part of a knowledge base."""
    return user_state_path("hosen", appauthor=False) / "intake.log"


def line_of(outcome: Outcome, now: datetime) -> str:
    """Time, id, outcome and the codes of its reasons, with tabs between; `-` for what is not known."""
    codes = dict.fromkeys(reason.code for reason in outcome.reasons)
    return "\t".join((now.isoformat(timespec="seconds"), outcome.id or "-", outcome.state, ",".join(codes) or "-"))


def write(log: Path, outcomes: Iterable[tuple[Outcome, datetime]]) -> None:
    """Add the lines, each whole: several services may share a log. Raises OSError."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        for outcome, now in outcomes:
            file.write(f"{line_of(outcome, now)}\n".encode())
