"""The page of all authorities: how many are mapped, where they are, and a table that sorts and filters; downloads."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from kb_tools.insight.national import last_result, progress
from kb_tools.insight.traits import latest
from kb_tools.model.drill import DrillResult
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Figure
from kb_tools.model.vocabulary import FigureType
from kb_tools.views import figures_download
from kb_tools.views.addresses import address
from kb_tools.views.municipalities import INDEX
from kb_tools.views.numbers import counted, percent
from kb_tools.views.pictures import point_map
from kb_tools.views.site import Download, Page, Site


@dataclass(frozen=True, slots=True)
class TableRow:
    """One authority in the table: the latest of each column's figure, its newest drill, and what filters look at."""

    municipality: Municipality
    figures: list[tuple[FigureType, Figure | None]]
    result: DrillResult | None
    words: str
    traits: str


def pages(site: Site) -> Iterator[Page]:
    """The national page, and one page a district."""
    many = site.library.settings.unit.many
    yield Page(
        INDEX,
        many,
        partial(_national, site),
        section=INDEX,
        description=f"{many}: מי מופתה, ומה ידוע על כל אחת",
        hide=("navigation", "toc"),
    )
    for id_, district in site.library.districts.items():
        yield site.page_of(
            "district",
            id_,
            district.name,
            partial(_district, site, id_),
            section=INDEX,
            description=f"{many}: {district.name}",
        )


def downloads(site: Site) -> Iterator[Download]:
    """All figures of the real authorities, for a spreadsheet and for a program."""
    yield Download(f"{INDEX}municipalities.csv", partial(figures_download.as_csv, site))
    yield Download(f"{INDEX}municipalities.json", partial(figures_download.as_json, site))


def _national(site: Site) -> str:
    real = site.insights.real
    return site.draw(
        "municipalities.html.j2",
        INDEX,
        progress=progress(real),
        examples=site.insights.examples,
        districts=[(id_, progress(site.insights.real_by_district.get(id_, ()))) for id_ in site.library.districts],
        map=point_map(real) if site.library.settings.map else None,
        **_table(site, real),
    )


def _district(site: Site, district: str) -> str:
    real = site.insights.real_by_district.get(district, ())
    return site.draw(
        "district.html.j2",
        address("district", district),
        district=site.library.districts[district],
        progress=progress(real),
        examples=site.insights.examples_by_district.get(district, ()),
        **_table(site, real),
    )


def _table(site: Site, municipalities: tuple[Municipality, ...]) -> dict[str, Any]:
    # The columns are the figures that the vocabulary puts at the head of a profile.
    columns = [type_ for type_ in site.library.figure_types.values() if type_.headline]
    rows = [_row(site, municipality, columns) for municipality in municipalities]
    rows.sort(key=lambda row: row.municipality.profile.name)
    return {"columns": columns, "rows": rows, "counted": counted, "percent": percent}


def _row(site: Site, municipality: Municipality, columns: list[FigureType]) -> TableRow:
    profile = municipality.profile
    return TableRow(
        municipality,
        [(type_, latest(profile, type_.id)) for type_ in columns],
        last_result(municipality),
        " ".join(filter(None, (profile.name_en, profile.cbs_code, *profile.variants))),
        " ".join(trait.id for trait in site.insights.kinship.traits[municipality.id]),
    )
