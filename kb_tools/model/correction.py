"""Corrections (הצעות לתיקון): what a reader says is wrong on a page, and what became of it."""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from kb_tools.model.base import Day, Entry, Id, Labelled, Line, Prose, about

HOME = "./"
PAGE_PATTERN = r"^(?:\./|(?:[a-z0-9][a-z0-9-]{0,63}/){1,6})$"
PageAddress = Annotated[str, StringConstraints(pattern=PAGE_PATTERN)]
"""A page of the site from its root, as it stands in the browser: `lessons/first-lesson/`; the home page is `./`."""


class CorrectionOutcome(Labelled):
    ACCEPTED = "accepted", "התקבל"
    DECLINED = "declined", "לא התקבל"


class Correction(Entry):
    """One proposal about one page. It is open until it has an outcome."""

    kind: ClassVar[str] = "correction"
    id: Id = about("מזהה קבוע, כשם הקובץ", "first-correction")
    page: PageAddress = about("כתובת העמוד מראש האתר, בלי שם האתר", "lessons/first-lesson/")
    found: Prose | None = about("מה כתוב היום", "רשימת השחקנים מתעדכנת פעם בשנה.", None)
    right: Prose = about("מה צריך להיות כתוב", "רשימת השחקנים מתעדכנת פעם ברבעון.")
    because: Prose = about("למה, ועל מה זה נשען", "כך נקבע בנוהל היישובי.")
    submitted_on: Day = about("מתי הוצע", "2026-11-22")
    handled_on: Day | None = about("מתי טופל", None, None)
    outcome: CorrectionOutcome | None = about("מה הוחלט", None, None)
    outcome_because: Line | None = about("למה הוחלט כך", None, None)

    @property
    def address(self) -> str:
        """The page as the rest of the engine calls it: the home page is empty."""
        return "" if self.page == HOME else self.page

    @property
    def is_open(self) -> bool:
        return self.outcome is None
