"""Drills (תרגילים), what came of them, and the after-action review."""

from typing import Annotated, ClassVar

from kb_tools.model.base import (
    Count,
    Day,
    DrillId,
    Entry,
    Id,
    Labelled,
    Line,
    Prose,
    Ref,
    RoleId,
    ScenarioId,
    SectorId,
    Sourced,
    StepRef,
    Thing,
    about,
)

ObjectiveId = Annotated[Id, Ref("objective", within="drill")]
ItemId = Annotated[Id, Ref("item", within="drill")]

LONGEST_EXERCISE = 14 * 24 * 60
"""Minutes: two weeks. What took longer in a real event is told in words."""


class DrillType(Labelled):
    """HSEEP's exercise types, from talk to action."""

    SEMINAR = "seminar", "סמינר"
    WORKSHOP = "workshop", "סדנה"
    TABLETOP = "tabletop", "תרגיל שולחן"
    GAME = "game", "משחק תפקידים"
    DRILL = "drill", "תרגול"
    FUNCTIONAL = "functional", "תרגיל פונקציונלי"
    FULL_SCALE = "full_scale", "תרגיל בהיקף מלא"


class Objective(Entry):
    kind: ClassVar[str] = "objective"
    within: ClassVar[str] = "drill"
    for_facilitators: ClassVar[frozenset[str]] = frozenset({"criteria"})
    id: Id = about("מזהה המטרה בתוך התרגיל", "first-objective")
    what: Line = about("מה רוצים להוכיח", "הפורום מתכנס בתוך שעתיים")
    criteria: tuple[Line, ...] = about("לפי מה מעריכים", ["כל המגזרים נענו"], min_length=1)


class Participants(Entry):
    sector: SectorId = about("המגזר", "local-government")
    who: Line = about("מי משתתף: תפקידים וגופים, לא שמות", "מנכ״ל, מנהלת הרווחה")


class Inject(Entry):
    """הזרמה: what the facilitator brings into the room, and what should come of it."""

    for_facilitators: ClassVar[frozenset[str]] = frozenset({"sender", "to", "how", "message", "expected"})
    number: Count = about("מספר סידורי", 1, ge=1)
    minute: Count = about("דקה מתחילת התרגיל", 0)
    sender: Line = about("מי שולח", "מוקד הרשות")
    to: Line = about("למי", "מנהלת השותפויות")
    how: Line = about("באיזה ערוץ: טלפון, הודעה, אדם נכנס", "טלפון")
    message: Prose = about("מה נאמר", "שלושה מתנדבים לא הגיעו.")
    expected: Prose = about("התגובה המצופה; מוצגת למנחים בלבד", "מזעיקים מחליפים מהרשימה.")
    objective: ObjectiveId = about("המטרה שההזרמה בודקת", "first-objective")


class ChecklistItem(Entry):
    """One thing to tick. It refers to a playbook step; the step's wording is used unless `text` says it better."""

    kind: ClassVar[str] = "item"
    within: ClassVar[str] = "drill"
    id: Id = about("מזהה קבוע של הסעיף", "first-item")
    step: StepRef = about("הצעד שהסעיף מתרגל: ספר/צעד", "first-playbook/call-forum")
    text: Line | None = about("נוסח לסעיף, אם שונה מנוסח הצעד", None, None)
    pause: Line | None = about("שם ההפסקה שאחריה הסעיף נבדק", None, None)
    within_minutes: Count | None = about("תוך כמה דקות צריך להתבצע", 30, None)


class Drill(Thing):
    """תרגיל. From one file: a page for participants, one for facilitators, and a checklist to print."""

    kind: ClassVar[str] = "drill"
    title: Line = about("שם התרגיל", "תרגיל שולחן לדוגמה")
    summary: Line = about("במשפט אחד", "הפורום נפגש עם הפתעה אחת.")
    type: DrillType = about("סוג התרגיל", "tabletop")
    scenario: ScenarioId = about("התרחיש", "first-scenario")
    opening: Prose = about("הסיפור שמקריאים בפתיחה", "השעה שש בבוקר. הוכרז מצב חירום.")
    minutes: Count = about("משך בדקות", 90, ge=1)
    objectives: tuple[Objective, ...] = about("המטרות", min_length=1)
    participants: tuple[Participants, ...] = about("המשתתפים לפי מגזר", min_length=1)
    injects: tuple[Inject, ...] = about("ההזרמות, לפי זמן", None, ())
    checklist: tuple[ChecklistItem, ...] = about("רשימת התיוג", min_length=1)


class Outcome(Labelled):
    DONE = "done", "בוצע"
    PARTLY = "partly", "בוצע חלקית"
    NOT_DONE = "not_done", "לא בוצע"
    NOT_RELEVANT = "not_relevant", "לא רלוונטי"


class Rating(Labelled):
    """HSEEP's four ratings of an objective."""

    P = "P", "בוצעה ללא קשיים"
    S = "S", "בוצעה עם קשיים מסוימים"
    M = "M", "בוצעה עם קשיים גדולים"
    U = "U", "לא הצליחה להתבצע"


class Element(Labelled):
    """HSEEP's capability elements (POETE)."""

    PLANNING = "planning", "תכנון"
    ORGANISATION = "organisation", "ארגון"
    EQUIPMENT = "equipment", "ציוד"
    TRAINING = "training", "הכשרה"
    EXERCISE = "exercise", "תרגול"


class ItemResult(Entry):
    item: ItemId = about("הסעיף ברשימת התיוג", "first-item")
    outcome: Outcome = about("מה קרה", "done")
    minute: Count | None = about("באיזו דקה", 25, None, le=LONGEST_EXERCISE)
    by: Line | None = about("מי סימן: תפקיד או גוף, לא שם", None, None)
    note: Line | None = about("הערה", None, None)


class ObjectiveResult(Entry):
    objective: ObjectiveId = about("המטרה", "first-objective")
    rating: Rating = about("הדירוג: P, S, M או U", "S")
    note: Line | None = about("מה ראינו", None, None)


class GoneItem(Entry):
    """An item that was on the paper in the room and is no longer in the drill. Kept as it was: it refers to nothing."""

    item: Line = about("מזהה הסעיף, כפי שהיה", "former-item")
    text: Line | None = about("נוסח הסעיף, כפי שהודפס", None, None)
    outcome: Outcome = about("מה קרה", "done")
    minute: Count | None = about("באיזו דקה", None, None, le=LONGEST_EXERCISE)
    by: Line | None = about("מי סימן: תפקיד או גוף, לא שם", None, None)
    note: Line | None = about("הערה", None, None)


class GoneObjective(Entry):
    """An objective that was rated and is no longer in the drill. Kept as it was."""

    objective: Line = about("מזהה המטרה, כפי שהיה", "former-objective")
    what: Line | None = about("נוסח המטרה, כפי שהודפס", None, None)
    rating: Rating = about("הדירוג: P, S, M או U", "S")
    note: Line | None = about("מה ראינו", None, None)


class CorrectiveAction(Entry):
    what: Line = about("מה עושים", "מעדכנים את רשימת המחליפים")
    owner: RoleId = about("התפקיד האחראי", "first-role")
    start: Day = about("מתי מתחילים", "2026-11-22")
    due: Day = about("עד מתי", "2027-02-01")
    done_on: Day | None = about("מתי הושלם", None, None)
    element: Element = about("הרכיב שמתקנים", "planning")


class AfterActionReview(Entry):
    """תחקיר."""

    strengths: tuple[Line, ...] = about("מה עבד", None, ())
    improvements: tuple[Line, ...] = about("מה לשפר", None, ())
    actions: tuple[CorrectiveAction, ...] = about("פעולות מתקנות", None, ())


class DrillResult(Sourced):
    """What one authority did in one drill on one day."""

    kind: ClassVar[str] = "result"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה, כשם הקובץ", "first-result")
    drill: DrillId = about("התרגיל", "first-drill")
    held_on: Day = about("תאריך התרגיל", "2026-10-12")
    real_event: Line | None = about("שם אירוע האמת, כשהסעיפים בוצעו באירוע ולא בתרגיל", None, None)
    revision: Line | None = about("גרסת התרגיל שלפיה עבדו: מזהה קצר של commit", None, None)
    sectors: tuple[SectorId, ...] = about("המגזרים שהגיעו", ["local-government"], min_length=1)
    items: tuple[ItemResult, ...] = about("תוצאה לכל סעיף", min_length=1)
    objectives: tuple[ObjectiveResult, ...] = about("דירוג לכל מטרה", min_length=1)
    gone: tuple[GoneItem, ...] = about("סעיפים שהיו ברשימה המודפסת ואינם עוד בתרגיל", None, ())
    gone_objectives: tuple[GoneObjective, ...] = about("מטרות שדורגו ואינן עוד בתרגיל", None, ())
    review: AfterActionReview | None = about("התחקיר", None, None)
