"""Abbreviations explained where they first stand on a page: a link to the glossary that carries the full words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import escape

from kb_tools.model.library import Library
from kb_tools.model.vocabulary import GlossaryTerm

_GERSHAYIM = re.compile('[\u05f4"]|&#34;|&quot;')
_NOT_PROSE = r"<(?P<tag>a|h[1-6]|svg|summary|button|label|title|script|style|caption)\b.*?</(?P=tag)>|<[^>]+>"


@dataclass(frozen=True)
class Abbreviations:
    """The glossary's abbreviations, ready to be found in HTML."""

    terms: Mapping[str, GlossaryTerm]
    """By the abbreviation, with U+05F4."""

    @classmethod
    def of(cls, library: Library) -> "Abbreviations":
        return cls({term.name: term for term in library.glossary.values() if term.full and "\u05f4" in term.name})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = "|".join(_GERSHAYIM.sub('(?:[\u05f4"]|&#34;|&quot;)', re.escape(name)) for name in self.terms)
        # Particles may stand before the abbreviation (ברח״ל, ולפקע״ר); a letter after it makes another word.
        return re.compile(
            rf"{_NOT_PROSE}|(?<![א-ת\u05f4])(?P<particles>[ושהכלבמ]{{0,3}})(?P<name>{names})(?![א-ת])", re.DOTALL
        )

    def explain(self, html: str, link: Callable[[str], str]) -> str:
        """`html` with the first use of each abbreviation explained; `link` gives the address of a glossary term."""
        if not self.terms:
            return html
        explained: set[str] = set()

        def replaced(match: re.Match[str]) -> str:
            found = match["name"]
            name = _GERSHAYIM.sub("\u05f4", found) if found else ""
            if not name or name in explained:
                return match[0]
            explained.add(name)
            term = self.terms[name]
            words = escape(term.full or "")
            return (
                f'{match["particles"]}<a class="kb-term" href="{link(term.id)}" title="{words}">'
                f"<abbr>{found}</abbr></a>"
            )

        return self._pattern.sub(replaced, html)
