"""The after-action review (תחקיר) of each result: a page of its own below the authority's, and the same on paper."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from kb_tools.insight.after_action import AfterAction, after_action
from kb_tools.insight.examples import is_example
from kb_tools.model.library import Library, Municipality
from kb_tools.views.addresses import address
from kb_tools.views.names import name_of
from kb_tools.views.review_drafts import drafted
from kb_tools.views.review_text import score_words, time_words
from kb_tools.views.sheets import Sheet, fingerprint, head
from kb_tools.views.site import Page, Site

CALLED = "תחקיר"
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
                description=f"{CALLED}: {score_words(found)}",
            )


def title(library: Library, ref: str) -> str:
    """Of the page: what was held, on which day and by whom. Lists show nothing more of it, so it says what is an example."""
    mark = " · דוגמה" if is_example(library, "result", ref) else ""
    return f"{CALLED}: {name_of(library, 'result', ref)}{mark}"


def review_sheet(site: Site, ref: str) -> Sheet:
    """The review on paper, for the forum that talks about it. Whether an action is late hangs on the day."""
    library = site.library
    unit, result = library.municipalities[ref.partition("/")[0]], library.results[ref]
    found = after_action(library, unit, result, site.today)
    return Sheet(
        f"{address('result', ref)}review.pdf",
        title(library, ref),
        address("result", ref),
        head(site, CALLED, _called(found), [*_files(library, found)], unit, of_today=True),
        fingerprint(*_said(found)),
        partial(_paper, site, unit, found),
    )


def _called(found: AfterAction) -> str:
    return found.result.real_event or found.drill.title


def _files(library: Library, found: AfterAction) -> Iterator[str]:
    yield library.file_of("result", found.ref)
    yield library.file_of("drill", found.drill.id)
    yield from (library.file_of("lesson", lesson.id) for lesson in found.lessons)


def _said(found: AfterAction) -> Iterator[object]:
    """What may go out of date: the result, the drill's own words, the result before, and the state of the lessons."""
    yield found.result.model_dump(mode="json", exclude={"sources"}, exclude_defaults=True)
    yield [(item.line.text, item.line.item.within_minutes, item.before) for item in found.items]
    yield [(each.objective.what, each.before) for each in found.objectives]
    yield [(lesson.id, lesson.title, lesson.status) for lesson in found.lessons]


def _paper(site: Site, unit: Municipality, found: AfterAction) -> str:
    # At the address of the PDF: its links lead to pages.
    at = f"{address('result', found.ref)}review.pdf"
    return site.draw_paper("sheet_result.html.j2", at, **_values(site.library, unit, found))


def _result(site: Site, unit: Municipality, found: AfterAction) -> str:
    file = site.library.file_of("result", found.ref)
    return site.draw("result.html.j2", address("result", found.ref), file=file, **_values(site.library, unit, found))


def _values(library: Library, unit: Municipality, found: AfterAction) -> dict[str, Any]:
    return {
        "unit": unit,
        "found": found,
        "result": found.result,
        "drill": found.drill,
        "score": score_words(found),
        "time": time_words(found),
        "untold": [failure for _, failure in drafted(found, library.lessons)],
    }
