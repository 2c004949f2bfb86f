"""A knowledge base of another field, with folders of other names, is read by the same engine."""

import re
from datetime import date
from pathlib import Path

from kb_tools.content.schemas import schema_line
from kb_tools.library import load_library
from kb_tools.model.files import kind_of

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/sites/hospitals"


def test_it_checks_clean() -> None:
    loaded = load_library(BASE, date(2026, 11, 22))
    assert loaded.problems == ()
    assert loaded.library is not None
    assert loaded.library.settings.unit.many == "בתי חולים"
    assert set(loaded.library.municipalities) == {"harel", "gefen"}


def test_it_holds_no_word_of_the_other_field() -> None:
    texts = [path.read_text("utf-8") for path in BASE.rglob("*") if path.suffix in (".yml", ".md")]
    assert len(texts) > 30
    assert not any(re.search("רשו(?:ת|י)", text) for text in texts)


def test_its_files_name_their_schemas() -> None:
    for path in BASE.rglob("*.yml"):
        relative = path.relative_to(BASE).as_posix()
        found = kind_of(re.sub("^books/", "playbooks/", re.sub("^pages/", "docs/", relative)))
        if found:
            first = path.read_text("utf-8").split("\n", 1)[0]
            assert first == schema_line(path.relative_to(ROOT).as_posix(), found[0].schema)
