"""Bounds that keep Python-Markdown linear.

Measured on 3.8 to 3.11: 10,000 unclosed `[`, `![`, `[a](`, `[^a` or `<a ` in one paragraph take over 25 s each, and 400
nested lists or quotes overflow the stack. The cost of a paragraph grows with the square of its openers: one of 999 takes
up to 0.35 s, so 200 KB of such paragraphs take as long as one that is far too long. Headings of one text are told apart
one by one, and an unclosed tag is looked for to the end of the text: both are quadratic in the whole text.
"""

import re

LONGEST_LINE = 5_000
OPENERS_A_PARAGRAPH = 1_000
OPENERS_SQUARED = 4_000_000
"""Over the paragraphs of a text, the sum of the squares of their openers: four paragraphs at the bound."""
MOST_HEADINGS = 500
MOST_TAGS = 2_000
DEEPEST_INDENT = 40
DEEPEST_QUOTE = 10

_OPENERS = re.compile(r"[\[<!*_`&]")
_NESTED = re.compile(rf"[ \t]*(?:>[ ]?|(?:[-*+]|[0-9]+[.)])[ \t]+){{{DEEPEST_QUOTE + 1},}}")
_HEADING = re.compile(r"[ ]{0,3}(?:#|-+[ ]*$|=+[ ]*$)")
_TOO_MANY_OPENERS = f"יותר מ־{OPENERS_A_PARAGRAPH:,} סימנים פותחים ([ < ! * _ `) בפסקה אחת"
_DENSE = "יותר מדי פסקאות צפופות בסימנים פותחים ([ < ! * _ `)"


def excess(text: str) -> tuple[int, str] | None:
    """The first line (from 1) that passes a bound and which bound, in Hebrew; None when all is well."""
    openers = squared = headings = tags = 0
    for number, line in enumerate(text.split("\n"), 1):
        if beyond := _beyond_a_line(line):
            return number, beyond
        if not line or line.isspace():
            squared += openers * openers
            openers = 0
            continue
        openers += len(_OPENERS.findall(line))
        headings += _HEADING.match(line) is not None
        tags += line.count("<")
        if openers > OPENERS_A_PARAGRAPH:
            return number, _TOO_MANY_OPENERS
        if squared + openers * openers > OPENERS_SQUARED:
            return number, _DENSE
        if headings > MOST_HEADINGS:
            return number, f"יותר מ־{MOST_HEADINGS} כותרות וקווים מפרידים"
        if tags > MOST_TAGS:
            return number, f"יותר מ־{MOST_TAGS:,} סימני < בטקסט אחד"
    return None


def _beyond_a_line(line: str) -> str:
    """The bound that a line passes by itself; empty when none."""
    if len(line) > LONGEST_LINE:
        return f"שורה באורך {len(line):,} תווים (מותר עד {LONGEST_LINE:,})"
    stripped = line.lstrip(" \t")
    indented = len(stripped) < len(line) and stripped[:1] in "-*+>0123456789"
    if indented and len(line.expandtabs(4)) - len(stripped.expandtabs(4)) > DEEPEST_INDENT:
        return f"הזחה עמוקה מדי (מותר עד {DEEPEST_INDENT} רווחים)"
    if _NESTED.match(line):
        return f"יותר מ־{DEEPEST_QUOTE} ציטוטים או רשימות זה בתוך זה"
    return ""
