"""Whatever is done to a file of a valid knowledge base, checking it ends in problems at places in files, not in a crash."""

import gc
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.content.load import front_matter, load
from kb_tools.content.text import Mistake
from kb_tools.library import load_library

BASE = Path(__file__).parents[2] / "examples" / "base"
FILES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*") if path.is_file())
TODAY = date(2026, 11, 22)
SIGNS = [*"\n\t:#\"'[]{}<>|\\%-? ", "\n\n", ": ", "- ", "&a ", "*a", "!!x ", "---\n", "...\n", "[@"]
WORDS = ["", "null", "true", "0031", "\u05d0", "\u05f4", "\u202e", "\u2066", "id", "id: x\n"]
PIECES = st.sampled_from([*SIGNS, *WORDS])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(BASE, tmp_path_factory.mktemp("load") / "kb"))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), spliced=st.lists(PIECES, max_size=4).map("".join), data=st.data())
def test_any_change_ends_in_problems_at_places(root: Path, name: str, spliced: str, data: st.DataObject) -> None:
    text = (BASE / name).read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    changed = text[:start] + spliced + text[end:]
    try:
        (root / name).write_text(changed, "utf-8")
        problems = load_library(root, TODAY).problems
    finally:
        (root / name).write_text(text, "utf-8")
    for problem in problems:
        assert problem.message
        # What the change took away may be missed in another file.
        at = root / problem.place.file
        there = changed if problem.place.file == name else at.read_text("utf-8") if at.is_file() else ""
        assert 1 <= problem.place.line <= len(there.split("\n")) + 1
        assert problem.place.column >= 1
    assert len(set(problems)) == len(problems)


def test_renamed_folders_are_read_as_docs_and_playbooks(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "kb"))
    (root / "docs").rename(root / "content")
    (root / "playbooks").rename(root / "books")
    with (root / "kb.yml").open("a", encoding="utf-8") as settings_file:
        settings_file.write("docs: content\nplaybooks: books\n")
    loaded = load_library(root, TODAY)
    assert loaded.problems == ()
    assert loaded.library is not None
    assert loaded.library.file_of("lesson", "first-lesson") == "content/lessons/first-lesson.yml"


def test_without_settings_there_is_one_problem_more_and_no_library(tmp_path: Path) -> None:
    loaded = load_library(tmp_path, TODAY)
    assert loaded.library is None
    assert [(problem.place.file, problem.code) for problem in loaded.problems] == [("kb.yml", "file-missing")]


def test_the_garbage_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    load_library(BASE, TODAY)
    assert gc.isenabled()
    gc.disable()
    try:
        load_library(BASE, TODAY)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_files_come_in_one_order(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "kb"))
    assert [document.path for document in load(root).documents] == [document.path for document in load(BASE).documents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nbody\n", ("a: 1\n", "body\n", 1)),
        ("---\na: 1\n---", ("a: 1\n", "", 1)),
        ("---  \na: 1\n--- \nbody", ("a: 1\n", "body", 1)),
        ("---\na: 1\n----\nb: 2\n---\n---\n", ("a: 1\n----\nb: 2\n", "---\n", 1)),
    ],
)
def test_front_matter(text: str, expected: tuple[str, str, int]) -> None:
    assert front_matter(text) == expected


@pytest.mark.parametrize(
    "text", ["", "a: 1", "---\na: 1", "---\n---\n", "---\n# a\n\n---\n", " ---\na: 1\n---\n", "----\n"]
)
def test_no_front_matter(text: str) -> None:
    with pytest.raises(Mistake, match="front-matter"):
        front_matter(text)
