"""What was read of a history, kept in a file between two runs. It spares work and is never needed: a damaged one counts as none."""

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

FORM = 2
"""Of what is kept; another one is not read."""


class Kept:
    """One such file. `marks` tell what it was made with: under other marks it counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, marks: Mapping[str, str]) -> dict[str, Any] | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            head, _, body = self._path.read_text(encoding="utf-8", errors="surrogatepass").partition("\n")
            if json.loads(head) == {**marks, "form": FORM, "sum": _sum(body)}:
                return dict(json.loads(body))
        return None

    def write(self, marks: Mapping[str, str], found: Mapping[str, Any]) -> None:
        """Replaces the file in one step. Where it cannot be written nothing is kept."""
        body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        head = json.dumps({**marks, "form": FORM, "sum": _sum(body)})
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # surrogatepass: a file's name may be no UTF-8.
            with NamedTemporaryFile("wb", dir=self._path.parent, prefix=".kept-", delete=False) as file:
                beside = Path(file.name)
                try:
                    file.write(f"{head}\n{body}".encode("utf-8", "surrogatepass"))
                    file.close()
                    beside.replace(self._path)
                except OSError:
                    beside.unlink(missing_ok=True)


def _sum(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
