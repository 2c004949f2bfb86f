"""Runs one file of browser tests in node; what to install for them is in install.sh."""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def in_browser(tests: str, **environment: str) -> None:
    """The tests of one `*.test.mjs`, with what they are told in the environment: the folder of a site, for one."""
    node = shutil.which("node")
    assert node is not None, "node is missing: run tests/browser/install.sh"
    assert (HERE / "node_modules" / "axe-core").is_dir(), "node packages are missing: run tests/browser/install.sh"
    result = subprocess.run(
        [node, "--test", str(HERE / tests)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
