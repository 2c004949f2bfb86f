"""Texts and words as hypothesis draws them: mostly Hebrew, with all that stands beside it."""

from typing import Any

from hypothesis import strategies as st

from kb_tools.hebrew.particles import STACKS

NIQQUD = "".join(map(chr, (*range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7)))
INVISIBLE = "\u00ad\u200b\u200d\u200e\u200f\u202a\u202e\u202c\u2066\u2069\ufeff"
QUOTES = "\"'`\u00b4\u2018\u2019\u201c\u201d\u201e\u2032\u2033\u05f3\u05f4"
_HYPHENS = "-\u05be\u2010\u2011\u2013\u2014\u2212"
_CONSONANTS = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW = _CONSONANTS + "ךםןףץ"
_OTHERS = "abcXYZ\u00e9\u00c9\u0130\u00df\ufb01\u03a3\u03c2\u0428\u0451\u0627\u0628\u0640\u0623\u0647\u0915\u093f\u0e44\u12a0\u4e2d"
_RARE = "\ufb2a\ufb4f\ufb29\ufb1d\ufb1e\u05f0\u05f1\u05f2\u05c0\u05c3\u00aa\u00b2\u00bd\u2163\u2460\uff11\uff0c\u0000\u001f\u034f\ud800"
_SIGNS = " \n.,:;!?()/_@%"
_DIGITS = "0123456789\u0660\u0663\u06f5"
_ENDINGS = "ים ות יה יו יהם ותיהם ינו נו ת ה י ו ית יות ויות תו תם תנו".split()

_pieces = st.one_of(
    st.text(_HEBREW, min_size=1, max_size=6),
    st.sampled_from(_HEBREW),
    *map(st.sampled_from, (NIQQUD, QUOTES, _HYPHENS, _SIGNS, _DIGITS, _OTHERS, INVISIBLE, _RARE)),
    st.sampled_from(["1,000", "08:30", "COVID-19", 'רח"ל', "\U0001f600", "\U0001f469\u200d\U0001f680", "''"]),
)


def texts() -> st.SearchStrategy[str]:
    """Written texts. No two halves of a surrogate pair meet: to Python they are two, to JavaScript one."""
    return st.lists(_pieces, max_size=12).map("".join)


def any_texts() -> st.SearchStrategy[str]:
    """With any character there is."""
    return st.lists(_pieces | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


@st.composite
def written_words(draw: st.DrawFn) -> str:
    """Hebrew words, often with particles before and an ending behind."""
    core = draw(st.text(_CONSONANTS, min_size=1, max_size=6))
    stack = draw(st.just("") | st.sampled_from(sorted(STACKS)))
    return stack + core + draw(st.just("") | st.sampled_from(_ENDINGS))


def hebrew_words() -> st.SearchStrategy[str]:
    """Normalised Hebrew words."""
    table = str.maketrans("ךםןףץ", "כמנפצ")
    return written_words().map(lambda word: word.translate(table)) | st.text("ושכלבמהתינ", min_size=1, max_size=8)


@st.composite
def slips(draw: st.DrawFn, words: st.SearchStrategy[str]) -> tuple[str, str]:
    """A word and what one slip of the hand makes of it; sometimes two, sometimes none."""
    word = other = draw(words)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(other)))
        letter = draw(st.sampled_from(_CONSONANTS) | st.just(""))
        rest = other[place:]
        other = other[:place] + draw(
            st.sampled_from([letter + rest, letter + rest[1:], rest[1:2] + rest[:1] + rest[2:]])
        )
    return word, other


@st.composite
def evidence(draw: st.DrawFn, words: list[str]) -> dict[str, Any]:
    """A collection and a lexicon of some of what these words can be taken apart into."""
    parts = sorted(
        {word[start:end] for word in words for start in range(len(word)) for end in (len(word), -1, -2)} - {""}
    )
    some = st.lists(st.sampled_from(parts), max_size=8)
    return {
        "collection": draw(some),
        "lexicon": draw(st.lists(st.lists(st.sampled_from(parts), min_size=2, max_size=2), max_size=8)),
    }
