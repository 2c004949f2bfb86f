"""`kb search` and `kb index`: whole outputs, exit codes, and what is done without being asked."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.content.load import SETTINGS

EPOCH = {"SOURCE_DATE_EPOCH": "1795305600"}
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search") / "kb"
    assert CliRunner().invoke(main, ["init", str(folder)], env=EPOCH).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the indexes of these tests are kept, instead of the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb_tools.cli.searching.user_cache_path", lambda *_, **__: folder)
        yield folder


@pytest.fixture
def run(started: Path, cache: Path) -> Run:
    """Run a command on a base that no test changes; its index is there already."""
    assert invoke(started, "index").exit_code == 0
    return lambda *arguments: invoke(started, *arguments)


@pytest.fixture
def base(started: Path, cache: Path, tmp_path: Path) -> Path:
    """A base to change, without an index."""
    return shutil.copytree(started, tmp_path / "kb")


def invoke(base: Path, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--root", str(base), *rest], env=EPOCH)


def first(result: Result) -> str:
    return str(json.loads(result.stdout)["hits"][0]["address"])


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_a_result_has_its_title_kind_snippet_and_address(run: Run) -> None:
    result = run("search", "מיפוי מוקדם", "--limit", "1")
    assert result.exit_code == 0
    headline, empty, title, kind, *rest = result.stdout.splitlines()
    assert headline.startswith("נמצאו ")
    assert headline.endswith(" תוצאות, ואלה 1 הקרובות ביותר")
    assert empty == ""
    assert title.startswith("1. ")
    assert kind == "   לקחים"
    assert "   lessons/first-lesson/" in rest
    assert any(line.startswith("סוג (\u200e--kind): ") and "lesson " in line for line in rest)


def test_marks_are_for_terminals_alone(run: Run, started: Path) -> None:
    assert "\x1b" not in run("search", "לקח").stdout
    shown = CliRunner().invoke(main, ["search", "לקח", "--root", str(started)], env=EPOCH, color=True).stdout
    assert "\x1b[33m" in shown


def test_words_need_no_quotes(run: Run) -> None:
    assert run("search", "מיפוי", "מוקדם").stdout == run("search", "מיפוי מוקדם").stdout


def test_json_says_all(run: Run) -> None:
    answer = json.loads(run("search", "המיפוי המוקדם", "--json", "--limit", "1").stdout)
    assert list(answer) == ["query", "repaired", "total", "hits", "facets", "nearest"]
    assert (answer["query"], answer["repaired"], answer["nearest"]) == ("המיפוי המוקדם", None, [])
    assert sum(one["count"] for one in answer["facets"]["kind"]) == answer["total"]
    (hit,) = answer["hits"]
    assert hit["marks"]
    assert {"address", "page", "title", "kind", "scenarios", "phase", "authority", "score", "snippet", "missing"} < {
        *hit
    }


def test_filters_narrow(run: Run) -> None:
    answer = json.loads(run("search", "פורום", "--kind", "step", "--kind", "drill", "--json", "--limit", "50").stdout)
    assert {hit["kind"] for hit in answer["hits"]} == {"step", "drill"}
    one = json.loads(run("search", "פורום", "--authority", "example-unit", "--json").stdout)
    assert {hit["authority"] for hit in one["hits"]} == {"example-unit"}


def test_a_repaired_query_is_told(run: Run) -> None:
    result = run("search", "puruo")
    assert result.stdout.splitlines()[0] == "האם התכוונתם: פורום"


def test_nothing_found_is_exit_code_1(run: Run) -> None:
    result = run("search", "קקקזזזצצצ")
    assert (result.exit_code, result.stdout) == (1, "לא נמצא\n")


def test_where_nothing_is_found_like_titles_are_shown(run: Run) -> None:
    result = run("search", "פורומניקים")
    assert result.exit_code == 1
    assert result.stdout.startswith("לא נמצא\nאולי אחד מאלה:\n")


@pytest.mark.parametrize(
    "query",
    [
        "א",
        "וכשה",
        "מ" * 10_000,
        "\"'״׳",
        "מתנדבים volunteers متطوعون",
        "פּוֹרוּם",
        "🚒",
        ".*(a+)+$[",
        "a:b AND (",
        "\u202eפורום",
        "\udcff",
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_odd_queries_are_answered(run: Run, query: str, form: tuple[str, ...]) -> None:
    result = run("search", *form, "--", query)
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "\u202e" not in result.stdout or form


# --- what is refused -------------------------------------------------------------------------------------------------

REFUSED = {
    "no query": ((), "כתבו מה לחפש"),
    "an empty query": (("  ",), "כתבו מה לחפש"),
    "a kind that does not exist": (("x", "--kind", "lessn"), "אין סוג ״lessn״. אולי lesson (לקחים)?"),
    "a kind by its label": (("x", "--kind", "לקחים"), "אולי lesson (לקחים)?"),
    "a scenario far from all": (("x", "--scenario", "qqqq"), "אין תרחיש ״qqqq״. אלה שיש: "),
    "an authority": (("x", "--authority", "example-unti"), "אולי example-unit"),
    "a limit of nothing": (("x", "--limit", "0"), "--limit"),
    "a run without queries": (("--run", "out.tsv"), "באים יחד"),
    "queries without a run": (("--batch", __file__), "באים יחד"),
    "two sorts of queries": (("x", "--batch", __file__, "--run", "out.tsv"), "השאילתות הן בקובץ"),
    "a file that is not there": (("--batch", "nowhere.tsv", "--run", "out.tsv"), "nowhere.tsv"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_use_is_exit_code_2(run: Run, case: str) -> None:
    arguments, told = REFUSED[case]
    result = run("search", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


# --- many queries ----------------------------------------------------------------------------------------------------


def test_a_batch_of_both_forms(run: Run, tmp_path: Path) -> None:
    batch, out = tmp_path / "queries", tmp_path / "new/run.tsv"
    batch.write_text('\ufeffone\tמיפוי מוקדם\n\n{"id": 2, "text": "קקקזזז"}\r\nthree\tפורום\n', encoding="utf-8")
    result = run("search", "--batch", str(batch), "--run", str(out), "--limit", "2")
    assert result.exit_code == 0
    rows = [line.split("\t") for line in out.read_text("utf-8").splitlines()]
    assert [(name, rank) for name, _, rank in rows] == [("one", "1"), ("one", "2"), ("three", "1"), ("three", "2")]
    assert rows[0][1] == first(run("search", "מיפוי מוקדם", "--json"))
    assert result.stdout.startswith("3 שאילתות, 4 תוצאות")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"one\tx\nonlyone\n", ":2: צריך להיות מזהה, טאב וטקסט"),
        (b'{"id": 1}\n', ":1: צריך להיות JSON"),
        (b"{bad\n", ":1: צריך להיות JSON"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_batch_that_cannot_be_read_writes_nothing(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "queries").write_bytes(content)
    result = run("search", "--batch", str(tmp_path / "queries"), "--run", str(tmp_path / "run.tsv"))
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "run.tsv").exists()


# --- the index by itself ---------------------------------------------------------------------------------------------


def test_an_index_tells_what_it_did(base: Path, cache: Path) -> None:
    built = invoke(base, "index")
    assert built.exit_code == 0
    assert built.stdout.startswith("האינדקס נבנה: ")
    assert str(cache) in built.stdout
    assert "אין שינוי" in invoke(base, "index").stdout
    lesson = base / "docs/lessons/first-lesson.yml"
    lesson.write_text(lesson.read_text("utf-8").replace("title: ", "title: קרפדה ", 1), encoding="utf-8")
    changed = invoke(base, "index").stdout
    assert "השתנו 1" in changed
    assert "נוספו" not in changed


def test_a_search_builds_and_refreshes_by_itself_and_says_so(base: Path) -> None:
    before = invoke(base, "search", "קרפדה")
    assert before.stderr.startswith("האינדקס נבנה: ")
    assert invoke(base, "search", "פורום").stderr == ""
    lesson = base / "docs/lessons/first-lesson.yml"
    lesson.write_text(lesson.read_text("utf-8").replace("title: ", "title: קרפדה ", 1), encoding="utf-8")
    after = invoke(base, "search", "קרפדה", "--json")
    assert after.stderr.startswith("האינדקס עודכן: ")
    assert first(after) == "lessons/first-lesson/"


def test_broken_content_is_searched_as_it_last_was(base: Path) -> None:
    assert invoke(base, "search", "פורום").exit_code == 0
    (base / "docs/lessons/first-lesson.yml").write_text("id: [", encoding="utf-8")
    result = invoke(base, "search", "פורום")
    assert result.exit_code == 0
    assert result.stderr == "יש בעיות בתוכן (kb check), והחיפוש הוא באינדקס הקודם\n"
    assert invoke(base, "index").exit_code == 1


def test_broken_content_without_an_index_is_told(base: Path) -> None:
    (base / "docs/lessons/first-lesson.yml").write_text("id: [", encoding="utf-8")
    result = invoke(base, "search", "פורום")
    assert result.exit_code == 1
    assert "docs/lessons/first-lesson.yml:1" in result.stdout + result.stderr


def test_a_damaged_index_is_built_anew(base: Path, cache: Path) -> None:
    folder = Path(invoke(base, "index").stdout.splitlines()[1].partition(": ")[2])
    next(folder.rglob("*.seg")).write_bytes(b"\x80\x04junk")
    result = invoke(base, "search", "פורום")
    assert (result.exit_code, result.stderr.startswith("האינדקס נבנה: ")) == (0, True)


def test_where_no_index_can_be_written_the_search_goes_on(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (base / "file").touch()
    monkeypatch.setattr("kb_tools.cli.searching.user_cache_path", lambda *_, **__: base / "file")
    result = invoke(base, "search", "פורום")
    assert result.exit_code == 0
    assert result.stderr.startswith("אי אפשר לכתוב את האינדקס אל ")
    assert result.stderr.count("\n") == 1
    refused = invoke(base, "index")
    assert refused.exit_code == 2
    assert "אי אפשר לכתוב את האינדקס אל " in refused.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    monkeypatch.setattr("kb_tools.cli.searching.user_cache_path", lambda *_, **__: locked)
    assert invoke(base, "index").exit_code == 2
    assert invoke(base, "search", "פורום").exit_code == 0


def test_nothing_is_written_into_the_base(base: Path) -> None:
    before = sorted(base.rglob("*"))
    invoke(base, "search", "פורום")
    assert sorted(base.rglob("*")) == before


def test_a_base_with_its_content_elsewhere(base: Path) -> None:
    """The folders that kb.yml names are those that are watched."""
    (base / "docs").rename(base / "content")
    settings = base / SETTINGS
    settings.write_text(settings.read_text("utf-8") + "\ndocs: content\n", encoding="utf-8")
    assert invoke(base, "search", "פורום").exit_code == 0
    lesson = base / "content/lessons/first-lesson.yml"
    lesson.write_text(lesson.read_text("utf-8").replace("title: ", "title: קרפדה ", 1), encoding="utf-8")
    assert first(invoke(base, "search", "קרפדה", "--json")) == "lessons/first-lesson/"
