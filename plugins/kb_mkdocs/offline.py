"""The site without a network: one service worker at its root, whose version is of the whole site's content."""

from hashlib import sha256
from pathlib import Path

WORKER = Path(__file__).parent / "offline" / "sw.js"
NAME = "sw.js"


def write(site: Path) -> None:
    """Put the worker into a built site. Nothing else may be written afterwards."""
    text = WORKER.read_text(encoding="utf-8")
    (site / NAME).write_text(text.replace("{version}", _version(site), 1), encoding="utf-8")


def _version(site: Path) -> str:
    digest = sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        digest.update(path.relative_to(site).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
