"""`load_library(root, today)`: the only place where the parts meet."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb_tools.content.crosscheck import across_files
from kb_tools.content.load import load
from kb_tools.content.locate import problems
from kb_tools.model.library import Library, assemble
from kb_tools.model.problem import Problem


@dataclass(frozen=True)
class Loaded:
    """What a root holds: the library, as far as it could be read, and every problem, sorted."""

    library: Library | None
    """None when kb.yml itself cannot be read."""
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")


def load_library(root: Path, today: date) -> Loaded:
    """Read and check the knowledge base at `root`. `today` decides what is in the future and what has expired."""
    content = load(root)
    if content.settings is None:
        return Loaded(None, tuple(problems(root, content)))
    library = assemble(content.settings, content.documents, content.pages, content.prose)
    return Loaded(library, tuple(problems(root, content, across_files(library, today))))
