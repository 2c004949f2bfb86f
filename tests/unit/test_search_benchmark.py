"""The search benchmark's own arithmetic, and its whole frame on thirty made documents."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
BENCHMARKS = ROOT / "benchmarks"


Module = Callable[[str], ModuleType]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Module:
    """A module of the benchmarks: they are scripts in a folder, not a package."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Each document has a word of its own. `own` queries have that word, `other` ones that of another document."""
    folder = tmp_path / "made"
    folder.mkdir()
    numbers = range(30)
    _write(
        folder / "docs.jsonl",
        ({"id": f"d{n}", "title": f"כותרת {_word(n)}", "text": f"מילים על {_word(n)}"} for n in numbers),
    )
    queries = [{"id": f"q-{kind}-{n}", "kind": kind, "text": _word(n)} for kind in ("own", "other") for n in range(4)]
    _write(folder / "queries.jsonl", queries)
    answers = [("own", n, n) for n in range(4)] + [("other", n, n + 10) for n in range(4)]
    _write(
        folder / "qrels.jsonl",
        ({"query_id": f"q-{kind}-{n}", "doc_id": f"d{right}", "relevance": 1} for kind, n, right in answers),
    )
    return folder


def _word(number: int) -> str:
    return "".join("אבגדהוזחטי"[int(digit)] for digit in f"{number + 100}") * 2


def _write(path: Path, rows: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_relevance_counts_the_first_right_answer_within_ten(module: Module, data: Path) -> None:
    metrics = module("search_metrics")
    trial = module("search_data").read(data).only(["own"])
    others = [f"d{n}/" for n in range(20, 30)]
    ranks = {"q-own-0": ["d0/"], "q-own-1": ["d9/", "d1/"], "q-own-2": [*others, "d2/"], "q-own-3": []}
    found = metrics.relevance(trial, ranks)["own"]
    assert found == metrics.Relevance(queries=4, mrr=(1 + 1 / 2) / 4, recall_1=1 / 4, recall_10=2 / 4)


def test_relevance_is_of_the_queries_that_were_asked(module: Module, data: Path) -> None:
    metrics = module("search_metrics")
    assert metrics.relevance(module("search_data").read(data), {"q-own-0": ["d0/"]})["own"].queries == 1


def test_agreement(module: Module, data: Path) -> None:
    metrics = module("search_metrics")
    trial = module("search_data").read(data).only(["own"])
    one = {"q-own-0": ["d0/", "d1/"], "q-own-1": [], "q-own-2": ["d1/"]}
    other = {"q-own-0": ["d0/", "d2/"], "q-own-1": [], "q-own-2": []}
    assert metrics.agreement(trial, one, other)["own"] == metrics.Agreement(queries=3, first=2 / 3, overlap=1.5 / 3)


def test_percentiles_are_values_that_were_measured(module: Module) -> None:
    metrics = module("search_metrics")
    assert [metrics.percentile([4.0, 1.0, 3.0, 2.0], share) for share in (0.5, 0.95, 1)] == [2.0, 4.0, 4.0]
    assert metrics.percentile([], 0.5) == 0


def test_a_section_of_results_is_replaced_in_its_place(module: Module, tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    for title, text in (("Search", "old"), ("Build", "kept"), ("Search", "new \\1")):
        module("search_report").write_section(results, title, text)
    assert results.read_text(encoding="utf-8") == "# Measured\n\n## Search\n\nnew \\1\n\n## Build\n\nkept\n"


@pytest.mark.slow
def test_the_whole_frame_on_made_documents(data: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        BENCHMARKS / "search.py",
        "--data",
        data,
        "--engines",
        "Whoosh",
        "browser",
        "stock lunr",
        "--out",
        tmp_path / "R.md",
    ]
    result = subprocess.run(
        command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    report = (tmp_path / "R.md").read_text(encoding="utf-8")
    assert "30 documents, 8 queries" in report
    assert report.count("| own | 4 | 1.000 | 1.000 | 1.000 |") == 3, report
    assert report.count("| other | 4 | 0.000 | 0.000 | 0.000 |") == 3, report
    assert report.count("| own | 4 | 1.000 | 1.000 |\n") == 1, report
