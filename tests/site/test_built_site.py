"""The shipped site as it is published."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb_tools.library import current_day, load_library
from kb_tools.model.library import Library
from kb_tools.views.numbers import number
from tests.site.built import Block, BuiltSite

pytestmark = pytest.mark.slow
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
        ".ics",
        ".js",
        ".json",
        ".xml",
        ".gz",
        ".woff2",
        ".txt",
        ".svg",
        ".png",
        ".csv",
        ".pdf",
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
    """By the ribbon of the whole page, or by the word in the same row; the names themselves have the word in them."""
    examples = {m.id: m.profile.name for m in library.municipalities.values() if m.profile.example}
    own = {at for at in site.pages if at.startswith(tuple(f"municipalities/{id_}/" for id_ in examples))}
    own |= {f"lessons/{lesson.id}/" for lesson in library.lessons.values() if lesson.municipality in examples}
    rows = [(address, row) for address in {*site.pages} - own for row in site.blocks(address).found]
    told = [(at, row, marks_missing(row, examples)) for at, row in rows if names_any(row, examples)]
    assert len(told) > 10
    assert [address for address in own if not site.blocks(address).ribbon] == []
    assert [f"{at}: {' '.join(row.words.split())[:200]}" for at, row, missing in told if missing] == []


def names_any(row: Block, examples: Mapping[str, str]) -> bool:
    return bool(links_to(row, examples)) or any(name in row.words for name in examples.values())


def marks_missing(row: Block, examples: Mapping[str, str]) -> bool:
    """Whether the word is there fewer times than links; in a table's row or a card, once is enough."""
    words = row.words
    for name in examples.values():
        words = words.replace(name, "")
    wanted = 1 if row.tag == "tr" or row.is_card else max(1, links_to(row, examples))
    return words.count("דוגמה") < wanted


def links_to(row: Block, examples: Mapping[str, str]) -> int:
    return sum(any(f"municipalities/{id_}/" in link for id_ in examples) for link in row.links)


def test_a_figure_on_a_profile_has_its_year_and_source(site: BuiltSite, library: Library) -> None:
    """In one row: the value, the year that it describes and the link to where it was published."""
    profile = library.municipalities["0031"].profile
    rows = [block for block in site.blocks("municipalities/0031/").found if block.tag == "tr"]
    shown = [(" ".join(row.words.split()), row.links) for row in rows]
    figures = [(library.figure_types[id_], figure) for id_, figures in profile.figures.items() for figure in figures]
    missing = [
        f"{type_.name}: {figure.value} ({figure.year}, {figure.source})"
        for type_, figure in figures
        if not any(
            type_.name in words
            and {number(figure.value, type_.decimals), str(figure.year)} <= set(words.replace("%", "").split())
            and any(f"sources/{figure.source}/" in link for link in links)
            for words, links in shown
        )
    ]
    assert len(figures) > 10
    assert missing == []
