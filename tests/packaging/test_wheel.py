"""The wheel is the whole engine: installed elsewhere, it makes, checks and builds a knowledge base on its own."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    result = run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".", cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def kb(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`kb` of a fresh environment that has the wheel, and borrows everything else from this one."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", home / "bin/python"]
    result = run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=home)
    assert result.returncode == 0, result.stderr
    # A path in a .pth file comes after the environment's own packages, and brings no editable install with it.
    own = next(home.glob("lib/python*/site-packages"))
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin/kb"


def test_the_wheel_holds_the_engine_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"kb_tools", "kb_mkdocs"}
    for needed in (
        "kb_tools/py.typed",
        "kb_tools/content/starter/kb.yml",
        "kb_tools/content/starter/gitignore",
        "kb_tools/content/starter/docs/vocabulary/phases.yml",
        "kb_tools/views/templates/shapes.html.j2",
        "kb_mkdocs/py.typed",
        "kb_mkdocs/theme/main.html",
        "kb_tools/views/paper/fonts/OFL.txt",
        "kb_tools/views/paper/fonts/assistant-hebrew.woff2",
        "kb_tools/views/paper/page.css",
        "kb_tools/views/paper/paper.css",
    ):
        assert needed in names, needed
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".orig", ".rej"))]


def test_all_files_of_the_packages_are_in_the_wheel(wheel: Path) -> None:
    listed = run("git", "ls-files", "kb_tools", "plugins/kb_mkdocs", cwd=ROOT).stdout.splitlines()
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [path for path in listed if (ROOT / path).is_file() and path.removeprefix("plugins/") not in names]
    assert listed
    assert missing == []


def test_what_runs_is_what_was_installed(kb: Path, tmp_path: Path) -> None:
    where = "import kb_tools, kb_mkdocs; print(kb_tools.__file__, kb_mkdocs.__file__)"
    result = run(kb.with_name("python"), "-c", where, cwd=tmp_path)
    assert all(path.startswith(str(kb.parents[1])) for path in result.stdout.split()), result.stdout + result.stderr


def test_it_makes_checks_and_builds_a_knowledge_base_elsewhere(kb: Path, tmp_path: Path) -> None:
    made = run(kb, "init", "base", "--title", "מאגר אחר", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    checked = run(kb, "check", cwd=tmp_path / "base")
    assert (checked.returncode, checked.stdout) == (0, "0 בעיות: התוכן תקין\n"), checked.stdout + checked.stderr
    written = run(kb, "new", "lesson", "second", cwd=tmp_path / "base")
    assert written.returncode == 0, written.stdout + written.stderr
    built = run(kb, "build", cwd=tmp_path / "base")
    assert built.returncode == 0, built.stdout + built.stderr
    home = (tmp_path / "base/site/index.html").read_text("utf-8")
    assert "מאגר אחר" in home
    assert (tmp_path / "base/site/playbooks/first-playbook/index.html").is_file()
