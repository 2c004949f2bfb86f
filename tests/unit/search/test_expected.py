"""What the content expects of queries: told apart from what an engine answers, and never of what no search can find."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb_tools.library import load_site
from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.search import TOP, Expectations
from kb_tools.search.documents import documents
from kb_tools.search.expected import Engine, Unmet, findings, meets, unmet
from kb_tools.views.addresses import address
from kb_tools.views.site import Site

ROOT = Path(__file__).parents[3]
ROWS = [
    {"query": "לקח", "finds": "lesson:one"},
    {"query": "צעד", "finds": "step:book/call"},
    {"query": "כל הלקחים", "finds": "page:lessons/index.md"},
]


@pytest.fixture(scope="module")
def shipped() -> Site:
    site, problems = load_site(ROOT, date(2026, 11, 22))
    assert site is not None, problems
    return site


def library() -> Library:
    settings = Settings.model_validate({"title": "מאגר", "tagline": "משפט", "lead_role": "lead"})
    kind = KINDS_BY_NAME["expectations"]
    content = Expectations.model_validate({"expectations": ROWS})
    return assemble(settings, [Document(kind.path(), kind, {}, content)], [], {})


@pytest.mark.parametrize(
    ("wanted", "found", "met"),
    [
        ("lessons/one/", "lessons/one/", True),
        ("lessons/one/", "lessons/one/#part", True),
        ("lessons/one/", "lessons/one/two/", False),
        ("lessons/", "lessons/one/", False),
        ("", "#contact", True),
        ("", "lessons/", False),
        ("playbooks/x/#step-y", "playbooks/x/#step-y", True),
        ("playbooks/x/#step-y", "playbooks/x/", False),
        ("playbooks/x/#step-y", "playbooks/x/#step-z", False),
    ],
)
def test_a_part_of_the_wanted_page_will_do_and_nothing_else(wanted: str, found: str, met: bool) -> None:
    assert meets(wanted, found) is met


def test_what_comes_among_the_first_is_met() -> None:
    answers = {"לקח": ["a/", "b/", "lessons/one/"], "צעד": ["playbooks/book/#step-call"], "כל הלקחים": ["lessons/"]}
    assert list(unmet(library(), answers.__getitem__)) == []


def test_what_comes_too_late_or_not_at_all_is_told_with_what_came_instead() -> None:
    answers = {"לקח": ["a/", "b/", "c/", "lessons/one/"], "צעד": [], "כל הלקחים": ["lessons/"]}
    found = list(unmet(library(), answers.__getitem__))
    assert [(one.expectation.query, one.address, one.first) for one in found] == [
        ("לקח", "lessons/one/", ("a/", "b/", "c/")),
        ("צעד", "playbooks/book/#step-call", ()),
    ]
    assert len(found[0].first) == TOP


def left(*first: str, number: int = 0) -> Unmet:
    answers = {"לקח": [], "צעד": [], "כל הלקחים": []}
    wrong = list(unmet(library(), answers.__getitem__))[number]
    return replace(wrong, first=first)


def told(by_engine: dict[Engine, list[Unmet]]) -> list[tuple[object, object, object]]:
    found = findings(by_engine, {"a/": "אחד", "b/#x": "שניים"})
    return [(one.path, one.facts["kind"], one.facts["found"]) for one in found]


def test_engines_that_answer_alike_are_told_of_once() -> None:
    alike = {Engine.RANKING: [left("a/", "b/#x")], Engine.BROWSER: [left("a/", "b/#x")]}
    both = f"{Engine.RANKING.value} וגם {Engine.BROWSER.value}"
    assert told(alike) == [(("expectations", 0, "finds"), both, "״אחד״ (a/); ״שניים״ (b/#x)")]


def test_engines_that_differ_are_each_told_of_by_name() -> None:
    found = told({Engine.RANKING: [left("a/")], Engine.BROWSER: [left(number=1), left()]})
    assert found == [
        (("expectations", 0, "finds"), Engine.RANKING.value, "״אחד״ (a/)"),
        (("expectations", 1, "finds"), Engine.BROWSER.value, "לא נמצא דבר"),
        (("expectations", 0, "finds"), Engine.BROWSER.value, "לא נמצא דבר"),
    ]


def test_every_shipped_expectation_is_of_something_that_can_be_found(shipped: Site) -> None:
    places = {document.address for document in documents(shipped)}
    wanted = {address(*expectation.target): expectation.query for expectation in shipped.library.expectations}
    assert {query: at for at, query in wanted.items() if at not in places} == {}
    assert len(shipped.library.expectations) >= 60


def test_every_kind_of_thing_that_people_look_for_has_a_shipped_expectation(shipped: Site) -> None:
    kinds = {expectation.target[0] for expectation in shipped.library.expectations}
    assert kinds >= {"playbook", "step", "lesson", "drill", "role", "scenario", "municipality", "glossary-term", "page"}
