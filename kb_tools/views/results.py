"""The after-action review (תחקיר) of each result: a page of its own below the authority's."""

from collections.abc import Iterator
from functools import partial

from kb_tools.insight.after_action import AfterAction, after_action
from kb_tools.model.library import Library, Municipality
from kb_tools.views.addresses import address
from kb_tools.views.names import name_of
from kb_tools.views.review_text import score_words, time_words
from kb_tools.views.site import Page, Site

SECTION = "municipalities/"


def pages(site: Site) -> Iterator[Page]:
    """One page a result."""
    for unit in site.library.municipalities.values():
        for result in unit.results:
            found = after_action(site.library, unit, result, site.today)
            yield Page(
                address("result", found.ref),
                title(site.library, found.ref),
                partial(_result, site, unit, found),
                source=site.library.file_of("result", found.ref),
                section=SECTION,
                description=f"תחקיר: {score_words(found)}",
            )


def title(library: Library, ref: str) -> str:
    """Of the page: what was held, on which day and by whom."""
    return f"תחקיר: {name_of(library, 'result', ref)}"


def _result(site: Site, unit: Municipality, found: AfterAction) -> str:
    return site.draw(
        "result.html.j2",
        address("result", found.ref),
        unit=unit,
        found=found,
        result=found.result,
        drill=found.drill,
        file=site.library.file_of("result", found.ref),
        score=score_words(found),
        time=time_words(found),
        untold=[failure for failure in found.failures if not failure.told],
    )
