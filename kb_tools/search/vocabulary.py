"""The words of a collection, sorted as they are asked for: by family, by beginning, by end."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb_tools.hebrew.spelling import family, one_edit_apart
from kb_tools.search.collection import MOST_COMPLETIONS, reached


@dataclass(frozen=True, slots=True)
class Filed:
    """Words by family, then by letters; `families` names the family of each."""

    families: Sequence[str]
    words: Sequence[str]

    def family(self, name: str) -> Sequence[str]:
        """The words of a family, and of those that it reaches."""
        return [word for one in reached(name) for word in self._only(one)]

    def _only(self, name: str) -> Sequence[str]:
        return self.words[bisect_left(self.families, name) : bisect_right(self.families, name)]


def filed(words: Iterable[str]) -> Filed:
    """The words in the order of their families."""
    pairs = sorted((family(word), word) for word in words)
    return Filed([name for name, _ in pairs], [word for _, word in pairs])


class Vocabulary:
    """Normalised words. Each order is sorted at its first use: one query may need none but the first.

    `by_family`: the same words filed, by whoever has them so already.
    """

    def __init__(self, words: Collection[str], frequency: Callable[[str], int], by_family: Filed | None = None) -> None:
        self._unsorted = words
        self._frequency = frequency
        self._given = by_family
        self._completed: dict[str, Sequence[str]] = {}

    def family(self, name: str) -> Sequence[str]:
        """The words of a family, and of those that it reaches."""
        return self._filed.family(name)

    @cached_property
    def _filed(self) -> Filed:
        return self._given or filed(self._words)

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._unsorted)

    def completions(self, beginning: str) -> Sequence[str]:
        """The words that begin so and go on, at most `MOST_COMPLETIONS`, the most frequent first, then by letters."""
        found = self._completed.get(beginning)
        if found is None:
            longer = [word for word in _beginning(self._words, beginning) if word != beginning]
            longer.sort(key=lambda word: (-self._frequency(word), word))
            found = self._completed[beginning] = longer[:MOST_COMPLETIONS]
        return found

    def near(self, word: str) -> Sequence[str]:
        """The words one edit apart. An edit leaves one half of the word as it was, but for a swap in the very middle."""
        half = len(word) // 2
        same_start = _beginning(self._words, word[:half])
        same_end = (other[::-1] for other in _beginning(self._backwards, word[: half - 1 : -1]))
        swapped = _beginning(self._words, word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :])
        return sorted(
            {other for found in (same_start, same_end, swapped) for other in found if one_edit_apart(word, other)}
        )

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self._words)


def _beginning(ordered: Sequence[str], beginning: str) -> Iterator[str]:
    for number in range(bisect_left(ordered, beginning), len(ordered)):
        if not ordered[number].startswith(beginning):
            return
        yield ordered[number]
