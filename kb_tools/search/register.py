"""What an index knows of its documents and words without opening its postings: read whole at the start, so kept flat and small."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from kb_tools.search.collection import Sorts
from kb_tools.search.document import Document
from kb_tools.search.index import Changes
from kb_tools.search.vocabulary import Filed, filed


@dataclass(frozen=True, slots=True)
class Register:
    """The documents in the order of their stream, by columns: a document's number is its place in each.

    `stamps`: `stamp` of each document; `sizes`: class of its length.
    """

    stamps: Sequence[int]
    addresses: Sequence[str]
    titles: Sequence[str]
    sorts: Sequence[Sorts]
    sizes: Sequence[int]

    def as_json(self) -> dict[str, Any]:
        return {
            "stamps": self.stamps,
            "addresses": self.addresses,
            "titles": self.titles,
            "kinds": [sorts.kind for sorts in self.sorts],
            "scenarios": [sorts.scenarios for sorts in self.sorts],
            "authorities": [sorts.authority for sorts in self.sorts],
            "sizes": self.sizes,
        }

    def size_of(self) -> dict[int, int]:
        """The classes of lengths by stamp."""
        return dict(zip(self.stamps, self.sizes, strict=True))

    def changes(self, documents: Sequence[Document], stamps: Sequence[int]) -> Changes:
        """What it takes to come to these documents."""
        known, wanted = set(self.stamps), set(stamps)
        gone = {at for at, mark in zip(self.addresses, self.stamps, strict=True) if mark not in wanted}
        fresh = {document.address for document, mark in zip(documents, stamps, strict=True) if mark not in known}
        changed = len(gone & fresh)
        return Changes(len(documents), len(fresh) - changed, changed, len(gone) - changed)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Register":
        sorts = tuple(map(Sorts, found["kinds"], map(tuple, found["scenarios"]), found["authorities"]))
        return cls(found["stamps"], found["addresses"], found["titles"], sorts, found["sizes"])


def register(documents: Sequence[Document], stamps: Sequence[int], sizes: Sequence[int]) -> Register:
    """The register of documents in their order."""
    return Register(
        stamps,
        [document.address for document in documents],
        [document.title for document in documents],
        [Sorts(document.kind, document.scenarios, document.authority) for document in documents],
        sizes,
    )


def stamp(document: Document) -> int:
    """64 bits of all that a document says; documents that differ in anything have different ones."""
    said = (
        document.address,
        document.page,
        document.title,
        document.text,
        document.kind,
        document.phase or "",
        document.authority or "",
        *document.scenarios,
    )
    return int.from_bytes(blake2b("\0".join(said).encode(errors="surrogatepass"), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Every word of the documents with the number of documents that have it, and the same words by family."""

    frequencies: Mapping[str, int]
    by_family: Filed

    def as_json(self) -> dict[str, Any]:
        words = self.by_family.words
        return {
            "families": self.by_family.families,
            "words": words,
            "frequencies": [self.frequencies[word] for word in words],
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Dictionary":
        by_family = Filed(found["families"], found["words"])
        return cls(dict(zip(by_family.words, found["frequencies"], strict=True)), by_family)

    def changed(self, by: Mapping[str, int]) -> "Dictionary":
        """After some words have come to stand in so many documents more or fewer."""
        frequencies = dict(self.frequencies)
        for word, times in by.items():
            frequencies[word] = frequencies.get(word, 0) + times
        kept = {word: times for word, times in frequencies.items() if times}
        return Dictionary(kept, self._filed(kept))

    def _filed(self, words: Mapping[str, int]) -> Filed:
        old = zip(self.by_family.families, self.by_family.words, strict=True)
        fresh = filed(word for word in words if word not in self.frequencies)
        pairs = [pair for pair in old if pair[1] in words]
        pairs += zip(fresh.families, fresh.words, strict=True)
        pairs.sort()
        return Filed([name for name, _ in pairs], [word for _, word in pairs])


NO_WORDS = Dictionary({}, Filed((), ()))
