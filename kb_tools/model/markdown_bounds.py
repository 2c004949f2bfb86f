"""Bounds that keep Python-Markdown linear.

Measured on 3.8 to 3.11: 10,000 unclosed `[`, `![`, `[a](`, `[^a` or `<a ` in one paragraph take over 25 s each, and 400
nested lists or quotes overflow the stack. Cost grows with the square of the openers in one paragraph.
"""

import re

LONGEST_LINE = 5_000
OPENERS_A_PARAGRAPH = 1_000
DEEPEST_INDENT = 40
DEEPEST_QUOTE = 10

_OPENERS = re.compile(r"[\[<!*_`&]")
_QUOTES = re.compile(rf"^[ ]{{0,3}}(?:>[ ]?){{{DEEPEST_QUOTE + 1},}}")


def excess(text: str) -> tuple[int, str] | None:
    """The first line (from 1) that passes a bound and which bound, in Hebrew; None when all is well."""
    openers = 0
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            return number, f"שורה באורך {len(line):,} תווים (מותר עד {LONGEST_LINE:,})"
        stripped = line.lstrip(" \t")
        if not stripped:
            openers = 0
            continue
        if stripped[0] in "-*+>0123456789" and len(line.expandtabs(4)) - len(stripped.expandtabs(4)) > DEEPEST_INDENT:
            return number, f"הזחה עמוקה מדי (מותר עד {DEEPEST_INDENT} רווחים)"
        if _QUOTES.match(line) or stripped.startswith(("- " * 11, "* " * 11)):
            return number, f"יותר מ־{DEEPEST_QUOTE} ציטוטים או רשימות זה בתוך זה"
        openers += len(_OPENERS.findall(line))
        if openers > OPENERS_A_PARAGRAPH:
            return number, f"יותר מ־{OPENERS_A_PARAGRAPH:,} סימנים פותחים ([ < ! * _ `) בפסקה אחת"
    return None
