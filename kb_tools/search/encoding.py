"""How the browser's index writes numbers and analyses: as text that JSON leaves alone and gzip packs well."""

from collections.abc import Iterable
from itertools import groupby, pairwise

from kb_tools.hebrew.analyser import Analysis
from kb_tools.search.collection import Postings

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 5
_MORE = 1 << _BITS
_FIRST_SIZE = 35
"""`#`: the character for the length class 0."""


def number(value: int) -> str:
    """A number from 0: five bits a character, the lowest first; all but the last have the sixth bit set."""
    digits = []
    while value >= _MORE:
        digits.append(_ALPHABET[value % _MORE + _MORE])
        value //= _MORE
    return "".join(digits) + _ALPHABET[value]


def postings(found: Postings) -> str:
    """For each document the step from the one before, doubled, and odd where the word stands there more than once: the times follow."""
    written, previous = [], -1
    for document, times in found:
        written.append(number((document - previous - 1) * 2 + (times > 1)))
        if times > 1:
            written.append(number(times - 2))
        previous = document
    return "".join(written)


def firsts(names: Iterable[str]) -> str:
    """Names in their order, each as how many letters it begins with of the one before (a character) and its own rest."""
    listed = list(names)
    shared = (_common(one, other) for one, other in pairwise(["", *listed]))
    return "|".join(number(kept) + name[kept:] for kept, name in zip(shared, listed, strict=True))


def between(last: str, first: str) -> str:
    """The shortest beginning of `first` that comes after `last`."""
    return first[: _common(last, first) + 1]


def sizes(classes: Iterable[int]) -> str:
    """The length class of each document, a character each."""
    return "".join(chr(_FIRST_SIZE + size) for size in classes)


def runs(values: Iterable[int]) -> str:
    """Values that come in runs: `value*length`, or the value alone where it stands once."""
    found = ((value, sum(1 for _ in run)) for value, run in groupby(values))
    return " ".join(f"{value}*{length}" if length > 1 else str(value) for value, length in found)


def record(word: str, analysis: Analysis, listed: bool) -> str:
    """A word with what is known of it: `word bases/lemmas`, the defaults left out.

    A base is the number of letters before it; `!` after them says that a dictionary lists the word as it stands. A lemma that is not the
    word itself is how many letters go before and after and what comes after, or `=` and the lemma.
    """
    bases = "".join(str(len(word) - len(base)) for base in analysis.bases[1:]) + "!" * listed
    lemmas = (
        "/" + ",".join(_lemma(word, lemma) for lemma in analysis.lemmas) if analysis.lemmas not in {(), (word,)} else ""
    )
    return f"{word} {bases}{lemmas}" if bases or lemmas else word


def _lemma(word: str, lemma: str) -> str:
    before, kept = max(
        ((start, _common(word[start:], lemma)) for start in range(min(len(word), 10))),
        key=lambda found: (found[1], -found[0]),
    )
    after = len(word) - before - kept
    if kept < 2 or after > 9:
        return f"={lemma}"
    return f"{before}{after}{lemma[kept:]}"


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length
