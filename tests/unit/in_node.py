"""The JavaScript twin of what is asked in Python: one node process that answers lists of questions."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def answering(script: Path) -> Iterator[Callable[[Sequence[Any]], list[Any]]]:
    """A function that asks the script: questions in one line of JSON, answers in the next. The script ends with the block."""
    node = shutil.which("node")
    assert node is not None, "node is missing"
    with subprocess.Popen([node, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def answers(questions: Sequence[Any]) -> list[Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(questions) + "\n")
            process.stdin.flush()
            return list(json.loads(process.stdout.readline()))

        yield answers
        assert process.stdin is not None
        process.stdin.close()
