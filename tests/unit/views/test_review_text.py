"""The after-action review as text to read aloud."""

from datetime import date

from kb_tools.insight.after_action import after_action
from kb_tools.views.review_text import review_text
from tests.unit.insight.small_library import small_library


def test_a_result_with_nothing_undone_still_tells_its_score() -> None:
    library = small_library()
    (unit,) = (unit for unit in library.municipalities.values() if unit.results)
    lines = list(review_text(library, after_action(library, unit, unit.results[0], date(2026, 11, 22))))
    heading = next(index for index, line in enumerate(lines) if line.startswith("הסעיפים: "))
    assert "בוצע" in lines[heading]
    assert lines[heading + 1] == "  אין סעיף שלא בוצע או שבוצע חלקית"
