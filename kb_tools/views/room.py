"""How much fits on paper: lists are cut to the lines that are left, and say how many were left out.

Lines are reckoned from the lengths of texts, and rather too many than too few: the printer has no second thought about what
to leave out, only about how close things stand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)  # no slots: a generic type with them cannot be made
class Cut(Generic[T]):
    """A list as far as it fits, and how many more there are."""

    shown: tuple[T, ...]
    rest: int = 0


class Room:
    """The lines of a paper that are still free."""

    def __init__(self, lines: float) -> None:
        self.left = lines

    def spend(self, lines: float) -> None:
        self.left -= lines

    def take(self, rows: Iterable[T], cost: Callable[[T], float], most: int | None = None) -> Cut[T]:
        """The first of the rows, `most` of them, that there is room for; the lines they take are taken."""
        every = tuple(rows)
        shown = []
        for row in every[:most]:
            if cost(row) > self.left:
                break
            self.spend(cost(row))
            shown.append(row)
        return Cut(tuple(shown), len(every) - len(shown))


def lines_of(text: str, across: int) -> int:
    """How many lines a text takes where `across` letters stand beside each other; words that are not split are reckoned in."""
    return max(1, ceil(len(text) * 1.08 / across))
