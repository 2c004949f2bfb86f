"""Adapted playbooks and uptake as pages: of the smallest knowledge base, and of another field."""

from datetime import date
from pathlib import Path

import pytest

from kb_tools.library import load_site
from kb_tools.search.documents import documents
from kb_tools.views import all_pages
from kb_tools.views.site import Site
from tests.unit.views.rendered import Rendered, read

HERE = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


def site_of(folder: str) -> Site:
    site, problems = load_site(HERE / folder, TODAY)
    assert site is not None, problems
    return site


@pytest.fixture(scope="module")
def base() -> Site:
    return site_of("examples/base")


@pytest.fixture(scope="module")
def hospitals() -> Site:
    return site_of("sites/hospitals")


def page(site: Site, address: str) -> Rendered:
    return read(next(page for page in all_pages.pages(site) if page.address == address).render())


def test_an_adapted_playbook_marks_what_is_different_with_its_reason(hospitals: Site) -> None:
    found = page(hospitals, "municipalities/harel/playbooks/mass-casualty/")
    assert "הוחלף אצלנו" in found.text
    assert "פתחו דלפק למשפחות בכניסת החניון" in found.text
    assert "המשפחות נכנסות מהחניון" in found.text
    assert "הנוסח המשותף" in found.text
    assert "דוגמה" in found.text
    steps = hospitals.library.playbooks["mass-casualty"].steps
    assert {f"step-{step.id}" for step in steps} <= set(found.ids)


def test_a_step_that_moved_on_is_flagged_wherever_its_adaptation_stands(base: Site) -> None:
    own = page(base, "municipalities/first-town/playbooks/first-playbook/")
    assert "לבדיקה: ההתאמה נבדקה ב־1 בנובמבר 2026, והצעד המשותף השתנה מאז." in " ".join(own.text.split())
    profile = " ".join(page(base, "municipalities/first-town/").text.split())
    assert "לבדיקה: הצעד המשותף השתנה מאז שנבדקה" in profile
    book = page(base, "playbooks/first-playbook/")
    assert "התאמות ברשויות מקומיות: 1, מהן 1 לבדיקה." in " ".join(book.text.split())
    assert any(link.endswith("municipalities/first-town/playbooks/first-playbook/") for link in book.links)


def test_a_step_as_reviewed_is_not_flagged(hospitals: Site) -> None:
    assert not hospitals.insights.drifts
    assert "השתנה מאז" not in page(hospitals, "municipalities/harel/playbooks/mass-casualty/").text


def test_search_finds_what_is_different_and_not_the_shared_steps_again(hospitals: Site) -> None:
    at = "municipalities/harel/playbooks/mass-casualty/"
    found = {document.address: document for document in documents(hospitals) if document.address.startswith(at)}
    assert set(found) == {at, f"{at}#step-open-family-desk"}
    assert found[f"{at}#step-open-family-desk"].authority == "harel"
    assert found[f"{at}#step-open-family-desk"].title == "פתחו דלפק למשפחות בכניסת החניון"


def test_the_report_counts_real_authorities_and_shows_examples_as_examples(base: Site, hospitals: Site) -> None:
    report = " ".join(page(base, "lessons/uptake/").text.split())
    assert "עיר ראשונה" in report
    assert "עוד לא נרשמה אף תשובה" not in report
    made_up = " ".join(page(hospitals, "lessons/uptake/").text.split())
    assert "עוד לא נרשמה אף תשובה" in made_up
    assert "כך זה נראה בדוגמאות" in made_up
    assert "הראל (דוגמה)" in made_up
    assert "רשות" not in made_up.replace("רשותי", "")


def test_a_lesson_tells_who_answered_and_whose_silence_is_late(hospitals: Site) -> None:
    lesson = " ".join(page(hospitals, "lessons/oxygen-first/").text.split())
    assert "הראל (דוגמה) (דוגמה) אומץ" in lesson
    assert "גפן (דוגמה) (דוגמה) טרם נרשמה תשובה, והמועד עבר" in lesson


def test_a_profile_tells_what_concerns_it_and_what_it_answered(base: Site, hospitals: Site) -> None:
    assert "אצלנו ממפים לפי שכונה" in page(base, "municipalities/first-town/").text
    silent = " ".join(page(hospitals, "municipalities/gefen/").text.split())
    assert "טרם נרשמה תשובה, והמועד עבר" in silent
    assert "מלאי החמצן נבדק" in silent
