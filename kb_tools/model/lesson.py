"""Lessons (לקחים): the chain observation → discussion → conclusion → recommendation, in two tracks."""

from typing import Annotated, ClassVar

from kb_tools.model.base import (
    Day,
    Entry,
    Labelled,
    LessonId,
    Line,
    MunicipalityId,
    Prose,
    QualifiedId,
    Ref,
    RoleId,
    ScenarioId,
    StepRef,
    Thing,
    TraitId,
    Year,
    about,
)

ResultRef = Annotated[QualifiedId, Ref("result")]


class LessonKind(Labelled):
    """WHO's intra-action review has the same two."""

    CHALLENGE = "challenge", "אתגר"
    GOOD_PRACTICE = "good_practice", "נוהג טוב"


class Level(Labelled):
    LOCAL = "local", "מקומי"
    NATIONAL = "national", "ארצי"


class LessonStatus(Labelled):
    """NATO's and HSEEP's practice joined: a lesson is learned only by proof."""

    OBSERVATION = "observation", "תצפית"
    IDENTIFIED = "identified", "לקח שזוהה"
    DECIDED = "decided", "הוחלט"
    IMPLEMENTED = "implemented", "הוטמע"
    LEARNED = "learned", "נלמד"
    REJECTED = "rejected", "נדחה"


class Event(Entry):
    name: Line = about("שם האירוע", "גל הקורונה הראשון")
    began_on: Day = about("מתי התחיל", "2020-03-01")
    ended_on: Day | None = about("מתי הסתיים", None, None)


class Action(Entry):
    what: Line = about("מה עושים", "ממנים בעל תפקיד")
    owner: RoleId = about("התפקיד האחראי", "first-role")
    due: Day | None = about("עד מתי; או year", "2027-03-01", None)
    year: Year | None = about("שנת היעד, כשאין תאריך", None, None)
    done_on: Day | None = about("מתי הושלם", None, None)
    budget: Line = about("תקציב או ״ללא תקצוב״", "ללא תקצוב", "ללא תקצוב")


class Observed(Entry):
    """Where an observation was made: a recorded result and, where it is about one, the step that fell short or worked."""

    result: ResultRef = about("התוצאה שבה זה נראה: רשות/תוצאה", "first-town/first-result")
    step: StepRef | None = about("הצעד שבו זה נראה: ספר/צעד", "first-playbook/call-forum", None)


class Lesson(Thing):
    kind: ClassVar[str] = "lesson"
    title: Line = about("הלקח במשפט", "מיפוי מוקדם מקצר את ההתארגנות")
    lesson_kind: LessonKind = about("אתגר או נוהג טוב", "challenge")
    level: Level = about("מקומי או ארצי", "local")
    municipality: MunicipalityId | None = about("של מי הלקח, כשהוא מקומי", None, None)
    event: Event = about("האירוע שממנו הלקח")
    scenarios: tuple[ScenarioId, ...] = about("התרחישים שבהם הוא חשוב", ["first-scenario"], min_length=1)
    observation: Prose = about("עובדה: מה נראה", "רשימות השחקנים לא היו מעודכנות.")
    discussion: Prose = about("ממצא: למה זה חשוב", "הזמן הלך על חיפושים.")
    conclusion: Prose = about("מסקנה: מה הגורם", "אין מי שמתחזק את המיפוי בשגרה.")
    recommendation: Prose = about("לקח: מה לעשות", "למנות אחראי למיפוי.")
    status: LessonStatus = about("מצב הלקח", "observation")
    decided_on: Day | None = about("מתי הוחלט", None, None)
    rejected_because: Line | None = about("למה נדחה", None, None)
    traits: tuple[TraitId, ...] = about("התכונות של מי שהלקח נוגע לו; ריק = לכולם", None, ())
    uptake_by: Day | None = about("עד מתי משיב עליו מי שהוא נוגע לו", None, None)
    immediate: Action | None = about("הפעולה המיידית", None, None)
    multi_year: Action | None = about("הפעולה הרב־שנתית", None, None)
    follows: LessonId | None = about("הלקח הקודם, כשהלקח הזה חוזר עליו או ממשיך אותו", None, None)
    one_track_because: Line | None = about("למה יש רק מהלך אחד", None, None)
    steps: tuple[StepRef, ...] = about("הצעדים שהלקח שינה: ספר/צעד", None, ())
    results: tuple[ResultRef, ...] = about("התרגילים שהוכיחו: רשות/תוצאה", None, ())
    observed_in: tuple[Observed, ...] = about("באילו תוצאות של תרגיל או של אירוע זה נראה, ובאיזה צעד", None, ())
