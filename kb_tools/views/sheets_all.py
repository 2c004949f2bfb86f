"""The one table of what can be printed, for the command, the site and its pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kb_tools.model.library import Library, Municipality
from kb_tools.views import sheets_drill
from kb_tools.views.handover import handover_sheet
from kb_tools.views.municipalities import has_begun
from kb_tools.views.results import review_sheet
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_call import call_sheet
from kb_tools.views.sheets_playbook import playbook_sheet
from kb_tools.views.sheets_profile import profile_sheet
from kb_tools.views.site import Site

Papers = Mapping[str, Sheet]
"""The papers of one thing, by name, the usual one first."""


@dataclass(frozen=True)
class Printable:
    """A kind of paper, or of papers that belong together."""

    kind: str
    """Of the thing, as references name it."""
    papers: Callable[[Site, str, Municipality | None], Papers]
    """(site, id, authority) → its papers."""
    for_unit: bool = False
    """Whether they can be made for an authority."""

    def ids(self, library: Library) -> tuple[str, ...]:
        return tuple(library.of(self.kind))


PRINTABLE: Mapping[str, Printable] = {
    "drill": Printable(
        "drill", lambda site, id_, unit: sheets_drill.sheets(site, site.library.drills[id_], unit), True
    ),
    "playbook": Printable(
        "playbook", lambda site, id_, unit: {"steps": playbook_sheet(site, site.library.playbooks[id_], unit)}, True
    ),
    "municipality": Printable(
        "municipality", lambda site, id_, _: {"profile": profile_sheet(site, site.library.municipalities[id_])}
    ),
    "handover": Printable(
        "municipality", lambda site, id_, _: {"handover": handover_sheet(site, site.library.municipalities[id_])}
    ),
    "result": Printable("result", lambda site, id_, _: {"review": review_sheet(site, id_)}),
    "call": Printable("call", lambda site, id_, _: {"call": call_sheet(site, site.library.calls[id_])}),
}
"""By the word that `kb print` is given."""


def published(site: Site) -> Iterator[Sheet]:
    """Every paper that is ready in the site."""
    for kind, printable in PRINTABLE.items():
        for id_ in printable.ids(site.library):
            if is_published(site, kind, id_):
                yield from printable.papers(site, id_, None).values()


def is_published(site: Site, kind: str, id_: str) -> bool:
    """Whether the papers of a thing are ready in the site: all, but nobody hands over what nobody began."""
    return kind != "handover" or has_begun(site.library.municipalities[id_])


def papers_of(site: Site, kind: str, id_: str) -> tuple[Sheet, ...]:
    """The papers that a page offers: none when the site is built without them."""
    if not site.has_papers or not is_published(site, kind, id_):
        return ()
    return tuple(PRINTABLE[kind].papers(site, id_, None).values())
