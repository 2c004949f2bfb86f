"""The pages on which a drill is run: what participants' pages hold, and what only facilitators' do."""

import html
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from kb_tools.model.provenance import History
from kb_tools.views import all_pages, drills, runs
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.tiny import drill, library, playbook, profile, role, scenario, step
from tests.unit.views.rendered import Rendered, read, resolved

TODAY = date(2026, 11, 22)
SECRETS = {
    "sender": "השולח החשאי",
    "to": "הנמען החשאי",
    "how": "בערוץ חשאי",
    "message": "ההודעה החשאית",
    "expected": "התגובה החשאית",
}
CRITERION = "לפי המדד החשאי"
DRILL = drill(
    "practice",
    {"id": "one", "step": "book/call", "within_minutes": "20"},
    {"id": "two", "step": "book/call", "text": "נוסח אחר", "pause": "הפסקה"},
    injects=[{"number": "7", "minute": "53", "objective": "meet"} | SECRETS],
    objectives=[{"id": "meet", "what": "נפגשים", "criteria": [CRITERION]}],
)
RUN = "drills/practice/run/"
LEAD = "drills/practice/facilitator/run/"


def site(**more: Any) -> Site:
    things = (role("lead"), scenario("fire"), playbook("book", step("call")), DRILL, profile("town"))
    return Site(library(*things), History("abc1234"), TODAY, **more)


def drawn(at: str) -> Rendered:
    return read(pages_by_address(runs.pages(site()))[at].render())


def told(page: Rendered) -> dict[str, Any]:
    (data,) = [attributes["data-kb-run"] for _, attributes in page.tags if "data-kb-run" in attributes]
    return dict(json.loads(data))


def test_participants_pages_hold_nothing_of_what_facilitators_alone_may_read() -> None:
    source = pages_by_address(runs.pages(site()))[RUN].render()
    assert [
        secret for secret in (*SECRETS.values(), CRITERION) if secret in source or html.escape(secret) in source
    ] == []
    page = told(drawn(RUN))
    assert page["injects"] == []
    assert "facilitator" not in json.dumps(page["at"])


def test_the_facilitators_page_holds_it_all() -> None:
    text = drawn(LEAD).text
    assert [secret for secret in (*SECRETS.values(), CRITERION) if secret not in text] == []
    assert told(drawn(LEAD))["injects"] == [{"number": 7, "minute": 53}]


def test_no_page_or_download_but_the_facilitators_has_their_texts() -> None:
    whole = site()
    leaks = [
        (at, secret)
        for at, text in _everything(whole)
        if "/facilitator/" not in at
        for secret in (*SECRETS.values(), CRITERION)
        if secret in text
    ]
    assert leaks == []


def _everything(whole: Site) -> Iterator[tuple[str, str]]:
    yield from ((page.address, page.render()) for page in all_pages.pages(whole))
    yield from ((each.address, each.render().decode("utf-8", "replace")) for each in all_pages.downloads(whole))


def test_every_item_and_sector_can_be_ticked_and_every_objective_rated() -> None:
    page, lead = drawn(RUN), drawn(LEAD)
    assert _marks(page, "data-kb-done") == ["one", "two"] == [item["id"] for item in told(page)["items"]]
    assert _marks(lead, "data-kb-given") == ["7"]
    assert _marks(lead, "data-kb-rating") == ["meet"] * 4
    assert _marks(page, "data-kb-rating") == []


def _marks(page: Rendered, name: str) -> list[str]:
    return [attributes[name] for _, attributes in page.tags if name in attributes]


def test_ids_are_unique_and_each_error_has_its_place() -> None:
    for page in (drawn(RUN), drawn(LEAD)):
        assert len(page.ids) == len(set(page.ids))
        described = {id_ for _, attributes in page.tags for id_ in attributes.get("aria-describedby", "").split()}
        assert described <= set(page.ids)
        assert (page.unclosed, page.misnested) == ([], [])


def test_each_page_leads_to_the_paper_and_the_drill_leads_to_them() -> None:
    assert ("drills/practice/", "") in {resolved(link, RUN) for link in drawn(RUN).links}
    assert ("drills/practice/facilitator/", "") in {resolved(link, LEAD) for link in drawn(LEAD).links}
    assert not [link for link in drawn(RUN).links if "facilitator" in link]
    own = pages_by_address(drills.pages(site()))
    for at, target in (("drills/practice/", RUN), ("drills/practice/facilitator/", LEAD)):
        assert (target, "") in {resolved(link, at) for link in read(own[at].render()).links}


def test_what_is_kept_for_no_network_is_there() -> None:
    whole = site()
    there = {page.address for page in all_pages.pages(whole)} | {each.address for each in all_pages.downloads(whole)}
    for at, page in ((RUN, drawn(RUN)), (LEAD, drawn(LEAD))):
        (kept,) = _marks(page, "data-kb-keep")
        addresses = {resolved(link, at)[0] for link in kept.split(" ")}
        assert {address for address in addresses if not address.startswith("assets/")} <= there
        assert any("facilitator" in address for address in addresses) is (at == LEAD)


def test_the_words_of_the_form_come_along() -> None:
    form = told(drawn(RUN))["form"]
    assert form["kind"] == "result"
    assert {"items.by", "items.note", "objectives.note", "submitted_by", "sectors"} <= set(form["questions"])


def test_a_library_without_drills_has_no_pages() -> None:
    without = library(role("lead"), scenario("fire"), playbook("book", step("call")))
    assert list(runs.pages(Site(without, History(), TODAY))) == []
