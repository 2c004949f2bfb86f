"""Where the site is published, as mkdocs.yml says: the one thing that printing has to know of it."""

import re
from contextlib import suppress
from pathlib import Path

_SITE_URL = re.compile(r"""(?m)^site_url:[ \t]*(["']?)(https?://[^\s"'#]+)\1[ \t]*(?:#.*)?$""")


def site_address(root: Path) -> str:
    """The address with a `/` at its end; empty where the file is not there or says none.

    By its line: the file may hold tags of MkDocs' own, which no safe reader takes.
    """
    with suppress(OSError, UnicodeDecodeError):
        if found := _SITE_URL.search((root / "mkdocs.yml").read_text(encoding="utf-8")):
            return f"{found[2].rstrip('/')}/"
    return ""
