"""All published figures of the real authorities as one table and as one JSON document. Examples are left out."""

import json
from typing import Any

from kb_tools.insight.national import last_result
from kb_tools.insight.traits import latest
from kb_tools.model.library import Municipality
from kb_tools.model.source import Source
from kb_tools.views.names import name_of
from kb_tools.views.site import Site
from kb_tools.views.spreadsheet import Cell, csv_bytes

_IDENTITY = ("מזהה", "שם", "שם באנגלית", "סמל למ״ס", "סוג", "מחוז", "נפה", "אשכול אזורי", "קו רוחב", "קו אורך")
_STATE = ("מיפוי", "פורום", "התרגיל האחרון", "תכונות")


def as_csv(site: Site) -> bytes:
    """A row an authority; of each figure the latest value, its year and the id of its source."""
    types = site.library.figure_types
    header = [*_IDENTITY, *_STATE]
    for type_ in types.values():
        header += [type_.name, f"{type_.name}: שנה", f"{type_.name}: מקור"]
    return csv_bytes(header, ([*_row(site, m), *_figure_cells(site, m)] for m in site.insights.real))


def as_json(site: Site) -> bytes:
    """Every value of every figure, the sources that are named, and what each authority has mapped; a line an authority."""
    municipalities = [_entry(site, municipality) for municipality in site.insights.real]
    named = {figure["source"] for entry in municipalities for values in entry["figures"].values() for figure in values}
    head = {
        "title": site.library.settings.title,
        "generated_on": site.today.isoformat(),
        "revision": site.history.revision,
        "examples_included": False,
        "figure_types": {
            type_.id: {"name": type_.name, "unit": type_.unit, "description": type_.description}
            for type_ in site.library.figure_types.values()
        },
        "sources": {id_: _source(source) for id_, source in site.library.sources.items() if id_ in named},
    }
    lines = ",\n".join(_json(entry) for entry in municipalities)
    return f'{_json(head)[:-1]},\n"municipalities":[\n{lines}\n]}}\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(site: Site, municipality: Municipality) -> list[Cell]:
    profile, result = municipality.profile, last_result(municipality)
    place = profile.coordinates
    return [
        profile.id,
        profile.name,
        profile.name_en,
        profile.cbs_code,
        name_of(site.library, "municipality-kind", profile.municipality_kind),
        name_of(site.library, "district", profile.district),
        profile.subdistrict,
        profile.regional_cluster,
        place.lat if place else None,
        place.lon if place else None,
        "יש" if municipality.is_mapped else "טרם מופה",
        "יש" if municipality.forum else "לא ידוע",
        result.held_on.isoformat() if result else None,
        ", ".join(trait.name for trait in site.insights.kinship.traits[municipality.id]),
    ]


def _figure_cells(site: Site, municipality: Municipality) -> list[Cell]:
    cells: list[Cell] = []
    for type_ in site.library.figure_types:
        figure = latest(municipality.profile, type_)
        cells += [figure.value, figure.year, figure.source] if figure else [None, None, None]
    return cells


def _entry(site: Site, municipality: Municipality) -> dict[str, Any]:
    profile, result = municipality.profile, last_result(municipality)
    return {
        **profile.model_dump(
            mode="json",
            include={"id", "name", "name_en", "variants", "cbs_code", "municipality_kind", "district", "subdistrict"},
        ),
        **profile.model_dump(
            mode="json", include={"regional_cluster", "coordinates", "alert_zones", "figures", "note"}
        ),
        "traits": [trait.id for trait in site.insights.kinship.traits[municipality.id]],
        "mapped": municipality.is_mapped,
        "needs": len(municipality.needs),
        "actors": len(municipality.actors),
        "responses": len(municipality.responses),
        "forum": municipality.forum is not None,
        "last_drill": result.held_on.isoformat() if result else None,
        "role_holder": profile.role_holder.state.value if profile.role_holder else None,
    }


def _source(source: Source) -> dict[str, Any]:
    return source.model_dump(mode="json", include={"title", "publisher", "address", "published_on", "published"})
