"""Related pages of made-up collections: what makes two pages alike, and what keeps a page out of a list."""

from collections.abc import Collection

import pytest

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import lexicon
from kb_tools.hebrew.text import normalise
from kb_tools.search.document import Document
from kb_tools.search.labels import KINDS
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.related import MOST, Related, linked_addresses, related_pages

MEALS = "מטבח ארוחות קשישים הסעות אריזה"
SCHOOL = "תלמידים מורים כיתות מחשבים הורים"
PADDING = (
    "גשר נהר סכר תעלה",
    "חשמל גנרטור סולר כבל",
    "מקלט מיגון אזעקה מדרגות",
    "חיסון בידוד מרפאה תרופה",
    "כבאי צינור עשן להבה",
)


def page(address: str, text: str, kind: str = "lesson", title: str | None = None) -> Document:
    title = address if title is None else title
    return Document(address, title, title, text, kind)


def others() -> list[Document]:
    """Pages about other things, so that words can be rare."""
    return [page(f"other/{number}/", text, "playbook") for number, text in enumerate(PADDING)]


def terms(text: str) -> list[Document]:
    """What the field has names for."""
    return [Document(f"vocabulary/#{word}", "מילון", word, "", "term") for word in text.split()]


def related(
    *documents: Document, links: dict[str, set[str]] | None = None, apart: Collection[str] = ()
) -> dict[str, list[str]]:
    found = everything(*documents, links=links, apart=apart)
    return {address: [one.address for one in pages] for address, pages in found.items()}


def everything(
    *documents: Document, links: dict[str, set[str]] | None = None, apart: Collection[str] = ()
) -> dict[str, tuple[Related, ...]]:
    collection = MemoryCollection([*documents, *others(), *terms(MEALS), *terms(SCHOOL)])
    analyser = Analyser(collection.__contains__, lexicon([]))
    return related_pages(collection, analyser, lambda at: (links or {}).get(at, ()), apart)


def test_pages_about_one_thing_name_each_other() -> None:
    found = related(page("a/", MEALS), page("b/", MEALS, "drill"), page("c/", SCHOOL))
    assert found == {"a/": ["b/"], "b/": ["a/"]}


def test_forms_of_a_word_meet() -> None:
    other = "במטבח לארוחות והקשישים ההסעות באריזה"
    assert related(page("a/", MEALS), page("b/", other))["a/"] == ["b/"]


def test_the_shared_keys_are_told() -> None:
    [one] = everything(page("a/", MEALS), page("b/", MEALS, title="ארוחות"))["a/"]
    assert set(one.shared) == set(map(normalise, MEALS.split()))
    assert 0.9 < one.likeness <= 1.0001


def test_the_nearest_comes_first_and_like_ones_by_address() -> None:
    half = " ".join([*MEALS.split()[:4], "שלג", "ברד"])
    pages = [page("a/", MEALS), page("half/", half, "drill"), page("z/", MEALS, "role"), page("y/", MEALS, "playbook")]
    far = [page(f"far/{number}/", SCHOOL) for number in range(9)]
    assert related(*pages, *far)["a/"] == ["y/", "z/", "half/"]
    assert related(*far, *reversed(pages))["a/"] == ["y/", "z/", "half/"]


def test_what_a_page_links_to_is_no_news() -> None:
    pages = [page("a/", MEALS), page("b/", MEALS)]
    assert related(*pages, links={"a/": {"b/"}}) == {"b/": ["a/"]}


def test_no_more_than_two_of_a_kind_and_five_in_all() -> None:
    kinds = ("lesson", "drill", "role", "playbook")
    pages = [page(f"{kind}/{number}/", MEALS, kind) for kind in kinds for number in range(4)]
    found = everything(*pages, *(page(f"far/{number}/", SCHOOL) for number in range(40)))["lesson/0/"]
    assert len(found) == MOST
    assert max([one.kind for one in found].count(kind) for kind in kinds) == 2


def test_a_few_shared_words_are_not_enough() -> None:
    assert related(page("a/", "מטבח ארוחות קשישים"), page("b/", "מטבח ארוחות קשישים")) == {}


def test_words_that_are_no_subject_are_not_enough() -> None:
    plain = "הועילו התאימו הופיעו הסתיימו"
    assert related(page("a/", plain), page("b/", plain)) == {}


def test_what_all_of_a_kind_say_makes_none_of_them_alike() -> None:
    lessons = [page(f"lesson/{number}/", f"{MEALS} {text}") for number, text in enumerate(PADDING)]
    named = [term for text in PADDING for term in terms(text)]
    far = [page(f"far/{number}/", SCHOOL, "role") for number in range(20)]
    found = related(*lessons, *named, *far)
    assert [found[lesson.address] for lesson in lessons] == [[f"other/{number}/"] for number in range(len(PADDING))]


@pytest.mark.parametrize(
    "lone",
    [
        page("municipalities/m/", MEALS, "municipality"),
        page("districts/d/", MEALS, "district"),
        page("b/", MEALS, "guide"),
        page("b/", MEALS, "source"),
        page("", MEALS, "page"),
    ],
    ids=lambda lone: lone.kind,
)
def test_some_kinds_are_never_named_by_others(lone: Document) -> None:
    assert "a/" not in related(page("a/", MEALS), lone)


def test_a_page_above_others_is_a_list_and_has_none() -> None:
    assert related(page("lessons/", MEALS, "page"), page("lessons/a/", MEALS), page("b/", MEALS, "drill")) == {
        "lessons/a/": ["b/"],
        "b/": ["lessons/a/"],
    }


def test_a_page_to_look_things_up_in_is_left_out() -> None:
    codes = [page("codes/", MEALS, "guide"), Document("codes/#one", "codes/", "קוד", MEALS, "problem")]
    assert related(page("a/", MEALS, "guide"), *codes) == {}


def test_a_mapped_authority_names_what_it_shares_words_with_but_not_its_like() -> None:
    mapped = [
        part
        for id_ in ("x", "y")
        for part in (
            page(f"municipalities/{id_}/", "עיר", "municipality"),
            Document(f"municipalities/{id_}/#actor-a", f"municipalities/{id_}/", "מטבח", MEALS, "actor"),
        )
    ]
    found = related(*mapped, page("a/", MEALS, "playbook"))
    assert found == {"municipalities/x/": ["a/"], "municipalities/y/": ["a/"]}


def test_pages_set_apart_neither_have_a_list_nor_are_in_one() -> None:
    assert related(page("a/", MEALS), page("about/", MEALS, "page"), apart=("about/",)) == {}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_base_with_hardly_a_page(count: int) -> None:
    collection = MemoryCollection([page(f"p/{number}/", "") for number in range(count)])
    assert related_pages(collection, Analyser(collection.__contains__, lexicon([])), lambda _at: ()) == {}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_name_for_one_of_it(kind: str) -> None:
    assert Related("a/", "", kind, 1.0, ()).label


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("../../roles/x/", "roles/x/"),
        ("../../roles/x/#duties", "roles/x/"),
        ("../y/?trait=a", "playbooks/y/"),
        ("../../", ""),
        ("#steps", "playbooks/x/"),
        ("../../guide/%D7%A2%D7%96%D7%A8%D7%94/", "guide/עזרה/"),
    ],
)
def test_links_are_read_as_addresses(href: str, found: str) -> None:
    assert linked_addresses(f'<p><a class="kb-chip" href="{href}">x</a></p>', "playbooks/x/") == {found}


@pytest.mark.parametrize("html", ["", '<a href="https://example.org/x/">x</a>', '<a id="x">x</a>', '<link href="a/">'])
def test_what_leads_nowhere_in_the_site_is_no_link(html: str) -> None:
    assert linked_addresses(html, "a/") == set()
