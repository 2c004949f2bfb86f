"""More documents than a test set has, made of its sentences, with a vocabulary that grows as that of real text.

Each made document is some sentences drawn from the whole set, under the title of one of its documents. That alone would repeat
the set's words for ever, so words are exchanged for fresh ones: the n-th word is new with the probability at which the set's own
vocabulary grows at n words (Heaps' law, fitted on the set), or else a copy of an earlier fresh word, as often as fresh ones stand
in the text so far (Simon's model). The rarest words of a sentence are the ones that go, so that common words grow with the text
and names stay rare. Half of the fresh words are known words under particles that they were not seen with; the others are drawn
letter by letter from a chain over the words that occur once, and look like names and loans. What is not real: sentences recur, and
subjects mix inside a document.
"""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from search_data import page

from kb_tools.search.document import Document

_WORD = re.compile(r"[א-ת]+(?:[\"'׳״][א-ת]+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_PARTICLES = ("ו", "ה", "ב", "ל", "מ", "ש", "כ", "וה", "שה", "וב", "ול", "מה", "בה", "וש", "כש", "לכש", "ומה", "ושל")
_ORDER = 3
"""How many letters of a word the next one depends on."""


@dataclass(frozen=True)
class Growth:
    """Heaps' law: a text of n words has factor · n ** exponent different ones."""

    factor: float
    exponent: float

    def rate(self, words: int) -> float:
        """The probability that the next word is a new one."""
        return self.factor * self.exponent * float(words) ** (self.exponent - 1)


def enlarged(documents: Sequence[Document], count: int, seed: int = 1) -> list[Document]:
    """The documents, then made ones, `count` in all."""
    return [*documents, *Maker(documents, seed).documents(count - len(documents))]


def growth(texts: Sequence[str]) -> Growth:
    """Fitted through the vocabulary of a random half and of the whole."""
    shuffled = random.Random(0).sample(texts, len(texts))
    half, whole = (_counts(shuffled[:end]) for end in (len(texts) // 2, len(texts)))
    exponent = math.log(len(whole) / len(half)) / math.log(whole.total() / half.total())
    return Growth(len(whole) / whole.total() ** exponent, exponent)


def _counts(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text))


class Maker:
    """Makes documents: the same set and seed give the same ones."""

    def __init__(self, documents: Sequence[Document], seed: int) -> None:
        self._random = random.Random(seed)
        texts = [f"{document.title} {document.text}" for document in documents]
        counts = _counts(texts)
        self._growth = growth(texts)
        self._words = counts.total()
        self._titles = [document.title for document in documents]
        self._sentences = [_SENTENCE_END.split(document.text) for document in documents]
        self._rarity = _rarity(counts)
        self._known = list(counts)
        self._seen = set(counts)
        self._chain = _chain([word for word in counts if counts[word] == 1])
        self._fresh: list[str] = []
        """Every fresh word as often as it was written."""

    def documents(self, count: int) -> Iterator[Document]:
        for number in range(count):
            length = len(self._random.choice(self._sentences))
            text = " ".join(self._random.choice(self._random.choice(self._sentences)) for _ in range(length))
            yield page(f"made-{number}", self._grown(self._random.choice(self._titles)), self._grown(text))

    def _grown(self, text: str) -> str:
        return _WORD.sub(lambda found: self._next(found[0]), text)

    def _next(self, word: str) -> str:
        self._words += 1
        new, copied = self._growth.rate(self._words), len(self._fresh) / self._words
        rarer, as_rare = self._rarity.get(word, (0.0, 0.0))
        if rarer + as_rare * self._random.random() > new + copied:
            return word
        takes_new = self._random.random() < new / (new + copied)
        self._fresh.append(self._new() if takes_new else self._random.choice(self._fresh))
        return self._fresh[-1]

    def _new(self) -> str:
        while True:
            word = self._under_particles() if self._random.random() < 0.5 else self._spelled()
            if word not in self._seen:
                self._seen.add(word)
                return word

    def _under_particles(self) -> str:
        return self._random.choice(_PARTICLES) + self._random.choice(self._known)

    def _spelled(self) -> str:
        word = ""
        while True:
            letter = self._random.choice(self._chain[word[-_ORDER:]])
            if not letter:
                return word
            word += letter


def _rarity(counts: Counter[str]) -> Mapping[str, tuple[float, float]]:
    """Word → the share of the text that rarer words make up, and the share of equally rare ones."""
    text_of: Counter[int] = Counter()
    for times in counts.values():
        text_of[times] += times
    below = dict(zip(sorted(text_of), accumulate(text_of[times] for times in sorted(text_of)), strict=True))
    total = counts.total()
    return {word: ((below[times] - text_of[times]) / total, text_of[times] / total) for word, times in counts.items()}


def _chain(words: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The last letters of a word's beginning → the letters that followed it; empty where the word ended."""
    follows: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for end in range(len(word) + 1):
            follows[word[max(0, end - _ORDER) : end]].append(word[end : end + 1])
    return follows
