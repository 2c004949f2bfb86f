"""A municipality's files: its identity, the two pillars, the plan and what was measured.

Each file of the folder `municipalities/ID/` is one type here, so that two people rarely edit the same one.
"""

from typing import Annotated, ClassVar, Literal

from kb_tools.model.base import (
    CharacteristicId,
    Count,
    Day,
    DepartmentId,
    DrillId,
    Duration,
    Entry,
    FigureTypeId,
    Flag,
    Id,
    Kept,
    Labelled,
    Line,
    NeedTypeId,
    Number,
    PhaseId,
    PlaybookId,
    PopulationId,
    Prose,
    Ref,
    RoleId,
    ScenarioId,
    SectorId,
    Sourced,
    SourceId,
    Thing,
    Year,
    about,
)
from kb_tools.model.lesson import Action
from kb_tools.model.playbook import StepInPlaybook
from kb_tools.model.vocabulary import DistrictId, MunicipalityKindId

NeedId = Annotated[Id, Ref("need", within="municipality")]
ActorId = Annotated[Id, Ref("actor", within="municipality")]


class Figure(Entry):
    """A published figure: a value with its year and its source."""

    value: Number = about("הערך", 1200)
    year: Year = about("השנה שהערך מתאר", 2024)
    source: SourceId = about("המקור", "first-source")


class Coordinates(Entry):
    lat: Number = about("קו רוחב", 31.5, ge=-90, le=90)
    lon: Number = about("קו אורך", 34.8, ge=-180, le=180)
    method: Literal["locality_point", "weighted_mean"] = about(
        "נקודת היישוב או ממוצע היישובים לפי אוכלוסייה", "locality_point"
    )
    source: SourceId = about("המקור", "first-source")


class AlertZone(Entry):
    name: Line = about("שם אזור ההתרעה", "השפלה")
    areas: Count = about("כמה אזורי התרעה של הרשות בו", 1)
    source: SourceId = about("המקור", "first-source")


class HolderState(Labelled):
    APPOINTED = "appointed", "מונה"
    INTERIM = "interim", "ממלא מקום"
    VACANT = "vacant", "לא מאויש"


class RoleHolder(Sourced):
    role: RoleId = about("התפקיד", "first-role")
    state: HolderState = about("מצב האיוש", "appointed")
    since: Day | None = about("ממתי", "2026-01-15", None)
    reports_to: RoleId | None = about("למי כפוף בפועל", None, None)
    budget: Line = about("תקצוב, או ״ללא תקצוב״", "ללא תקצוב", "ללא תקצוב")


FUNCTIONAL_NUMBER = r"^(\*[0-9]{3,5}|1[0-9]{2,3}|1-[78]00-[0-9]{2,3}-?[0-9]{3,4})$"


class Contact(Sourced):
    """How a role is reached: a short number that was published for the function, never that of a person."""

    role: RoleId = about("התפקיד שעונה", "first-role")
    number: str = about("מספר תפקודי קצר שפורסם לכול", "106", pattern=FUNCTIONAL_NUMBER)
    when: Line | None = about("מתי עונים", "בכל שעות היממה", None)


class Profile(Thing):
    """profile.yml: who the authority is. What is not written here is not known and is shown as such."""

    kind: ClassVar[str] = "municipality"
    name: Line = about("שם הרשות", "רשות לדוגמה")
    name_en: Line | None = about("השם באנגלית", "Example", None)
    variants: tuple[Line, ...] = about("כתיבים נוספים של השם", None, ())
    example: Flag = about("true לרשות שאינה אמיתית; מסומנת בכל עמוד ואינה נספרת", None, False)
    cbs_code: Line | None = about("סמל הלמ״ס, כטקסט", None, None)
    municipality_kind: MunicipalityKindId = about("סוג הרשות", "city")
    district: DistrictId = about("המחוז", "center")
    subdistrict: Line | None = about("הנפה", None, None)
    regional_cluster: Line | None = about("אשכול הרשויות", None, None)
    coordinates: Coordinates | None = about("מיקום", None, None)
    alert_zones: tuple[AlertZone, ...] = about("אזורי התרעה של פיקוד העורף", None, ())
    figures: dict[FigureTypeId, tuple[Figure, ...]] = about("נתונים, כל אחד עם שנה ומקור", None, {})
    role_holder: RoleHolder | None = about("מי ממלא את התפקיד", None, None)
    contacts: tuple[Contact, ...] = about("מספרים תפקודיים שפורסמו, לפי תפקיד; לא של אנשים", None, ())
    note: Line | None = about("הערה על הנתונים", None, None)


class Priority(Labelled):
    HIGH = "high", "גבוהה"
    MEDIUM = "medium", "בינונית"
    LOW = "low", "נמוכה"


class Need(Sourced):
    """A need of a population in the authority, surveyed on a day."""

    kind: ClassVar[str] = "need"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה הצורך ברשות", "food-elderly")
    need: NeedTypeId = about("הצורך, מתוך אוצר המילים", "food")
    population: PopulationId = about("האוכלוסייה", "elderly")
    scenarios: tuple[ScenarioId, ...] = about("התרחישים; ריק = כולם", None, ())
    phases: tuple[PhaseId, ...] = about("השלבים שבהם הצורך קיים", ["emergency"], min_length=1)
    people: Count | None = about("כמה אנשים", 120, None)
    priority: Priority = about("עדיפות", "high")
    surveyed_on: Day = about("מתי נסקר", "2026-09-01")
    note: Line | None = about("הערה", None, None)


class Agreement(Labelled):
    NONE = "none", "אין הסכמה"
    VERBAL = "verbal", "בעל פה"
    SIGNED = "signed", "חתומה"


class Actor(Sourced):
    """שחקן: an organisation or group that can answer needs."""

    kind: ClassVar[str] = "actor"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה השחקן ברשות", "volunteers-unit")
    name: Line = about("שם הארגון או הקבוצה", "יחידת המתנדבים (דוגמה)")
    sector: SectorId = about("המגזר", "third-sector")
    can: tuple[NeedTypeId, ...] = about("הצרכים שהוא יודע לענות עליהם", ["food"], min_length=1)
    capacity: Count | None = about("לכמה אנשים", 80, None)
    available: dict[PhaseId, Duration] = about("בכל שלב: תוך כמה זמן הוא זמין (0h, 6h, 2d)", {"emergency": "6h"}, {})
    populations: tuple[PopulationId, ...] = about("לאילו אוכלוסיות; ריק = לכולן", None, ())
    localities: tuple[Line, ...] = about("באילו יישובים או שכונות; ריק = בכולם", None, ())
    agreement: Agreement = about("ההסכמה עם הרשות", "verbal", Agreement.NONE)
    agreed_on: Day | None = about("מתי סוכם", None, None)
    strengths: tuple[Line, ...] = about("חוזקות", None, ())
    weaknesses: tuple[Line, ...] = about("חולשות", None, ())
    barriers: tuple[Line, ...] = about("חסמים", None, ())
    updated_on: Day | None = about("מתי עודכן", "2026-09-01", None)


class ResponseState(Labelled):
    PLANNED = "planned", "מתוכנן"
    READY = "ready", "מוכן"
    TESTED = "tested", "נבדק בתרגיל או באירוע"
    NONE = "none", "נבדק ואין"


class Response(Sourced):
    """מענה: how a need is answered, by whom, under which department. `none` records that it was checked and there is none."""

    kind: ClassVar[str] = "response"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה המענה ברשות", "food-elderly-volunteers")
    need: NeedId = about("הצורך (מתוך הצרכים של הרשות)", "food-elderly")
    actors: tuple[ActorId, ...] = about("השחקנים שנותנים אותו", None, ())
    department: DepartmentId = about("האגף האחראי", "welfare")
    alternatives: tuple[DepartmentId, ...] = about("אגפים שיכולים להחליף", None, ())
    capacity: Count | None = about("לכמה אנשים", 80, None)
    phases: tuple[PhaseId, ...] = about("השלבים שבהם הוא פועל; ריק = כל שלבי הצורך", None, ())
    state: ResponseState = about("מצב המענה", "planned")
    checked_on: Day = about("מתי נבדק", "2026-09-01")
    note: Line | None = about("הערה", None, None)


class Member(Entry):
    role: Line = about("התפקיד בגוף", "מנהלת אגף הרווחה")
    body: Line = about("הגוף", "הרשות")
    sector: SectorId = about("המגזר", "local-government")


class MeetingAction(Entry):
    what: Line = about("מה עושים", "משלימים את המיפוי")
    owner: RoleId = about("התפקיד האחראי", "first-role")
    due: Day = about("עד מתי", "2026-12-15")
    done_on: Day | None = about("מתי הושלם", None, None)


class Meeting(Entry):
    held_on: Day = about("תאריך", "2026-10-01")
    sectors: tuple[SectorId, ...] = about("המגזרים שנכחו", ["local-government"], min_length=1)
    subject: Line = about("הנושא", "פתיחת שנה")
    decisions: tuple[Line, ...] = about("החלטות", None, ())
    actions: tuple[MeetingAction, ...] = about("משימות", None, ())


class Training(Entry):
    held_on: Day = about("תאריך", "2026-10-01")
    subject: Line = about("הנושא", "עזרה ראשונה נפשית")
    people: Count | None = about("כמה השתתפו", 20, None)


class Forum(Sourced):
    """forum.yml: the standing cross-sector forum, the second pillar."""

    chair: RoleId = about("מי עומד בראש", "first-role")
    every_months: Count = about("כל כמה חודשים נפגשים", 2, ge=1, le=24)
    quorum: tuple[SectorId, ...] = about("המגזרים שבלעדיהם אין מניין", None, ())
    members: tuple[Member, ...] = about("החברים, לפי תפקיד וגוף", min_length=1)
    next_meeting: Day | None = about("הישיבה הבאה", "2027-01-10", None)
    meetings: tuple[Meeting, ...] = about("הישיבות שהיו", None, ())
    trainings: tuple[Training, ...] = about("הכשרות שהיו", None, ())


class Instrument(Labelled):
    CCRAM10 = "CCRAM10", "CCRAM10"
    CCRAM28 = "CCRAM28", "CCRAM28"
    OTHER = "other", "כלי אחר"


class FactorScores(Entry):
    """Mean factor scores, 1 to 5. The five factors are CCRAM's (Leykin et al. 2013)."""

    leadership: Number | None = about("מנהיגות", 3.4, None, ge=1, le=5)
    collective_efficacy: Number | None = about("מסוגלות קולקטיבית", 3.6, None, ge=1, le=5)
    preparedness: Number | None = about("מוכנות", 2.9, None, ge=1, le=5)
    place_attachment: Number | None = about("קשר למקום", 4.1, None, ge=1, le=5)
    social_trust: Number | None = about("אמון חברתי", 3.2, None, ge=1, le=5)


class ResilienceWave(Sourced):
    """One measurement. After `valid_until` it shows "לא ידוע", never its old colour."""

    kind: ClassVar[str] = "wave"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה המדידה", "wave-2026")
    instrument: Instrument = about("הכלי", "CCRAM10")
    measured_on: Day = about("מתי נמדד", "2026-05-01")
    valid_until: Day = about("עד מתי המדידה בתוקף", "2027-05-01")
    scenario: ScenarioId | None = about("התרחיש שביחס אליו נמדד", None, None)
    respondents: Count = about("כמה השיבו", 210, ge=1)
    scores: FactorScores = about("ציון לכל גורם, 1 עד 5")
    rater: Line = about("מי מדד", "צוות החוסן (דוגמה)")
    evidence: Line = about("על מה הציון נשען", "סקר טלפוני")


class PlanItem(Action):
    characteristic: CharacteristicId | None = about("המאפיין שהמהלך מקדם", None, None)


class PlannedDrill(Entry):
    """A drill that was fixed for a day, or is proposed for it. That it was held is told by its result, not here."""

    drill: DrillId = about("התרגיל", "first-drill")
    planned_on: Day = about("התאריך שנקבע; כשמתרגלים כותבים תוצאה", "2027-02-01")
    owner: RoleId = about("התפקיד שמארגן", "first-role")
    proposed: Flag = about("true כל עוד זו הצעה של kb drill plan; כשמאשרים אותה מוחקים את השורה", None, False)
    why: tuple[Line, ...] = about("למה דווקא הוא ודווקא אז", None, ())


class Plan(Sourced):
    """plan.yml: immediate action and a multi-year plan, side by side; and the drills that were fixed or are proposed."""

    immediate: tuple[PlanItem, ...] = about("מהלכים מיידיים", None, ())
    multi_year: tuple[PlanItem, ...] = about("מהלכים רב־שנתיים", None, ())
    drills: tuple[PlannedDrill, ...] = about("תרגילים שנקבעו או שהוצעו", None, ())


class ChangeKind(Labelled):
    REPLACE = "replace", "החלפה"
    ADD = "add", "הוספה"
    SKIP = "skip", "דילוג"


class StepChange(Entry):
    """What the authority does otherwise in one step, and why."""

    change: ChangeKind = about("החלפה, הוספה או דילוג", "replace")
    step: StepInPlaybook = about("הצעד שמחליפים או מדלגים עליו; בהוספה: הצעד שאחריו מוסיפים", "call-forum")
    reviewed_against: str = about(
        "טביעת האצבע של הצעד כשההתאמה נבדקה (kb show ספר/צעד)", "000000000000", pattern=r"^[0-9a-f]{12}$"
    )
    because: Line = about("הסיבה", "אצלנו המוקד פועל רק ביום")
    what: Line | None = about("הפעולה החדשה", "כנסו את הפורום בשיחת ועידה", None)
    owner: RoleId | None = about("האחראי אצלנו", None, None)
    done_when: Line | None = about("איך יודעים שבוצע", None, None)
    actors: tuple[ActorId, ...] = about("השחקנים שהצעד מפעיל אצלנו", None, ())


class Adaptation(Kept, Sourced):
    """התאמה רשותית: an authority's overlay on a shared playbook."""

    kind: ClassVar[str] = "adaptation"
    within: ClassVar[str] = "municipality"
    id: Id = about("מזהה, כשם הקובץ", "first-adaptation")
    playbook: PlaybookId = about("ספר ההפעלה", "first-playbook")
    because: Line = about("למה ההתאמה נדרשת", "רשות מפוזרת על פני יישובים רבים")
    owner: RoleId = about("התפקיד האחראי", "first-role")
    reviewed_on: Day = about("מתי נבדקה", "2026-11-22")
    changes: tuple[StepChange, ...] = about("השינויים", min_length=1)
    note: Prose | None = about("טקסט חופשי", None, None)


class NeedsFile(Entry):
    needs: tuple[Need, ...] = about("הצרכים")


class ActorsFile(Entry):
    actors: tuple[Actor, ...] = about("השחקנים")


class ResponsesFile(Entry):
    responses: tuple[Response, ...] = about("המענים")


class ResilienceFile(Entry):
    waves: tuple[ResilienceWave, ...] = about("מדידות החוסן")
