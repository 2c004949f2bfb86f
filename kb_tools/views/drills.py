"""Drill pages: a sheet for those who take part, and another page, with what is expected, for those who lead."""

from collections.abc import Iterator
from functools import partial

from kb_tools.insight.checklist import checklist_parts, earlier_scores, item_records, objective_records, score
from kb_tools.model.drill import Drill, DrillType, Rating
from kb_tools.views.addresses import address
from kb_tools.views.drill_addresses import facilitator_address, facilitator_run_address, run_address
from kb_tools.views.scenarios import in_order
from kb_tools.views.sheets_drill import checklist_sheet
from kb_tools.views.site import PAPER_SCRIPTS, Page, Site


def pages(site: Site) -> Iterator[Page]:
    """Two pages a drill, and the index of them."""
    yield Page("drills/", "תרגילים", partial(_index, site), section="drills/")
    for drill in site.library.drills.values():
        yield site.page_of(
            "drill",
            drill.id,
            drill.title,
            partial(_participants, site, drill),
            section="drills/",
            description=drill.summary,
            scripts=PAPER_SCRIPTS,
        )
        yield Page(
            facilitator_address(drill),
            f"{drill.title}: דף למנחים",
            partial(_facilitator, site, drill),
            source=site.library.file_of("drill", drill.id),
            section="drills/",
            scripts=PAPER_SCRIPTS,
        )


def _index(site: Site) -> str:
    drills = site.library.drills.values()
    return site.draw(
        "drills.html.j2",
        "drills/",
        drills=drills,
        facilitator=facilitator_address,
        types=[type_ for type_ in DrillType if any(drill.type is type_ for drill in drills)],
        scenarios=[scenario for scenario in in_order(site) if any(d.scenario == scenario.id for d in drills)],
    )


def _participants(site: Site, drill: Drill) -> str:
    held = site.insights.held_drills.get(drill.id, ())
    return site.draw(
        "drill.html.j2",
        address("drill", drill.id),
        drill=drill,
        file=site.library.file_of("drill", drill.id),
        facilitator=facilitator_address(drill),
        run=run_address(drill),
        revision=_revision(site, drill),
        parts_of_list=checklist_parts(site.library, drill),
        playbooks=_playbooks(drill),
        held=held,
        scores=[score(each.result) for each in held],
        earlier=earlier_scores(held),
        items=item_records(site.library, drill, held),
        objectives=objective_records(drill, held),
    )


def _facilitator(site: Site, drill: Drill) -> str:
    return site.draw(
        "drill_facilitator.html.j2",
        facilitator_address(drill),
        drill=drill,
        file=site.library.file_of("drill", drill.id),
        participants=address("drill", drill.id),
        run=facilitator_run_address(drill),
        revision=_revision(site, drill),
        parts_of_list=checklist_parts(site.library, drill),
        ratings=tuple(Rating),
        objective_numbers={objective.id: number for number, objective in enumerate(drill.objectives, 1)},
    )


def _playbooks(drill: Drill) -> list[str]:
    """The playbooks that the checklist exercises, each once."""
    return list(dict.fromkeys(item.step.partition("/")[0] for item in drill.checklist))


def _revision(site: Site, drill: Drill) -> str:
    """The one that its papers carry and results name: not that of the whole repository."""
    return checklist_sheet(site, drill).head.revision
