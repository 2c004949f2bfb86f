"""The part of a text that shows best why it was found, and where the words to mark stand in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb_tools.hebrew.text import Word, words

SNIPPET = 200
"""Characters of a snippet, about."""
_BEFORE = 40
"""Characters of context before the first marked word, at most."""

Span = tuple[int, int]
"""(where a marked word starts, where it ends)"""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, as it stands there, and the spans in it to mark. `opens`, `closes`: it goes to that end of the text."""

    text: str
    marks: tuple[Span, ...]
    opens: bool = True
    closes: bool = True

    def marked(self) -> tuple[str, ...]:
        """The words to mark, as they are written here, each once."""
        return tuple(dict.fromkeys(self.text[start:end] for start, end in self.marks))


def whole_text(text: str, worth: Mapping[str, float]) -> Snippet:
    """All of a short text, a title, with its marks."""
    return Snippet(text, _spans(_found(text, worth)))


def snippet(text: str, worth: Mapping[str, float]) -> Snippet:
    """About `SNIPPET` characters, cut between words, where different words of the most worth stand together.

    `worth`: normalised word → how much it matters that it is seen.
    """
    found = list(_found(text, worth))
    start, end = _cut(text, _best_start(found, worth))
    inside = (one for one in found if one.start >= start and one.end <= end)
    marks = tuple((first - start, last - start) for first, last in _spans(inside))
    return Snippet(text[start:end], marks, opens=start == 0, closes=end == len(text))


def _found(text: str, worth: Mapping[str, float]) -> Iterator[Word]:
    return (word for word in words(text) if word.text in worth)


def _best_start(found: Sequence[Word], worth: Mapping[str, float]) -> int:
    """Where the first word of the best stretch stands; the first of equals."""
    best, most = 0, 0.0
    seen: Counter[str] = Counter()
    end = 0
    for one in found:
        while end < len(found) and found[end].end <= one.start + SNIPPET - _BEFORE:
            seen[found[end].text] += 1
            end += 1
        together = sum(worth[word] for word, times in seen.items() if times)
        if together > most:
            best, most = one.start, together
        seen[one.text] -= 1
    return best


def _cut(text: str, first: int) -> Span:
    """The start and the end of the snippet whose first marked word starts at `first`: at borders of words, and not short at the text's end."""
    wanted = max(0, min(first - _BEFORE, len(text) - SNIPPET))
    start = first if first < wanted else _after_space(text, wanted, first)
    end = len(text) if start + SNIPPET >= len(text) else _before_space(text, start + SNIPPET, first)
    return start, end


def _after_space(text: str, wanted: int, first: int) -> int:
    """The first start of a word from `wanted` on, up to `first`."""
    if wanted == 0 or text[wanted - 1].isspace():
        return wanted
    return next((at + 1 for at in range(wanted, first) if text[at].isspace()), first)


def _before_space(text: str, wanted: int, first: int) -> int:
    """The last end of a word up to `wanted`, after `first`; where there is none, mid-word."""
    return next((at for at in range(wanted, first, -1) if text[at].isspace()), wanted)


def _spans(found: Iterable[Word]) -> tuple[Span, ...]:
    """The places of the words; those that overlap (תל־אביב and its halves) as one."""
    spans: list[Span] = []
    for start, end in sorted((one.start, one.end) for one in found):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)
