"""Every page of the shipped knowledge base: no link, anchor, id, heading or word is broken."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kb_tools.library import load_site
from kb_tools.views import all_pages
from kb_tools.views.addresses import address, page_address
from kb_tools.views.site import Site, pages_by_address
from tests.unit.views.rendered import Rendered, read, resolved

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 22)
LEAKS = re.compile(r"\bNone\b|\bUndefined\b|{{|}}|{%|&amp;amp;|<built-in|<function|object at 0x")
OF_THE_THEME = frozenset({"__search", "__drawer"})
EXPLICIT_ID = re.compile(r"{#([\w-]+)}")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site() -> Site:
    site, problems = load_site(ROOT, TODAY)
    assert site is not None, [problem.message for problem in problems]
    return site


@pytest.fixture(scope="module")
def rendered(site: Site) -> Mapping[str, Rendered]:
    return {at: read(page.render()) for at, page in pages_by_address(all_pages.pages(site)).items()}


@pytest.fixture(scope="module")
def targets(site: Site, rendered: Mapping[str, Rendered]) -> Mapping[str, frozenset[str]]:
    """Every address that may be linked to, with the anchors on it."""
    written = {page_address(page.path): frozenset(EXPLICIT_ID.findall(page.body)) for page in site.library.pages}
    downloads = {download.address: frozenset[str]() for download in all_pages.downloads(site)}
    return written | downloads | {at: frozenset(page.ids) for at, page in rendered.items()}


def test_links_lead_somewhere(rendered: Mapping[str, Rendered], targets: Mapping[str, frozenset[str]]) -> None:
    dead = Counter[str]()
    for at, page in rendered.items():
        for link in page.addresses:
            if not urlsplit(link).scheme and resolved(link, at)[0] not in targets:
                dead[f"{at or '/'} → {link}"] += 1
    assert not dead, _told(dead)


def test_anchors_exist(rendered: Mapping[str, Rendered], targets: Mapping[str, frozenset[str]]) -> None:
    dead = Counter[str]()
    for at, page in rendered.items():
        for link in page.links:
            target, anchor = resolved(link, at)
            if not urlsplit(link).scheme and anchor and anchor not in targets.get(target, frozenset()):
                dead[f"{target}#{anchor}"] += 1
    assert not dead, _told(dead)


def test_every_thing_stands_where_its_address_says(site: Site, targets: Mapping[str, frozenset[str]]) -> None:
    missing = Counter[str]()
    for kind, id_ in site.library.defined:
        target, anchor = resolved(address(kind, id_), "")
        if target not in targets or (anchor and anchor not in targets[target]):
            missing[f"{kind}: {target}#{anchor}"] += 1
    assert not missing, _told(missing)


def test_every_page_is_linked_to(rendered: Mapping[str, Rendered]) -> None:
    """From another page, or from the navigation; an index of things not only from the pages below it."""
    found = {page_address(path) for path in re.findall(r"\S+\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))}
    for at, page in rendered.items():
        targets = {resolved(link, at)[0] for link in page.links}
        found |= {target for target in targets if not at.startswith(target)}
    assert not rendered.keys() - found


def test_ids_are_unique_on_a_page(rendered: Mapping[str, Rendered]) -> None:
    twice = {at: [id_ for id_, count in Counter(page.ids).items() if count > 1] for at, page in rendered.items()}
    assert not {at: ids for at, ids in twice.items() if ids}


def test_ids_and_labels_that_are_named_exist(rendered: Mapping[str, Rendered]) -> None:
    """`aria-labelledby`, `for` and the scripts' own references."""
    names = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "data-kb-for", "data-kb-show")
    lost = Counter[str]()
    for at, page in rendered.items():
        ids = OF_THE_THEME.union(page.ids)
        for tag, attributes in page.tags:
            for name in names:
                for id_ in attributes.get(name, "").split():
                    if id_ not in ids:
                        lost[f"{at}: {tag} {name}={id_}"] += 1
    assert not lost, _told(lost)


def test_each_page_has_one_title(rendered: Mapping[str, Rendered]) -> None:
    assert not {at: page.count("h1") for at, page in rendered.items() if page.count("h1") != 1}


def test_second_headings_have_plain_ids(rendered: Mapping[str, Rendered]) -> None:
    """The table of contents is made of them."""
    odd = [
        f"{at}: {attributes.get('id')}"
        for at, page in rendered.items()
        for tag, attributes in page.tags
        if tag == "h2" and not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", attributes.get("id", ""))
    ]
    assert not odd, odd[:10]


def test_no_link_is_empty(rendered: Mapping[str, Rendered]) -> None:
    assert not [at for at, page in rendered.items() if "" in page.links or "#" in page.links]


def test_nothing_of_the_machine_shows(rendered: Mapping[str, Rendered]) -> None:
    shown = {at: found[0] for at, page in rendered.items() if (found := LEAKS.search(page.text))}
    in_tags = {
        at: f"{name}={value}"
        for at, page in rendered.items()
        for _, attributes in page.tags
        for name, value in attributes.items()
        if LEAKS.search(value) and not value.startswith('{"')  # JSON for a script
    }
    assert not shown | in_tags


def test_pictures_say_what_they_show(rendered: Mapping[str, Rendered]) -> None:
    silent = [
        f"{at}: {tag} {attributes}"
        for at, page in rendered.items()
        for tag, attributes in page.pictures
        if not (attributes.get("alt") or attributes.get("aria-labelledby") or attributes.get("aria-hidden") == "true")
    ]
    assert not silent, silent[:10]


def test_tags_close_in_order(rendered: Mapping[str, Rendered]) -> None:
    """A tag left open swallows the rest of the page; `p` and `li` may close by themselves, ours do not."""
    odd = {at: (page.unclosed[:3], page.misnested[:3]) for at, page in rendered.items()}
    assert not {at: tags for at, tags in odd.items() if any(tags)}


def _told(found: Counter[str]) -> str:
    return "\n".join([f"{len(found)} in all", *(f"{count}× {what}" for what, count in found.most_common(25))])
