"""Commits in the order of time, the newest first, the same however many readings of a log they came from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush


def children_first(commits: Mapping[str, tuple[Sequence[str], int]], head: str) -> Iterator[str]:
    """`head` and its ancestors: no commit before its children, whatever the clocks said; the rest by their seconds.

    `commits`: hash → its parents and the second it was made; parents that are not among them are left out.
    """
    children = Counter(parent for id_ in _reached(commits, head) for parent in commits[id_][0])
    ready = [(0, head)] if head in commits else []
    while ready:
        _, id_ = heappop(ready)
        yield id_
        for parent in commits[id_][0]:
            children[parent] -= 1
            if not children[parent] and parent in commits:
                heappush(ready, (-commits[parent][1], parent))


def _reached(commits: Mapping[str, tuple[Sequence[str], int]], head: str) -> set[str]:
    found: set[str] = set()
    waiting = [head]
    while waiting:
        id_ = waiting.pop()
        if id_ in commits and id_ not in found:
            found.add(id_)
            waiting.extend(commits[id_][0])
    return found
