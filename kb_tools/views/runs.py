"""A drill in the room: pages that keep time and take ticks, one for whoever records and one, with what is expected, for whoever leads."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from kb_tools.insight.checklist import Line, checklist_parts
from kb_tools.model.addresses import FORM_PAGES
from kb_tools.model.drill import Drill, Outcome, Rating
from kb_tools.model.submission import RESULT
from kb_tools.views.addresses import address
from kb_tools.views.drill_addresses import facilitator_address, facilitator_run_address, run_address
from kb_tools.views.form_questions import Form, forms
from kb_tools.views.forms import DRILLS, form_data
from kb_tools.views.sheets_drill import checklist_sheet
from kb_tools.views.site import Page, Site

SCRIPTS = (
    *(f"forms/{name}" for name in ("check", "day", "sha256", "submission", "combobox", "draft", "ending")),
    "vendor/uqr",
    *(f"run/{name}" for name in ("log", "handover", "store", "result", "alarm", "finish", "passing", "desk", "run")),
    "offline",
)
_ASKED = ("municipality", "held_on", "submitted_by", "review.strengths", "review.improvements")
"""What the result says beside the ticks, by the form's names; sectors are ticked as they come."""


def pages(site: Site) -> Iterator[Page]:
    """Two pages a drill."""
    form = forms(site.library)[RESULT.name]
    data = form_data(site, form)
    for drill in site.library.drills.values():
        for at, leads in ((run_address(drill), False), (facilitator_run_address(drill), True)):
            yield Page(
                at,
                f"{drill.title}: {'הנחיה' if leads else 'הפעלה'}",
                partial(_run, site, drill, form, data, leads=leads),
                source=site.library.file_of("drill", drill.id),
                section="drills/",
                hide=("navigation", "toc"),
                scripts=SCRIPTS,
                styles=("run",),
            )


def _run(site: Site, drill: Drill, form: Form, data: Mapping[str, Any], *, leads: bool) -> str:
    at = facilitator_run_address(drill) if leads else run_address(drill)
    questions = {question.path: question for question in form.questions()}
    told = _told(site, drill, leads=leads)
    return site.draw(
        "run.html.j2",
        at,
        drill=drill,
        leads=leads,
        data=json.dumps(told | {"form": data}, ensure_ascii=False, separators=(",", ":")),
        revision=told["revision"],
        parts_of_list=checklist_parts(site.library, drill),
        outcomes=tuple(Outcome),
        ratings=tuple(Rating),
        roles=_roles(site, drill),
        sectors=_sectors(site, drill),
        asked=[questions[path] for path in _ASKED],
        rows={name: data["questions"][f"items.{name}"]["label"] for name in ("minute", "by", "note")},
        participants=address("drill", drill.id),
        facilitator=facilitator_address(drill),
        other=run_address(drill) if leads else facilitator_run_address(drill),
        keep=_kept(drill, leads=leads),
    )


def _told(site: Site, drill: Drill, *, leads: bool) -> dict[str, Any]:
    """What the page tells its script. Participants' pages name no inject: neither how many there are nor when they come.

    The revision is that of the printed checklist: a result says which of the two it was made by, and they are one.
    """
    lines = _lines(site, drill)
    return {
        "drill": drill.id,
        "title": drill.title,
        "revision": checklist_sheet(site, drill).head.revision,
        "home": site.home,
        "leads": leads,
        "at": {
            "participants": run_address(drill),
            "form": FORM_PAGES[RESULT.name],
            **({"facilitator": facilitator_run_address(drill)} if leads else {}),
        },
        "items": [
            {"id": line.item.id, "text": line.text, "within": line.item.within_minutes, "owner": site.name(*line.owner)}
            for line in lines
        ],
        "objectives": [{"id": objective.id, "what": objective.what} for objective in drill.objectives],
        "injects": [{"number": inject.number, "minute": inject.minute} for inject in drill.injects] if leads else [],
        "minutes": drill.minutes,
    }


def _kept(drill: Drill, *, leads: bool) -> list[str]:
    """What the page keeps for when there is no network: the drill's pages, and the form that the result may go through."""
    leading = [facilitator_address(drill), facilitator_run_address(drill)] if leads else []
    form = [FORM_PAGES[RESULT.name], DRILLS, "assets/kb/js/forms/form.js"]
    return [address("drill", drill.id), run_address(drill), *leading, *form]


def _lines(site: Site, drill: Drill) -> list[Line]:
    return [line for part in checklist_parts(site.library, drill) for line in part.lines]


def _roles(site: Site, drill: Drill) -> list[str]:
    """Whom one tick may be by, to choose from: the owners of the steps. Others are typed."""
    return list(dict.fromkeys(site.name(*line.owner) for line in _lines(site, drill)))


def _sectors(site: Site, drill: Drill) -> list[tuple[str, str, str]]:
    """(id, name, who is asked to come): the drill's own first, then the others, for somebody may come who was not asked."""
    asked: dict[str, list[str]] = {}
    for group in drill.participants:
        asked.setdefault(group.sector, []).append(group.who)
    ids = dict.fromkeys((*asked, *site.library.sectors))
    return [(id_, site.name("sector", id_), "; ".join(asked.get(id_, ()))) for id_ in ids]
