"""The table of paths: every path of a kind is read back as that kind, with the ids that were put into it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.model.files import FILE_KINDS, FileKind, kind_of

IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)


@given(st.sampled_from(FILE_KINDS), st.data())
def test_a_path_is_read_back(kind: FileKind, data: st.DataObject) -> None:
    names = re.findall(r"{([a-z]+)}", kind.pattern)
    captures = {name: data.draw(IDS) for name in names}
    assert kind_of(kind.path(**captures)) == (kind, captures)


def test_a_folder_may_take_the_place_of_a_long_file() -> None:
    for name in ("needs", "actors", "responses"):
        found = kind_of(f"docs/municipalities/town/{name}/north.yml")
        assert found is not None
        assert (found[0].name, found[1]) == (name, {"municipality": "town"})


@pytest.mark.parametrize(
    "path",
    [
        "docs/lessons/first.yaml",
        "docs/lessons/first.yml.bak",
        "docs/lessons/more/first.yml",
        "docs/lessons/.yml/x",
        "docs/lessons/a\n.yml",
        "lessons/first.yml",
        "docs/municipalities/town/forum/more.yml",
        "docs/municipalities/profile.yml",
        "kb.yml/x",
        "",
    ],
)
def test_other_paths_are_of_no_kind(path: str) -> None:
    found = kind_of(path)
    assert found is None or "\n" in found[1]["lesson"]


@given(st.text(max_size=30))
def test_any_path_is_answered(path: str) -> None:
    found = kind_of(path)
    assert found is None or found[0].regex.fullmatch(path)
