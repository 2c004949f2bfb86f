"""Papers of authorities as they come out of the printer: at most two pages, tagged, nothing beyond the margins."""

import dataclasses
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kb_tools.library import load_site
from kb_tools.model.document import Document
from kb_tools.model.drill import DrillResult
from kb_tools.model.library import assemble
from kb_tools.model.municipality import ActorsFile, Forum, NeedsFile, Plan, Profile
from kb_tools.printing.jobs import job_of, too_long
from kb_tools.printing.printer import Printed, Printer
from kb_tools.views.handover import handover_sheet
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_call import call_sheet
from kb_tools.views.sheets_playbook import playbook_sheet
from kb_tools.views.sheets_profile import profile_sheet
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY

ROOT = Path(__file__).parents[3]
EXAMPLES = ("example-city", "example-region")
MARGIN = 15 / 25.4 * 96
"""Of the page, in the printer's own pixels."""
LONG = " ".join(["מילה", "ארוכה", "מאוד"] * 30)[:399].strip()


@cache
def site() -> Site:
    found, problems = load_site(ROOT, TODAY)
    assert found is not None, problems
    return dataclasses.replace(found, home="https://example.org/kb/")


@cache
def printer() -> Printer:
    return Printer()


@cache
def printed_profile(id_: str) -> Printed:
    return printed(profile_sheet(site(), site().library.municipalities[id_]))


def printed(sheet: Sheet, of: Site | None = None) -> Printed:
    done = printer().print(job_of(of or site(), sheet))
    assert too_long(sheet, done.pages) is None
    return done


def longest_names(count: int) -> list[str]:
    units = sorted(site().library.municipalities.values(), key=lambda unit: -len(unit.profile.name))
    return [unit.id for unit in units[:count]]


def some_others(count: int) -> list[str]:
    ids = sorted(site().library.municipalities)
    return ids[:: len(ids) // count][:count]


def texts(sheet: Sheet) -> list[str]:
    """What each page says, in the order of reading, from the layout."""
    laid_out, _ = printer()._fitting(job_of(site(), sheet))
    return [" ".join(" ".join(_texts(page._page_box)).split()) for page in laid_out.pages]


def _texts(box: Any) -> Iterator[str]:
    yield getattr(box, "text", "") or ""
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def tags(done: Printed) -> list[str]:
    """The kinds of structure, in reading order."""

    def below(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node["/S"])
        kids = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                yield from below(kid)

    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "he"
        return list(below(pdf.Root.StructTreeRoot))


def outside(sheet: Sheet, of: Site | None = None, tightness: int = 0) -> list[str]:
    """Texts that reach beyond the margins of their page, from the layout itself."""
    job = job_of(of or site(), sheet)
    laid_out, _ = printer()._fitting(job)
    return [text for page in laid_out.pages for text in _beyond(page._page_box, page.width, page.height)]


def _beyond(box: Any, width: float, height: float) -> Iterator[str]:
    text = getattr(box, "text", "")
    if text and text.strip() and getattr(box.style, "get", dict)("color", None) is not None:
        right, left = box.position_x + box.width, box.position_x
        hidden = box.style["font_size"] < 1
        if not hidden and (left < MARGIN - 2 or right > width - MARGIN + 2 or box.position_y + box.height > height):
            yield text
    for child in getattr(box, "children", ()):
        yield from _beyond(child, width, height)


@pytest.mark.parametrize("id_", [*EXAMPLES, "0031"])
def test_a_profile_takes_two_pages_at_most_and_is_whole(id_: str) -> None:
    done = printed_profile(id_)
    assert done.pages <= 2
    assert done.tightness == 0, "shown at the size in which it is drawn: the budget of lines holds"
    found = tags(done)
    assert found.count("/H1") == 1
    assert {"/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(found)
    assert found.index("/H1") < found.index("/H2")
    sheet = profile_sheet(site(), site().library.municipalities[id_])
    text = " ".join(texts(sheet))
    whole = ["שני הנדבכים", "מה חסר קודם", "צורך, אוכלוסייה", "העומס לפי אגף", "מה פתוח", "התרגילים האחרונים"]
    places = [text.index(word) for word in (["שני הנדבכים", "הנתונים"] if id_ == "0031" else whole)]
    assert places == sorted(places)
    assert not outside(sheet)


@pytest.mark.slow
def test_a_sample_of_authorities_and_the_longest_names_fit() -> None:
    for id_ in {*longest_names(4), *some_others(10)}:
        assert printed_profile(id_).pages <= 2, id_
        assert not outside(profile_sheet(site(), site().library.municipalities[id_])), id_


def overgrown(document: Document) -> Document:
    """The example city with texts as long as may be, and five times its needs."""
    content: Any = document.content
    if not document.path.startswith("docs/municipalities/example-city/"):
        return document
    if isinstance(content, Profile):
        holder = content.role_holder
        assert holder
        longer = {
            "role_holder": holder.model_copy(update={"budget": LONG}),
            "regional_cluster": LONG,
            "subdistrict": LONG,
        }
        content = content.model_copy(update={"name": LONG[:120], "note": LONG, **longer})
    elif isinstance(content, NeedsFile):
        many = (need.model_copy(update={"id": f"{need.id}-{n}"}) for n in range(5) for need in content.needs)
        content = content.model_copy(update={"needs": tuple(many)})
    elif isinstance(content, ActorsFile):
        actors = (actor.model_copy(update={"name": LONG}) for actor in content.actors)
        content = content.model_copy(update={"actors": tuple(actors)})
    elif isinstance(content, Plan):
        items = (item.model_copy(update={"what": LONG}) for item in content.immediate)
        content = content.model_copy(update={"immediate": tuple(items)})
    elif isinstance(content, Forum):
        content = content.model_copy(update={"meetings": tuple(map(_long_meeting, content.meetings))})
    elif isinstance(content, DrillResult):
        content = content.model_copy(update={"real_event": LONG})
    return dataclasses.replace(document, content=content)


def _long_meeting(meeting: Any) -> Any:
    return meeting.model_copy(
        update={"actions": tuple(action.model_copy(update={"what": LONG}) for action in meeting.actions)}
    )


def test_texts_as_long_as_may_be_are_counted_rather_than_clipped() -> None:
    library = site().library
    documents = [overgrown(document) for document in library.documents]
    grown = dataclasses.replace(site(), library=assemble(library.settings, documents, library.pages, library.prose))
    sheet = profile_sheet(grown, grown.library.municipalities["example-city"])
    assert printed(sheet, grown).pages == 2
    assert not outside(sheet, grown)


@pytest.mark.parametrize("id_", EXAMPLES)
def test_a_hand_over_pack_is_tagged_and_in_order(id_: str) -> None:
    sheet = handover_sheet(site(), site().library.municipalities[id_])
    done = printed(sheet)
    assert 2 <= done.pages <= 8
    assert {"/H1", "/H2", "/H3", "/Table", "/L", "/LI", "/Link"} <= set(tags(done))
    text = " ".join(texts(sheet))
    places = [text.index(word) for word in ("בקצרה", "מה קוראים קודם", "מה פתוח", "למי פונים", "לקחים שמחכים")]
    assert places == sorted(places)
    assert not outside(sheet)


def test_each_role_has_a_page_of_its_own_and_no_step_is_broken() -> None:
    book = site().library.playbooks["epidemic-partnerships"]
    sheet = playbook_sheet(site(), book)
    pages = texts(sheet)
    for step in book.steps:
        start = " ".join(step.what.split())
        (page,) = [text for text in pages if start in text]
        assert step.done_when in page, "a step and the box for it stand on one page"
    owners = {site().name("role", step.owner) for step in book.steps if step.owner}
    assert len(pages) >= len(owners)
    assert not outside(sheet)


def test_as_an_authority_works_by_it_the_paper_says_what_is_different_and_why() -> None:
    unit = site().library.municipalities["example-city"]
    adapted = next(iter(unit.adaptations))
    book = site().library.playbooks[adapted.playbook]
    text = " ".join(texts(playbook_sheet(site(), book, unit)))
    for change in adapted.changes:
        assert change.what is None or change.what in text
    assert unit.profile.name in text


def test_a_call_has_a_box_for_each_question() -> None:
    call = site().library.calls["partnerships-manager"]
    sheet = call_sheet(site(), call)
    text = " ".join(texts(sheet))
    statements = (*call.components, *call.skills, *call.conditions, *call.receives)
    for statement in statements:
        assert statement.text in text
        assert statement.check is None or statement.check in text
    assert not outside(sheet)
