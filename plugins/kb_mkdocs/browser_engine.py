"""The browser's engine under node: the scripts and the index of a site that was just written answer queries."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).parent / "node" / "answers.mjs"
LONGEST = 120
"""Seconds for all queries together: they take a few milliseconds each."""
_TOO_OLD = 3


class NotAskedError(Exception):
    """This machine cannot run the engine; the text says why, in Hebrew."""


class EngineFaultError(Exception):
    """The engine could not answer from what was written; the text says how, in Hebrew."""


def answers(site: Path, queries: Sequence[str], limit: int) -> Mapping[str, Sequence[str]]:
    """Query → the addresses that the search of the site in that folder finds, best first.

    Raises NotAskedError where there is no node that runs it, EngineFaultError where it cannot read all that a query needs.
    """
    found = _asked(site, queries, limit)
    failed = [(query, one["failed"]) for query, one in zip(queries, found, strict=True) if one["failed"]]
    if failed:
        query, why = failed[0]
        raise EngineFaultError(f"{len(failed)} מתוך {len(queries)} שאילתות נכשלו, הראשונה ״{query}״: {why}")
    return {query: one["first"] for query, one in zip(queries, found, strict=True)}


def _asked(site: Path, queries: Sequence[str], limit: int) -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None:
        raise NotAskedError("אין כאן node")
    try:
        run = subprocess.run(  # noqa: S603 - our own script, and a folder that was just written
            [node, str(RUNNER), str(site)],
            input=json.dumps({"queries": list(queries), "limit": limit}),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        raise EngineFaultError(f"לא ענה בתוך {LONGEST} שניות") from None
    if run.returncode == _TOO_OLD:
        raise NotAskedError("ה־node שכאן ישן מדי; צריך 18 ומעלה")
    if run.returncode:
        raise EngineFaultError(" ".join(run.stderr.split())[-500:] or f"node הסתיים בקוד {run.returncode}")
    return list(json.loads(run.stdout))
