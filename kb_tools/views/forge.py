"""Links to the forge where the repository lives."""

from collections.abc import Callable
from urllib.parse import quote

from kb_tools.model.page import Settings

_EDIT = {
    "github": "{address}/edit/{branch}/{file}",
    "gitlab": "{address}/-/edit/{branch}/{file}",
    "gitea": "{address}/_edit/{branch}/{file}",
}


def edit_link(settings: Settings) -> Callable[[str], str | None]:
    """A file's path from the root → the page that edits it, or None when kb.yml names no forge."""
    forge = settings.forge

    def link(file: str) -> str | None:
        if forge is None or not file:
            return None
        return _EDIT[forge.style].format(
            address=forge.address.rstrip("/"), branch=quote(forge.branch), file=quote(file)
        )

    return link
