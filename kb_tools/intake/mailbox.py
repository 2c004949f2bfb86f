"""Submissions that came by mail: a Maildir, or a folder of .eml files.

Nothing of a letter but what it brings is kept: not who sent it, not from where. A letter that was dealt with is marked as
seen (in a folder: moved to `handled` or `refused`); one whose branch did not reach the remote waits for the next time.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from itertools import count, repeat
from pathlib import Path

from kb_tools.intake.issue_form import is_filled_form, submission_of
from kb_tools.intake.receive import Outcome
from kb_tools.intake.refusal import Reason, Refused, known
from kb_tools.model.submission import LARGEST_SUBMISSION

LARGEST_LETTER = 4 * 1024 * 1024
_LONGEST_HEADER, _MOST_HEADERS = 300, 400
"""Of what is read of a header, and of those of a whole letter. The library takes minutes for one of 60 kB of semicolons."""
_MOST_PARTS = 50
_MOST_SUBMISSIONS = 10
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("windows-1255", "cp1255", "x-cp1255"), "windows-1255"),
    **dict.fromkeys(("iso-8859-8", "iso-8859-8-i", "iso-8859-8-e", "hebrew"), "iso-8859-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-16"),
}
"""The codings in which Hebrew letters come. Others are not decoded: some take a codec seconds."""


class _Bounded(EmailPolicy):
    """How letters are read, for one letter: what is beyond the bounds of headers is cut off, or none of it is read."""

    left: Iterator[None] = iter(())
    """An item for each header that may still come: a policy itself cannot change."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        if next(self.left, self) is self:
            raise ValueError("too many headers")
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


@dataclass(frozen=True)
class Letter:
    """A message that waits in the folder."""

    path: Path
    is_maildir: bool

    @property
    def name(self) -> str:
        """What it is called in the folder; of a Maildir, without its flags."""
        return self.path.name.partition(":2,")[0]

    def submissions(self, today: date) -> list[bytes | Refused]:
        """What it brings, each as bytes of a submission or as the reason why it is none."""
        with self.path.open("rb") as file:
            data = file.read(LARGEST_LETTER + 1)
        if len(data) > LARGEST_LETTER:
            return [Refused(known("file-too-large", found=-(-len(data) // 1024), right=LARGEST_LETTER // 1024))]
        return brought(data, today)

    def settle(self, outcomes: list[Outcome]) -> None:
        """Take it off the waiting ones, unless something in it has yet to reach the remote."""
        if not all(outcome.is_done for outcome in outcomes):
            return
        refused = any(outcome.state == "refused" for outcome in outcomes)
        with suppress(FileNotFoundError):  # another service was faster; both gave the same outcome
            if self.is_maildir:
                self._flag("FS" if refused else "S")
            else:
                folder = self.path.parent / ("refused" if refused else "handled")
                folder.mkdir(exist_ok=True)
                self.path.rename(_free(folder / self.path.name))

    def _flag(self, flags: str) -> None:
        name, _, old = self.path.name.partition(":2,")
        self.path.rename(self.path.parent.parent / "cur" / f"{name}:2,{''.join(sorted({*old, *flags}))}")


def _free(path: Path) -> Path:
    """The path, or one beside it when another letter of that name is there: it is not written over."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not path.exists() else next(other for other in others if not other.exists())


def letters(folder: Path) -> Iterator[Letter]:
    """The letters that nobody has dealt with, the oldest name first. Raises OSError."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        paths = [*(folder / "new").iterdir(), *(folder / "cur").iterdir()]
        waiting = [path for path in paths if "S" not in path.name.partition(":2,")[2] and not path.name.startswith(".")]
        files = sorted((path for path in waiting if path.is_file()), key=lambda path: path.name)
        yield from (Letter(path, is_maildir=True) for path in files)
    else:
        yield from (Letter(path, is_maildir=False) for path in sorted(folder.glob("*.eml")) if path.is_file())


def brought(data: bytes, today: date) -> list[bytes | Refused]:
    """The submissions in a message: its JSON files, or a form that was filled in its text."""
    try:
        bounded = _Bounded(left=repeat(None, _MOST_HEADERS))  # type: ignore[call-overload]  # it takes what the class has
        message = message_from_bytes(data, policy=bounded)
        day = _day_of(message, today)
        files, texts = _parts(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        # The parser of the standard library raises many things on what is no letter.
        return [Refused(Reason("mail-unreadable", "אי אפשר לקרוא את ההודעה", "שלחו הודעה רגילה ובה הקובץ שהטופס שמר"))]
    if files:
        return files[:_MOST_SUBMISSIONS]
    for text in texts:
        if isinstance(text, Refused):
            return [text]
        found = _in_text(text, day)
        if found is not None:
            return [found]
    return [Refused(Reason("mail-nothing", "אין בהודעה קובץ של הטופס", "צרפו את הקובץ שהטופס שמר (json)"))]


def _parts(message: EmailMessage) -> tuple[list[bytes | Refused], list[str | Refused]]:
    files: list[bytes | Refused] = []
    texts: list[str | Refused] = []
    for number, part in enumerate(message.walk()):
        if number == _MOST_PARTS:
            break
        if part.is_multipart():
            continue
        name = str(part.get_filename() or "").lower()
        if name.endswith(".json") or part.get_content_type() == "application/json":
            files.append(_utf8(part))
        elif part.get_content_type() == "text/plain":
            data = _utf8(part)
            texts.append(data if isinstance(data, Refused) else data.decode("utf-8", "replace"))
    return files, texts


def _utf8(part: EmailMessage) -> bytes | Refused:
    """The part's bytes as UTF-8: decoded from the coding that it declares, as they are when it declares none."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    declared = str(part.get_content_charset() or "utf-8").lower()
    charset = _CHARSETS.get(declared)
    if charset is None:
        return Refused(known("text-encoding", found=re.sub(r"[^a-z0-9-]", "", declared)[:40]))
    if charset == "utf-8" or len(data) > 4 * LARGEST_SUBMISSION:
        return data
    try:
        return data.decode(charset).encode("utf-8")
    except UnicodeDecodeError:
        return Refused(known("text-encoding", found=charset))


def _in_text(text: str, day: date) -> bytes | Refused | None:
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return text.strip("\ufeff \t\r\n").encode("utf-8", "surrogatepass")
    if is_filled_form(text):
        try:
            return submission_of(text, day)
        except Refused as refused:
            return refused
    return None


def _day_of(message: EmailMessage, today: date) -> date:
    """The day on which it was written: so a form that comes twice is the same submission. Not after today."""
    written = getattr(message["date"], "datetime", None)
    return min(written.date(), today) if written else today
