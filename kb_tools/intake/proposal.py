"""A waiting branch as a reviewer sees it: who wrote what, what would come of it, and what is wrong with that."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from kb_tools.content.text import printable
from kb_tools.history.branches import Commit
from kb_tools.intake.difference import FileChange
from kb_tools.intake.receive import SUBMITTED_BY
from kb_tools.model.problem import Problem


@dataclass(frozen=True)
class Proposal:
    """A waiting branch and what would come of it."""

    branch: str
    commit: str
    is_pushed: bool
    """False for one that stands here alone, though there is a remote."""
    commits: tuple[Commit, ...]
    """Its own, the newest first."""
    changes: tuple[FileChange, ...]
    problems: tuple[Problem, ...]
    conflicts: tuple[str, ...]
    foreign: tuple[str, ...]
    """What it changes that is no content: those are for whoever maintains the engine, not for this review."""

    @property
    def title(self) -> str:
        """Whoever pushed the branch wrote it: it passes on to terminals and into the merge without what misleads."""
        return printable(self.commits[-1].subject)

    @property
    def submitted_by(self) -> str:
        return printable(next(filter(None, (commit.trailer(SUBMITTED_BY) for commit in reversed(self.commits))), ""))

    @property
    def made(self) -> datetime:
        return self.commits[-1].made

    @property
    def is_sound(self) -> bool:
        return not (self.problems or self.conflicts or self.foreign)

    def written_by(self, name: str) -> bool:
        """Whether the name is that of the one who sent it, or of anybody who wrote in the branch."""
        names = {self.submitted_by} | {
            each for commit in self.commits for each in (commit.author.name, commit.author.mail)
        }
        return _alike(name) in {_alike(each) for each in names if each}


def _alike(name: str) -> str:
    """A name without what two spellings of it differ in."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in folded if character.isalnum() or character == "@")
