"""The site of another field speaks its own words: the engine has no authority of its own."""

import html
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, kb

pytestmark = pytest.mark.slow

MUNICIPAL = re.compile("(?<![א-ת])(?:[הבלכמוש]{0,3})רשו(?:ת|י)[א-ת]*")
PROBLEM_CODES = "guide/problems/index.html"
"""The page of codes quotes the messages of the check, whose examples are of the first field."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hospitals") / "site"
    result = kb("build", "--root", str(ROOT / "tests/sites/hospitals"), "--site", str(folder))
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def visible(page: Path) -> str:
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", page.read_text("utf-8"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_every_section_has_its_pages(site: Path) -> None:
    for page in (
        "index.html",
        "playbooks/mass-casualty/index.html",
        "drills/night-tabletop/index.html",
        "lessons/oxygen-first/index.html",
        "roles/emergency-coordinator/index.html",
        "scenarios/power-loss/index.html",
        "municipalities/harel/index.html",
        "sources/drill-notes/index.html",
    ):
        assert (site / page).is_file(), page


def test_the_unit_has_its_own_name(site: Path) -> None:
    assert "בתי חולים" in visible(site / "municipalities/index.html")


def test_no_word_of_the_first_field_is_shown(site: Path) -> None:
    leaks = {
        page.relative_to(site).as_posix(): sorted(set(found))
        for page in sorted([*site.rglob("*.html"), *site.rglob("*.csv")])
        if page.relative_to(site).as_posix() != PROBLEM_CODES and (found := MUNICIPAL.findall(visible(page)))
    }
    assert leaks == {}
