"""Profiles: what is known, what is not, and where to write it."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.library import load_library
from kb_tools.model.library import Library, assemble
from kb_tools.model.provenance import History
from kb_tools.views import municipalities
from kb_tools.views.addresses import address
from kb_tools.views.forge import edit_link, new_link
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.views.rendered import Rendered, read

TOWN = "docs/municipalities/first-town"
HOSPITALS = Path(__file__).parents[2] / "sites/hospitals"
PARTS = ("need", "actor", "response", "wave", "adaptation")


def html(library: Library, id_: str = "first-town", today: date = TODAY, forge: bool = False) -> str:
    links = (edit_link(library.settings), new_link(library.settings)) if forge else ()
    site = Site(library, History(), today, *links)
    return next(page for page in municipalities.pages(site) if page.address == address("municipality", id_)).render()


def drawn(library: Library, *arguments: Any, **named: Any) -> Rendered:
    return read(html(library, *arguments, **named))


def bare() -> Library:
    """The base, its town with published figures alone."""
    library = small_library()
    documents = [d for d in library.documents if not d.path.startswith(TOWN) or d.kind.name == "profile"]
    return assemble(library.settings, documents, library.pages, library.prose)


def with_forge(library: Library) -> Library:
    forge = type(library.settings).model_validate(
        library.settings.model_dump(mode="json", exclude_none=True, exclude={"map", "forge"})
        | {"forge": {"address": "https://git.example.org/kb"}}
    )
    return dataclasses.replace(library, settings=forge)


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_that_has_an_address_stands_on_the_page(kind: str) -> None:
    library = small_library()
    ids = drawn(library).ids
    for id_ in library.of(kind):
        assert address(kind, id_).partition("#")[2] in ids
    assert library.of(kind), "the base has one of everything"
    assert len(ids) == len(set(ids))


def test_a_result_keeps_its_old_anchor_and_leads_to_its_own_page() -> None:
    library = small_library()
    page = drawn(library)
    assert "result-first-result" in page.ids
    assert "../../municipalities/first-town/results/first-result/" in page.links


def test_an_unmapped_profile_invites_in_three_steps() -> None:
    page = drawn(with_forge(bare()), forge=True)
    folder = f"https://git.example.org/kb/new/main/{TOWN}?filename="
    assert [link for link in page.links if link.startswith(folder)] == [
        f"{folder}{name}.yml" for name in ("needs", "actors", "responses", "forum")
    ]
    assert f"https://git.example.org/kb/edit/main/{TOWN}/profile.yml" in page.links
    assert {"needs", "forum", "plan", "resilience"}.isdisjoint(page.ids)
    assert "טרם מופה" in page.text


def test_without_a_forge_the_invitation_names_the_files() -> None:
    page = drawn(bare())
    assert f"{TOWN}/needs.yml" in page.text.replace(" ", "")
    assert not any("git.example" in link for link in page.links)


def test_an_unmapped_profile_is_light() -> None:
    assert len(html(bare()).encode()) < 25_000


def test_a_part_that_is_missing_says_so_and_names_its_file() -> None:
    page = drawn(small_library(without="forum.yml"))
    assert "פורום עוד לא נרשם" in page.text
    assert f"{TOWN}/forum.yml" in page.text.replace(" ", "")
    assert "forum-members" not in page.ids


@pytest.mark.parametrize(
    "part", ["needs", "actors", "responses", "forum", "plan", "resilience", "adaptations", "results"]
)
def test_no_part_is_needed_for_the_others(part: str) -> None:
    page = drawn(small_library(without=f"first-town/{part}"))
    assert not page.misnested
    assert not page.unclosed


def test_an_example_says_so_and_a_real_one_does_not() -> None:
    library = small_library()
    assert "kb-ribbon" in html(library, "first-example")
    assert "kb-ribbon" not in html(library)


def test_an_expired_measurement_is_unknown_and_has_no_colour() -> None:
    library = small_library()
    fresh, stale = html(library, today=date(2027, 5, 1)), html(library, today=date(2027, 5, 2))
    assert 'class="kb-fill-accent"' in fresh
    assert 'class="kb-fill-accent"' not in stale
    assert "פג תוקפה" in stale
    assert "פג תוקפה" not in fresh


def test_one_responder_is_shown_as_fragile_and_as_a_loss() -> None:
    page = drawn(small_library(f"{TOWN}/needs.yml", needs=_needs(people=None)))
    assert "שביר" in page.text
    assert "losses-table" in page.ids


def _needs(**changes: Any) -> Any:
    return tuple(need.model_copy(update=changes) for need in small_library().municipalities["first-town"].needs)


def test_an_adaptation_whose_step_moved_on_is_marked() -> None:
    library = small_library()
    overlay = library.municipalities["first-town"].adaptations[0]
    old = tuple(change.model_copy(update={"reviewed_against": "0" * 12}) for change in overlay.changes)
    file = library.file_of("adaptation", f"first-town/{overlay.id}")
    assert "השתנה מאז" in html(small_library(file, changes=old))
    current = tuple(
        change.model_copy(update={"reviewed_against": library.steps[f"{overlay.playbook}/{change.step}"].fingerprint})
        for change in overlay.changes
    )
    assert "השתנה מאז" not in html(small_library(file, changes=current))


def test_every_figure_has_its_year_and_its_source() -> None:
    page = drawn(small_library())
    assert "2024" in page.text
    assert "../../sources/first-source/" in page.links


def test_contributors_text_is_escaped_and_its_numbers_isolated() -> None:
    page = html(small_library(f"{TOWN}/profile.yml", name="א & ב", note="בשעות 08:00-10:00"))
    assert "<h1>א &amp; ב</h1>" in page
    assert '<bdi dir="ltr">08:00-10:00</bdi>' in page


def test_a_field_of_other_units_has_profiles_too() -> None:
    library = load_library(HOSPITALS, TODAY).library
    assert library is not None
    for id_ in library.municipalities:
        page = drawn(library, id_)
        assert "רשות" not in page.text
        assert not page.misnested
    assert "pages/municipalities/gefen/needs.yml" in drawn(library, "gefen").text.replace(" ", "")
