"""Where the repository was cloned from, when that is a forge whose addresses are known."""

import re
from pathlib import Path

from kb_tools.history.repository import ORIGIN, GitError, Repository
from kb_tools.model.page import Forge

_STYLES = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "gitea"}
_REMOTE = re.compile(r"(?:https://(?:[^@/]*@)?|ssh://git@|git@)(?P<host>[a-z.]+)[/:](?P<path>[\w.-]+(?:/[\w.-]+)+)/?")


def origin_forge(root: Path) -> Forge | None:
    """The forge of the remote `origin`; None when there is none, or when it is not one of those we know."""
    try:
        return forge_of(Repository.at(root).ask("remote", "get-url", ORIGIN))
    except GitError:
        return None


def forge_of(remote: str) -> Forge | None:
    """`git@github.com:team/base.git` → its address and style. Credentials in the remote are never kept."""
    match = _REMOTE.fullmatch(remote.strip())
    if match is None or match["host"] not in _STYLES:
        return None
    address = f"https://{match['host']}/{match['path'].removesuffix('.git')}"
    return Forge.model_validate({"address": address, "style": _STYLES[match["host"]]})
