"""What the history costs beside git itself: the page-level pass, and what each commit made of each thing.

    python benchmarks/history.py [--commits 3000] [--files 3000] [--seed 1]

Makes a valid knowledge base of about so many files in a repository of so many commits (files come in over the first third of the commits,
then each commit changes some steps, lessons and profiles; some files are renamed), and measures the CPU seconds, of this process and of
git's, of

- `git log --name-status -z`, raw: the peer;
- the page-level pass, cold and with what it kept;
- page-level and step-level together, cold, with what it kept, and after one more commit.

The exit code is 1 when the cold page-level pass costs more than --most times raw git.
"""

import argparse
import random
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from os import environ
from pathlib import Path

from corpus import Corpus

from kb_tools.content.load import load_settings
from kb_tools.history.git_log import read_history
from kb_tools.recorded import read_recorded

TODAY = date(2026, 11, 22)
_FIELD = re.compile(r"^(?: {4}what|title|summary|name): [^>|\"'{\n][^\n]*", re.MULTILINE)
RENAMES = 0.02
"""Share of the later commits that rename a file."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--commits", type=int, default=3000)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement; the fastest counts")
    parser.add_argument(
        "--most", type=float, default=2.0, help="page level beside raw git, past which the exit code is 1"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        root = Path(folder) / "base"
        files = _make(root, given.commits, given.files, given.seed)
        print(f"{given.commits:,} commits, {files:,} files", flush=True)
        ratio = _measure(root, Path(folder) / "kept", given.runs)
    return 0 if ratio <= given.most else 1


def _measure(root: Path, kept: Path, runs: int) -> float:
    settings = load_settings(root)
    if settings is None:
        raise SystemExit("the corpus is not valid")
    raw = _cost(lambda: _git(root, "log", "--name-status", "-z"), runs)
    print(f"git log --name-status -z          {raw:>7.3f} s")

    def told(name: str, work: Callable[[], object], times: int = runs) -> float:
        cost = _cost(work, times)
        print(f"{name:<34}{cost:>7.3f} s {cost / raw:>6.2f}×", flush=True)
        return cost

    cold = told("page level, cold", lambda: read_history(root, TODAY))
    read_history(root, TODAY, kept)
    told("page level, kept", lambda: read_history(root, TODAY, kept))
    told("with steps and lessons, cold", lambda: read_recorded(root, settings, TODAY), 1)
    told("with steps and lessons, kept", lambda: read_recorded(root, settings, TODAY))
    book = next(root.glob("playbooks/*/playbook.yml"))
    book.write_text(book.read_text("utf-8").replace("summary: ", "summary: עודכן. ", 1), encoding="utf-8")
    _git(root, "commit", "--quiet", "--all", "--message", "עוד שינוי")
    told("the same after one more commit", lambda: read_recorded(root, settings, TODAY), 1)
    return cold / raw


def _cost(work: Callable[[], object], runs: int) -> float:
    """CPU seconds of the fastest of some runs, children included."""
    return min(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    before = _cpu()
    work()
    return _cpu() - before


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _git(root: Path, *arguments: str, **given: bytes) -> bytes:
    who = {
        f"GIT_{role}_{what}": f"{what.lower()}@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, env={**environ, **who}, **given).stdout


def _make(root: Path, commits: int, files: int, seed: int) -> int:
    """The repository, written through `git fast-import`; how many files it has."""
    root.mkdir()
    Corpus(seed).write(root, files)
    texts = {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*")) if path.is_file()
    }
    _git(root, "init", "--quiet", "--initial-branch=main")
    _git(root, "fast-import", "--quiet", input=b"".join(_stream(texts, commits, random.Random(seed))))
    _git(root, "reset", "--quiet", "--hard", "main")
    return len(texts)


def _stream(texts: dict[str, str], commits: int, chance: random.Random) -> Iterator[bytes]:
    paths = sorted(texts)
    first = max(commits // 3, 1)
    portion = -(-len(paths) // first)
    start = TODAY - timedelta(days=commits)
    for number in range(commits):
        when = int(time.mktime((start + timedelta(days=number)).timetuple()))
        yield f"commit refs/heads/main\ncommitter N{number % 40} <n{number % 40}@example.org> {when} +0000\n".encode()
        yield _data(f"שינוי {number}")
        if number < first:
            for path in paths[number * portion : (number + 1) * portion]:
                yield _file(path, texts[path])
            continue
        for path in chance.sample(paths, 3):
            texts[path] = _changed(texts[path], number)
            yield _file(path, texts[path])
        if chance.random() < RENAMES and (page := next((p for p in chance.sample(paths, 50) if p.endswith(".md")), "")):
            moved = page.removesuffix(".md").rstrip("0123456789-") + f"-{number}.md"
            yield f"R {page} {moved}\n".encode()
            texts[moved] = texts.pop(page)
            paths[paths.index(page)] = moved
            paths.sort()


def _changed(text: str, number: int) -> str:
    """The text with one field of it other than before: a remark after the first one that is a plain line."""
    found = _FIELD.search(text)
    if found is None:
        return text + f"# {number}\n"
    line = found[0].partition(" (עדכון")[0]
    return f"{text[: found.start()]}{line} (עדכון {number}){text[found.end() :]}"


def _file(path: str, text: str) -> bytes:
    return f'M 100644 inline "{path}"\n'.encode() + _data(text)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n" % len(content) + content + b"\n"


if __name__ == "__main__":
    raise SystemExit(main())
