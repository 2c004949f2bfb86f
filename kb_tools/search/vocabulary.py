"""The words of a collection, sorted as they are asked for: by family, by beginning, by end."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from kb_tools.hebrew.spelling import family, one_edit_apart
from kb_tools.search.collection import MOST_COMPLETIONS

_AFTER_ALL = "\uffff"


class Vocabulary:
    """Normalised words. Each order is sorted at its first use: one query may need none but the first."""

    def __init__(self, words: Iterable[str], frequency: Callable[[str], int]) -> None:
        self._words = sorted(words)
        self._frequency = frequency
        self._completed: dict[str, Sequence[str]] = {}

    def family(self, beginning: str) -> Sequence[str]:
        """The words of every family that begins so."""
        families, names = self._families
        found: list[str] = []
        for name in names[bisect_left(names, beginning) : bisect_left(names, beginning + _AFTER_ALL)]:
            found += families[name]
        return found

    @cached_property
    def _families(self) -> tuple[dict[str, list[str]], list[str]]:
        families: dict[str, list[str]] = {}
        for word in self._words:
            families.setdefault(family(word), []).append(word)
        return families, sorted(families)

    def completions(self, beginning: str) -> Sequence[str]:
        """The words that begin so and go on, at most `MOST_COMPLETIONS`, the most frequent first, then by letters."""
        found = self._completed.get(beginning)
        if found is None:
            longer = [word for word in _beginning(self._words, beginning) if word != beginning]
            longer.sort(key=lambda word: (-self._frequency(word), word))
            found = self._completed[beginning] = longer[:MOST_COMPLETIONS]
        return found

    def near(self, word: str) -> Sequence[str]:
        """The words one edit apart: an edit leaves one half of the word as it was, so both halves are looked up."""
        half = len(word) // 2
        same_start = _beginning(self._words, word[:half])
        same_end = (other[::-1] for other in _beginning(self._backwards, word[: half - 1 : -1]))
        return sorted({other for found in (same_start, same_end) for other in found if one_edit_apart(word, other)})

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self._words)


def _beginning(ordered: Sequence[str], beginning: str) -> Iterator[str]:
    for number in range(bisect_left(ordered, beginning), len(ordered)):
        if not ordered[number].startswith(beginning):
            return
        yield ordered[number]
