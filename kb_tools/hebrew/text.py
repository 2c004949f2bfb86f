"""Words of a text, as they are compared: without niqqud, quote marks, final letters and case."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_NIQQUD = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e"
_ACCENTS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_MARKS = _NIQQUD + _ACCENTS + _INVISIBLE
# Straight, curly, low, prime, modifier letter and Hebrew: רח"ל, רח״ל, רח”ל and רח''ל are one word.
_QUOTES = "\"'`\u00b4\u02b9-\u02bc\u2018-\u201f\u2032\u2033\u05f3\u05f4"
_JOINERS = "-\u2010-\u2015\u2212\u05be"
_HEBREW = "\u05d0-\u05ea\u05f0-\u05f2\ufb1d\ufb1f-\ufb28\ufb2a-\ufb4f"
# Letters and digits of the other scripts in use, a closed list: what counts as a letter, and what it falls apart into, may not depend on
# how new the Unicode tables are of whoever runs this.
_OTHERS = (
    "0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\ufb00-\ufb06"  # Latin
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # full width
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u052f"  # Greek, Cyrillic
    "\u0531-\u0556\u0560-\u0588\u10d0-\u10fa\u10fc-\u10ff\u1200-\u135a\u1369-\u137c\u1380-\u138f"  # Armenian, Georgian, Ethiopic
    "\u0620-\u063f\u0641-\u064a\u0660-\u0669\u066e\u066f\u0671-\u06d3\u06d5\u06ee-\u06fc\u06ff\u0750-\u077f"  # Arabic
    "\ufb50-\ufbb1\ufe80-\ufefc"  # Arabic presentation forms
    "\u0900-\u0963\u0966-\u0dff\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"  # Indic and Thai, whose vowel signs are parts of words
    "\u1100-\u11ff\u3005-\u3007\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"  # East Asia
)

_LETTER = f"[{_HEBREW}]"
_OTHER = f"[{_OTHERS}]"
# A number with its inner signs (08:30, 1.5); a Hebrew word; a word of another script, digits included (covid19). A Hebrew particle before
# a number is a word of its own (ב2014), and so are both sides of a hyphen.
_WORD = re.compile(
    rf"[0-9]+(?:[.,:][0-9]+)+|{_LETTER}[{_HEBREW}{_MARKS}]*(?:[{_QUOTES}]{{1,2}}{_LETTER}[{_HEBREW}{_MARKS}]*)*"
    rf"|{_OTHER}[{_OTHERS}{_MARKS}]*(?:[{_QUOTES}]{{1,2}}{_OTHER}[{_OTHERS}{_MARKS}]*)*"
)
_DROPPED = re.compile(f"[{_MARKS}{_QUOTES}]")
_JOINED = re.compile(f"[{_MARKS}]*[{_JOINERS}][{_MARKS}]*")
# What follows a slash to add the other gender: מנהל/ת, מזכ״ל/ית, מורה/ה, מתנדבים/ות.
_FEMININE = frozenset({"ת", "ית", "ה", "ות"})
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_ALPHABET = "".join(map(chr, range(0x05D0, 0x05EB)))
# Final letters, also of Greek; the letters that Yiddish writes as one; the digits of Arabic and Persian.
_ONE_FOR_ANOTHER = str.maketrans(
    dict(zip("ךםןףץς\u05f0\u05f1\u05f2", ("כ", "מ", "נ", "פ", "צ", "σ", "וו", "וי", "יי"), strict=True))
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
)


class Word(NamedTuple):
    """`text` is normalised; `start` and `end` are places in the text as it was written.

    `joined`: the two sides of a hyphen written as one (תל־אביב as תלאביב), or a word with its other gender (מנהל/ת as מנהלת); it stands
    beside its parts, not instead of them.
    """

    text: str
    start: int
    end: int
    joined: bool = False


def normalise(word: str) -> str:
    """One word as it is compared. Doing it twice changes nothing."""
    if is_hebrew(word):  # most are, and five replacements are thrice as fast as a table
        return word.replace("ם", "מ").replace("ן", "נ").replace("ך", "כ").replace("ף", "פ").replace("ץ", "צ")
    # Presentation forms fall apart into letters and marks, an accent that stands alone (\u00b4) into a space and a mark: so drop first and last.
    folded = unicodedata.normalize("NFKD", _DROPPED.sub("", word)).lower()
    bare = unicodedata.normalize("NFKD", _DROPPED.sub("", folded)).translate(_ONE_FOR_ANOTHER)
    return bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare


def words(text: str) -> Iterator[Word]:
    """The words of `text` in their order, and after the second of a hyphened pair, or of two genders (מנהל/ת), the two as one."""
    previous = None
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = Word(normalise(match.group()), start, end)
        yield word
        # Mostly one space stands between two words: that is seen before anything is asked.
        if previous is not None and text[previous.end] != " ":
            joined = _as_one(previous, word, text)
            if joined:
                yield Word(joined, previous.start, end, True)
        previous = word


def plain_words(text: str) -> list[str]:
    """The texts of the words, without those of hyphened pairs."""
    return [*map(normalise, _WORD.findall(text))]


def _as_one(one: Word, other: Word, text: str) -> str:
    """What two neighbours are when read as one word; empty where they are two."""
    if text[one.end : other.start] == "/" and other.text in _FEMININE and len(one.text) > 1 and is_hebrew(one.text):
        return (one.text.removesuffix("ימ") if other.text == "ות" else one.text) + other.text
    # Two letters at least on each side: a particle before a hyphen (ב־2014) is no half of a name.
    hyphened = len(one.text) > 1 and len(other.text) > 1 and _JOINED.fullmatch(text, one.end, other.start)
    return one.text + other.text if hyphened else ""


def is_hebrew(word: str) -> bool:
    """Whether a normalised word is of Hebrew letters alone."""
    return word != "" and not word.strip(_ALPHABET)
