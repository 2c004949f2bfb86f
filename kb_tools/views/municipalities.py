"""Profiles: who the authority is, its two pillars, what is missing first, and what was done and learned."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from kb_tools.insight import forum as forums
from kb_tools.insight.actions import meeting_action_state, plan_item_state, undone_actions
from kb_tools.insight.dues import not_held
from kb_tools.insight.evidence import FRESH_DAYS, characteristics_matrix
from kb_tools.insight.gaps import NeedCoverage, coverage, most_painful
from kb_tools.insight.mapping import mapping, tally_by_priority
from kb_tools.insight.practice import outcomes
from kb_tools.insight.resilience import factor_histories, factors, is_expired
from kb_tools.insight.traits import latest
from kb_tools.insight.workload import department_load, even_share, idle_actors, losses
from kb_tools.model.addresses import UPTAKE_PAGE, adapted_address, handover_address
from kb_tools.model.drill import DrillResult
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Figure, Priority
from kb_tools.model.vocabulary import FigureType
from kb_tools.views import pictures, trends
from kb_tools.views.addresses import address
from kb_tools.views.dues import calendar_of, rows
from kb_tools.views.numbers import counted, percent
from kb_tools.views.site import PAPER_SCRIPTS, Page, Site

INDEX = "municipalities/"
GUIDE = "guide/profile.md"
WAITING = 12
"""Lessons without an answer that a profile names: the report has the rest."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """The file where a part of a profile is written, or is to be written."""

    path: str
    exists: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A value of a figure; the first of its type is the latest."""

    type: FigureType
    figure: Figure


def pages(site: Site) -> Iterator[Page]:
    """One page an authority."""
    for municipality in site.library.municipalities.values():
        profile = municipality.profile
        yield site.page_of(
            "municipality",
            municipality.id,
            profile.name,
            partial(_profile, site, municipality),
            section=INDEX,
            description=_description(site, municipality),
            scripts=PAPER_SCRIPTS,
        )


def has_begun(municipality: Municipality) -> bool:
    """Whether anything is known beyond published figures."""
    m = municipality
    return m.is_mapped or bool(m.forum or m.plan or m.waves or m.adaptations or m.results)


def headline_figures(site: Site, municipality: Municipality) -> list[FigureRow]:
    """The latest of each figure that the vocabulary puts at the head."""
    known = ((type_, latest(municipality.profile, type_.id)) for type_ in site.library.figure_types.values())
    return [FigureRow(type_, figure) for type_, figure in known if type_.headline and figure]


def figure_rows(site: Site, municipality: Municipality) -> list[FigureRow]:
    """Every published value, in the vocabulary's order, the latest of each figure first."""
    figures = municipality.profile.figures
    return [
        FigureRow(type_, figure)
        for type_ in site.library.figure_types.values()
        for figure in sorted(figures.get(type_.id, ()), key=lambda each: -each.year)
    ]


def _description(site: Site, municipality: Municipality) -> str:
    profile, library = municipality.profile, site.library
    parts = (library.municipality_kinds.get(profile.municipality_kind), library.districts.get(profile.district))
    where = ", ".join(term.name for term in parts if term)
    return f"{where}: צרכים, מענים, פורום ותרגילים"


def _profile(site: Site, municipality: Municipality) -> str:
    at = address("municipality", municipality.id)
    values = shared_values(site, municipality)
    if values["begun"]:
        values |= {**_forum(site, municipality), **_course(site, municipality)}
    return site.draw("municipality.html.j2", at, **values)


def shared_values(site: Site, municipality: Municipality) -> dict[str, Any]:
    """What the page and the paper of an authority both show."""
    begun = has_begun(municipality)
    covered = _coverage(site, municipality) if begun else {}
    return {"begun": begun, **_identity(site, municipality), **_pillars(site, municipality), **covered}


def files_of(site: Site, municipality: Municipality) -> tuple[str, ...]:
    """The files in its folder, from the root of the repository."""
    found = (each for each in site.library.documents if each.captures.get("municipality") == municipality.id)
    return tuple(each.path for each in found)


def _identity(site: Site, municipality: Municipality) -> dict[str, Any]:
    kinship, figures = site.insights.kinship, municipality.profile.figures
    return {
        "municipality": municipality,
        "profile": municipality.profile,
        "file": site.library.file_of("municipality", municipality.id),
        "files": partial(_part_file, site, municipality),
        "guide": GUIDE.removesuffix(".md") + "/" if GUIDE in site.library.pages_by_path else "",
        "headlines": headline_figures(site, municipality),
        "figures": figure_rows(site, municipality),
        "unknown_figures": [type_ for id_, type_ in site.library.figure_types.items() if id_ not in figures],
        "traits": [
            (t, latest(municipality.profile, t.figure) if t.figure else None) for t in kinship.traits[municipality.id]
        ],
        "alike": kinship.alike(municipality),
        "adapted_address": adapted_address,
        "handover_address": handover_address,
        "replies": site.insights.uptake.of_unit(municipality),
        "uptake_page": UPTAKE_PAGE,
        "most_waiting": WAITING,
        "counted": counted,
        "percent": percent,
        "owed": rows(site, site.insights.dues_by_unit.get(municipality.id, ())),
        "own_calendar": calendar_of("municipality", municipality.id),
    }


def _part_file(site: Site, municipality: Municipality, kind: str) -> PartFile:
    """The first file of a kind in the authority's folder; the one to write when there is none."""
    if kind in municipality.files:
        return PartFile(municipality.files[kind], exists=True)
    path = KINDS_BY_NAME[kind].path(municipality=municipality.id)
    return PartFile(site.library.settings.docs + path.removeprefix("docs"), exists=False)


def _pillars(site: Site, municipality: Municipality) -> dict[str, Any]:
    forum = municipality.forum
    return {
        "mapping": mapping(municipality, site.today),
        "forum": forum,
        "standing": forums.forum_standing(forum, site.library.sectors, site.today) if forum else None,
    }


def _coverage(site: Site, municipality: Municipality) -> dict[str, Any]:
    covered = coverage(municipality)
    phases = [phase for phase in site.library.phases if any(phase in row.by_phase for row in covered)]
    load = department_load(municipality)
    return {
        "covered": covered,
        "by_priority": {p: found for p in Priority if (found := [row for row in covered if row.need.priority is p])},
        "phases": phases,
        "picture": pictures.mark_rows(covered, phases),
        "tally": tally_by_priority(covered),
        "priorities": tuple(Priority),
        "painful": [(row, _worst_phases(row)) for row in most_painful(covered)],
        "actors": {actor.id: actor for actor in municipality.actors},
        "actor_phases": [
            phase for phase in site.library.phases if any(phase in a.available for a in municipality.actors)
        ],
        "idle": {actor.id for actor in idle_actors(municipality)},
        "losses": losses(municipality),
        "load": load,
        "even_share": even_share(load),
        "is_old": lambda day: (site.today - day).days > FRESH_DAYS,
    }


def _worst_phases(row: NeedCoverage) -> list[str]:
    return [phase for phase, state in row.by_phase.items() if state is row.state]


def _forum(site: Site, municipality: Municipality) -> dict[str, Any]:
    forum = municipality.forum
    meetings = sorted(forum.meetings, key=lambda meeting: meeting.held_on, reverse=True) if forum else []
    return {
        "meetings": [(meeting, forums.absent_from_quorum(forum.quorum, meeting)) for meeting in meetings if forum],
        "undone": undone_actions(forum, site.today) if forum else (),
        "action_state": partial(_action_state, site),
        "plan": municipality.plan,
        "plan_state": lambda item: plan_item_state(item, site.today),
    }


def _action_state(site: Site, action: Any) -> Any:
    return meeting_action_state(action, site.today)


def _course(site: Site, municipality: Municipality) -> dict[str, Any]:
    """What was measured, drilled, changed and learned."""
    insights = site.insights
    results = sorted(municipality.results, key=lambda result: result.held_on, reverse=True)
    lessons = insights.lessons_by_unit.get(municipality.id, ())
    drifts = insights.drifts_by_unit.get(municipality.id, ())
    return {
        "charts": pictures.charts(factor_histories(municipality.waves, site.today)),
        "chart_width": pictures.CHART_WIDTH,
        "chart_height": pictures.CHART_HEIGHT,
        "chart_edge": pictures.CHART_EDGE,
        "pairs": pairwise,
        "factors": factors(),
        "waves": sorted(municipality.waves, key=lambda wave: wave.measured_on, reverse=True),
        "expired": lambda wave: is_expired(wave, site.today),
        "results": [(result, site.library.drills.get(result.drill), outcomes(result)) for result in results],
        "planned": not_held(municipality.plan.drills if municipality.plan else (), municipality.results),
        "item_text": partial(item_text, site),
        "drifted": {(drift.adaptation.id, drift.change.step) for drift in drifts},
        "told": trends.told_of(site, municipality) if len(results) > 1 else None,
        **trends.words(),
        "lessons": lessons,
        "characteristics": characteristics_matrix(
            site.library.characteristics.values(), municipality, lessons, site.today
        ),
    }


def item_text(site: Site, result: DrillResult, item: str) -> str:
    """What a checklist item says: its own words, or when its step is done."""
    found = site.library.of("item").get(f"{result.drill}/{item}")
    step = site.library.steps.get(getattr(found, "step", ""))
    return getattr(found, "text", None) or (step.done_when if step else item)
