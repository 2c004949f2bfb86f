"""How long a check takes, beside PyYAML's C loader alone over the same files.

    python benchmarks/check.py --files 10000 --seed 1

Makes a valid knowledge base of so many files in a temporary folder, and one of half as many; for each, measures in
separate processes the CPU seconds of `load_library` and of `yaml.load(…, CSafeLoader)`, and the peak memory of both.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import yaml
from corpus import Corpus

TODAY = date(2026, 11, 22)


def check(root: Path) -> int:
    from kb_tools.library import load_library  # noqa: PLC0415 - the other measurement must not pay for it

    began = time.process_time()
    loaded = load_library(root, TODAY)
    took = time.process_time() - began
    if loaded.problems:
        raise SystemExit(f"the corpus is not valid: {loaded.problems[0]}")
    return _report(took)


def read_yaml(root: Path) -> int:
    began = time.process_time()
    kept = [yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in sorted(root.rglob("*.yml"))]
    took = time.process_time() - began
    return _report(took, len(kept))


def _report(took: float, files: int = 0) -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "megabytes": peak, "files": files}))
    return 0


MEASURES = {"check": check, "yaml": read_yaml}


def measured(what: str, root: Path, runs: int) -> dict[str, float]:
    """The fastest of some runs, each in a process of its own."""
    command = [sys.executable, __file__, "--measure", what, "--root", str(root)]
    outputs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(runs)]
    return min((json.loads(output) for output in outputs), key=lambda found: float(found["seconds"]))


def compare(files: int, seed: int, runs: int) -> float:
    """Print the figures of one corpus; the ratio of the check to the loader."""
    with tempfile.TemporaryDirectory() as folder:
        Corpus(seed).write(Path(folder), files)
        ours, theirs = (measured(what, Path(folder), runs) for what in ("check", "yaml"))
    ratio = ours["seconds"] / theirs["seconds"]
    print(
        f"{theirs['files']:>7,} files   check {ours['seconds']:6.2f} s {ours['megabytes']:5.0f} MB"
        f"   CSafeLoader {theirs['seconds']:6.2f} s {theirs['megabytes']:5.0f} MB   ratio {ratio:.2f}"
    )
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=2, help="runs of each measurement; the fastest counts")
    parser.add_argument("--most", type=float, default=3.0, help="the ratio past which the exit code is 1")
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        return MEASURES[given.measure](given.root)
    compare(given.files // 2, given.seed, given.runs)
    return 0 if compare(given.files, given.seed, given.runs) <= given.most else 1


if __name__ == "__main__":
    raise SystemExit(main())
