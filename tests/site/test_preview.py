"""`kb serve`: a change in a YAML file shows, a mistake is told, a file may vanish, and the preview goes on."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]
PATIENCE = 40


@contextmanager
def preview(base: Path, log: Path) -> Iterator[str]:
    """The address of a running preview of `base`; its output goes to `log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w", encoding="utf-8") as output:
        command = [sys.executable, "-m", "kb_tools", "serve", "--root", str(base), "--address", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return str(answer.read().decode("utf-8"))
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def _wait_until(condition: str, *, shown: Path | str, tries: int = PATIENCE * 4) -> bool:
    """Whether `condition` appears in a page (an address) or in a log (a path) before patience runs out."""
    for _ in range(tries):
        text = shown.read_text(encoding="utf-8") if isinstance(shown, Path) else _page(shown)
        if condition in text:
            return True
        time.sleep(0.25)
    return False


def test_the_preview_follows_changes_and_survives_mistakes(small_base: Path, tmp_path: Path) -> None:
    role = next((small_base / "docs" / "roles").glob("*.yml"))
    good = role.read_text(encoding="utf-8")
    name = next(line.removeprefix("name: ") for line in good.splitlines() if line.startswith("name: "))
    log = tmp_path / "serve.log"
    with preview(small_base, log) as address:
        page = f"{address}roles/{role.stem}/"
        assert _wait_until(name, shown=page), log.read_text(encoding="utf-8")

        role.write_text(good.replace(f"name: {name}", "name: שם חדש לגמרי"), encoding="utf-8")
        assert _wait_until("שם חדש לגמרי", shown=page), log.read_text(encoding="utf-8")

        role.write_text(good.replace(f"name: {name}", 'name: "רח"ל"'), encoding="utf-8")
        assert _wait_until("yaml-gershayim", shown=log)
        assert _wait_until("שם חדש לגמרי", shown=page), "the last good page stays while the content is broken"

        role.write_text(good.replace(f"name: {name}", "name: אחרי התיקון"), encoding="utf-8")
        assert _wait_until("אחרי התיקון", shown=page), log.read_text(encoding="utf-8")

        extra = small_base / "docs" / "guide-extra.md"
        extra.write_text("---\ntitle: עמוד שיימחק\n---\n# עמוד שיימחק {#gone}\n", encoding="utf-8")
        assert _wait_until("עמוד שיימחק", shown=f"{address}guide-extra/"), log.read_text(encoding="utf-8")
        extra.unlink()
        role.write_text(good, encoding="utf-8")
        assert _wait_until(name, shown=page), log.read_text(encoding="utf-8")
    assert "Traceback" not in log.read_text(encoding="utf-8")
