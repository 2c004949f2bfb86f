"""The rows that the browser's twin obeys too: the id of a submission, where its file goes, and the very bytes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from kb_tools.content.record_text import record_text
from kb_tools.intake.submission import read_submission
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.page import Settings
from kb_tools.model.submission import file_values, subject
from tests.unit.intake.sent import TODAY

ROWS = json.loads((Path(__file__).parents[2] / "conformance/submissions/rows.json").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_the_row_holds(row: dict[str, Any]) -> None:
    intake = {"source": row["source"]} if row["source"] else {}
    settings = Settings.model_validate({"title": "א", "tagline": "ב", "lead_role": row["lead_role"], "intake": intake})
    found = read_submission(json.dumps(row["submission"]).encode(), settings, TODAY)
    kind = KINDS_BY_NAME[found.kind.name]
    path = kind.path(**found.captures)
    text = record_text(path, kind, file_values(found, settings))
    assert (found.id, found.branch, path, subject(found), text) == tuple(
        row[name] for name in ("id", "branch", "path", "subject", "text")
    )
