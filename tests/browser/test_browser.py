"""Runs the browser tests (`*.test.mjs`) on the built site; what to install for them is in install.sh."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
HERE = Path(__file__).parent


@pytest.mark.parametrize("tests", ["site.test.mjs", "box.test.mjs"])
def test_the_site_in_a_real_browser(built_site: Path, tests: str) -> None:
    node = shutil.which("node")
    assert node is not None, "node is missing: run tests/browser/install.sh"
    assert (HERE / "node_modules" / "axe-core").is_dir(), "node packages are missing: run tests/browser/install.sh"
    result = subprocess.run(
        [node, "--test", str(HERE / tests)],
        env=os.environ | {"SITE": str(built_site)},
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
