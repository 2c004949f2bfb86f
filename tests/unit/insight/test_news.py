"""What is new, as far as history tells."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.news import news
from kb_tools.model.document import Page
from kb_tools.model.municipality import NeedsFile
from kb_tools.model.page import PageMeta
from kb_tools.model.provenance import History, Provenance
from tests.unit.insight.tiny import library, playbook, profile, result, role, step

OLD, NEW = date(2026, 1, 1), date(2026, 6, 1)
THINGS = (
    playbook("book", step("x")),
    role("lead"),
    role("other"),
    profile("town"),
    result("r", "2026-01-01", {"i": "done"}),
)
LIBRARY = library(*THINGS, pages=[Page("guide/index.md", PageMeta(title="מדריך"), "")])
FILES = (
    "playbooks/book/playbook.yml",
    "docs/roles/lead.yml",
    "docs/roles/other.yml",
    "docs/municipalities/town/profile.yml",
    "docs/municipalities/town/results/r.yml",
    "docs/guide/index.md",
    "docs/vocabulary/phases.yml",
    "README.md",
)


def test_without_history_nothing_is_said() -> None:
    assert news(LIBRARY, History(), 10) == ()


def test_newest_first_what_was_written_apart_from_what_changed() -> None:
    files = {FILES[0]: Provenance((), OLD, NEW), FILES[1]: Provenance((), NEW, NEW), FILES[2]: Provenance((), OLD, OLD)}
    found = [(group.day, group.is_new, group.keys) for group in news(LIBRARY, History("abc", files), 10)]
    assert found == [
        (NEW, False, (("playbook", "book"),)),
        (NEW, True, (("role", "lead"),)),
        (OLD, True, (("role", "other"),)),
    ]


def test_a_profile_that_got_needs_has_changed() -> None:
    lib = library(profile("town"), NeedsFile(needs=()))
    files = {
        "docs/municipalities/town/profile.yml": Provenance((), OLD, OLD),
        "docs/municipalities/town/needs.yml": Provenance((), NEW, NEW),
    }
    assert [(group.day, group.is_new, group.kind) for group in news(lib, History("abc", files), 10)] == [
        (NEW, False, "municipality")
    ]


@given(st.dictionaries(st.sampled_from(FILES), st.tuples(*[st.sampled_from([OLD, NEW])] * 2)), st.integers(0, 8))
def test_each_thing_is_told_once_and_the_list_is_short(days: dict[str, tuple[date, date]], limit: int) -> None:
    history = History("abc", {file: Provenance((), min(two), max(two)) for file, two in days.items()})
    found = news(LIBRARY, history, limit)
    keys = [key for group in found for key in group.keys]
    assert len(found) <= limit
    assert len(keys) == len(set(keys))
    assert [group.day for group in found] == sorted((group.day for group in found), reverse=True)
    assert all(key in LIBRARY.defined or key[0] == "page" for key in keys)
