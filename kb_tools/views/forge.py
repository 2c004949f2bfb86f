"""Links to the forge where the repository lives."""

from collections.abc import Callable
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

_REPORT = {
    "github": "{address}/issues/new?title=",
    "gitlab": "{address}/-/issues/new?issue%5Btitle%5D=",
    "gitea": "{address}/issues/new?title=",
}


def edit_link(settings: Settings) -> FileLink:
    """The page that edits a file."""
    return _linked(settings.forge, _EDIT)


def new_link(settings: Settings) -> FileLink:
    """The page that writes a file which is not there yet."""
    return _linked(settings.forge, _NEW)


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
