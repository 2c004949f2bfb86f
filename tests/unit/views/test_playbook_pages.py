"""A playbook's page: every step on the line of time once, at its moment; for whom; and whom to ask."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kb_tools.model.library import Library
from kb_tools.model.provenance import History
from kb_tools.views import home, playbooks
from kb_tools.views.playbooks import lanes
from kb_tools.views.site import Site
from tests.unit.insight.tiny import SETTINGS, library, playbook, role, step
from tests.unit.views.rendered import Rendered, read

TODAY = date(2026, 11, 22)
TIMES = st.none() | st.sampled_from(["T+0h", "T+60m", "T+1h", "T-1d", "T+2w"])
ROWS = st.lists(st.tuples(TIMES, st.sampled_from(["routine", "emergency"])), min_size=1, max_size=8)


def site(found: Library) -> Site:
    return Site(found, History(), TODAY)


def page(found: Library, at: str) -> Rendered:
    pages = {each.address: each for section in (home, playbooks) for each in section.pages(site(found))}
    return read(pages[at].render())


@settings(max_examples=40)
@given(ROWS)
def test_moments_share_out_the_steps_in_order(rows: list[tuple[str | None, str]]) -> None:
    book = playbook("book", *(step(f"s{n}", offset, phase) for n, (offset, phase) in enumerate(rows)))
    for lane in lanes(site(library(book)), book):
        assert tuple(row for moment in lane.moments for row in moment.steps) == lane.steps
        offsets = [moment.offset for moment in lane.moments]
        assert len(set(offsets)) == len(offsets), "one time, one moment"


def test_an_hour_and_sixty_minutes_are_one_moment() -> None:
    book = playbook("book", step("hour", "T+1h"), step("sixty", "T+60m"), step("any"))
    (lane,) = lanes(site(library(book)), book)
    assert [[each.id for _, _, each in moment.steps] for moment in lane.moments] == [["hour", "sixty"], ["any"]]
    assert lane.moments[1].offset is None


def test_the_timeline_links_to_each_step_by_number_and_in_words() -> None:
    book = playbook("book", step("second", "T+2h"), step("first", "T+0h"), step("calm", phase="routine"))
    drawn = page(library(book, role("lead")), "playbooks/book/")
    timed = [attributes for tag, attributes in drawn.tags if tag == "a" and "title" in attributes]
    assert [(link["href"], link["title"]) for link in timed] == [
        ("#step-calm", "עשו calm"),
        ("#step-first", "עשו first"),
        ("#step-second", "עשו second"),
    ]
    assert "2 : עשו first" in " ".join(drawn.text.split())


def test_the_strip_says_for_whom() -> None:
    drawn = page(library(playbook("book", step("x")), role("lead")), "playbooks/book/")
    assert "למי תפקיד lead" in " ".join(drawn.text.split())


def test_home_says_whom_to_ask_when_it_is_known() -> None:
    known = SETTINGS | {"contact": "מנהלת הידע & צוותה"}
    assert "למי פונים: מנהלת הידע & צוותה" in " ".join(page(library(settings=known), "").text.split())
    assert "למי פונים" not in page(library(), "").text
