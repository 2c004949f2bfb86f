"""A change in the words of its fields: what ids refer to is called by its name."""

from kb_tools.intake.difference import told
from tests.unit.insight.small_library import BASE, small_library

RESULT = "docs/municipalities/first-town/results/first-result.yml"


def test_a_result_is_told_by_the_names_of_its_drill_and_items() -> None:
    library = small_library()
    change = told(RESULT, None, (BASE / RESULT).read_bytes(), library.settings, library)
    assert "תרגיל שולחן" in change.heading
    labels = [field.label for field in change.fields]
    assert any("״הפורום התכנס״" in label or "״כנסו את הפורום״" in label for label in labels)
    assert not any(" call" in label for label in labels)


def test_an_id_that_refers_to_nothing_stays_an_id() -> None:
    library = small_library()
    text = (BASE / RESULT).read_text("utf-8").replace("item: call", "item: strange")
    change = told(RESULT, None, text.encode(), library.settings, library)
    assert any("strange" in field.label for field in change.fields)
