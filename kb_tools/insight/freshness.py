"""Until when what was reviewed is fresh: every thing in its rhythm, its own or the one that kb.yml gives its kind."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb_tools.model.base import Kept
from kb_tools.model.lesson import Lesson, LessonStatus
from kb_tools.model.library import Library
from kb_tools.model.source import Source, SourceKind
from kb_tools.model.survey import Key
from kb_tools.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after a thing and how often, whether it says so itself or kb.yml does."""

    key: Key
    owner: str
    reviewed_on: date | None
    every: int
    """Months between two reviews."""

    @property
    def next_review(self) -> date | None:
        """The day of the next review; None while there was no first one."""
        return months_after(self.reviewed_on, self.every) if self.reviewed_on else None


def all_kept(library: Library) -> Iterator[Care]:
    """Everything that is looked after: things, vocabularies and written pages.

    What nobody has to look after is left out: rejected lessons, and the sources that stand behind examples.
    """
    for key, defined in library.defined.items():
        if isinstance(defined.entry, Kept) and not _is_closed(defined.entry):
            yield _care(library, key, key[0], defined.entry)
    for document in library.documents:
        if isinstance(document.content, Vocabulary):
            yield _care(library, document.owner, "vocabulary", document.content)
    for page in library.pages:
        yield _care(library, ("page", page.path), "page", page.meta)


def care_of(library: Library, key: Key) -> Care | None:
    """How a thing or a written page is looked after; None for what is a part of another."""
    kind, id_ = key
    if kind == "page":
        page = library.pages_by_path.get(id_)
        return _care(library, key, kind, page.meta) if page else None
    defined = library.defined.get(key)
    return _care(library, key, key[0], defined.entry) if defined and isinstance(defined.entry, Kept) else None


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _is_closed(kept: Kept) -> bool:
    if isinstance(kept, Lesson):
        return kept.status is LessonStatus.REJECTED
    return isinstance(kept, Source) and kept.source_kind is SourceKind.EXAMPLE


def _care(library: Library, key: Key, rhythm: str, kept: Kept) -> Care:
    """`rhythm` is the kind's name in kb.yml's `review_every`."""
    settings = library.settings
    every = kept.review_every or getattr(settings.review_every, rhythm)
    return Care(key, kept.owner or settings.lead_role, kept.reviewed_on, every)
