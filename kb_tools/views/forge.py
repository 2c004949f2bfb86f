"""Links to the forge where the repository lives."""

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import split
from urllib.parse import quote

from kb_tools.model.page import Forge, Settings

FileLink = Callable[[str], str | None]
"""A file's path from the root → a page of the forge, or None when there is no forge."""

_EDIT = {
    "github": "{address}/edit/{branch}/{file}",
    "gitlab": "{address}/-/edit/{branch}/{file}",
    "gitea": "{address}/_edit/{branch}/{file}",
}
_NEW = {
    "github": "{address}/new/{branch}/{folder}?filename={name}",
    "gitlab": "{address}/-/new/{branch}/{folder}?file_name={name}",
    "gitea": "{address}/_new/{branch}/{folder}?filename={name}",
}

_FILLED: dict[str, tuple[str, str]] = {
    "github": ("GitHub", "{address}/new/{branch}?filename={{path}}&value={{text}}"),
    # GitLab once took the text as well; since its new editor it takes the name alone.
    "gitlab": ("GitLab", "{address}/-/new/{branch}?file_name={{path}}"),
    # Forgejo, and Gitea up to 1.24, take both; newer ones redirect by the name and lose the text on the way.
    "gitea": ("Forgejo / Gitea", "{address}/_new/{branch}/?filename={{path}}&value={{text}}"),
}
"""From the root of the repository, and not from the file's folder: the folder may not be there yet."""

_PAST = {
    "github": "{address}/commits/{branch}/{file}",
    "gitlab": "{address}/-/commits/{branch}/{file}",
    "gitea": "{address}/commits/branch/{branch}/{file}",
}
_COMMIT = {
    "github": "{address}/commit/{file}",
    "gitlab": "{address}/-/commit/{file}",
    "gitea": "{address}/commit/{file}",
}
_REPORT = {
    "github": "{address}/issues/new?title=",
    "gitlab": "{address}/-/issues/new?issue%5Btitle%5D=",
    "gitea": "{address}/issues/new?title=",
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """The forge's page for a new file. In its address `{path}` and `{text}` stand for the percent-encoded path and text of the file."""

    forge: str
    address: str


def filled_file(settings: Settings) -> NewFile | None:
    """The page that writes a new file whose name, and where the forge can text, are given."""
    forge = settings.forge
    if forge is None:
        return None
    name, pattern = _FILLED[forge.style]
    return NewFile(name, pattern.format(address=forge.address.rstrip("/"), branch=quote(forge.branch)))


def edit_link(settings: Settings) -> FileLink:
    """The page that edits a file."""
    return _linked(settings.forge, _EDIT)


def new_link(settings: Settings) -> FileLink:
    """The page that writes a file which is not there yet."""
    return _linked(settings.forge, _NEW)


def past_link(settings: Settings) -> FileLink:
    """The page that tells all commits of a file."""
    return _linked(settings.forge, _PAST)


def commit_link(settings: Settings) -> FileLink:
    """The page of a commit, by its hash."""
    return _linked(settings.forge, _COMMIT)


def report_link(settings: Settings) -> str | None:
    """The page that reports something; a title, percent-encoded, may be put after it."""
    forge = settings.forge
    return _REPORT[forge.style].format(address=forge.address.rstrip("/")) if forge else None


def _linked(forge: Forge | None, patterns: dict[str, str]) -> FileLink:
    def link(file: str) -> str | None:
        if forge is None or not file:
            return None
        folder, name = split(file)
        address = patterns[forge.style].format(
            address=forge.address.rstrip("/"),
            branch=quote(forge.branch),
            file=quote(file),
            folder=quote(folder),
            name=quote(name, safe=""),
        )
        return address.replace("/?", "?")

    return link
