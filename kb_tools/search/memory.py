"""A collection in memory: what a build searches and writes the browser's index from."""

from collections.abc import Iterable, Sequence

from kb_tools.search.collection import Postings, Sorts, length_factors
from kb_tools.search.document import Document
from kb_tools.search.terms import Terms, terms
from kb_tools.search.vocabulary import Vocabulary


class MemoryCollection:
    """A `Collection` of documents, numbered in their order."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self.by_word: dict[str, list[tuple[int, int]]] = {}
        self.by_title: dict[str, list[tuple[int, int]]] = {}
        self.sizes: list[int] = []
        for number, document in enumerate(self.documents):
            self._add(number, terms(document))
        self._factors = length_factors(self.sizes)
        self.vocabulary = Vocabulary(self.by_word, self.frequency)

    def _add(self, number: int, found: Terms) -> None:
        self.sizes.append(found.size)
        for word, times in found.times.items():
            self.by_word.setdefault(word, []).append((number, times))
        if found.title:
            self.by_title.setdefault(found.title, []).append((number, 1))

    @property
    def count(self) -> int:
        return len(self.documents)

    def __contains__(self, word: object) -> bool:
        return word in self.by_word

    def document(self, number: int) -> Document:
        return self.documents[number]

    def sorts(self, number: int) -> Sorts:
        document = self.documents[number]
        return Sorts(document.kind, document.scenarios, document.authority)

    def titles(self) -> Sequence[str]:
        return [document.title for document in self.documents]

    @property
    def title_of(self) -> dict[str, str]:
        """Address → title."""
        return {document.address: document.title for document in self.documents}

    def length_factor(self, document: int) -> float:
        return self._factors[document]

    def family(self, name: str) -> Sequence[str]:
        return self.vocabulary.family(name)

    def frequency(self, word: str) -> int:
        return len(self.by_word.get(word, ()))

    def postings(self, word: str) -> Postings:
        return self.by_word.get(word, ())

    def completions(self, beginning: str) -> Sequence[str]:
        return self.vocabulary.completions(beginning)

    def near(self, word: str) -> Sequence[str]:
        return self.vocabulary.near(word)

    def titled(self, words: str) -> Postings:
        return self.by_title.get(words, ())
