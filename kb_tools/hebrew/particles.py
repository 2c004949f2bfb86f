"""Letters that stand before a Hebrew word and carry grammar: ו, כש, ב, ל, ה and their stacks; and the words that only ask."""

from collections.abc import Iterator
from itertools import product

# The order of a stack: and · that, when · in, to, from, as · the.  Grammar, not a list of what was seen: whether a stack is one is decided
# by what it leaves.
_AND = ("", "ו")
_THAT = ("", "ש", "כש", "מש", "לכש", "בש")
_TO = ("", "ב", "ל", "כ", "מ", "מב", "מל", "מה", "לה", "בה", "כה")
_THE = ("", "ה")
STACKS = frozenset(
    stack for parts in product(_AND, _THAT, _TO, _THE) if (stack := "".join(parts)) and not stack.endswith("הה")
)
_LONGEST = max(map(len, STACKS))

# What a question asks with says nothing of what it asks about, yet is rare in the text that answers, so its rarity must not count.
QUESTION_WORDS = frozenset(
    (
        "מה מי מהו מהי מהמ מהנ איזה איזו אילו אלו כמה מתי איכ איפה היכנ מדוע למה לאנ מאיפה מהיכנ האמ כיצד ממתי במה למי "
        "עבור של את על עמ היו היה ידי כדי"
    ).split()
)


def bases(word: str) -> Iterator[str]:
    """What may be left of a normalised Hebrew word without particles, nearest first: וכשהמתנדבים → כשהמתנדבים … מתנדבים.

    A vav that opens a word is doubled after a particle (הוועדה is ועדה), so one of two is offered too.
    """
    for length in range(1, min(_LONGEST, len(word) - 2) + 1):
        if word[:length] in STACKS:
            rest = word[length:]
            yield rest
            if rest.startswith("וו"):
                yield rest[1:]
