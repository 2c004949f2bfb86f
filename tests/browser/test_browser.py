"""Runs the browser tests (`*.test.mjs`) on the built site; what to install for them is in install.sh."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kb_tools.library import current_day, load_library
from kb_tools.views.addresses import address

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the content expects search to find: a JSON file of queries and addresses."""
    library = load_library(ROOT, current_day()).library
    assert library is not None
    rows = [{"query": each.query, "address": address(*each.target)} for each in library.expectations]
    file = tmp_path_factory.mktemp("expected") / "expected.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return file


@pytest.mark.parametrize("tests", ["site.test.mjs", "box.test.mjs", "search.test.mjs"])
def test_the_site_in_a_real_browser(built_site: Path, expected: Path, tests: str) -> None:
    node = shutil.which("node")
    assert node is not None, "node is missing: run tests/browser/install.sh"
    assert (HERE / "node_modules" / "axe-core").is_dir(), "node packages are missing: run tests/browser/install.sh"
    result = subprocess.run(
        [node, "--test", str(HERE / tests)],
        env=os.environ | {"SITE": str(built_site), "EXPECTED": str(expected)},
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
