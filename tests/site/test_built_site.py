"""The shipped site as it is published."""

import re
from pathlib import Path

import pytest

from kb_tools.library import current_day, load_library
from kb_tools.model.library import Library
from tests.site.built import BuiltSite

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def site(built_site: Path) -> BuiltSite:
    return BuiltSite(built_site)


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load_library(ROOT, current_day())
    assert loaded.library is not None
    return loaded.library


def test_every_thing_has_its_page_within_three_clicks(site: BuiltSite, library: Library) -> None:
    clicks = site.clicks_from_home()
    folders = {
        "municipalities": library.municipalities,
        "playbooks": library.playbooks,
        "lessons": library.lessons,
        "roles": library.roles,
        "drills": library.drills,
        "sources": library.sources,
        "scenarios": library.scenarios,
        "calls": library.calls,
    }
    far = [
        f"{folder}/{id_}/" for folder, ids in folders.items() for id_ in ids if clicks.get(f"{folder}/{id_}/", 9) > 3
    ]
    assert far == []
    assert all(clicks.get(f"{folder}/", 9) <= 2 for folder in folders)


def test_what_was_promised_is_there(library: Library) -> None:
    real = [m for m in library.municipalities.values() if not m.profile.example]
    assert len(real) == 257
    assert len(library.municipalities) - len(real) == 2
    assert len(library.playbooks) >= 9
    assert len(library.lessons) >= 14
    assert len(library.roles) >= 6
    assert len(library.drills) >= 6
    assert len({drill.scenario for drill in library.drills.values()}) >= 4
    assert len({drill.type for drill in library.drills.values()}) >= 4


def test_every_page_is_hebrew_from_right_to_left(site: BuiltSite) -> None:
    wrong = [
        address
        for address, page in site.pages.items()
        if (page.root.get("lang"), page.root.get("dir")) != ("he", "rtl")
    ]
    assert wrong == []


def test_every_page_has_one_title_and_no_id_twice(site: BuiltSite) -> None:
    assert [address for address, page in site.pages.items() if page.headings != 1] == []
    twice = {
        address: {i for i in page.ids if page.ids.count(i) > 1}
        for address, page in site.pages.items()
        if len(set(page.ids)) != len(page.ids)
    }
    assert twice == {}


def test_every_internal_link_leads_somewhere(site: BuiltSite) -> None:
    ids = {address: set(page.ids) for address, page in site.pages.items()}
    broken = []
    for address, page in site.pages.items():
        if address == "404.html":
            continue  # its links are absolute: it is served for any address
        for link in {*page.links, *page.loads}:
            target = site.target(address, link)
            if target is None:
                continue
            path, anchor = target
            is_page = path in ids
            if not is_page and not (site.root / path).is_file():
                broken.append(f"{address}: {link}")
            elif is_page and anchor and not anchor.startswith("__") and anchor not in ids[path]:
                broken.append(f"{address}: {link} (no such anchor)")
    assert broken == []


def test_nothing_is_loaded_from_another_host(site: BuiltSite) -> None:
    loads = [
        f"{address}: {load}"
        for address, page in site.pages.items()
        for load in page.loads
        if re.match(r"(https?:)?//", load)
    ]
    assert loads == []
    for path in (*site.root.rglob("*.css"), *site.root.rglob("*.svg")):
        outside = re.findall(r"(?:url\(|@import)\s*['\"]?\s*((?:https?:)?//[^'\")]+)", path.read_text(encoding="utf-8"))
        assert outside == [], path


def test_no_page_runs_inline_code_of_ours(site: BuiltSite) -> None:
    assert [f"{address}: {page.handlers}" for address, page in site.pages.items() if page.handlers] == []


def test_only_what_is_meant_to_be_published_is(site: BuiltSite) -> None:
    suffixes = {path.suffix for path in site.root.rglob("*") if path.is_file()}
    assert suffixes <= {
        ".html",
        ".css",
        ".js",
        ".json",
        ".xml",
        ".gz",
        ".woff2",
        ".txt",
        ".svg",
        ".png",
        ".csv",
        ".map",
    }
    assert [path.name for path in site.root.rglob("*.yml")] == []


def test_participants_do_not_see_what_facilitators_expect(site: BuiltSite, library: Library) -> None:
    leaks = []
    for drill in library.drills.values():
        text = re.sub(r"<[^>]+>|\s+", " ", (site.root / "drills" / drill.id / "index.html").read_text(encoding="utf-8"))
        for inject in drill.injects:
            first = re.sub(r"\s+", " ", inject.expected)[:40]
            if first in text:
                leaks.append(f"{drill.id}: {first}")
    assert leaks == []


def test_examples_are_marked_wherever_they_appear(site: BuiltSite, library: Library) -> None:
    examples = [m for m in library.municipalities.values() if m.profile.example]
    for municipality in examples:
        html = (site.root / "municipalities" / municipality.id / "index.html").read_text(encoding="utf-8")
        assert "kb-ribbon" in html
        for address in site.pages:
            text = (
                site.root / address / "index.html" if address.endswith("/") or not address else site.root / address
            ).read_text(encoding="utf-8")
            if municipality.profile.name in text:
                assert "דוגמה" in text, (
                    f"{address} names {municipality.profile.name} without saying that it is an example"
                )


def test_a_figure_on_a_profile_has_its_year_and_source(site: BuiltSite, library: Library) -> None:
    ofakim = library.municipalities["0031"].profile
    text = (site.root / "municipalities" / "0031" / "index.html").read_text(encoding="utf-8")
    for figures in ofakim.figures.values():
        for figure in figures:
            assert str(figure.year) in text
            assert f"sources/{figure.source}/" in text
