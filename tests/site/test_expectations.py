"""A build asks both engines what the content expects of the search, and names the one that does not find it."""

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import kb

pytestmark = pytest.mark.slow

ROWS = """expectations:
  - query: הפער
    finds: glossary-term:gap
"""
FILE = "docs/search/expectations.yml"
DAMAGE = """import re
from pathlib import Path

def on_post_build(config):
    for file in Path(config.site_dir, "search").glob("*.js"):
        {damage}
"""


def expecting(base: Path, rows: str) -> Path:
    (base / FILE).write_text(ROWS + rows, encoding="utf-8")
    return base


def damaged(base: Path, damage: str) -> Path:
    """The index of this knowledge base suffers between its writing and its asking."""
    (base / "damage.py").write_text(DAMAGE.format(damage=damage), encoding="utf-8")
    with (base / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("\nhooks:\n  - damage.py\n")
    return expecting(base, "")


def test_an_expectation_that_is_not_met_is_a_problem_at_its_place(small_base: Path) -> None:
    expecting(small_base, "  - query: הפער שלנו\n    finds: page:lessons/index.md\n")
    place = f"{FILE}:5:12"
    assert kb("check", "--root", str(small_base)).returncode == 0
    check = kb("check", "--search", "--root", str(small_base))
    assert (check.returncode, check.stdout.count("[expected-unmet]")) == (1, 1)
    assert f"{place} expectations[1].finds: החיפוש ב־kb search אינו מעלה" in check.stdout
    build = kb("build", "--no-pdf", "--root", str(small_base))
    assert (build.returncode, build.stderr.count("[expected-unmet]")) == (1, 1)
    assert f"{place} expectations[1].finds: החיפוש ב־kb search וגם החיפוש בדפדפן אינו מעלה" in build.stderr
    assert "Traceback" not in build.stdout + build.stderr
    assert not (small_base / "site").exists()


def test_what_the_browser_alone_does_not_find_is_told_of_it_alone(small_base: Path) -> None:
    """The titles of what is found are in the first file, and the addresses: exchange the one that is expected."""
    damaged(small_base, 'file.write_text(file.read_text("utf-8").replace("glossary-gap", "glossary-gep"), "utf-8")')
    build = kb("build", "--no-pdf", "--root", str(small_base))
    assert build.returncode == 1
    assert f"{FILE}:3:12 expectations[0].finds: החיפוש בדפדפן אינו מעלה" in build.stderr
    assert "kb search" not in build.stderr


def test_an_index_that_cannot_be_read_is_told_once(small_base: Path) -> None:
    damaged(small_base, 'file.write_text("kbIndex(", "utf-8")')
    build = kb("build", "--no-pdf", "--root", str(small_base))
    assert build.returncode == 1
    assert build.stderr.count("מנוע החיפוש של הדפדפן נכשל") == 1
    assert "not a file of the index" in build.stderr


def test_where_there_is_no_node_one_line_says_so(small_base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "git").symlink_to(shutil.which("git") or os.devnull)
    expecting(small_base, "")
    build = kb("build", "--no-pdf", "--root", str(small_base), PATH=str(folder))
    assert build.returncode == 0, build.stderr
    assert build.stderr.count("לא נשאל על הציפיות: אין כאן node") == 1
    assert "INFO" not in build.stderr


def test_where_nothing_is_expected_nothing_is_said(small_base: Path, tmp_path: Path) -> None:
    (small_base / FILE).unlink()
    build = kb("build", "--no-pdf", "--root", str(small_base), PATH=str(tmp_path))
    assert (build.returncode, build.stderr) == (0, "")
