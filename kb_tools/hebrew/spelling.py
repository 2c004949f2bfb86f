"""Spellings of one word: plene and defective, one slip of the hand, the wrong keyboard layout."""

from kb_tools.hebrew.inflection import stem
from kb_tools.hebrew.text import is_hebrew

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_HEBREW = "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ."
_LAYOUT = str.maketrans(_QWERTY + _QWERTY.upper(), _HEBREW * 2)
_FINAL = str.maketrans("כמנפצ", "ךםןףץ")
_MATRES = str.maketrans("", "", "וי")


def skeleton(word: str) -> str:
    """The word without ו and י but the first letter: תכנית and תוכנית are one."""
    return word[:1] + word[1:].translate(_MATRES)


def family(word: str) -> str:
    """Where a word is filed: up to three last consonants of its stem, last first, so that particles before it do not move it.

    Words that can share a key mostly share a family; an index is read by families and sharded by their order. A word of another script is
    filed under its first three letters.
    """
    return tail(stem(word)) if is_hebrew(word) else word[:3]


def tail(core: str) -> str:
    """Up to three last consonants of a Hebrew stem or skeleton, last first."""
    return (core.translate(_MATRES) or core)[:-4:-1]


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or replaced, or two neighbours swapped, make one word the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) > len(other):
        return one[start + 1 :] == other[start:]
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return swapped or one[start + 1 :] == other[start + 1 :]


def with_final_letter(word: str) -> str:
    """A normalised word with the letter that ends it as it is written there: בחירומ → בחירום."""
    return word[:-1] + word[-1:].translate(_FINAL) if is_hebrew(word[:-1]) else word


def typed_in_hebrew(text: str) -> str:
    """What the same keys would have written in the Hebrew layout (SI 1452): akuo → שלום."""
    return text.translate(_LAYOUT)
