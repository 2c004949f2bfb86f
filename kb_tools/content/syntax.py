"""libyaml's complaints → the mistake that a writer of Hebrew most likely made, and where."""

import re

import yaml

from kb_tools.content.text import Mistake

_QUOTE_IN_WORD = re.compile(r"""(?<=[\u05d0-\u05ea])["'](?=[\u05d0-\u05ea])""")
_OPENING_QUOTE = re.compile(r"""(?:^|[\s\[{,:-])(?P<quote>["'])""")
_FIRST_COLON = re.compile(r"[ ]*[^\s:#][^:#]*:(?=\s|$)")
LONGEST_KEY = 1024
"""libyaml's own bound on a key and its colon."""


def syntax_mistake(text: str, error: yaml.MarkedYAMLError) -> Mistake:
    """The mistake behind an error of the parser. Lines and columns from 1."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = min(mark.line if mark else 0, len(lines) - 1)
    column = mark.column if mark else 0
    opened = error.context_mark or mark
    if broken := _gershayim(lines, min(opened.line if opened else line, line), line):
        return broken
    if "\t" in lines[line][: column + 1] and not lines[line][:column].strip():
        return Mistake("yaml-tab", line + 1, lines[line].find("\t") + 1)
    if sign := _text_that_begins_with_a_sign(error, lines[line], column):
        return Mistake(sign[0], line + 1, sign[1], {"found": sign[2]})
    if "mapping values are not allowed" in problem:
        return _colon(lines, line, column)
    if "document start" in problem:
        return Mistake("yaml-many", line + 1, column + 1)
    if opened and ("unexpected end of stream" in problem or "expected ',' or" in problem):
        line, column = opened.line, opened.column
    return Mistake("yaml-syntax", line + 1, column + 1, {"found": _in_hebrew(problem)})


def _gershayim(lines: list[str], first: int, last: int) -> Mistake | None:
    """A quotation mark inside a Hebrew word, in a value that such a mark opens: the value ends in mid-word."""
    for number in range(first, min(last + 1, len(lines))):
        for inside in _QUOTE_IN_WORD.finditer(lines[number]):
            opening = _OPENING_QUOTE.search(lines[number], 0, inside.start())
            if opening and opening["quote"] == inside[0]:
                return Mistake("yaml-gershayim", number + 1, inside.start() + 1, {"found": lines[number].strip()[:80]})
    return None


def _text_that_begins_with_a_sign(error: yaml.MarkedYAMLError, line: str, column: int) -> tuple[str, int, str] | None:
    """`*חשוב*` and `!שימו לב`: text, read as an alias or as a tag. The code, the column and the sign."""
    if "alphabetic or numeric" in (error.problem or "") and line[column - 1 : column] in ("*", "&"):
        return "yaml-anchor", column, line[column - 1]
    if "scanning a tag" in (error.context or "") or "parsing a tag" in (error.context or ""):
        at = line.rfind("!", 0, column + 1)
        return "yaml-tag", max(at, 0) + 1, line[at:].split(maxsplit=1)[0] if at >= 0 else "!"
    return None


def _colon(lines: list[str], line: int, column: int) -> Mistake:
    """A second colon in a value that has no quotes; or a field that is indented where none may be."""
    if column > LONGEST_KEY:
        return Mistake("yaml-key", line + 1, 1)
    first = _FIRST_COLON.match(lines[line])
    if first and first.end() - 1 == column and lines[line].startswith(" "):
        return Mistake("yaml-syntax", line + 1, 1, {"found": "ההזחה עמוקה מזו של השורה שלפניה"})
    return Mistake("yaml-colon", line + 1, column + 1)


_LIBYAML_IN_HEBREW = (
    ("expected node content", "חסר ערך, או סוגר שלא נסגר"),
    ("expected key", "צפוי שם שדה; ההזחה או המרכאות אינן במקום"),
    ("expected <block end>", "ההזחה אינה תואמת לשורות שלפניה"),
    ("expected ',' or", "סוגר שנפתח כאן לא נסגר, או שחסר פסיק בין הפריטים"),
    ("cannot start any token", "ערך אינו יכול להתחיל בסימן הזה בלי מרכאות"),
    ("unexpected end of stream", "מרכאות שנפתחו כאן ולא נסגרו"),
    ("unexpected document indicator", "שורה של --- או של ... באמצע טקסט במרכאות"),
    ("could not find expected ':'", "חסרות נקודתיים אחרי שם השדה"),
    ("escape character", "לוכסן הפוך בתוך מרכאות כפולות; כתבו במרכאות בודדות"),
    ("hexdecimal number", "לוכסן הפוך בתוך מרכאות כפולות; כתבו במרכאות בודדות"),
    ("block sequence entries are not allowed", "מקף של רשימה במקום שאינו מתאים לו"),
    ("mapping keys are not allowed", "סימן שאלה במקום שאינו מתאים לו"),
    ("tab character", "טאב במקום רווחים"),
    ("incompatible YAML document", "שורת הוראה (%) אינה מותרת"),
    ("directive", "שורת הוראה (%) אינה מותרת"),
    ("undefined tag handle", "תגית סוג (!) אינה מותרת"),
    ("comment or line break", "אחרי הסימן | או > יורדים שורה, והטקסט מוזח בשורות שאחריה"),
    ("indentation indicator", "אחרי הסימן | או > יורדים שורה, והטקסט מוזח בשורות שאחריה"),
    ("control characters are not allowed", "תו בקרה"),
)


def _in_hebrew(problem: str) -> str:
    return next((hebrew for english, hebrew in _LIBYAML_IN_HEBREW if english in problem), "מבנה שאינו YAML תקין")
