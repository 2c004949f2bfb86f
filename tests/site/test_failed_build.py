"""A build that fails leaves the last good site, says why, and leaves nothing beside it."""

from pathlib import Path

import pytest

from tests.conftest import kb

pytestmark = pytest.mark.slow


def test_a_mistake_leaves_the_last_good_site(small_base: Path) -> None:
    assert kb("build", "--no-pdf", "--root", str(small_base)).returncode == 0
    before = sorted((small_base / "site").rglob("*"))
    home = (small_base / "site" / "index.html").read_bytes()
    (small_base / "docs" / "lessons" / "broken.yml").write_text('title: "רח"ל"\n', encoding="utf-8")
    result = kb("build", "--no-pdf", "--root", str(small_base))
    assert result.returncode == 1
    assert "docs/lessons/broken.yml:1:11" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert sorted((small_base / "site").rglob("*")) == before
    assert (small_base / "site" / "index.html").read_bytes() == home
    assert [path.name for path in small_base.iterdir() if path.name.startswith(".site")] == []


def test_a_broken_link_in_a_written_page_fails_the_build(small_base: Path) -> None:
    page = small_base / "docs" / "page.md"
    page.write_text("---\ntitle: עמוד\n---\n# עמוד\n\n[לשום מקום](nowhere.md)\n", encoding="utf-8")
    result = kb("build", "--root", str(small_base))
    assert result.returncode == 1
    assert "nowhere.md" in result.stdout + result.stderr
    assert not (small_base / "site").exists()


def test_without_git_the_site_builds_and_shows_no_dates(small_base: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = kb("build", "--no-pdf", "--root", str(small_base), PATH=str(empty))
    assert result.returncode == 0, result.stdout + result.stderr
    role = next((small_base / "docs" / "roles").glob("*.yml")).stem
    assert "<dt>עודכן</dt>" not in (small_base / "site" / "roles" / role / "index.html").read_text(encoding="utf-8")


def test_hebrew_folder_names_around_the_knowledge_base_do_no_harm(tmp_path: Path) -> None:
    base = tmp_path / "תיקייה עם רווח" / "מאגר"
    assert kb("init", str(base)).returncode == 0
    result = kb("build", "--root", str(base), "--site", str(tmp_path / "אתר"), LC_ALL="C", PYTHONIOENCODING="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "אתר" / "index.html").is_file()
    assert [path.name for path in (tmp_path / "תיקייה עם רווח").iterdir()] == ["מאגר"]


def test_a_folder_that_is_no_site_is_never_replaced(small_base: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").write_text("x", encoding="utf-8")
    for target in (precious, small_base, tmp_path):
        result = kb("build", "--root", str(small_base), "--site", str(target))
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
    assert (precious / "letter.txt").is_file()
    assert (small_base / "kb.yml").is_file()


def test_a_hebrew_heading_has_an_id_of_its_own_words(small_base: Path) -> None:
    page = small_base / "docs" / "page.md"
    page.write_text("---\ntitle: עמוד\n---\n# עמוד\n\n## איך מדווחים\n\n[לשם](#איך-מדווחים)\n", encoding="utf-8")
    result = kb("build", "--no-pdf", "--root", str(small_base))
    assert "אינו בתפריט" in result.stderr, "a page that the navigation does not name is told of"
    nav = small_base / "mkdocs.yml"
    nav.write_text(nav.read_text(encoding="utf-8").replace("nav:\n", "nav:\n  - page.md\n", 1), encoding="utf-8")
    result = kb("build", "--no-pdf", "--root", str(small_base))
    assert result.returncode == 0, result.stdout + result.stderr
    assert 'id="איך-מדווחים"' in (small_base / "site" / "page" / "index.html").read_text(encoding="utf-8")
