"""What contributors tell the search: words that mean the same, and what a query must find."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import StringConstraints

from kb_tools.model.base import Citations, Entry, Line, about
from kb_tools.model.survey import Key

TOP = 3
"""What a query is expected to find stands among so many first results."""

_WITH_A_LETTER = r"^[^<>\n\r\t]*[0-9A-Za-zא-ת][^<>\n\r\t]*$"

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_WITH_A_LETTER)]
"""A word or a few, as people type them."""
Query = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_WITH_A_LETTER)]
Target = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}:[a-z0-9][a-z0-9/._-]{0,200}$")]
"""Any thing or page: `lesson:first-lesson`, `step:first-playbook/call-forum`, `page:guide/index.md`."""


class SynonymGroup(Entry):
    """Words of one meaning, and words that they lead to without the way back. Acronyms are the glossary's."""

    words: tuple[Phrase, ...] = about(
        "מילים וצירופים של משמעות אחת: מי שמחפש אחת מהן מוצא גם את האחרות", ["קשישים", "אזרחים ותיקים"], min_length=1
    )
    also: tuple[Phrase, ...] = about("מה שמוצאים בנוסף, ולא להפך: מן השם המוכר אל השם הרשמי", ["תושבים ותיקים"], ())
    why: Line = about("למה הן אותו דבר, במשפט אחד", "כך כותבים במסמכים וכך מדברים")
    sources: Citations = about("על מה זה נשען, כשנטענת עובדה: שם של חוק, שם קודם של גוף", None, ())

    @property
    def all_words(self) -> tuple[str, ...]:
        return (*self.words, *self.also)

    def expansions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each word that may be searched, with the words that it finds as well."""
        for index, word in enumerate(self.words):
            yield word, (*self.words[:index], *self.words[index + 1 :], *self.also)


class Synonyms(Entry):
    groups: tuple[SynonymGroup, ...] = about("הקבוצות; כל מילה ב־words של קבוצה אחת בלבד")


class Expectation(Entry):
    """A query, and what must be among its first results."""

    query: Query = about("מה שאנשים מקלידים, אות באות, גם עם הטעויות", "מתנדבים שהגיעו לבד")
    finds: Target = about(
        f"מה צריך להיות בין {TOP} הראשונים: סוג, נקודתיים ומזהה, או page: ונתיב של עמוד", "playbook:first-playbook"
    )
    why: Line | None = about("מה השאילתה הזו שומרת", "בעמוד כתוב למתנדבים", None)

    @property
    def target(self) -> Key:
        """(kind, id) of the thing; of a page, ("page", its path below the docs folder)."""
        kind, _, id_ = self.finds.partition(":")
        return kind, id_


class Expectations(Entry):
    expectations: tuple[Expectation, ...] = about("השאילתות; כל אחת פעם אחת")
