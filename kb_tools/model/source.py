"""Sources: what the knowledge base rests on."""

from typing import ClassVar

from kb_tools.model.base import Address, Day, Id, Kept, Labelled, Line, Prose, about
from kb_tools.model.vocabulary import Verified


class SourceKind(Labelled):
    DOCUMENT = "document", "מסמך"
    STANDARD = "standard", "תקן או שיטה"
    DATA = "data", "נתונים"
    RESEARCH = "research", "מחקר"
    LAW = "law", "חוק או נוהל"
    WEB_PAGE = "web_page", "עמוד אינטרנט"
    EXAMPLE = "example", "דוגמה"
    """Stands behind the claims of example authorities, so that nothing invented looks sourced."""


class Source(Kept):
    """A document, a standard or a data set that statements cite."""

    kind: ClassVar[str] = "source"
    id: Id = about("מזהה קבוע, כשם הקובץ", "first-source")
    title: Line = about("שם המקור", "סיכום מפגש לדוגמה")
    source_kind: SourceKind = about("סוג המקור", "document")
    publisher: Line = about("מי פרסם", "גוף מפרסם לדוגמה")
    published_on: Day | None = about("תאריך הפרסום, אם ידוע", "2026-01-15", None)
    published: Line | None = about("תאריך במילים, כשאין יום מדויק", None, None)
    address: Address | None = about("כתובת המקור ברשת", None, None)
    obtained: Line | None = about("איך הושג הטקסט ומה ממנו נקרא", None, None)
    verified: Verified = about("עד כמה נבדק מול המקור עצמו", "yes")
    rights: Line | None = about("זכויות ותנאי שימוש", None, None)
    summary: Prose | None = about("מה יש בו, במילים שלנו", None, None)
