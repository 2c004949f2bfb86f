"""Addresses and relative links."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.views.addresses import address, page_address, relative

folders = st.lists(st.sampled_from(["playbooks", "lessons", "a", "b-1", "0031"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@pytest.mark.parametrize(
    ("kind", "id_", "expected"),
    [
        ("playbook", "x", "playbooks/x/"),
        ("step", "x/y", "playbooks/x/#step-y"),
        ("municipality", "0031", "municipalities/0031/"),
        ("result", "0031/r", "municipalities/0031/results/r/"),
        ("sector", "business", "vocabulary/#sectors-business"),
        ("page", "guide/index.md", "guide/"),
        ("page", "about.md", "about/"),
    ],
)
def test_each_kind_has_its_address(kind: str, id_: str, expected: str) -> None:
    assert address(kind, id_) == expected


def test_an_unknown_kind_is_a_bug() -> None:
    with pytest.raises(KeyError):
        address("no-such-kind", "x")


def test_the_index_of_a_folder_is_the_folder() -> None:
    assert page_address("index.md") == ""
    assert page_address("guide/drill.md") == "guide/drill/"


@given(target=folders, page=folders)
def test_a_relative_link_leads_to_its_target(target: str, page: str) -> None:
    link = relative(target, page)
    arrived = posixpath.normpath(posixpath.join(page, link))
    assert arrived.strip("./") == target.strip("/")
    assert not link.startswith("/")


@given(page=folders)
def test_an_anchor_of_the_page_itself_stays_on_it(page: str) -> None:
    assert relative(f"{page}#here", page) == "#here"
