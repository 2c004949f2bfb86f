"""Remotes as people have them."""

import pytest

from kb_tools.history.remote import forge_of


@pytest.mark.parametrize(
    ("remote", "address", "style"),
    [
        ("https://github.com/team/base.git", "https://github.com/team/base", "github"),
        ("https://token:secret@github.com/team/base", "https://github.com/team/base", "github"),
        ("git@github.com:team/base.git", "https://github.com/team/base", "github"),
        ("ssh://git@gitlab.com/group/sub/base.git", "https://gitlab.com/group/sub/base", "gitlab"),
        ("https://codeberg.org/team/base/", "https://codeberg.org/team/base", "gitea"),
    ],
)
def test_a_known_forge_gives_its_address_without_credentials(remote: str, address: str, style: str) -> None:
    forge = forge_of(remote)
    assert forge is not None
    assert (forge.address, forge.style) == (address, style)


@pytest.mark.parametrize(
    "remote", ["/srv/git/base.git", "https://git.example.org/team/base", "https://github.com/", "", "file:///x"]
)
def test_anything_else_is_no_forge(remote: str) -> None:
    assert forge_of(remote) is None
