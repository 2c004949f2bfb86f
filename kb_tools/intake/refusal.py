"""Why a submission is not taken: every reason at once, in Hebrew, for the one who sent it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb_tools.model.catalog import CODES
from kb_tools.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `code` says it without a word of the submission, so it alone is written to the log."""

    code: str
    message: str
    hint: str = ""
    field: str = ""
    """As `event.began_on`; empty when it is about the whole."""


class Refused(Exception):  # noqa: N818 - an answer to the sender, not a fault of ours
    """A submission that is not taken."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


def known(code: str, field: str = "", **facts: object) -> Reason:
    """A reason that `kb check` gives too, in its very words."""
    entry = CODES[code]
    return Reason(code, entry.message.format_map(facts), entry.hint.format_map(facts), field)


def of_problems(problems: Iterable[Problem]) -> tuple[Reason, ...]:
    """The problems of the file that the submission would become."""
    return tuple(Reason(each.code, each.message, each.hint, each.place.field) for each in problems)
