"""Where a facilitators' paper is torn into pages: nothing stands at the foot of one without what it names."""

import pytest

from kb_tools.printing.jobs import job_of
from tests.unit.printing.test_drill_papers import SHIPPED, said, shipped, shipped_paper

EVALUATIONS = sorted(id_ for id_, name in SHIPPED if name == "evaluation")
TITLES = "לא רלוונטי דקה הערה"


@pytest.mark.parametrize("id_", EVALUATIONS)
def test_what_came_of_each_item_stands_on_one_page_with_its_heading(id_: str) -> None:
    sheet, _ = shipped_paper(id_, "evaluation")
    found = [page for page in said(job_of(shipped(), sheet)) if TITLES in page]
    count = len(shipped().library.drills[id_].checklist)
    assert len(found) == 1
    assert "מה קרה בכל סעיף" in found[0]
    assert f" {count}. " in found[0]
