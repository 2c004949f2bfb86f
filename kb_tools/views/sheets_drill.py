"""A drill on paper: a checklist for everybody; the injects and the evaluation for those who lead."""

from collections.abc import Callable, Iterator
from functools import partial

from kb_tools.insight.checklist import Line, Part, checklist_parts
from kb_tools.model.drill import Drill, Outcome, Rating
from kb_tools.model.library import Municipality
from kb_tools.views.addresses import address
from kb_tools.views.drill_addresses import facilitator_address
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import Site

ROOMY = 31.5
"""Lines of a checklist that may fit one page as it is drawn first; more never do."""
CHECKLIST, INJECTS, EVALUATION = "checklist", "injects", "evaluation"


def sheets(site: Site, drill: Drill, unit: Municipality | None = None) -> dict[str, Sheet]:
    """All papers of a drill, by name; with `unit`, as that authority takes the steps."""
    return {name: make(site, drill, unit) for name, make in _MAKERS.items()}


def checklist_sheet(site: Site, drill: Drill, unit: Municipality | None = None) -> Sheet:
    """One page: what is to be shown, and what to tick."""
    parts = checklist_parts(site.library, drill, unit)
    said = _about(site, drill), [objective.what for objective in drill.objectives], _items_said(site, parts)
    draw = partial(_draw, site, "sheet_checklist.html.j2", drill, unit, parts_of_list=parts)
    return _sheet(
        site,
        drill,
        unit,
        CHECKLIST,
        "רשימת תיוג",
        address("drill", drill.id),
        fingerprint(*said),
        draw,
        1,
        _tightness(drill, parts),
    )


def _tightness(drill: Drill, parts: tuple[Part, ...]) -> int:
    """An item takes two lines at least, with the space around it; a pause nearly as much."""
    return int(len(drill.objectives) + 1.9 * len(parts) + 2.2 * len(drill.checklist) > ROOMY)


def injects_sheet(site: Site, drill: Drill, unit: Municipality | None = None) -> Sheet:
    """What the facilitators bring into the room, and when."""
    injects = [inject.model_dump(mode="json") for inject in drill.injects]
    said = _about(site, drill), drill.opening, injects, [(each.id, each.what) for each in drill.objectives]
    draw = partial(_draw, site, "sheet_injects.html.j2", drill, unit)
    return _sheet(site, drill, unit, INJECTS, "דף הזרמות", facilitator_address(drill), fingerprint(*said), draw)


def evaluation_sheet(site: Site, drill: Drill, unit: Municipality | None = None) -> Sheet:
    """What evaluators look at: the criteria of each objective, and what came of each item."""
    parts = checklist_parts(site.library, drill, unit)
    said = (
        _about(site, drill),
        [objective.model_dump(mode="json") for objective in drill.objectives],
        [_line_said(site, line) for part in parts for line in part.lines],
    )
    draw = partial(
        _draw,
        site,
        "sheet_evaluation.html.j2",
        drill,
        unit,
        parts_of_list=parts,
        ratings=tuple(Rating),
        outcomes=tuple(Outcome),
    )
    return _sheet(site, drill, unit, EVALUATION, "דף הערכה", facilitator_address(drill), fingerprint(*said), draw)


_MAKERS: dict[str, Callable[[Site, Drill, Municipality | None], Sheet]] = {
    CHECKLIST: checklist_sheet,
    INJECTS: injects_sheet,
    EVALUATION: evaluation_sheet,
}


def _sheet(
    site: Site,
    drill: Drill,
    unit: Municipality | None,
    name: str,
    called: str,
    page: str,
    print_: str,
    draw: Callable[[], str],
    most_pages: int | None = None,
    tightness: int = 0,
) -> Sheet:
    own = f" · {unit.profile.name}" if unit else ""
    suffix = f"-{unit.id}" if unit else ""
    return Sheet(
        f"{address('drill', drill.id)}{name}{suffix}.pdf",
        f"{called}: {drill.title}{own}",
        page,
        head(site, called, drill.title, _files(site, drill, unit), unit, for_facilitators=name != CHECKLIST),
        print_,
        draw,
        most_pages,
        tightness,
        site.library.file_of("drill", drill.id),
    )


def _draw(site: Site, template: str, drill: Drill, unit: Municipality | None, **values: object) -> str:
    numbers = {objective.id: number for number, objective in enumerate(drill.objectives, 1)}
    return site.draw_paper(
        template, address("drill", drill.id), drill=drill, unit=unit, objective_numbers=numbers, **values
    )


def _files(site: Site, drill: Drill, unit: Municipality | None) -> Iterator[str]:
    """The files that a drill's papers are made of."""
    files = site.library.file_of
    yield files("drill", drill.id)
    books = dict.fromkeys(item.step.partition("/")[0] for item in drill.checklist)
    for book in books:
        yield files("playbook", book)
    if unit:
        for adaptation in unit.adaptations:
            if adaptation.playbook in books:
                yield files("adaptation", f"{unit.id}/{adaptation.id}")


def _about(site: Site, drill: Drill) -> tuple[object, ...]:
    """What stands at the head of each of a drill's papers."""
    return drill.title, drill.type, site.name("scenario", drill.scenario), drill.minutes


def _items_said(site: Site, parts: tuple[Part, ...]) -> list[object]:
    return [
        [part.pause, line.item.id, line.item.within_minutes, site.name(*line.owner), *_line_said(site, line)]
        for part in parts
        for line in part.lines
    ]


def _line_said(site: Site, line: Line) -> tuple[object, ...]:
    """What every paper says of an item: its wording, and what the authority does otherwise."""
    because = line.own.change.because if line.is_skipped and line.own and line.own.change else ""
    return line.text, because, [(own.what, site.name(*own.owner)) for own in line.added]
