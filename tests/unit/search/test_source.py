"""The mark of what an index was made from: it changes when anything does, and else never."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb_tools.search.source import source_mark

DAY = date(2026, 11, 22)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "docs/lessons").mkdir(parents=True)
    (tmp_path / "kb.yml").write_text("name: x", encoding="utf-8")
    (tmp_path / "docs/lessons/one.yml").write_text("id: one", encoding="utf-8")
    return tmp_path


def mark(base: Path, day: date = DAY) -> str:
    return source_mark(base, ("kb.yml", "docs", "playbooks"), day)


def test_it_stays_while_nothing_changes(base: Path) -> None:
    before = mark(base)
    (base / "README.md").write_text("elsewhere", encoding="utf-8")
    (base / "docs/.draft").write_text("not content", encoding="utf-8")
    assert mark(base) == before


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file changes": lambda base: (base / "docs/lessons/one.yml").write_text("id: two", encoding="utf-8"),
    "only its time": lambda base: os.utime(base / "docs/lessons/one.yml", ns=(1, 1)),
    "a file comes": lambda base: (base / "docs/lessons/two.yml").write_text("", encoding="utf-8"),
    "a file goes": lambda base: (base / "docs/lessons/one.yml").unlink(),
    "a file moves": lambda base: (base / "docs/lessons/one.yml").rename(base / "docs/one.yml"),
    "the settings change": lambda base: (base / "kb.yml").write_text("name: yy", encoding="utf-8"),
    "the settings go": lambda base: (base / "kb.yml").unlink(),
    "a folder comes": lambda base: [(base / "playbooks").mkdir(), (base / "playbooks/x.md").touch()],
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_when(base: Path, change: str) -> None:
    before = mark(base)
    CHANGES[change](base)
    assert mark(base) != before


def test_it_changes_with_the_day_for_things_expire(base: Path) -> None:
    assert mark(base) != mark(base, date(2026, 11, 23))


def test_it_changes_with_the_engine(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark(base)
    monkeypatch.setattr("kb_tools.search.source._ENGINE", tmp_path / "docs")
    assert mark(base) != before


def test_links_are_not_followed(base: Path) -> None:
    (base / "docs/loop").symlink_to(base / "docs")
    assert mark(base)
