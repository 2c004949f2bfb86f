"""MkDocs (or its fork) as a process of its own: `kb_tools` never imports it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

ENGINES = ("mkdocs", "properdocs")
_TOLD = re.compile(r"^INFO\s+-\s+kb: ")
"""How what our plugin tells begins: it is worth reading, though nothing is wrong."""


def build(engine: str, root: Path, destination: Path, *, without_pdf: bool = False) -> bool:
    """Build the site of `root`, strictly; what is worth reading of the output is shown. Whether it succeeded.

    Not with `--quiet`: MkDocs then counts no warning, and `--strict` lets broken links pass.
    """
    run = subprocess.run(  # noqa: S603 - fixed words and our own paths
        _command(engine, root, "build", "--strict", "--site-dir", str(destination)),
        env=_environment() | ({"KB_WITHOUT_PDF": "1"} if without_pdf else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    for line in run.stdout.splitlines():
        told = _TOLD.sub("", line)
        if told != line or not line.startswith("INFO"):
            click.echo(told, err=True)
    return run.returncode == 0


def serve(engine: str, root: Path, address: str) -> NoReturn:
    """Preview the site of `root` until it is interrupted.

    This process becomes the preview, so that whoever ends it ends that, and no server is left behind.
    """
    command = _command(engine, root, "serve", "--livereload", "--dev-addr", address)
    os.execve(sys.executable, command, _environment())  # noqa: S606 - fixed words and our own paths


def _command(engine: str, root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", engine, *arguments, "--config-file", str(root / "mkdocs.yml")]


def _environment() -> dict[str, str]:
    # Material prints a notice about its end of life on every run: said once, in DESIGN.md, it is enough.
    return os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}
