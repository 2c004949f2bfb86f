"""What of a document is indexed: its words with their number, its length, its title as a whole."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb_tools.hebrew.text import plain_words, words
from kb_tools.search.collection import length_class
from kb_tools.search.document import Document

MOST_READ = 20_000
"""Characters of a document that are looked into for closeness and shown from: a longer one is found by all its words all the same."""
_PAGES = frozenset({"page", "guide"})
"""Kinds whose titles are headings. The title of anything else is its name, and counts twice."""
_BETWEEN = 10
"""Places between a title and the text, so that no pair of words is near across the two."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`times`: word → how often it stands in the document; `size`: class of the number of its words."""

    times: Mapping[str, int]
    size: int
    title: str


def terms(document: Document) -> Terms:
    """The document's terms; both engines index these and nothing else."""
    times: Counter[str] = Counter()
    length = 0
    for part in (*headings(document), document.text):
        found = [*words(part)]
        times.update([word.text for word in found])
        length += sum(not word.joined for word in found)
    if document.kind not in _PAGES:
        times.update(word.text for word in words(document.title))
    return Terms(times, length_class(length), whole(document.title))


def headings(document: Document) -> Iterator[str]:
    """The title, and the title of the page where that is another."""
    yield document.title
    if document.page != document.title:
        yield document.page


def whole(title: str) -> str:
    """A title or a query as one term, without what it explains in brackets: ממ״ד (מרחב מוגן דירתי) is asked for as ממ״ד."""
    return " ".join(plain_words(title.partition(" (")[0]))


def places(document: Document) -> list[str]:
    """The words of the document in their order, for `closeness`."""
    ordered: list[str] = []
    for part in (*headings(document), document.text[:MOST_READ]):
        if ordered:
            ordered += [""] * _BETWEEN
        ordered += plain_words(part)
    return ordered
