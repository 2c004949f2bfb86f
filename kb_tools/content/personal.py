"""Details of people, which have no place in a public knowledge base: phones, e-mail addresses, identity numbers.

Short numbers that are published for all (106, 104, *1234, 1-700) are not phones of people, and addresses on the web
are not text. One pass over the text of a whole file, comments included: git forgets neither.
"""

import re
from collections.abc import Iterator

PHONE, MAIL, IDENTITY = "מספר טלפון", "כתובת דואר אלקטרוני", "מספר זהות"
MOST = 20
"""Of one file."""

_GAP = r"[-. ()/\u05be\u2010-\u2014]{0,2}"
# Every branch begins with a letter of its own: so the search skips whatever is none of them.
_SUSPECT = re.compile(
    rf"0(?:5[0-9]|7[2-9]|[23489]){_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}(?!\w)"
    rf"|\+972{_GAP}0?{_GAP}(?:5[0-9]|7[2-9]|[23489]){_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}(?!\w)"
    rf"|972{_GAP}(?:5[0-9]|7[2-9]|[23489]){_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}(?!\w)"
    r"|@(?<=[A-Za-z0-9_%+-]@)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,}"
)
# A Hebrew letter is none of it: people write ב052-… and טל052-….
_INSIDE_A_WORD = re.compile(r"[^\W\u05d0-\u05ea]|[.+/=#@-]")
_IDENTITY = re.compile(r"[0-9]{8}-?[0-9](?![0-9])")
_IDENTITY_WORD = re.compile(r"ת[\\״\"'׳.]{1,3}ז(?![א-ת])|תעוד(?:ת|ות) ה?זהות|(?:מספר|מספרי|מס[׳'.]) ה?זהות|מספר מזהה")
_NEAR = 40
_ADDRESS_AT_END = re.compile(r"https?://[^\s<>\"')\]]*\Z")
_MARKS = re.compile("[\u200c-\u200f\u2066-\u2069]")


def personal_data(text: str) -> Iterator[tuple[int, str]]:
    """(index in `text`, what it is) of each detail, in order for each kind; the first MOST of them."""
    bare, kept = _without_marks(text)
    for count, (index, what) in enumerate(_found(bare)):
        if count == MOST:
            return
        yield kept[index] if kept else index, what


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without direction marks and joiners, and where each character stood; no list when there are none."""
    if text.isascii() or not _MARKS.search(text):
        return text, []
    kept = [index for index, character in enumerate(text) if not _MARKS.match(character)]
    return "".join(text[index] for index in kept), kept


def _found(text: str) -> Iterator[tuple[int, str]]:
    for match in _SUSPECT.finditer(text):
        is_mail = match[0][0] == "@"
        begins_inside = not is_mail and match.start() and _INSIDE_A_WORD.match(text[match.start() - 1])
        if not begins_inside and not _is_in_address(text, match.start()):
            yield match.start(), MAIL if is_mail else PHONE
    if "זהות" in text or "מזהה" in text or re.search("ת[^א-ת ]{1,3}ז", text):
        yield from _identities(text)


def _identities(text: str) -> Iterator[tuple[int, str]]:
    """Numbers of nine digits whose check digit is right, near words that say what they are.

    One number in ten has a right check digit by chance, so the words are asked for too.
    """
    for word in _IDENTITY_WORD.finditer(text):
        start = max(0, word.start() - _NEAR)
        for match in _IDENTITY.finditer(text, start, word.end() + _NEAR):
            inside = match.start() and text[match.start() - 1].isdigit()
            if not inside and _is_identity(match[0].replace("-", "")) and not _is_in_address(text, match.start()):
                yield match.start(), IDENTITY


def _is_identity(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _is_in_address(text: str, index: int) -> bool:
    """Whether an address on the web goes on at the index."""
    return _ADDRESS_AT_END.search(text, max(0, index - 500), index) is not None
