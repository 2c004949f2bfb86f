"""Words of a text, as they are compared: without niqqud, quote marks, final letters and case."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_NIQQUD = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
_ACCENTS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARKS = _NIQQUD + _ACCENTS + _INVISIBLE
# Straight, curly, low, prime and Hebrew: רח"ל, רח״ל, רח”ל and רח''ל are one word.
_QUOTES = "\"'`\u00b4\u2018-\u201f\u2032\u2033\u05f3\u05f4"
_JOINERS = "-\u2010-\u2015\u2212\u05be"
_HEBREW = "\u05d0-\u05ea\ufb1d-\ufb4f"

_LETTER = f"[{_HEBREW}]"
_OTHER = f"[^\\W_{_HEBREW}]"
# A number with its inner signs (08:30, 1.5); a Hebrew word; a word of another script, digits included (covid19). A Hebrew particle before
# a number is a word of its own (ב2014), and so are both sides of a hyphen.
_WORD = re.compile(
    rf"[0-9]+(?:[.,:][0-9]+)+|{_LETTER}[{_HEBREW}{_MARKS}]*(?:[{_QUOTES}]{{1,2}}{_LETTER}[{_HEBREW}{_MARKS}]*)*"
    rf"|{_OTHER}(?:{_OTHER}|[{_MARKS}])*(?:[{_QUOTES}]{{1,2}}{_OTHER}(?:{_OTHER}|[{_MARKS}])*)*"
)
_DROPPED = re.compile(f"[{_MARKS}{_QUOTES}]")
_JOINED = re.compile(f"[{_MARKS}]*[{_JOINERS}][{_MARKS}]*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_IS_HEBREW = re.compile("[\u05d0-\u05ea]+")
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is normalised; `start` and `end` are places in the text as it was written.

    `joined`: the two sides of a hyphen written as one (תל־אביב as תלאביב); it stands beside its parts, not instead of them.
    """

    text: str
    start: int
    end: int
    joined: bool = False


def normalise(word: str) -> str:
    """One word as it is compared. Doing it twice changes nothing."""
    if _IS_HEBREW.fullmatch(word):
        return word.translate(_FINALS)
    folded = unicodedata.normalize("NFKD", word).lower()
    # Lower case and presentation forms can give marks that were not there before.
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", folded)).translate(_FINALS).translate(_DIGITS)
    return bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare


def words(text: str) -> Iterator[Word]:
    """The words of `text` in their order, and after the second of a hyphened pair the two joined."""
    previous: Word | None = None
    for match in _WORD.finditer(text):
        word = Word(normalise(match.group()), match.start(), match.end())
        if not word.text:
            continue
        yield word
        if previous is not None and _hyphened(previous, word, text):
            yield Word(previous.text + word.text, previous.start, word.end, joined=True)
        previous = word


def _hyphened(one: Word, other: Word, text: str) -> bool:
    """Two letters at least on each side: a particle before a hyphen (ב־2014) is no half of a name."""
    return len(one.text) > 1 and len(other.text) > 1 and _JOINED.fullmatch(text, one.end, other.start) is not None


def is_hebrew(word: str) -> bool:
    """Whether a normalised word is of Hebrew letters alone."""
    return _IS_HEBREW.fullmatch(word) is not None
