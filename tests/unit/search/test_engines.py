"""The engine of the browser, on the files that a site publishes, answers as the engine of the command line does."""

import json
import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.hebrew.particles import QUESTION_WORDS
from kb_tools.library import load_site
from kb_tools.search import browser_index as browser_index_module
from kb_tools.search.browser_index import browser_index
from kb_tools.search.document import Document
from kb_tools.search.documents import documents
from kb_tools.search.expected import unmet
from kb_tools.search.labels import Labels, labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.names import names
from kb_tools.search.query import Names
from kb_tools.search.ranking import Ranker
from kb_tools.search.terms import whole
from kb_tools.views.site import Site

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "tests/js/engine_answers.mjs"
HOSTILE = {
    "empty": "",
    "one letter": "א",
    "only prefixes": "וכשה",
    "ten thousand characters": "מתנדבים " * 1250,
    "only quotes": "\"'״׳''",
    "three scripts": "מתנדבים volunteers متطوعون",
    "niqqud": "מִתְנַדְּבִים",
    "emoji": "🚑 פינוי 🔥",
    "signs of regular expressions": "פינוי.*[a-z]+(?:\\d{3})$|^",
    "signs of query languages": 'AND (פינוי OR title:"x" -y) NEAR/3 ~2 ^5 *',
    "override": "\u202eמתנדבים\u202c",
    "another layout": "nv",
    "no match at all": "זזזצקקקג",
    "a prototype's names": "constructor __proto__ toString",
    "astral letters": "𝕙𝕖𝕝𝕝𝕠 𐤀𐤁 𠮷",
}
Ask = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]


def engines(folder: Path, found: Sequence[Document], other_names: Names, named: Labels) -> tuple[Ranker, Ask]:
    """Both engines on the same documents."""
    collection, lexicon = MemoryCollection(found), hebrew_lexicon()
    analyser = Analyser(collection.__contains__, lexicon)
    for name, text in browser_index(collection, analyser, other_names, named):
        (folder / f"{name}.js").write_text(text, encoding="utf-8")

    def ask(queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        given = [{"options": {"limit": 10}} | query for query in queries]
        result = subprocess.run(
            ["node", str(SCRIPT), str(folder)], input=json.dumps(given), capture_output=True, text=True, check=True
        )
        return list(json.loads(result.stdout))

    return Ranker(collection, analyser, Paradigms(lexicon), other_names), ask


@pytest.fixture(scope="module")
def shipped() -> Site:
    site, _ = load_site(ROOT, date(2026, 11, 22))
    assert site is not None
    return site


@pytest.fixture(scope="module")
def found(shipped: Site) -> list[Document]:
    return list(documents(shipped))


@pytest.fixture(scope="module")
def both(shipped: Site, found: list[Document], tmp_path_factory: pytest.TempPathFactory) -> tuple[Ranker, Ask]:
    return engines(tmp_path_factory.mktemp("search"), found, names(shipped.library), labels(shipped.library))


def first_ten(ranker: Ranker, query: str) -> list[str]:
    return [ranker.collection.document(one.number).address for one in ranker.rank(query).found[:10]]


@pytest.mark.slow
def test_expectations_are_met_by_both(shipped: Site, both: tuple[Ranker, Ask]) -> None:
    ranker, ask = both
    queries = [one.query for one in shipped.library.expectations]
    in_browser = dict(
        zip(
            queries,
            ([hit["address"] for hit in one["hits"]] for one in ask([{"query": q} for q in queries])),
            strict=True,
        )
    )
    assert len(queries) >= 60
    assert list(unmet(shipped.library, lambda query: first_ten(ranker, query))) == []
    assert list(unmet(shipped.library, in_browser.__getitem__)) == []


@pytest.mark.slow
def test_every_document_is_found_by_its_own_title_first_and_alike(
    found: list[Document], both: tuple[Ranker, Ask]
) -> None:
    ranker, ask = both
    answers = ask([{"query": document.title} for document in found])
    title_of = {document.address: whole(document.title) for document in found}
    alike = 0
    for document, answer in zip(found, answers, strict=True):
        here = first_ten(ranker, document.title)
        there = [hit["address"] for hit in answer["hits"]]
        assert title_of[here[0]] == title_of[there[0]] == whole(document.title), document.address
        assert here[0] == there[0], document.title
        alike += here == there
    # A form that stands nowhere in the collection is taken apart with less evidence in the browser.
    assert alike >= 0.97 * len(found)


@pytest.mark.slow
@pytest.mark.parametrize("why", HOSTILE)
def test_queries_that_mean_harm_or_nothing(why: str, both: tuple[Ranker, Ask]) -> None:
    ranker, ask = both
    (answer,) = ask([{"query": HOSTILE[why]}])
    assert "failed" not in answer
    assert [hit["address"] for hit in answer["hits"]] == first_ten(ranker, HOSTILE[why])


@pytest.mark.slow
def test_a_file_that_does_not_arrive_is_said_and_the_rest_answers(both: tuple[Ranker, Ask]) -> None:
    _, ask = both
    without_lists, without_texts, without_meta = ask(
        [{"query": "מתנדבים פינוי", "without": start} for start in (["w", "s", "e"], ["t0-", "t1-"], ["meta"])]
    )
    assert without_lists["hits"]
    assert without_lists["incomplete"]
    assert without_texts["hits"]
    assert "meta did not arrive" in without_meta["failed"]


@pytest.mark.slow
def test_what_did_not_arrive_is_found_when_it_does(both: tuple[Ranker, Ask]) -> None:
    ranker, ask = both
    (answer,) = ask([{"query": "מתנדבים", "without": ["f"], "then": "מתנדבים"}])
    assert (answer["hits"], answer["incomplete"]) == ([], True)
    assert [hit["address"] for hit in answer["after"]["hits"]] == first_ten(ranker, "מתנדבים")
    assert not answer["after"]["incomplete"]


@pytest.mark.slow
def test_only_the_query_that_lacks_a_file_is_incomplete(both: tuple[Ranker, Ask]) -> None:
    _, ask = both
    (answer,) = ask([{"query": "מתנד", "without": ["w"], "then": "פינוי "}])
    assert answer["incomplete"]
    assert not answer["after"]["incomplete"]


@pytest.mark.slow
def test_titles_that_begin_with_a_word_that_only_asks_come_first_at_once(
    found: list[Document], both: tuple[Ranker, Ask]
) -> None:
    _, ask = both
    titles = sorted({one.title for one in found if whole(one.title).partition(" ")[0] in QUESTION_WORDS})
    assert titles
    answers = ask([{"query": title, "without": []} for title in titles])
    assert [answer["hits"][0]["title"] for answer in answers] == titles


@pytest.mark.slow
def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    _, ask = engines(tmp_path, [Document("a/", "א", "א", "מתנדבים", "page")], {}, Labels({}, {}, {}, {}))
    meta = tmp_path / "meta.js"
    meta.write_text(meta.read_text(encoding="utf-8").replace('"analyser":"he-', '"analyser":"xx-'), encoding="utf-8")
    (answer,) = ask([{"query": "מתנדבים"}])
    assert "xx-" in answer["failed"]


@pytest.mark.slow
def test_documents_that_no_one_would_write(tmp_path: Path) -> None:
    found = [
        Document("empty/", "ריק", "ריק", "", "page"),
        Document("long/", "ארוך", "ארוך", "מתנדבים " * 700_000, "page"),
        Document("signs/", "|\\\"'", "|\\\"'", "| / * = ! \u2028 </script>", "page"),
        Document("latin/", "Constructor", "Constructor", "__proto__ constructor toString valueOf", "page"),
        Document("astral/", "𠮷野家", "𠮷野家", "𐤀𐤁 \ufffd", "page"),
    ]
    ranker, ask = engines(tmp_path, found, {}, Labels({"page": "עמודים"}, {}, {}, {}))
    queries = ["ריק", "מתנדב", "constructor", "constr", "script", "valueof", "ארוכ"]
    answers = ask([{"query": query} for query in queries])
    assert [[hit["address"] for hit in one["hits"]] for one in answers] == [first_ten(ranker, one) for one in queries]
    assert [one["hits"][0]["address"] for one in answers[:3]] == ["empty/", "long/", "latin/"]


@pytest.mark.slow
def test_how_the_index_is_cut_into_files_changes_no_answer(
    found: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("_FAMILIES_FILE", "_POSTINGS_FILE", "_WORDS_FILE", "_SPELLING_FILE", "_TEXTS_FILE", "_LONG_POSTINGS"):
        monkeypatch.setattr(browser_index_module, size, 1)
    few = [*found[::40], Document("astral/", "𠮷野家", "𠮷野家", "𠮷野 𠮷野家ה", "page")]
    ranker, ask = engines(tmp_path, few, {}, Labels({}, {}, {}, {}))
    queries = [
        query for one in few for query in (one.title, one.title[:-1], " ".join(one.text.split()[:4]), one.title[1:])
    ]
    answers = ask([{"query": query} for query in queries])
    alike = [
        [hit["address"] for hit in answer["hits"]] == first_ten(ranker, query)
        for query, answer in zip(queries, answers, strict=True)
    ]
    assert len(list(tmp_path.glob("p*.js"))) > len(few)
    assert not any(answer["incomplete"] for answer in answers)
    assert sum(alike) >= 0.97 * len(queries), [query for query, one in zip(queries, alike, strict=True) if not one]


def test_words_of_two_consonants_are_found_under_particles(tmp_path: Path) -> None:
    forms = ["עיר", "העיר", "ובעיר", "שלעיר", "נער", "שער"]
    found = [Document(f"{number}/", form, form, "", "page") for number, form in enumerate(forms)]
    ranker, ask = engines(tmp_path, found, {}, Labels({}, {}, {}, {}))
    (answer,) = ask([{"query": "עיר "}])
    assert {hit["address"] for hit in answer["hits"]} == {"0/", "1/", "2/", "3/"}
    assert [hit["address"] for hit in answer["hits"]] == first_ten(ranker, "עיר ")


def test_where_a_word_of_many_documents_stands_comes_in_a_file_of_its_own(tmp_path: Path) -> None:
    found = [
        Document(f"{number}/", f"{number}", f"{number}", "מתנדבים " * (number % 3 + 1) + "אחר " * (number % 7), "page")
        for number in range(400)
    ]
    ranker, ask = engines(tmp_path, found, {}, Labels({}, {}, {}, {}))
    (answer,) = ask([{"query": "מתנדב ", "without": ["p"], "then": "מתנדב "}])
    assert (answer["hits"], answer["incomplete"]) == ([], True)
    assert [hit["address"] for hit in answer["after"]["hits"]] == first_ten(ranker, "מתנדב ")
    assert (answer["after"]["total"], answer["after"]["incomplete"]) == (400, False)


@pytest.mark.slow
def test_filters_and_counts(found: list[Document], both: tuple[Ranker, Ask]) -> None:
    _, ask = both
    kind_of = {document.address: document.kind for document in found}
    plain, steps = ask([{"query": "פינוי"}, {"query": "פינוי", "options": {"limit": 10, "kinds": ["step"]}}])
    assert {kind_of[hit["address"]] for hit in steps["hits"]} == {"step"}
    assert steps["facets"]["kind"] == plain["facets"]["kind"]
    assert steps["total"] == {code: count for code, _, count in plain["facets"]["kind"]}["step"]
    assert sum(count for _, _, count in plain["facets"]["kind"]) == plain["total"]


def test_what_is_offered_instead_passes_the_filters_too(tmp_path: Path) -> None:
    found = [Document("a/", "תרגיל", "תרגיל", "", "page", ("flood",)), Document("b/", "לקח", "לקח", "", "page")]
    _, ask = engines(tmp_path, found, {}, Labels({"page": "עמודים"}, {"flood": "שיטפון"}, {}, {}))
    filters = [{}, {"kinds": ["page"]}, {"kinds": ["step"]}, {"scenarios": ["quake"]}, {"authorities": ["5000"]}]
    answers = ask([{"query": "תרגילנצ", "options": {"limit": 10, **one}} for one in filters])
    assert [len(answer["hits"]) for answer in answers] == [0] * 5
    assert [len(answer["nearest"]) for answer in answers] == [1, 1, 0, 0, 0]


def test_an_empty_site_has_an_index(tmp_path: Path) -> None:
    _, ask = engines(tmp_path, [], {}, Labels({}, {}, {}, {}))
    (answer,) = ask([{"query": "מתנדבים"}])
    assert answer["hits"] == []
    assert "failed" not in answer
