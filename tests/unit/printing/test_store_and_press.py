"""What was printed is kept by all that it was made of, and a damaged copy counts as none."""

import os
from pathlib import Path

import pytest

from kb_tools.printing import press as module
from kb_tools.printing.press import Press
from kb_tools.printing.printer import Job, Printed
from kb_tools.printing.store import LONGEST, Store

HTML = '<html lang="he" dir="rtl"><head><title>{0}</title></head><body class="paper"><h1>{0}</h1></body></html>'
DONE = Printed(b"%PDF-1.7 words", 3, 1)


def job(name: str = "דף") -> Job:
    return Job(HTML.format(name), "https://example.org/")


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    Store(tmp_path).put(job(), DONE)
    assert Store(tmp_path).get(job()) == DONE


@pytest.mark.parametrize(
    "other", [job("אחר"), Job(job().html), Job(job().html, job().base, 1), Job(job().html, job().base, None, 1)]
)
def test_another_document_is_another_paper(other: Job, tmp_path: Path) -> None:
    Store(tmp_path).put(job(), DONE)
    assert Store(tmp_path).get(other) is None


def test_another_style_is_another_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path).put(job(), DONE)
    style = tmp_path / "style.css"
    style.write_text("h1 {color: #111}", encoding="utf-8")
    monkeypatch.setattr("kb_tools.printing.store.PAGE_STYLE", style)
    assert Store(tmp_path).get(job()) is None


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 wordz", b"%PDF-1.7 words and more"])
def test_a_damaged_copy_counts_as_none_and_goes(damage: bytes, tmp_path: Path) -> None:
    Store(tmp_path).put(job(), DONE)
    (file,) = tmp_path.glob("*.pdf")
    file.write_bytes(damage)
    assert Store(tmp_path).get(job()) is None
    assert not file.exists()


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = Store(tmp_path / "file" / "papers")
    store.put(job(), DONE)
    assert store.get(job()) is None


def test_what_nobody_asks_for_goes_in_time(tmp_path: Path) -> None:
    first = Store(tmp_path)
    first.put(job("ישן"), DONE)
    first.put(job("בשימוש"), DONE)
    for file in tmp_path.glob("*.pdf"):
        os.utime(file, (1_000_000, 1_000_000))
    later = Store(tmp_path)
    assert later.get(job("בשימוש"))
    later.forget_old(1_000_000 + LONGEST - 1)
    assert len([*tmp_path.glob("*.pdf")]) == 2
    later.forget_old(1_000_000 + LONGEST + 1)
    assert later.get(job("בשימוש"))
    assert later.get(job("ישן")) is None


def test_two_processes_print_what_one_prints_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(module, "_AT_ONCE", 4)
    jobs = [job(str(n)) for n in range(5)]
    with Press(processes=1) as alone:
        expected = [*alone.printed(jobs)]
    with Press(Store(tmp_path), processes=2) as two:
        assert [*two.printed(iter(jobs))] == expected
    with Press(Store(tmp_path), processes=2) as kept:
        assert [*kept.printed(jobs)] == expected
        assert kept._pool is None
