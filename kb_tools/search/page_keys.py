"""What each page is about, in a few weighted keys: by these pages are compared with each other."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.particles import QUESTION_WORDS
from kb_tools.hebrew.text import is_hebrew, words
from kb_tools.search.document import Document
from kb_tools.search.memory import MemoryCollection

_STRONGEST = 40
"""Keys of a page that count: its subject. More only bring in what it mentions."""
_COMMON = 0.3
"""Part of all pages beyond which a key tells none apart…"""
_COMMON_FLOOR = 3
"""…where that is more than so many pages."""
_RAREST = 3
"""Pages as if a key stood in so many: two that happen to share a rare verb are not yet about one thing."""
_HALF = 2.0
"""Occurrences that are worth half of any number of them."""
_IN_TITLE = 3
"""Occurrences that one in the title of the page is worth."""
_UNNAMED = 0.4
"""Weight of a key that is no subject here, beside one that is."""
_NAMING = frozenset({"term", "scenario", "role"})
"""Kinds whose titles are the words of the field, and no sentences."""
_REPEATING = frozenset({"district", "adaptation"})
"""Kinds of pages that say again, for one place, what others say."""
_LISTING = frozenset({"page", "guide"})
"""Kinds of pages that only list others, where they stand above them: a thing has pages of its own below it."""
_LOOKED_UP = frozenset({"term", "problem"})
"""Kinds of parts that make a page one to look things up in: it shares words with all others."""

Weights = Mapping[str, float]
"""Key → weight, the strongest keys only; the squares add up to 1."""


@dataclass(frozen=True, slots=True)
class SpokenPage:
    """A page that says something of its own; `times`: word → how often it stands there."""

    own: Document
    times: Mapping[str, int]


def spoken_pages(collection: MemoryCollection, apart: Collection[str] = ()) -> dict[str, SpokenPage]:
    """Pages by address, without those that only list others, show figures or explain terms, and without those set `apart`."""
    parts: dict[str, list[int]] = {}
    for number, document in enumerate(collection.documents):
        parts.setdefault(document.address.partition("#")[0], []).append(number)
    above = {folder for address in parts for folder in _above(address)}
    kept = {
        address: numbers
        for address, numbers in parts.items()
        if address not in apart
        and not (address in above and collection.documents[numbers[0]].kind in _LISTING)
        and _speaks(address, [collection.documents[number] for number in numbers])
    }
    times = _times(collection, kept)
    return {address: SpokenPage(collection.documents[numbers[0]], times[address]) for address, numbers in kept.items()}


def _above(address: str) -> Iterator[str]:
    """`""` and `playbooks/` for `playbooks/x/`."""
    steps = address.split("/")[:-1]
    return ("".join(f"{step}/" for step in steps[:depth]) for depth in range(len(steps)))


def _speaks(address: str, documents: Sequence[Document]) -> bool:
    own = documents[0]
    if own.address != address or own.kind in _REPEATING or any(part.kind in _LOOKED_UP for part in documents):
        return False
    # Until somebody tells of an authority, its page is a name and figures; and which others are like it, it says itself.
    return own.kind != "municipality" or len(documents) > 1


def _times(collection: MemoryCollection, kept: Mapping[str, Sequence[int]]) -> Mapping[str, Mapping[str, int]]:
    """Address → word → how often it stands there. Read off the collection, which has taken the texts apart once."""
    times: dict[str, dict[str, int]] = {address: {} for address in kept}
    page_of = {number: times[address] for address, numbers in kept.items() for number in numbers}
    for word, postings in collection.by_word.items():
        if _tells(word):
            for number, often in postings:
                if (page := page_of.get(number)) is not None:
                    page[word] = page.get(word, 0) + often
    for address, numbers in kept.items():
        # Each part of a page counts the page's title too: what counts here is that the page has it, not in how many parts.
        repeated = sum(collection.documents[number].title != collection.documents[number].page for number in numbers)
        for word in _telling(collection.documents[numbers[0]].title):
            times[address][word] += _IN_TITLE - 1 - repeated
    return times


def _telling(text: str) -> list[str]:
    """The words of a text that tell what it is about."""
    return [word.text for word in words(text) if _tells(word.text)]


def _tells(word: str) -> bool:
    return len(word) > 2 and is_hebrew(word) and word not in QUESTION_WORDS


@dataclass(frozen=True)
class PageKeys:
    """The keys of all pages. A word has one key, so that its forms meet and none counts twice."""

    pages: Mapping[str, SpokenPage]
    analyser: Analyser
    titles: Iterable[Document]
    """The documents whose titles name the subjects of the collection."""

    @cached_property
    def weights(self) -> dict[str, Weights]:
        """Page → its weighted keys."""
        return {address: self._weights(self.pages[address].own.kind, times) for address, times in self._times.items()}

    def _weights(self, kind: str, times: Mapping[str, int]) -> Weights:
        return self._weighed(times, self._tells[kind])

    def _weighed(self, times: Mapping[str, int], tells: Mapping[str, float]) -> Weights:
        weighed = {key: often / (often + _HALF) * tells[key] for key, often in times.items() if key in tells}
        strongest = sorted(weighed, key=lambda key: (-weighed[key], key))[:_STRONGEST]
        length = math.sqrt(sum(weighed[key] ** 2 for key in strongest))
        return {key: weighed[key] / length for key in strongest}

    def of_text(self, text: str) -> Weights:
        """The weighted keys of a few words, as if they were a page of a kind that says nothing again and again."""
        times = Counter(self._key(word) for word in _telling(text))
        return self._weighed(times, {key: self._rare(key) for key in times if self._tells_apart(key)})

    @cached_property
    def _tells(self) -> dict[str, dict[str, float]]:
        """Kind of page → key → how much it tells there: rare keys more than common ones, and what all of the kind say
        (בוצע כאשר) nothing."""
        tells: dict[str, dict[str, float]] = {kind: {} for kind in self._kinds}
        for (kind, key), spread in self._spread_in_kind.items():
            if self._spread[key] > 1 and self._tells_apart(key):
                tells[kind][key] = self._rare(key) * (1 - spread / (self._kinds[kind] + 2))
        return tells

    def _tells_apart(self, key: str) -> bool:
        return 0 < self._spread[key] <= max(_COMMON_FLOOR, _COMMON * len(self.pages))

    def _rare(self, key: str) -> float:
        rare = math.log(1 + len(self.pages) / max(self._spread[key], _RAREST))
        return rare * (1.0 if key in self.subjects else _UNNAMED)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Keys of what the field has names for, or that at least two pages are called by."""
        called: Counter[str] = Counter()
        for document in self.titles:
            naming = document.kind in _NAMING
            if naming or document.address in self.pages:
                keys = {self._keys[word] for word in _telling(document.title) if word in self._keys}
                called.update(dict.fromkeys(keys, 2 if naming else 1))
        return frozenset(key for key, times in called.items() if times > 1)

    @cached_property
    def _times(self) -> dict[str, Mapping[str, int]]:
        return {address: self._by_key(page.times) for address, page in self.pages.items()}

    def _by_key(self, times: Mapping[str, int]) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for word, often in times.items():
            found[self._keys[word]] += often
        return found

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Word → of the dictionary words that it may be a form of, the one that most pages have forms of."""
        spread = Counter(word for page in self.pages.values() for word in page.times)
        readings = {word: self.analyser.analysis(word).lemmas or (word,) for word in spread}
        shared: Counter[str] = Counter()
        for word, lemmas in readings.items():
            shared.update(dict.fromkeys(lemmas, spread[word]))
        return {word: max(lemmas, key=lambda lemma: (shared[lemma], lemma)) for word, lemmas in readings.items()}

    def _key(self, word: str) -> str:
        """The key of any word: of one that no page has, the dictionary word that most pages have."""
        lemmas = self.analyser.analysis(word).lemmas or (word,)
        return self._keys.get(word) or max(lemmas, key=lambda lemma: (self._spread[lemma], lemma))

    @cached_property
    def _spread(self) -> Counter[str]:
        return Counter(key for times in self._times.values() for key in times)

    @cached_property
    def _spread_in_kind(self) -> Counter[tuple[str, str]]:
        return Counter((self.pages[address].own.kind, key) for address, times in self._times.items() for key in times)

    @cached_property
    def _kinds(self) -> Counter[str]:
        return Counter(page.own.kind for page in self.pages.values())
