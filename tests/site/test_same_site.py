"""The same input gives the same bytes, and the fork of MkDocs gives the same site."""

import filecmp
import re
from pathlib import Path

import pytest

from tests.conftest import kb

pytestmark = pytest.mark.slow
DAY = "1795305600"
OWN = re.compile(rb'<meta name="generator" content="[^"]*">\s*|const VERSION = "[0-9a-f]+"')
"""What names the builder: its mark on a page, and the digest of all pages by which the service worker knows them."""


def _files(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def test_two_builds_are_equal_to_the_byte(built_site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    result = kb("build", "--site", str(again), SOURCE_DATE_EPOCH=DAY)
    assert result.returncode == 0, result.stdout + result.stderr
    assert _files(again) == _files(built_site)
    different = [name for name in _files(again) if not filecmp.cmp(again / name, built_site / name, shallow=False)]
    assert different == []


def test_properdocs_builds_the_same_site(built_site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    result = kb("build", "--engine", "properdocs", "--site", str(other), SOURCE_DATE_EPOCH=DAY)
    assert result.returncode == 0, result.stdout + result.stderr
    assert _files(other) == _files(built_site)
    different = [
        name
        for name in _files(other)
        if OWN.sub(b"", (other / name).read_bytes()) != OWN.sub(b"", (built_site / name).read_bytes())
    ]
    assert different == []
