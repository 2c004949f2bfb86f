"""What the forms ask and what they tell their script: all of it from the types and the content."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.library import load_site
from kb_tools.model.addresses import CONTRIBUTE_PAGE, FORM_PAGES
from kb_tools.model.correction import HOME, Correction
from kb_tools.model.fields import fields_of
from kb_tools.model.page import Forge
from kb_tools.model.submission import SUBMISSION_KINDS, Submission, file_values
from kb_tools.views import all_pages
from kb_tools.views.forge import filled_file
from kb_tools.views.form_questions import MUNICIPALITY, SUBMITTED_BY, Form, forms
from kb_tools.views.forms import DRILLS, SCRIPTS, downloads, form_data, pages
from kb_tools.views.site import Site
from tests.unit.views.rendered import Rendered, read

TESTS = Path(__file__).parents[2]
ASSETS = TESTS.parent / "plugins/kb_mkdocs/assets/js"
KINDS = sorted(FORM_PAGES)


def site_of(root: Path) -> Site:
    site, problems = load_site(root, date(2026, 11, 22))
    assert site is not None, [problem.message for problem in problems]
    return site


@pytest.fixture(scope="module")
def site() -> Site:
    return site_of(TESTS / "examples/base")


@pytest.fixture(scope="module")
def drawn(site: Site) -> Mapping[str, Rendered]:
    return {page.address: read(page.render()) for page in pages(site)}


def form(site: Site, kind: str) -> Form:
    return forms(site.library)[kind]


def with_intake(site: Site, **values: Any) -> Site:
    intake = site.library.settings.intake.model_copy(update=values)
    settings = site.library.settings.model_copy(update={"intake": intake})
    return replace(site, library=replace(site.library, settings=settings))


def given(page: Rendered) -> Any:
    return json.loads(next(attributes["data-kb-form"] for tag, attributes in page.tags if tag == "form"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_only_for_what_the_intake_takes(site: Site, kind: str) -> None:
    asked = {question.path.partition(".")[0] for question in form(site, kind).questions()}
    rows = {part.rows for part in form(site, kind).parts if part.rows}
    beside = {SUBMITTED_BY} | ({MUNICIPALITY} if kind == "result" else set())
    assert asked - beside | rows <= set(SUBMISSION_KINDS[kind].fields)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_a_file_requires_is_asked_for_or_set(site: Site, kind: str) -> None:
    made = form(site, kind)
    asked = {question.path for question in made.questions()} | {part.rows for part in made.parts}
    submission = Submission(SUBMISSION_KINDS[kind], "רכזת", date(2026, 11, 22), "", {})
    known = {*asked, *file_values(submission, with_intake(site, source="first-source").library.settings)}
    for field in fields_of(made.file.model):
        if field.required and field.entry is None:
            assert field.name in known, field.name
        elif field.required and field.name not in asked:
            inner = [each.name for each in fields_of(field.entry) if each.required] if field.entry else []
            assert {f"{field.name}.{name}" for name in inner} <= asked, field.name


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_required_of_a_file_is_required_of_who_writes(site: Site, kind: str) -> None:
    made = form(site, kind)
    required = {field.name for field in fields_of(made.file.model) if field.required}
    assert {q.path for q in made.questions() if "." not in q.path and q.required} <= {
        *required,
        SUBMITTED_BY,
        MUNICIPALITY,
    }
    assert not [question.path for question in made.questions() if question.path in required and not question.required]


def test_people_choose_names_and_never_type_ids(site: Site) -> None:
    for made in forms(site.library).values():
        for question in made.questions():
            if question.options:
                assert question.control in ("radios", "ticks", "search")
            assert not question.label.isascii()
    whose = next(question for question in form(site, "result").questions() if question.path == MUNICIPALITY)
    assert {option.value for option in whose.options} == set(site.library.municipalities)


def test_lists_of_names_stand_in_the_order_of_the_alphabet(site: Site) -> None:
    labels = [option.label for q in form(site, "lesson").questions() if q.path == MUNICIPALITY for option in q.options]
    assert labels == sorted(labels)


def test_every_control_has_a_name_that_is_read_aloud(drawn: Mapping[str, Rendered]) -> None:
    for address in FORM_PAGES.values():
        page = drawn[address]
        labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
        for tag, attributes in page.tags:
            if tag in ("textarea", "select") or (tag == "input" and attributes["type"] == "text"):
                assert attributes["id"] in labelled, attributes
                assert f"{attributes['id']}-error" in attributes["aria-describedby"].split()


def test_without_a_source_for_reports_a_lesson_needs_one_of_its_own(site: Site) -> None:
    lesson = next(page for page in pages(site) if page.address == FORM_PAGES["lesson"])
    assert any("data-kb-needed" in attributes for _, attributes in read(lesson.render()).tags)
    sourced = next(
        page for page in pages(with_intake(site, source="first-source")) if page.address == FORM_PAGES["lesson"]
    )
    assert not any("data-kb-needed" in attributes for _, attributes in read(sourced.render()).tags)


def test_a_page_says_where_a_submission_may_go_and_no_more(site: Site) -> None:
    bare = form_data(site, form(site, "lesson"))
    assert (bare["forge"], bare["intake"]) == (None, {"address": None, "mail": None})
    forge = Forge.model_validate({"address": "https://git.example.org/team/kb", "style": "gitea"})
    settings = site.library.settings.model_copy(update={"forge": forge})
    ways = with_intake(
        replace(site, filled_file=filled_file(settings)), address="https://in.example.org/", mail="a@b.org"
    )
    full = form_data(ways, form(ways, "lesson"))
    assert full["intake"] == {"address": "https://in.example.org/", "mail": "a@b.org"}
    assert full["forge"]["address"] == "https://git.example.org/team/kb/_new/main/?filename={path}&value={text}"
    assert "committer" not in json.dumps(full)


def test_without_a_script_the_page_says_what_to_do(site: Site) -> None:
    mailed = with_intake(site, mail="lessons@example.org")
    page = read(next(page for page in pages(mailed) if page.address == FORM_PAGES["lesson"]).render())
    assert "noscript" in [tag for tag, _ in page.tags]
    assert "mailto:lessons@example.org" in page.links


def test_the_data_of_a_page_is_that_of_its_form(site: Site, drawn: Mapping[str, Rendered]) -> None:
    for kind, address in FORM_PAGES.items():
        assert given(drawn[address]) == json.loads(json.dumps(form_data(site, form(site, kind))))


def test_the_chooser_leads_to_every_form(drawn: Mapping[str, Rendered]) -> None:
    assert {f"../{address}" for address in FORM_PAGES.values()} <= set(drawn[CONTRIBUTE_PAGE].links)


def test_what_drills_ask_holds_nothing_of_what_is_expected(site: Site) -> None:
    (download,) = downloads(site)
    assert download.address == DRILLS
    text = download.render().decode()
    asked = json.loads(text.removeprefix("globalThis.kbDrills=").removesuffix(";\n"))
    assert set(asked) == set(site.library.drills)
    for drill in site.library.drills.values():
        assert [id_ for id_, _ in asked[drill.id]["items"]] == [item.id for item in drill.checklist]
        hidden = [inject.expected for inject in drill.injects] + [c for each in drill.objectives for c in each.criteria]
        assert [words for words in hidden if words in text] == []


def test_the_scripts_of_a_form_are_there(site: Site) -> None:
    assert all(page.scripts == SCRIPTS for page in pages(site) if page.address in FORM_PAGES.values())
    assert [name for name in SCRIPTS if not (ASSETS / f"{name}.js").is_file()] == []
    assert {path.stem for path in (ASSETS / "forms").glob("*.js")} == {name.partition("/")[2] for name in SCRIPTS}


def test_another_field_is_asked_in_its_own_words() -> None:
    hospitals = site_of(TESTS / "sites/hospitals")
    labels = [question.label for question in form(hospitals, "result").questions()]
    assert hospitals.library.settings.unit.one in labels
    for page in pages(hospitals):
        assert "רשות מקומית" not in read(page.render()).text


def test_a_correction_may_be_proposed_of_every_page(site: Site) -> None:
    words = {"id": "c-1", "right": "כך", "because": "כי", "submitted_on": "2026-11-22"}
    addresses = [page.address or HOME for page in all_pages.pages(site)]
    assert [at for at in addresses if Correction.model_validate(words | {"page": at}).page != at] == []
