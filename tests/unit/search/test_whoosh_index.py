"""The index on disk: whatever happened to it, what is opened is what a collection in memory would be."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kb_tools.search import whoosh_index
from kb_tools.search.collection import Collection
from kb_tools.search.document import Document
from kb_tools.search.generations import Generations
from kb_tools.search.index import Changes
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.whoosh_index import WhooshIndex
from tests.unit.search.made_documents import CONTEXT, document

WORDS = ("מתנדבים", "למתנדבים", "מתנדב", "פינוי", "ופינוי", "תל־אביב", "רח״ל", "COVID-19", "08:30", "שיטפון", "שטפון")
FIRST = (
    document("a", "מתנדבים", "פינוי פינוי שיטפון"),
    document("b", "פינוי", "מתנדב ומתנדבים"),
    document("c", "ריק"),
    document("e", "שיטפון", "פינוי"),
)
SECOND = (replace(FIRST[0], text="אחר לגמרי"), document("d", "חדש", "מתנדבים"), *FIRST[2:])


def index(folder: Path, of: str = "base") -> WhooshIndex:
    return WhooshIndex(folder / "index", of)


def contents(collection: Collection, words: Sequence[str]) -> object:
    """All that a collection tells."""
    return {
        "documents": [collection.document(number) for number in range(collection.count)],
        "sorts": [collection.sorts(number) for number in range(collection.count)],
        "lengths": [collection.length_factor(number) for number in range(collection.count)],
        "titles": list(collection.titles()),
        "words": {
            word: (
                collection.frequency(word),
                list(collection.postings(word)),
                list(collection.titled(word)),
                list(collection.completions(word[:2])),
                list(collection.near(word)),
            )
            for word in words
        },
        "families": list(collection.family("")),
    }


def assert_same(found: WhooshIndex, documents: Sequence[Document]) -> None:
    opened = found.open()
    assert opened is not None
    in_memory = MemoryCollection(documents)
    words = [*in_memory.by_word, *in_memory.by_title, "איננה"]
    assert contents(opened.collection, words) == contents(in_memory, words)


DOCUMENTS = st.lists(
    st.builds(
        document,
        st.sampled_from("abcdefgh"),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
        st.sampled_from(["page", "step"]),
        st.sampled_from([(), ("flood",), ("flood", "fire")]),
        st.sampled_from([None, "north"]),
    ),
    max_size=8,
    unique_by=lambda one: one.address,
)


@given(st.lists(DOCUMENTS, min_size=1, max_size=8))
@examples(max_examples=25)
def test_after_any_changes_it_is_as_if_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[Document]]
) -> None:
    found = index(tmp_path_factory.mktemp("index"))
    for documents in states:
        found.update(documents, CONTEXT)
        assert_same(found, documents)


def test_many_small_changes_are_merged(tmp_path: Path) -> None:
    found = index(tmp_path)
    documents = [document(f"d{number}", f"כותרת {number}", "מתנדבים פינוי") for number in range(40)]
    for number in range(40):
        documents[number] = replace(documents[number], text=f"שיטפון {number}")
        found.update(documents, CONTEXT)
    assert_same(found, documents)
    assert len(list(found.folder.rglob("*.seg"))) < 8


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    found, written = index(tmp_path), list[str]()

    def seen(documents: Sequence[Document]) -> Sequence[Document]:
        written.extend(one.address for one in documents)
        return documents

    assert found.update(FIRST, CONTEXT, seen) == Changes(4, added=4, rebuilt=True)
    assert written == ["a/", "b/", "c/", "e/"]
    assert not found.update(FIRST, CONTEXT, seen)
    assert found.update(SECOND, CONTEXT, seen) == Changes(4, added=1, changed=1, removed=1)
    assert written == ["a/", "b/", "c/", "e/", "a/", "d/"]


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    before = sorted(found.folder.rglob("*"))
    found.update(FIRST, CONTEXT)
    assert sorted(found.folder.rglob("*")) == before


def test_another_order_or_context_is_kept_too(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    other = replace(CONTEXT, names={("רחל",): (("רשות", "חירום"),)}, source="x")
    assert not found.update(FIRST[::-1], other)
    assert_same(found, FIRST[::-1])
    opened = found.open()
    assert opened is not None
    assert opened.context == other


def test_no_documents_at_all(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update([], CONTEXT)
    assert_same(found, [])
    found.update(FIRST, CONTEXT)
    found.update([], CONTEXT)
    assert_same(found, [])


def test_the_same_document_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the same"):
        index(tmp_path).update([FIRST[0], FIRST[0]], CONTEXT)


@pytest.mark.parametrize(
    "text",
    ["", "מתנדבים " * 700_000, "א" * 5_000_000, "\udcff \x00 \u202e מתנדבים", "🚒" * 1000],
    ids=["none", "5 MB of one word", "one word of 5 MB", "odd characters", "emoji"],
)
def test_texts_that_nobody_expects(tmp_path: Path, text: str) -> None:
    found = index(tmp_path)
    documents = [document("odd", "כותרת", text), FIRST[0]]
    found.update(documents, CONTEXT)
    assert_same(found, documents)


# --- what cannot be trusted ------------------------------------------------------------------------------------------


def files(found: WhooshIndex) -> list[Path]:
    """What is read of an index: all but the locks."""
    return sorted(path for path in found.folder.rglob("*") if path.is_file() and "lock" not in path.name.lower())


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a flipped bit": flipped,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": Path.unlink,
    "of another kind": lambda path: path.write_bytes(b'{"made": []}'),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["manifest.json", "register.json", "dictionary.json", "context.json", ".seg", ".toc"])
def test_what_is_damaged_is_never_opened_and_built_anew(tmp_path: Path, name: str, damage: str) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    (path,) = (path for path in files(found) if path.name.endswith(name))
    DAMAGE[damage](path)
    assert found.open() is None
    assert found.update(FIRST, CONTEXT).rebuilt
    assert_same(found, FIRST)


def test_a_file_too_many_is_damage_too(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    toc = next(found.folder.rglob("*.toc"))
    toc.with_name("_MAIN_9999.toc").write_bytes(toc.read_bytes())
    assert found.open() is None


def test_a_manifest_cannot_name_a_folder_elsewhere(tmp_path: Path) -> None:
    found, other = index(tmp_path), WhooshIndex(tmp_path / "other", "base")
    for one in (found, other):
        one.update(FIRST, CONTEXT)
    manifest = found.folder / "manifest.json"
    (theirs,) = (tmp_path / "other").glob("generation-*")
    (ours,) = found.folder.glob("generation-*")
    manifest.write_text(manifest.read_text("utf-8").replace(ours.name, f"../other/{theirs.name}"), encoding="utf-8")
    assert found.open() is None


def test_the_index_of_another_base_is_not_opened(tmp_path: Path) -> None:
    index(tmp_path, "one").update(FIRST, CONTEXT)
    assert index(tmp_path, "another").open() is None


@pytest.mark.parametrize(("name", "value"), [("VERSION", "he-other"), ("_STORE", "whoosh 9.9"), ("_code", lambda: "x")])
def test_the_index_of_another_version_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    with monkeypatch.context() as other:
        other.setattr(whoosh_index, name, value)
        index(tmp_path).update(FIRST, CONTEXT)
    assert index(tmp_path).open() is None
    assert index(tmp_path).update(FIRST, CONTEXT).rebuilt


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system does not tell who may write")
def test_a_folder_where_others_may_write_is_not_used(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    found.folder.chmod(0o777)
    assert found.open() is None
    with pytest.raises(PermissionError):
        found.update(FIRST, CONTEXT)


# --- who is killed, and who comes at the same time -------------------------------------------------------------------

STEPS = {
    "while the documents are written": (whoosh_index, "_add"),
    "before the parts are written": (whoosh_index, "_put"),
    "before the manifest": (Generations, "_put_in_force"),
    "before what is old is removed": (Generations, "_remove_all_but"),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to kill")
@pytest.mark.parametrize("step", STEPS)
def test_who_is_killed_leaves_a_good_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(*STEPS[step], lambda *_: os._exit(9))
        found.update(SECOND, CONTEXT)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert_same(found, SECOND if step == "before what is old is removed" else FIRST)
    found.update(SECOND, CONTEXT)
    assert_same(found, SECOND)
    found.update(FIRST, CONTEXT)
    assert len(list(found.folder.glob("generation-*"))) == 1


@pytest.mark.parametrize("step", STEPS)
def test_an_error_leaves_a_good_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as other:
        other.setattr(*STEPS[step], full)
        with pytest.raises(OSError, match="No space"):
            found.update(SECOND, CONTEXT)
    assert_same(found, SECOND if step == "before what is old is removed" else FIRST)


def test_what_is_open_stays_as_it_was(tmp_path: Path) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    opened = found.open()
    assert opened is not None
    found.update(SECOND, CONTEXT)
    assert [opened.collection.document(number) for number in range(4)] == list(FIRST)
    assert opened.collection.postings("פינוי") == MemoryCollection(FIRST).postings("פינוי")


def test_two_at_once_and_a_reader_do_no_harm(tmp_path: Path) -> None:
    def write(documents: Sequence[Document]) -> None:
        for _ in range(5):
            index(tmp_path).update(documents, CONTEXT)

    def read() -> set[str]:
        opened = [index(tmp_path).open() for _ in range(30)]
        return {one.collection.document(1).address for one in opened if one}

    index(tmp_path).update(FIRST, CONTEXT)
    with ThreadPoolExecutor(3) as threads:
        writing = [threads.submit(write, documents) for documents in (FIRST, SECOND)]
        reading = threads.submit(read)
        for one in writing:
            one.result()
        assert reading.result() <= {"b/", "d/"}
    opened = index(tmp_path).open()
    assert opened is not None
    assert_same(index(tmp_path), FIRST if opened.collection.document(1).address == "b/" else SECOND)


def test_who_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = index(tmp_path)
    found.update(FIRST, CONTEXT)
    monkeypatch.setattr(whoosh_index, "_PATIENCE", 0)
    with found._alone(), pytest.raises(TimeoutError, match="תהליך אחר"):
        index(tmp_path).update(SECOND, CONTEXT)


def test_nobody_else_needs_whoosh() -> None:
    """The browser's index is built, and the ranking read, without it."""
    script = "import sys, kb_tools.search.browser_index, kb_tools.search.answer; sys.exit('whoosh' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
