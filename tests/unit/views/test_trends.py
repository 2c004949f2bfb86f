"""The pages of trends and coverage: examples are told apart, what is not recorded is not known, pictures have words."""

from datetime import date

from kb_tools.model.document import Document
from kb_tools.model.drill import DrillResult
from kb_tools.model.provenance import History
from kb_tools.model.vocabulary import Sectors
from kb_tools.views import drills, municipalities, trends
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.test_trends import result
from tests.unit.insight.tiny import drill, library, playbook, profile, role, scenario, step
from tests.unit.views.rendered import Rendered, read, resolved

TODAY = date(2026, 11, 22)
DRILL = drill(
    "practice",
    {"id": "one", "step": "book/call", "within_minutes": "20"},
    {"id": "two", "step": "book/feed"},
    participants=[{"sector": "local", "who": "כולם"}, {"sector": "state", "who": "כולם"}],
)
SECTORS = Sectors.model_validate(
    {"title": "מגזרים", "terms": [{"id": "local", "name": "הרשות"}, {"id": "state", "name": "המדינה"}]}
)
RESULTS = (
    result("2025-06-01", "one done 25", "two done"),
    result("2026-06-01", "one done 15", "two not_done"),
    result("2026-08-01", "one done 18", "two partly", real_event="שיטפון"),
)


def site_of(*things: Document | DrillResult, example: bool = False) -> Site:
    books = (playbook("book", step("call"), step("feed"), step("alone")), playbook("bare", step("rest")))
    town = profile("town", **({"example": "true"} if example else {}))
    base = (role("lead"), scenario("fire"), scenario("flood"), SECTORS, *books, DRILL, town, profile("village"))
    return Site(library(*base, *things), History(), TODAY)


def drawn(at: str, *things: Document | DrillResult, example: bool = False) -> Rendered:
    site = site_of(*things, example=example)
    pages = (*trends.pages(site), *municipalities.pages(site), *drills.pages(site))
    return read(pages_by_address(pages)[at].render())


def words(page: Rendered) -> str:
    return " ".join(page.text.split())


def test_without_results_nothing_is_guessed_and_the_way_on_is_told() -> None:
    page = drawn("drills/trends/")
    assert "עוד לא נרשמה תוצאה" in words(page)
    assert {("drills/", ""), ("contribute/result/", "")} <= {resolved(link, "drills/trends/") for link in page.links}
    assert page.count("table") == page.count("svg") - 1 == 0  # the button has a sign
    assert "עוד לא נרשם תרגיל" in words(drawn("drills/coverage/"))


def test_examples_are_shown_as_examples_and_counted_nowhere() -> None:
    page = drawn("drills/trends/", *RESULTS, example=True)
    text = words(page)
    assert text.index("עוד לא נרשמה תוצאה") < text.index("כך זה נראה בדוגמאות") < text.index("2 תרגילים, אירוע אמת אחד")
    assert not [id_ for id_ in page.ids if id_.startswith("real-")]
    covered = drawn("drills/coverage/", *RESULTS, example=True)
    assert ("units-table" in covered.ids, "example-units-table" in covered.ids) == (False, True)


def test_real_results_fill_the_page_and_their_table_filters() -> None:
    page = drawn("drills/trends/", *RESULTS)
    text = words(page)
    assert "עוד לא נרשמה תוצאה" not in text
    assert "example-steps" not in page.ids
    assert "1 מתוך 3" in text  # the step that was done once of three times
    assert "2 מתוך 3 בזמן (67%)" in text
    assert "הגיע ל־0 מתוך 2" in text  # the state: two drills, and an event invites nobody
    rows = [attributes for tag, attributes in page.tags if tag == "tr" and "data-course" in attributes]
    assert [(row["data-book"], row["data-course"].split()) for row in rows] == [("book", ["worse"]), ("book", ["same"])]


def test_an_authority_with_two_results_has_a_course_and_with_one_is_told_what_is_missing() -> None:
    at = "municipalities/town/"
    page, text = drawn(at, *RESULTS), words(drawn(at, *RESULTS))
    assert "נחלש" in text[text.index("מה משתפר ומה לא") :]
    descriptions = text[text.index("כל תרגיל לאורך זמן") :]
    assert "1 ביוני 2025: 100% בוצעו. 1 ביוני 2026: 50% בוצעו. 1 באוגוסט 2026 (אירוע אמת): 50% בוצעו." in descriptions
    assert "היעד: דקה 20. 1 ביוני 2025: דקה 25, באיחור. 1 ביוני 2026: דקה 15, בזמן." in text
    assert len(page.ids) == len(set(page.ids))
    alone = words(drawn(at, RESULTS[0]))
    assert "מגמה נראית מהתוצאה השנייה והלאה" in alone
    assert "מה משתפר" not in words(drawn("municipalities/village/", *RESULTS))


def test_the_oldest_result_stands_at_the_right() -> None:
    page = drawn("municipalities/town/", *RESULTS)
    circles = [float(attributes["cx"]) for tag, attributes in page.tags if tag == "circle" and "cx" in attributes]
    charted = [x for x in circles if x in (10, 150)]
    assert (max(circles), charted[0]) == (150, 150)


def test_coverage_names_what_no_drill_exercises_and_what_was_never_done() -> None:
    page = drawn("drills/coverage/", *RESULTS[1:])
    text = words(page)
    bare = text[text.index("bare", text.index("כמה מצעדי כל ספר מתורגלים") + 60) :]
    assert "עשו rest" in bare
    book = text[: text.index("עשו rest")]
    assert "אין תרגיל עשו alone" in book
    assert "תורגל ועוד לא בוצע עשו feed" in book


def test_coverage_filters_by_how_long_ago() -> None:
    page = drawn("drills/coverage/", *RESULTS)
    rows = {attributes["data-recency"] for tag, attributes in page.tags if tag == "tr" and "data-recency" in attributes}
    assert rows == {"year", "never"}
    options = {attributes["value"] for tag, attributes in page.tags if tag == "option"}
    assert rows <= options
    assert "1 באוגוסט 2026" in words(page)  # the event has a column of its own


def test_both_pages_are_reached_from_the_drills() -> None:
    links = {resolved(link, "drills/")[0] for link in drawn("drills/").links}
    assert {"drills/trends/", "drills/coverage/"} <= links
