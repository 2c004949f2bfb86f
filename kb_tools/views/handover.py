"""The hand-over pack: a page for whoever takes over the role in an authority, and the same on paper."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from kb_tools.insight.handover import Handover, handover
from kb_tools.insight.mapping import mapping
from kb_tools.model.addresses import UPTAKE_PAGE, adapted_address, handover_address
from kb_tools.model.library import Municipality
from kb_tools.views.addresses import address
from kb_tools.views.dues import rows
from kb_tools.views.municipalities import GUIDE, INDEX, WAITING, files_of, has_begun, headline_figures, item_text
from kb_tools.views.numbers import counted
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import PAPER_SCRIPTS, Page, Site

CALLED = "תיק חפיפה"


def pages(site: Site) -> Iterator[Page]:
    """One page for each authority of which more than published figures is known."""
    for unit in site.library.municipalities.values():
        if has_begun(unit):
            yield Page(
                handover_address(unit.id),
                f"{CALLED}: {unit.profile.name}",
                partial(_page, site, unit),
                source=site.library.file_of("municipality", unit.id),
                section=INDEX,
                description="מה לקרוא קודם, מה פתוח ומה עוד לא עובד",
                scripts=PAPER_SCRIPTS,
            )


def handover_sheet(site: Site, unit: Municipality) -> Sheet:
    """The pack on paper, as long as it has to be. Of an authority without a page for it the code opens the profile."""
    at = handover_address(unit.id)
    return Sheet(
        f"{at}handover.pdf",
        f"{CALLED}: {unit.profile.name}",
        at if has_begun(unit) else address("municipality", unit.id),
        head(site, CALLED, unit.profile.name, files_of(site, unit), unit, of_today=True),
        fingerprint(*_said(site, unit, pack(site, unit))),
        partial(_paper, site, unit),
    )


def pack(site: Site, unit: Municipality) -> Handover:
    insights = site.insights
    return handover(
        site.library,
        unit,
        insights.dues_by_unit.get(unit.id, ()),
        insights.uptake.of_unit(unit),
        insights.drifts_by_unit.get(unit.id, ()),
        guide=GUIDE,
    )


def _page(site: Site, unit: Municipality) -> str:
    return site.draw("handover.html.j2", handover_address(unit.id), **_values(site, unit))


def _paper(site: Site, unit: Municipality) -> str:
    return site.draw_paper("sheet_handover.html.j2", handover_address(unit.id), **_values(site, unit))


def _values(site: Site, unit: Municipality) -> dict[str, Any]:
    given = pack(site, unit)
    return {
        "unit": unit,
        "municipality": unit,
        "profile": unit.profile,
        "forum": unit.forum,
        "given": given,
        "owed": rows(site, given.owed),
        "mapping": mapping(unit, site.today),
        "headlines": headline_figures(site, unit),
        "item_text": partial(item_text, site),
        "adapted_address": adapted_address,
        "most_waiting": WAITING,
        "uptake_page": UPTAKE_PAGE,
        "counted": counted,
    }


def _said(site: Site, unit: Municipality, given: Handover) -> Iterator[object]:
    """Whether something is late hangs on the day and is left out: the paper has the days themselves."""
    profile = unit.profile
    yield profile.name, profile.note, [row.figure.value for row in headline_figures(site, unit)]
    yield profile.role_holder and profile.role_holder.model_dump(mode="json", exclude={"sources"})
    yield [(contact.role, contact.number, contact.when) for contact in profile.contacts]
    yield [(each.key, each.reason, each.steps, each.on) for each in given.reading]
    yield [(row.headline, row.due.due, site.name("role", row.due.owner)) for row in rows(site, given.owed)]
    yield [
        (held.result.drill, held.result.held_on, *((item.item, item.outcome, item.note) for item in held.failed))
        for held in given.drills
    ]
    yield [(each.objective, each.rating, each.note) for held in given.drills for each in held.weak]
    yield [(sector, *((member.role, member.body) for member in own)) for sector, own in given.members.items()]
    yield given.meeting, unit.forum and unit.forum.chair, len(unit.needs)
    yield [(reply.lesson.id, reply.lesson.uptake_by) for reply in given.waiting]
    yield [drift.ref for drift in given.drifts]
