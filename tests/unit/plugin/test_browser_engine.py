"""What is told when node is missing, too old, or fails: the build asks it, and never depends on it."""

from pathlib import Path

import pytest
from kb_mkdocs import browser_engine
from kb_mkdocs.browser_engine import EngineFaultError, NotAskedError, answers


def node(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `node` that is this shell script, and the only one there is."""
    file = folder / "node"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_without_node_the_engine_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotAskedError, match="אין כאן node"):
        answers(tmp_path, ["א"], 3)


def test_an_old_node_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(tmp_path, "exit 3", monkeypatch)
    with pytest.raises(NotAskedError, match="ישן"):
        answers(tmp_path, ["א"], 3)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo 'engine.js is not there' >&2; exit 1", "engine.js is not there"),
        ("exit 139", "139"),
        (
            """echo '[{"first": ["a/"], "failed": ""}, {"first": [], "failed": "meta: cut"}]'""",
            "1 מתוך 2.*״ב״.*meta: cut",
        ),
    ],
)
def test_what_fails_is_told(script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(tmp_path, script, monkeypatch)
    with pytest.raises(EngineFaultError, match=told):
        answers(tmp_path, ["א", "ב"], 3)


def test_an_engine_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(tmp_path, "while :; do :; done", monkeypatch)
    monkeypatch.setattr(browser_engine, "LONGEST", 0.2)
    with pytest.raises(EngineFaultError, match="לא ענה"):
        answers(tmp_path, ["א"], 3)
