"""The version of what is kept for no network is that of the whole site."""

from pathlib import Path

import pytest
from kb_mkdocs import offline


def version(site: Path) -> str:
    offline.write(site)
    worker = (site / offline.NAME).read_text(encoding="utf-8")
    (site / offline.NAME).unlink()
    (line,) = [line for line in worker.splitlines() if line.startswith("const VERSION")]
    return line


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "drills").mkdir()
    (tmp_path / "index.html").write_text("א", encoding="utf-8")
    (tmp_path / "drills/index.html").write_text("ב", encoding="utf-8")
    return tmp_path


def test_the_same_site_has_the_same_version(site: Path) -> None:
    assert version(site) == version(site)
    assert "{version}" not in version(site)


def test_a_page_that_changed_moved_or_came_is_another_version(site: Path) -> None:
    seen = {version(site)}
    (site / "index.html").write_text("ג", encoding="utf-8")
    seen.add(version(site))
    (site / "drills/index.html").rename(site / "drills.html")
    seen.add(version(site))
    (site / "new.html").write_text("", encoding="utf-8")
    seen.add(version(site))
    assert len(seen) == 4
