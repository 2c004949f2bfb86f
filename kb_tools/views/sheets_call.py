"""A call for proposals on paper: its four parts, and the questions to tick."""

from functools import partial

from kb_tools.model.role import CallForProposals
from kb_tools.views.addresses import address
from kb_tools.views.calls import parts_of
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import Site

CALLED = "קול קורא"


def call_sheet(site: Site, call: CallForProposals) -> Sheet:
    """All that its page says, and a box and a line for each question."""
    return Sheet(
        f"{address('call', call.id)}call.pdf",
        f"{CALLED}: {_bare(call.title)}",
        address("call", call.id),
        head(site, CALLED, _bare(call.title), [site.library.file_of("call", call.id)]),
        fingerprint(call.model_dump(mode="json", exclude={"owner", "reviewed_on", "review_every"})),
        partial(_draw, site, call),
    )


def _bare(title: str) -> str:
    """Calls are often named by what they are; the head says that already."""
    return title.removeprefix(f"{CALLED}: ")


def _draw(site: Site, call: CallForProposals) -> str:
    parts = parts_of(call)
    questions = sum(len(part.questions) for part in parts)
    at = address("call", call.id)
    return site.draw_paper("sheet_call.html.j2", at, call=call, sections=parts, questions=questions)
