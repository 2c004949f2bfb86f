"""Things by what they belong to, so that a page looks up its own instead of going through all of them."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def grouped(things: Iterable[T], keys: Callable[[T], Iterable[K]]) -> dict[K, tuple[T, ...]]:
    """Key → the things that have it, in the order given. Keys that nothing has are absent."""
    found: dict[K, list[T]] = {}
    for thing in things:
        for key in dict.fromkeys(keys(thing)):
            found.setdefault(key, []).append(thing)
    return {key: tuple(own) for key, own in found.items()}
