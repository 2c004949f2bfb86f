"""The page of all authorities, districts and downloads."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.provenance import History
from kb_tools.views import national
from kb_tools.views.pictures import point_map
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.insight.town import town
from tests.unit.views.rendered import Rendered, read

PROFILE = "docs/municipalities/first-town/profile.yml"
PLACE = {"lat": "32.0", "lon": "34.8", "method": "locality_point", "source": "first-source"}


def placed(**changes: Any) -> Library:
    coordinates = town({"coordinates": PLACE}).profile.coordinates
    return small_library(PROFILE, coordinates=coordinates, **changes)


def pages(library: Library) -> dict[str, Rendered]:
    return {page.address: read(page.render()) for page in national.pages(Site(library, History(), TODAY))}


def downloads(library: Library) -> dict[str, bytes]:
    return {each.address: each.render() for each in national.downloads(Site(library, History(), TODAY))}


def mapped(library: Library) -> Library:
    settings = library.settings.model_copy(update={"map": True})
    return assemble(settings, library.documents, library.pages, library.prose)


def test_examples_are_listed_apart_and_never_counted() -> None:
    page = pages(small_library())["municipalities/"]
    assert "יש מיפוי ב־1 מתוך 1" in page.text
    rows = [attributes for tag, attributes in page.tags if tag == "tr" and "data-mapped" in attributes]
    assert [row["data-mapped"] for row in rows] == ["yes"]
    assert "../municipalities/first-example/" in page.links
    assert any("kb-ribbon" in attributes.get("class", "") for _, attributes in page.tags)


def test_a_point_links_to_its_profile_only_when_the_map_is_wanted() -> None:
    assert "map-title" not in pages(placed())["municipalities/"].ids
    page = pages(mapped(placed()))["municipalities/"]
    assert "map-title" in page.ids
    assert ("a", {"href": "../municipalities/first-town/", "tabindex": "-1"}) in page.tags


def test_without_coordinates_there_is_no_map() -> None:
    assert "map-title" not in pages(mapped(small_library()))["municipalities/"].ids


def test_the_north_is_up_and_the_east_is_at_the_right() -> None:
    def at(id_: str, lat: str, lon: str) -> Any:
        return town({"id": id_, "coordinates": PLACE | {"lat": lat, "lon": lon}})

    drawn = point_map((at("south-west", "29.5", "34.3"), at("north-east", "33.3", "35.8"), town()))
    assert drawn is not None
    south_west, north_east = drawn.points
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y
    # A degree of longitude is narrower than one of latitude by the cosine of the latitude.
    ratio = (north_east.x - south_west.x) / (south_west.y - north_east.y)
    assert ratio == pytest.approx(1.5 * 0.853 / 3.8, rel=0.01)


def test_a_district_lists_its_own() -> None:
    found = pages(small_library())
    district = small_library().municipalities["first-town"].profile.district
    assert "../../municipalities/first-town/" in found[f"districts/{district}/"].links


def test_a_base_without_authorities_still_has_the_page() -> None:
    library = small_library(without="municipalities")
    found = pages(library)
    assert "עוד לא נרשמו כאן" in found["municipalities/"].text
    assert all(not page.misnested and not page.unclosed for page in found.values())
    assert json.loads(downloads(library)["municipalities/municipalities.json"])["municipalities"] == []


def test_the_spreadsheet_has_year_and_source_beside_each_value() -> None:
    data = downloads(small_library())["municipalities/municipalities.csv"]
    assert data.startswith("\ufeff".encode())
    header, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert len(rows) == 1
    row = dict(zip(header, rows[0], strict=True))
    figure = small_library().figure_types["population"].name
    assert (row[figure], row[f"{figure}: שנה"], row[f"{figure}: מקור"]) == ("1200", "2024", "first-source")
    assert row["סמל למ״ס"] == "0031"
    assert b'"0031"' in data


def test_the_document_names_the_sources_of_its_figures_and_leaves_examples_out() -> None:
    document = json.loads(downloads(small_library())["municipalities/municipalities.json"])
    assert [entry["id"] for entry in document["municipalities"]] == ["first-town"]
    (town_,) = document["municipalities"]
    assert town_["figures"]["population"] == [{"value": 1200, "year": 2024, "source": "first-source"}]
    assert list(document["sources"]) == ["first-source"]
    assert (town_["mapped"], document["examples_included"]) == (True, False)


def test_the_page_speaks_of_the_units_of_its_field() -> None:
    library = small_library()
    units = {"one": "בית חולים", "many": "בתי חולים", "short": "בית חולים"}
    settings = Settings.model_validate({"title": "מ", "tagline": "ת", "lead_role": "first-role", "unit": units})
    found = pages(assemble(settings, library.documents, library.pages, library.prose))["municipalities/"]
    assert "בתי חולים" in found.text
    assert "רשויות" not in found.text
