"""Related pages of made-up collections: what makes two pages alike, and what keeps a page out of a list."""

from collections.abc import Collection

import pytest

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import lexicon
from kb_tools.hebrew.text import normalise
from kb_tools.search.document import Document
from kb_tools.search.labels import KINDS
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.page_likeness import Related
from kb_tools.search.related import linked_addresses, related_pages
from kb_tools.search.related_by_subject import Subject, Subjects
from kb_tools.search.related_by_words import FEWEST, MOST

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


def far() -> list[Document]:
    """So many pages that nothing told of three or four is common."""
    return [page(f"far/{number}/", PADDING[number % 5], "role") for number in range(40)]


def terms(text: str) -> list[Document]:
    """What the field has names for."""
    return [Document(f"vocabulary/#{word}", "מילון", word, "", "term") for word in text.split()]


def related(
    *documents: Document,
    links: dict[str, set[str]] | None = None,
    search: dict[str, list[Document]] | None = None,
    apart: Collection[str] = (),
    about: dict[str, Subjects] | None = None,
) -> dict[str, list[str]]:
    found = everything(*documents, links=links, search=search, apart=apart, about=about)
    return {address: [one.address for one in pages] for address, pages in found.items()}


def everything(
    *documents: Document,
    links: dict[str, set[str]] | None = None,
    search: dict[str, list[Document]] | None = None,
    apart: Collection[str] = (),
    about: dict[str, Subjects] | None = None,
) -> dict[str, tuple[Related, ...]]:
    """`links`: of a page; `search`: what a query finds."""
    collection = MemoryCollection([*documents, *others(), *terms(MEALS), *terms(SCHOOL)])
    analyser = Analyser(collection.__contains__, lexicon([]))
    linked, found = links or {}, search or {}
    return related_pages(
        collection, analyser, lambda at: sorted(linked.get(at, ())), lambda query: found.get(query, ()), apart, about
    )


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


def test_what_a_page_links_to_comes_after_what_is_news() -> None:
    half = " ".join([*MEALS.split()[:4], "שלג", "ברד"])
    pages = [page("a/", MEALS), page("b/", MEALS), page("half/", half, "drill")]
    assert related(*pages)["a/"] == ["b/", "half/"]
    assert related(*pages, links={"a/": {"b/"}})["a/"] == ["half/", "b/"]


def test_three_that_are_news_leave_no_place_for_what_is_linked() -> None:
    pages = [page("a/", MEALS), *(page(f"{kind}/", MEALS, kind) for kind in ("drill", "lesson", "playbook", "role"))]
    assert related(*pages, *far(), links={"a/": {"drill/"}})["a/"] == ["lesson/", "playbook/", "role/"]


def test_a_short_list_is_filled_up_with_what_the_page_leads_to_the_most_alike_first() -> None:
    near, far = page("z/", "מטבח ארוחות גשר סולר", "drill"), page("y/", "צינור סכר תעלה", "role")
    found = related(page("a/", MEALS), near, far, page("x/", "להבה", "scenario"), links={"a/": {"z/", "y/"}})["a/"]
    assert found == ["z/", "y/"]


def test_a_page_that_is_linked_comes_before_one_that_is_little_alike() -> None:
    text = "מטבח ארוחות קשישים תלמידים מורים כיתות מחשבים הורים"
    little = [page(f"{kind}/", text, kind) for kind in ("drill", "lesson", "playbook")]
    pages = [page("a/", MEALS), *little, page("z/", "מטבח ארוחות תלמידים מורים", "scenario"), *far()]
    assert "z/" not in related(*pages)["a/"]
    assert related(*pages, links={"a/": {"z/"}})["a/"][-1] == "z/"


def test_a_page_is_never_in_its_own_list() -> None:
    found = related(page("a/", MEALS), page("b/", MEALS), links={"a/": {"a/", "b/"}}, search={"a/": [page("a/", "")]})
    assert found["a/"] == ["b/"]


def test_what_no_words_and_no_links_lead_to_is_searched_by_its_title() -> None:
    pages = [page("a/", "שלג"), page("b/", "ברד"), page("c/", "קרח", "drill")]
    part = Document("c/#item", "c/", "סעיף", "", "drill-item")
    town = page("municipalities/x/", "עיר", "municipality")
    found = related(*pages, town, search={"a/": [page("nowhere/", ""), town, part, pages[1]]})
    assert found == {"a/": ["c/", "b/"]}


def test_a_source_may_lead_to_the_authority_that_its_title_names() -> None:
    town = page("municipalities/x/", "עיר", "municipality")
    found = related(page("sources/s/", "שלג", "source"), town, search={"sources/s/": [town]})
    assert found == {"sources/s/": ["municipalities/x/"]}


def test_guides_name_each_other_however_little_they_share() -> None:
    found = related(page("guide/a/", "מטבח גשר", "guide"), page("guide/b/", "מטבח נהר", "guide"))
    assert found == {"guide/a/": ["guide/b/"], "guide/b/": ["guide/a/"]}


def test_no_more_than_two_of_a_kind_and_five_in_all() -> None:
    kinds = ("lesson", "drill", "role", "playbook")
    pages = [page(f"{kind}/{number}/", MEALS, kind) for kind in kinds for number in range(4)]
    found = everything(*pages, *(page(f"far/{number}/", SCHOOL) for number in range(40)))["lesson/0/"]
    assert len(found) == MOST
    assert max([one.kind for one in found].count(kind) for kind in kinds) == 2


def test_two_shared_words_are_not_enough() -> None:
    assert related(page("a/", "מטבח ארוחות שלג"), page("b/", "מטבח ארוחות ברד")) == {}


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


def test_a_thing_above_its_own_pages_is_no_list() -> None:
    parts = [
        page("municipalities/x/", MEALS, "municipality"),
        Document("municipalities/x/#actor-a", "municipalities/x/", "מטבח", MEALS, "actor"),
        page("municipalities/x/playbooks/a/", MEALS, "adaptation"),
    ]
    assert related(*parts, page("a/", MEALS, "playbook")) == {"municipalities/x/": ["a/"]}


def test_a_page_that_says_again_what_another_says_has_its_list() -> None:
    pages = [page("a/", MEALS, "playbook"), page("b/", MEALS), page("municipalities/x/playbooks/a/", "", "adaptation")]
    like = {"municipalities/x/playbooks/a/": Subjects((), (), KNOWLEDGE, like="a/")}
    found = related(*pages, about=like)
    assert found["municipalities/x/playbooks/a/"] == found["a/"] == ["b/"]


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


KNOWLEDGE = frozenset({"playbook", "lesson", "drill"})
TOWN = page("municipalities/x/", "עיר", "municipality")


def about(*own: Subject, common: tuple[Subject, ...] = (), kinds: frozenset[str] = KNOWLEDGE) -> dict[str, Subjects]:
    return {"municipalities/x/": Subjects(own, common, kinds)}


def test_a_page_that_says_little_names_what_its_subjects_are_about() -> None:
    pages = [page("a/", MEALS), page("b/", SCHOOL, "drill"), page("c/", f"{MEALS} {SCHOOL}", "role"), *far()]
    meals, school = Subject("מטבח וארוחות"), Subject("תלמידים ומורים", weight=3.0)
    assert related(TOWN, *pages, about=about(meals, school))["municipalities/x/"] == ["b/", "a/"]


def test_one_shared_word_is_no_subject() -> None:
    pages = [page("a/", MEALS), page("b/", MEALS), *far()]
    assert "municipalities/x/" not in related(TOWN, *pages, about=about(Subject("מטבח גדול")))
    assert "municipalities/x/" in related(TOWN, *pages, about=about(Subject("מטבח וארוחות")))


def test_a_page_that_says_whom_it_concerns_comes_first() -> None:
    pages = [page("a/", MEALS), page("b/", "להבה"), page("c/", MEALS, "role"), *far()]
    found = related(TOWN, *pages, about=about(Subject("מטבח וארוחות", pages=frozenset({"b/"}))))
    assert found["municipalities/x/"] == ["b/", "a/"]


def test_what_is_its_own_leaves_place_for_what_is_common_taken_in_turn() -> None:
    meals = [page("m/0/", MEALS), page("m/1/", MEALS), page("m/2/", MEALS), page("m/3/", MEALS, "playbook")]
    school = [page(f"s/{number}/", SCHOOL, "drill") for number in range(3)]
    snow = [page(f"w/{number}/", "שלג ברד קרח", "drill") for number in range(3)]
    common = (Subject("תלמידים ומורים"), Subject("שלג וברד"))
    found = related(TOWN, *meals, *school, *snow, *far(), about=about(Subject("מטבח וארוחות"), common=common))
    assert found["municipalities/x/"] == ["m/0/", "m/1/", "m/3/", "s/0/", "w/0/"]
    assert (len(found["municipalities/x/"]), FEWEST) == (MOST, 3)


def test_subjects_that_no_page_is_about_are_searched() -> None:
    pages = [TOWN, page("a/", MEALS), page("role/", MEALS, "role")]
    found = related(*pages, about=about(common=(Subject("זר"),)), search={"זר": pages[1:]})
    assert found["municipalities/x/"] == ["a/"]


def test_pages_set_apart_neither_have_a_list_nor_are_in_one() -> None:
    assert related(page("a/", MEALS), page("about/", MEALS, "page"), apart=("about/",)) == {}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_base_with_hardly_a_page(count: int) -> None:
    collection = MemoryCollection([page(f"p/{number}/", "") for number in range(count)])
    assert (
        related_pages(collection, Analyser(collection.__contains__, lexicon([])), lambda _at: (), lambda _query: ())
        == {}
    )


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
    assert linked_addresses(f'<p><a class="kb-chip" href="{href}">x</a></p>', "playbooks/x/") == (found,)


@pytest.mark.parametrize("html", ["", '<a href="https://example.org/x/">x</a>', '<a id="x">x</a>', '<link href="a/">'])
def test_what_leads_nowhere_in_the_site_is_no_link(html: str) -> None:
    assert linked_addresses(html, "a/") == ()
