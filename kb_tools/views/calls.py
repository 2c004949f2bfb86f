"""Calls for proposals: the four parts, and the questions by which an authority checks itself."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kb_tools.model.role import CallForProposals, Condition
from kb_tools.views.addresses import address
from kb_tools.views.site import PAPER_SCRIPTS, Page, Site


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts of a call."""

    id: str
    title: str
    statements: tuple[Condition, ...]

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """(key, question) of each statement that has one; a question that is reworded gets a new key."""
        checks = (statement.check for statement in self.statements if statement.check)
        return tuple((hashlib.sha256(check.encode()).hexdigest()[:12], check) for check in checks)


def pages(site: Site) -> Iterator[Page]:
    """One page a call, and the index of them."""
    yield Page("calls/", "קולות קוראים", partial(_index, site), section="roles/")
    for call in site.library.calls.values():
        yield site.page_of(
            "call",
            call.id,
            call.title,
            partial(_call, site, call),
            section="roles/",
            description=call.summary,
            scripts=PAPER_SCRIPTS,
        )


def parts_of(call: CallForProposals) -> tuple[Part, ...]:
    """The four parts, in the order of the source; a part without statements is left out."""
    found = (
        Part("components", "מרכיבי התפקיד", call.components),
        Part("skills", "כישורים נדרשים", call.skills),
        Part("conditions", "תנאים נדרשים", call.conditions),
        Part("receives", "מה מקבלים", call.receives),
    )
    return tuple(part for part in found if part.statements)


def _call(site: Site, call: CallForProposals) -> str:
    parts = parts_of(call)
    return site.draw(
        "call.html.j2",
        address("call", call.id),
        call=call,
        file=site.library.file_of("call", call.id),
        sections=parts,
        questions=sum(len(part.questions) for part in parts),
    )


def _index(site: Site) -> str:
    calls = [(call, parts_of(call)) for call in site.library.calls.values()]
    return site.draw("calls.html.j2", "calls/", calls=calls)
