"""Every folder of `tests/examples` is a case: a few files laid over the smallest knowledge base that is valid.

A case under `invalid` ends in exactly the problems of its `expected.txt`, one line each:
`file:line:column field [code] message | hint`. A case under `noticed` ends in notices, which stop nothing, and one under
`valid` in none. `removed.txt` lists files of the
base that the case takes away; `options.txt` has the options of `kb check` that the case is about. What git cannot hold
plainly (other encodings, links, large or binary files, invisible characters) is made by the generator of the case's name in
`examples/generators.py`.

`why.txt` says what a case without files of its own is for.

`UPDATE_EXAMPLES=1 pytest tests/unit/test_examples.py` writes every `expected.txt` anew; read the difference.
"""

import importlib.util
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb_tools.cli import main
from kb_tools.content.compose import compose
from kb_tools.content.text import Mistake
from kb_tools.model.catalog import CODES

EXAMPLES = Path(__file__).parents[1] / "examples"
NOT_CONTENT = ("expected.txt", "options.txt", "removed.txt", "why.txt")
TODAY = "1795305600"  # 2026-11-22
SECONDS = 2.0


def _generators() -> Mapping[str, Callable[[Path], None]]:
    spec = importlib.util.spec_from_file_location("examples_generators", EXAMPLES / "generators.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.GENERATORS  # type: ignore[no-any-return]


GENERATORS = _generators()


def _cases(kind: str) -> list[str]:
    return sorted(folder.name for folder in (EXAMPLES / kind).iterdir() if folder.is_dir())


def _lay_out(kind: str, case: str, root: Path) -> None:
    shutil.copytree(EXAMPLES / "base", root)
    folder = EXAMPLES / kind / case
    shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOT_CONTENT))
    if (folder / "removed.txt").exists():
        for name in (folder / "removed.txt").read_text("utf-8").split():
            (root / name).unlink()
    if case in GENERATORS:
        GENERATORS[case](root)


def _options(kind: str, case: str) -> list[str]:
    file = EXAMPLES / kind / case / "options.txt"
    return file.read_text("utf-8").split() if file.exists() else []


def _problems(root: Path, options: Sequence[str] = ()) -> tuple[list[str], int]:
    """The problems as lines, and the exit code; through the command, as a user gets them."""
    began = time.process_time()
    command = ["check", "--root", str(root), "--json", *options]
    result = CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": TODAY})
    took = time.process_time() - began
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert took < SECONDS, f"took {took:.1f} s"
    rows = json.loads(result.stdout)
    return [
        f"{row['file']}:{row['line']}:{row['column']} {row['field']} [{row['code']}] {row['message']} | {row['hint']}"
        for row in rows
    ], result.exit_code


@contextmanager
def _as_an_ordinary_user() -> Iterator[None]:
    """Root may read every file: for what permissions forbid, be nobody for a while."""
    root = os.geteuid() == 0
    _problems(EXAMPLES / "base")  # everything is imported while that is still allowed
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that an ordinary user may look into; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "kb"


@pytest.mark.parametrize(("kind", "case"), [(kind, case) for kind in ("invalid", "noticed") for case in _cases(kind)])
def test_problems(kind: str, case: str, place: Path) -> None:
    _lay_out(kind, case, place)
    with _as_an_ordinary_user() if "unreadable" in case else nullcontext():
        lines, exit_code = _problems(place, _options(kind, case))
    expected = EXAMPLES / kind / case / "expected.txt"
    if os.environ.get("UPDATE_EXAMPLES"):
        expected.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert lines == expected.read_text("utf-8").splitlines()
    assert lines
    assert exit_code == (kind == "invalid")


@pytest.mark.parametrize("case", _cases("valid"))
def test_valid(case: str, place: Path) -> None:
    _lay_out("valid", case, place)
    assert _problems(place, _options("valid", case)) == ([], 0)


def test_ten_thousand_problems_in_one_file(place: Path) -> None:
    shutil.copytree(EXAMPLES / "base", place)
    unknown = "".join(f"k{number:05}: x\n" for number in range(10_000))
    with (place / "docs/sources/first-source.yml").open("a", encoding="utf-8") as file:
        file.write(unknown)
    lines, exit_code = _problems(place)
    assert (len(lines), exit_code) == (10_000, 1)
    assert lines[-1].startswith("docs/sources/first-source.yml:10005:1 k09999 [field-unknown] ")


def test_ten_thousand_dangling_ids(place: Path) -> None:
    shutil.copytree(EXAMPLES / "base", place)
    lessons = ", ".join(f"lesson-{number}" for number in range(10_000))
    playbook = place / "playbooks/first-playbook/playbook.yml"
    playbook.write_text(playbook.read_text("utf-8").replace("lessons: [", f"lessons: [{lessons}, "), "utf-8")
    lines, _ = _problems(place)
    assert len(lines) == 10_000


def test_the_base_alone_is_valid() -> None:
    assert _problems(EXAMPLES / "base") == ([], 0)


def test_every_code_has_a_case() -> None:
    expected = "\n".join(path.read_text("utf-8") for path in EXAMPLES.glob("invalid/*/expected.txt"))
    raised_by_files = {code.code for code in CODES.values() if code.level == "error"}
    assert {code for code in raised_by_files if f"[{code}]" not in expected} == set()


def test_every_generator_has_a_case() -> None:
    assert set(GENERATORS) <= {*_cases("invalid"), *_cases("valid")}


def test_no_message_shows_a_hole_or_an_english_sentence() -> None:
    lines = [line for path in EXAMPLES.glob("*/*/expected.txt") for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        message = line.partition("] ")[2]
        assert any("\u05d0" <= letter <= "\u05ea" for letter in message), line
        assert "{" not in message.replace("{lesson}", ""), line
        assert "None" not in message, line


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("yaml-")])
def test_the_example_of_a_yaml_code_raises_it(code: str) -> None:
    try:
        raised = [mistake.code for _, mistake in compose(CODES[code].example).mistakes]
    except Mistake as mistake:
        raised = [mistake.code]
    assert raised == [code]
