"""From an inflected form to what a dictionary would list, by rule: candidates only, the caller asks which are words.

All text is normalised: final letters do not occur.
"""

from collections.abc import Iterator

_STEM_ENDINGS = frozenset(
    (
        "יותיהמ יותיהנ ותיהמ ותיהנ יותינו ותינו יותיו ותיו יותיה ותיה ותי יות ויות תיימ יימ אות יהמ יהנ יכמ יכנ ינו ניות תנו תמ תנ תו תה תי "
        "ימ ינ ות יו יה יי ית ונ נו כמ כנ המ הנ ה ת י ו מ נ כ"
    ).split()
)
_LONGEST_STEM_ENDING = max(map(len, _STEM_ENDINGS))


def _rules(table: str) -> dict[str, tuple[str, ...]]:
    """Lines of `endings = what stood there`, as ending → what stood there; `-` is nothing."""
    rules: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        endings, _, instead = line.partition("=")
        replacements = tuple("" if one == "-" else one for one in instead.split())
        for ending in endings.split():
            rules[ending] = (*rules.get(ending, ()), *replacements)
    return rules


# Plurals, construct states and pronoun suffixes of nouns and adjectives, each with the endings of the word that it may come from.
_ENDINGS = _rules(
    """
    ימ = - ה י
    יימ = - י ייה יה
    ינ = -
    ות = - ה ת ו
    יות = י ית יה ייה ות
    ויות = ות ו
    אות = ה א אה
    ת = ה -
    ית = י ייה יה
    יית = ייה יה
    ה = -
    ו ה כ מ נ נו כמ כנ המ הנ = - ה
    י = - ה
    יו יה יכ ינו יהמ יהנ יכמ יכנ יי = - ה
    תו תה תכ תמ תנ תנו תי תכמ תכנ = ה ת -
    ותיו ותיה ותיהמ ותיהנ ותינו ותיי ותי ותיכ ותיכמ ותמ ותנ = ה ת - ות
    יותיו יותיה יותיהמ יותיהנ יותינו יותי = ית יה ייה י ות
    יתו יתה יתמ יתנ יתנו = ית יה ייה
    יו יה ימ יהמ = י
    """
)


_LONGEST_ENDING = max(map(len, _ENDINGS))


def stem(word: str) -> str:
    """The word without its longest inflectional ending, where three letters are left."""
    for length in range(min(_LONGEST_STEM_ENDING, len(word) - 3), 0, -1):
        if word[-length:] in _STEM_ENDINGS:
            return word[:-length]
    return word


def singulars(word: str) -> Iterator[str]:
    """What a noun or an adjective may be without number, construct state and pronoun: ספריהם → ספר, ספרה…"""
    for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
        for replacement in _ENDINGS.get(word[-length:], ()):
            candidate = word[:-length] + replacement
            if candidate != word:
                yield candidate


def past_forms(word: str) -> Iterator[str]:
    """The third person past, under which dictionaries list verbs, of a participle or an infinitive: מתנדבים → התנדב, כותבת → כתב."""
    for core in _without_endings(word):
        yield from _past(core)


def _without_endings(word: str) -> Iterator[str]:
    yield word
    for ending in ("ימ", "ות", "ת", "ה"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            yield word[: -len(ending)]


def _past(core: str) -> Iterator[str]:
    if core.startswith("מת") and len(core) >= 5:  # מתנדב → התנדב
        yield "ה" + core[1:]
    if core[0] == "מ" and len(core) == 5 and core[3] == "י":  # מזמינ → הזמינ
        yield "ה" + core[1:]
    if core[0] in "מל" and len(core) == 4:  # מקבל, לקבל → קיבל
        yield core[1] + "י" + core[2:]
    if len(core) == 4 and core[1] == "ו":  # כותב → כתב
        yield core[0] + core[2:]
    if core[0] == "ל" and len(core) == 5 and core[3] == "ו":  # לכתוב → כתב
        yield core[1:3] + core[4]
