"""Below a written page: who looks after it and when it is to be reviewed, whether it says so itself or kb.yml does."""

import dataclasses
from datetime import date
from typing import Any

from kb_tools.model.document import Page
from kb_tools.model.page import PageMeta
from kb_tools.model.provenance import History
from kb_tools.views.site import Site
from kb_tools.views.written import foot
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.views.rendered import Rendered, read, resolved


def drawn(**said: Any) -> Rendered:
    page = Page("guide/page.md", PageMeta(title="עמוד", **said), "טקסט")
    library = dataclasses.replace(small_library(), pages=(page,))
    return read(foot(Site(library, History(), TODAY), page, "guide/page/"))


def test_who_looks_after_it() -> None:
    links = {resolved(link, "guide/page/") for link in drawn().links}
    assert links == {("roles/first-role/", "")}


def test_a_review_that_is_late_says_so() -> None:
    assert "באיחור" in drawn(reviewed_on=date(2025, 11, 21)).text
    assert "באיחור" not in drawn(reviewed_on=date(2025, 11, 22)).text
    assert "באיחור" in drawn(reviewed_on=date(2026, 10, 21), review_every=1).text


def test_what_was_never_reviewed_says_so() -> None:
    assert "עוד לא" in drawn().text
    assert "עוד לא" not in drawn(reviewed_on=TODAY).text


def test_nothing_stands_below_a_home_page() -> None:
    library = small_library()
    assert foot(Site(library, History(), TODAY), library.pages[0], "") == ""
