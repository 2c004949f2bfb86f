"""What pages are about that say little in words of their own: authorities of which only figures are known, and pages to look things up in."""

import math
import re
from collections.abc import Iterator, Mapping

from kb_tools.insight.examples import is_example
from kb_tools.model.addresses import PROBLEMS_PAGE, adapted_address
from kb_tools.model.library import Municipality
from kb_tools.model.vocabulary import Trait
from kb_tools.search.page_likeness import GUIDE
from kb_tools.search.related_by_subject import Subject, Subjects
from kb_tools.views.adapted import adapted_books
from kb_tools.views.addresses import VOCABULARY_PAGE, address
from kb_tools.views.site import Site

_KNOWLEDGE = frozenset({"playbook", "lesson", "drill", "scenario"})
"""Kinds that tell an authority what to do."""
_LOOKED_UP = (VOCABULARY_PAGE, PROBLEMS_PAGE)
_PILLAR = re.compile(r'<h3 id="pillar-[^"]*">(.*?)</h3>')
_LEAD = re.compile(r'<h1[^>]*>(.*?)</h1>|<p class="kb-lead">(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def subjects(site: Site, drawn: Mapping[str, str]) -> dict[str, Subjects]:
    """Address of a page → what it is about. `drawn`: the HTML of pages by address, off which headings and leads are read."""
    found = {at: Subjects((), (Subject(_lead(drawn.get(at, ""))),), frozenset({GUIDE})) for at in _LOOKED_UP}
    traits = {trait.id: _of_trait(site, trait) for trait in site.library.traits.values()}
    for municipality in site.library.municipalities.values():
        at = address("municipality", municipality.id)
        found[at] = Subjects(tuple(_own(site, municipality, traits)), _pillars(drawn.get(at, "")), _KNOWLEDGE)
        for book, _ in adapted_books(site, municipality):
            like = address("playbook", book.id)
            found[adapted_address(municipality.id, book.id)] = Subjects((), (Subject(book.title),), _KNOWLEDGE, like)
    return found


def _lead(html: str) -> str:
    return _TAG.sub(" ", " ".join(" ".join(found) for found in _LEAD.findall(html)))


def _of_trait(site: Site, trait: Trait) -> Subject:
    """The rarer a trait, the more it tells."""
    have, all_ = len(site.insights.units_by_trait[trait.id]), len(site.insights.real)
    concerned = (
        lesson.id
        for lesson in site.library.lessons.values()
        if trait.id in lesson.traits and not is_example(site.library, "lesson", lesson.id)
    )
    pages = frozenset(address("lesson", id_) for id_ in concerned)
    return Subject(f"{trait.name} {trait.description}", math.log(1 + all_ / max(have, 1)), pages)


def _own(site: Site, municipality: Municipality, traits: Mapping[str, Subject]) -> Iterator[Subject]:
    return (traits[trait.id] for trait in site.insights.kinship.traits[municipality.id])


def _pillars(html: str) -> tuple[Subject, ...]:
    """What every authority is asked to have."""
    return tuple(Subject(heading) for heading in _PILLAR.findall(html))
