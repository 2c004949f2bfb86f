"""What tests of whole sites share: the site, built once, and a copy of a knowledge base to change."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# No deadlines: machines differ, and a slow one is not a wrong one. In CI the same examples every time.
settings.register_profile("hosen", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hosen")

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "tests" / "browser"


def kb(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `kb` as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kb_tools", *arguments],
        cwd=cwd or ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that all workers end together: whole files go to a worker, in this order.

    First of all one that does not need the shipped site: while one worker builds that, the other has something to do.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    waiting = {item.path for item in items if "built_site" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (not item.path.is_relative_to(BROWSER), item.path not in slow, item.path in waiting))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The shipped knowledge base, built by `kb build`: once for all workers, so no test may change it."""
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    site = folder / "built" / "site"
    with FileLock(folder / "built.lock"):
        if not site.exists():
            result = kb("build", "--site", str(site), SOURCE_DATE_EPOCH="1795305600")
            assert result.returncode == 0, result.stdout + result.stderr
    return site


@pytest.fixture(scope="session")
def _first_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("first") / "base"
    result = kb("init", str(base))
    assert result.returncode == 0, result.stdout + result.stderr
    return base


@pytest.fixture
def small_base(_first_base: Path, tmp_path: Path) -> Path:
    """What `kb init` makes, with no history of its own: a copy that a test may change."""
    return Path(shutil.copytree(_first_base, tmp_path / "base"))


Copy = Callable[[str], Path]


@pytest.fixture
def copy_of(tmp_path: Path) -> Copy:
    """Copies a folder of the checkout to a place where it may be changed."""

    def copy(folder: str) -> Path:
        return Path(shutil.copytree(ROOT / folder, tmp_path / Path(folder).name))

    return copy
