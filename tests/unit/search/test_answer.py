"""The answer to a query: what matches, how it is counted and narrowed, and what is offered where nothing was found."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.search.answer import FEWEST, Answer, Filters, Searcher
from kb_tools.search.document import Document
from kb_tools.search.index import Opened
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.whoosh_index import WhooshIndex
from tests.unit.search.made_documents import CONTEXT, document

LONG = "מילים אחרות לגמרי שאין בהן דבר מן הדבר שמחפשים " * 6
GOOD = [
    document("s1", "פינוי תושבים", "פינוי בשיטפון", "step", ("flood",), "north"),
    document("s2", "מסלולי פינוי", "פינוי בשריפה", "step", ("fire",), "south"),
    document("s3", "רשימת פינוי", "פינוי", "step", ("flood", "fire")),
    document("l1", "לקח: פינוי", "פינוי מוקדם", "lesson", ("flood",), "north"),
    document("p1", "פינוי", "הסבר על פינוי", "page"),
]
WEAK = [document(f"w{number}", f"עמוד {number}", f"{LONG}פינוי {LONG * 40}") for number in range(3)]
OTHERS = [document(f"o{number}", f"דבר {number}", LONG) for number in range(40)]
DOCUMENTS = [*GOOD, *WEAK, *OTHERS, document("x", "שלום עולם", "")]


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Both engines give the same answers."""
    return searching(request.param, DOCUMENTS, tmp_path_factory.mktemp("index"))


def searching(engine: str, documents: list[Document], folder: Path) -> Searcher:
    if engine == "memory":
        return Searcher(Opened(MemoryCollection(documents), CONTEXT), hebrew_lexicon())
    index = WhooshIndex(folder, "answers")
    index.update(documents, CONTEXT)
    opened = index.open()
    assert opened is not None
    return Searcher(opened, hebrew_lexicon())


def names(answer: Answer) -> list[str]:
    return [hit.document.address.rstrip("/") for hit in answer.hits]


def test_what_only_has_the_word_comes_last_and_only_where_little_matches(searcher: Searcher) -> None:
    answer = searcher.search("פינוי", limit=50)
    assert set(names(answer)[:5]) == {"s1", "s2", "s3", "l1", "p1"}
    assert set(names(answer)[5:]) == {"w0", "w1", "w2"}
    assert answer.total == 8


def test_weak_ones_are_left_out_where_enough_match(tmp_path: Path) -> None:
    many = [document(f"m{number}", f"פינוי {number}", "פינוי") for number in range(FEWEST)]
    answer = searching("memory", [*many, *WEAK, *OTHERS], tmp_path).search("פינוי", limit=50)
    assert answer.total == FEWEST
    assert all(name.startswith("m") for name in names(answer))


def test_the_limit_cuts_what_is_shown_not_what_is_counted(searcher: Searcher) -> None:
    answer = searcher.search("פינוי", limit=2)
    assert len(answer.hits) == 2
    assert answer.total == 8
    assert sum(count for _, _, count in answer.facets.kind) == 8


def test_facets_have_labels_in_their_order(searcher: Searcher) -> None:
    facets = searcher.search("פינוי").facets
    assert facets.kind == (("step", "צעדים", 3), ("lesson", "לקחים", 1), ("page", "עמודים", 4))
    assert facets.scenario == (("flood", "שיטפון", 3), ("fire", "שריפה", 2))
    assert facets.authority == (("north", "צפון", 2), ("south", "דרום", 1))


def test_a_facet_is_counted_before_its_own_filter_and_after_the_others(searcher: Searcher) -> None:
    answer = searcher.search("פינוי", Filters(kinds=["step"]))
    assert set(names(answer)) == {"s1", "s2", "s3"}
    assert answer.facets.kind == searcher.search("פינוי").facets.kind
    assert answer.facets.scenario == (("flood", "שיטפון", 2), ("fire", "שריפה", 2))
    assert answer.facets.authority == (("north", "צפון", 1), ("south", "דרום", 1))


def test_of_one_facet_any_will_do_of_several_all_must_hold(searcher: Searcher) -> None:
    assert set(names(searcher.search("פינוי", Filters(kinds=["step", "lesson"])))) == {"s1", "s2", "s3", "l1"}
    assert set(names(searcher.search("פינוי", Filters(kinds=["step"], scenarios=["flood"])))) == {"s1", "s3"}
    assert names(searcher.search("פינוי", Filters(["step"], ["fire"], ["south"]))) == ["s2"]


@given(
    st.builds(
        Filters,
        st.lists(st.sampled_from(["step", "lesson", "page"]), max_size=2, unique=True),
        st.lists(st.sampled_from(["flood", "fire"]), max_size=2, unique=True),
        st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True),
    )
)
def test_a_filter_shows_what_its_count_promised(filters: Filters) -> None:
    searcher = MEMORY
    before = searcher.search("פינוי", Filters((), filters.scenarios, filters.authorities), 50)
    promised = sum(count for code, _, count in before.facets.kind if code in filters.kinds)
    after = searcher.search("פינוי", filters, 50)
    assert after.total == len(after.hits)
    if filters.kinds and promised:
        assert after.total == promised


MEMORY = Searcher(Opened(MemoryCollection(DOCUMENTS), CONTEXT), hebrew_lexicon())


def test_a_filter_that_leaves_no_match_finds_nothing(tmp_path: Path) -> None:
    many = [document(f"m{number}", f"פינוי {number}", "פינוי") for number in range(FEWEST)]
    weak = document("weak", "עמוד", f"{LONG}פינוי {LONG * 40}", authority="south")
    searcher = searching("memory", [*many, weak, *OTHERS], tmp_path)
    assert searcher.search("פינוי").facets.authority == ()
    answer = searcher.search("פינוי", Filters(authorities=["south"]))
    assert (names(answer), answer.total) == ([], 0)


def test_where_a_filter_leaves_nothing_what_is_offered_passes_it_too(searcher: Searcher) -> None:
    answer = searcher.search("תושבילנדיה", Filters(kinds=["lesson"]))
    assert (answer.hits, answer.nearest) == ((), ())


def test_what_is_found_is_shown_with_its_words_marked(searcher: Searcher) -> None:
    hit = searcher.search("לפינוי התושבים").hits[0]
    assert hit.document.address == "s1/"
    assert hit.title.marked() == ("פינוי", "תושבים")
    assert hit.text.marked() == ("פינוי",)
    assert hit.missing == ()


def test_missing_words_are_told_as_they_were_written(searcher: Searcher) -> None:
    hits = searcher.search("פינוי ברקים").hits
    assert hits[0].missing == ("ברקים",)


def test_a_wrong_layout_is_repaired_and_told(searcher: Searcher) -> None:
    answer = searcher.search("akuo")
    assert answer.repaired == "שלום"
    assert names(answer)[0] == "x"


def test_a_slip_is_repaired_and_told_with_final_letters(searcher: Searcher) -> None:
    answer = searcher.search("שלןם עולף")
    assert answer.repaired == "שלום עולם"
    assert names(answer)[0] == "x"


def test_what_was_understood_as_typed_is_not_told(searcher: Searcher) -> None:
    assert searcher.search("פינוי תושבים").repaired is None


def test_where_nothing_is_found_like_titles_are_offered(searcher: Searcher) -> None:
    answer = searcher.search("תושבילנדיה")
    assert (answer.hits, answer.total, answer.facets.kind) == ((), 0, ())
    assert [hit.document.address for hit in answer.nearest][:1] == ["s1/"]


@pytest.mark.parametrize("query", ["", "\"'״׳", "🚒", "\u202e", "קקקזזז"])
def test_what_has_no_words_or_none_alike_finds_nothing(searcher: Searcher, query: str) -> None:
    answer = searcher.search(query)
    assert (answer.hits, answer.total, answer.nearest, answer.repaired) == ((), 0, (), None)


QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["פינוי", "ופנוי", "שיטפון", "akuo", "וכשה", "א", '"', "AND", "(", "*", "\u202e", "متطوعون", "😀"]
        )
    ).map(" ".join),
)


@given(QUERIES)
def test_no_query_breaks_it_and_totals_agree(query: str) -> None:
    answer = MEMORY.search(query, limit=100)
    assert len(answer.hits) == answer.total == sum(count for _, _, count in answer.facets.kind)
    assert not (answer.hits and answer.nearest)
    for hit in answer.hits:
        assert hit.text.text in hit.document.text
        assert hit.title.text == hit.document.title


@pytest.mark.parametrize("query", ["מתנדבים " * 1250, "פ" * 10_000, "פינוי" * 2000, "פינוי " * 2000], ids=len)
def test_ten_thousand_characters_are_answered(searcher: Searcher, query: str) -> None:
    searcher.search(query)


def test_addresses_are_the_first_of_all_that_have_a_word(searcher: Searcher) -> None:
    found = searcher.addresses("פינוי", 100)
    assert len(found) == 8
    assert found[:3] == [hit.document.address for hit in searcher.search("פינוי", limit=3).hits]
