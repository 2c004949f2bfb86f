"""The desk where submissions arrive, whichever way they come: received, logged, and announced on the forge."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from kb_tools.history.branches import fetch
from kb_tools.history.remote import origin_forge
from kb_tools.history.repository import GitError, Repository
from kb_tools.intake.forge import ForgeError, PullRequests
from kb_tools.intake.log import write
from kb_tools.intake.receive import Outcome, Reception, base_commit, reception, refusal
from kb_tools.intake.refusal import Refused
from kb_tools.intake.trial import Trial
from kb_tools.model.page import Forge

_FRESH = timedelta(seconds=60)
"""How long what was fetched is taken for what the remote has."""


@dataclass
class Desk:
    """Submissions are taken one at a time; the main branch may move on meanwhile."""

    repository: Repository
    base: str
    log: Path
    open_requests: Callable[[Forge | None], PullRequests | None]
    """The forge's pull requests, if they are to be opened."""
    notices: list[str] = field(default_factory=list)
    """What went wrong beside the submission itself, in Hebrew, for whoever runs the desk."""

    _stack: ExitStack = field(default_factory=ExitStack)
    _reception: Reception | None = None
    _fetched: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def take(self, sent: bytes | Refused, now: datetime) -> Outcome:
        """Receive one submission, or log one that was refused on its way here. Raises GitError and OSError."""
        with self._lock:
            outcome = refusal(sent.reasons) if isinstance(sent, Refused) else self.open(now).receive(sent, now)
            write(self.log, [(outcome, now)])
            if outcome.subject:
                self._announce(outcome)
            return outcome

    def told(self) -> Iterator[str]:
        """What is to be told, each once, though several threads ask."""
        while self.notices:
            with suppress(IndexError):  # another was faster
                yield self.notices.pop(0)

    def close(self) -> None:
        self._stack.close()

    def open(self, now: datetime) -> Reception:
        """The reception upon the main branch as it is now."""
        if self._reception is None:
            self._reception = self._stack.enter_context(reception(self.repository, self.base))
            self._fetched = now
            return self._reception
        if self._reception.pushes and (self._fetched is None or now - self._fetched > _FRESH):
            with suppress(GitError):
                fetch(self.repository)
            self._fetched = now
        commit = base_commit(self.repository, self.base)
        if commit != self._reception.trial.commit:
            self._stack.close()
            trial = self._stack.enter_context(Trial.of(self.repository, commit))
            self._reception = Reception(self.repository, self.base, trial, self._reception.pushes)
        return self._reception

    def _announce(self, outcome: Outcome) -> None:
        """A pull request for the branch, where there is a forge; one that cannot be opened leaves the branch as it is."""
        if self._reception is None or not self._reception.pushes:
            return
        try:
            requests = self.open_requests(self._reception.trial.settings.forge or origin_forge(self.repository.folder))
            if requests:
                address = requests.open(
                    outcome.branch, outcome.subject, _body(outcome), outcome.branch.partition("/")[0]
                )
                self.notices.append(f"נפתחה בקשת משיכה: {address}".removesuffix(": "))
        except ForgeError as error:
            self.notices.append(str(error))


def _body(outcome: Outcome) -> str:
    """Words of ours alone: what people wrote is in the file, where it cannot call anybody."""
    return (
        f"ההצעה `{outcome.id}` נשלחה בטופס ועברה את הבדיקה האוטומטית.\n\n"
        "- [ ] אי אפשר לזהות כאן אדם\n"
        "- [ ] המקור אומר את מה שכתוב\n"
        "- [ ] מי שבודק אינו מי שכתב\n"
    )


@contextmanager
def desk(
    repository: Repository, base: str, log: Path, open_requests: Callable[[Forge | None], PullRequests | None]
) -> Iterator[Desk]:
    """Open until the block ends."""
    opened = Desk(repository, base, log, open_requests)
    try:
        yield opened
    finally:
        opened.close()
