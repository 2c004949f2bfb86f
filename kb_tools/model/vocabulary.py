"""The open vocabularies of a content pack: one file each, terms in the order in which they are shown."""

from typing import Annotated, ClassVar

from kb_tools.model.base import (
    Address,
    Count,
    FigureTypeId,
    Flag,
    Id,
    Kept,
    Labelled,
    Line,
    Number,
    Ref,
    Sourced,
    about,
)

MunicipalityKindId = Annotated[Id, Ref("municipality-kind")]
DistrictId = Annotated[Id, Ref("district")]


class Term(Sourced):
    """A word of a vocabulary."""

    id: Id = about("מזהה קבוע באנגלית", "example-term")
    name: Line = about("השם כפי שהקורא רואה אותו", "מונח לדוגמה")
    description: Line | None = about("הסבר במשפט אחד", None, None)


class PhaseTone(Labelled):
    """The four drawings a phase can have: icon and tone, the same on pages, chips, timelines and prints."""

    ROUTINE = "routine", "שגרה"
    ALERT = "alert", "כוננות"
    EMERGENCY = "emergency", "חירום"
    RECOVERY = "recovery", "שיקום"


class Phase(Term):
    kind: ClassVar[str] = "phase"
    tone: PhaseTone = about("הסמל והגוון שבהם השלב מצויר", "routine")


class Sector(Term):
    kind: ClassVar[str] = "sector"


class Department(Term):
    """אגף או מכלול: authorities differ, so the list is open."""

    kind: ClassVar[str] = "department"


class Population(Term):
    kind: ClassVar[str] = "population"
    parent: Annotated[Id, Ref("population")] | None = about("האוכלוסייה הרחבה יותר", None, None)


class NeedType(Term):
    """What a resident may need: a hierarchical vocabulary."""

    kind: ClassVar[str] = "need-type"
    parent: Annotated[Id, Ref("need-type")] | None = about("הצורך הרחב יותר", None, None)


class Evidence(Labelled):
    """What in a profile can bear witness to a characteristic. Each has its own test in `insight`."""

    NEEDS = "needs", "צרכים שנסקרו"
    ACTORS = "actors", "שחקנים שמופו"
    RESPONSES = "responses", "מענים"
    PLAN_IMMEDIATE = "plan_immediate", "מהלכים מיידיים בתכנית"
    PLAN_MULTI_YEAR = "plan_multi_year", "מהלכים רב־שנתיים בתכנית"
    AGREEMENTS = "agreements", "הסכמות עם שחקנים"
    MEETINGS = "meetings", "ישיבות פורום"
    TRAININGS = "trainings", "הכשרות"
    DRILL_RESULTS = "drill_results", "תרגילים שבוצעו"
    LESSONS = "lessons", "לקחים מקומיים"
    ADAPTATIONS = "adaptations", "התאמות של ספרי הפעלה"
    RESILIENCE = "resilience", "מדידות חוסן"


class Characteristic(Term):
    """One of the characteristics of the role; in the source there are six."""

    kind: ClassVar[str] = "characteristic"
    evidence: tuple[Evidence, ...] = about("מה בפרופיל מעיד שהמאפיין מתקיים", ["needs", "actors"], min_length=1)


class Trait(Term):
    """A trait of an authority (its DNA), computed from a figure or from its kind: never typed for an authority."""

    kind: ClassVar[str] = "trait"
    figure: FigureTypeId | None = about("הנתון שממנו התכונה מחושבת", None, None)
    at_least: Number | None = about("מתקיימת כשהנתון שווה לזה או גדול ממנו", None, None)
    at_most: Number | None = about("מתקיימת כשהנתון שווה לזה או קטן ממנו", None, None)
    municipality_kind: MunicipalityKindId | None = about("מתקיימת לסוג הרשות הזה", None, None)


class District(Term):
    kind: ClassVar[str] = "district"


class MunicipalityKind(Term):
    kind: ClassVar[str] = "municipality-kind"


class FigureType(Term):
    """A figure that profiles carry, each value with its source and year."""

    kind: ClassVar[str] = "figure-type"
    unit: Line | None = about("יחידת המידה", "תושבים", None)
    decimals: Count = about("כמה ספרות אחרי הנקודה להציג", None, 0, le=6)
    headline: Flag = about("true כדי להציג את הנתון בראש הפרופיל", None, False)


class Verified(Labelled):
    """How far a definition was checked against its source."""

    YES = "yes", "נבדק במקור"
    PARTIAL = "partial", "נבדק חלקית"
    NO = "no", "לא נבדק"


class GlossaryTerm(Term):
    kind: ClassVar[str] = "glossary-term"
    full: Line | None = about("הצורה המלאה של ראשי התיבות", None, None)
    address: Address | None = about("כתובת העמוד שבו נמצאה ההגדרה", None, None)
    verified: Verified = about("עד כמה ההגדרה נבדקה", "yes")


class Vocabulary(Kept):
    """A vocabulary file: a title and its terms."""

    title: Line = about("שם אוצר המילים", "שלבים")
    description: Line | None = about("לשם מה הוא", None, None)


class Phases(Vocabulary):
    terms: tuple[Phase, ...] = about("המונחים, לפי סדר ההצגה")


class Sectors(Vocabulary):
    terms: tuple[Sector, ...] = about("המונחים, לפי סדר ההצגה")


class Departments(Vocabulary):
    terms: tuple[Department, ...] = about("המונחים, לפי סדר ההצגה")


class Populations(Vocabulary):
    terms: tuple[Population, ...] = about("המונחים, לפי סדר ההצגה")


class NeedTypes(Vocabulary):
    terms: tuple[NeedType, ...] = about("המונחים, לפי סדר ההצגה")


class Characteristics(Vocabulary):
    terms: tuple[Characteristic, ...] = about("המונחים, לפי סדר ההצגה")


class Traits(Vocabulary):
    terms: tuple[Trait, ...] = about("המונחים, לפי סדר ההצגה")


class Districts(Vocabulary):
    terms: tuple[District, ...] = about("המונחים, לפי סדר ההצגה")


class MunicipalityKinds(Vocabulary):
    terms: tuple[MunicipalityKind, ...] = about("המונחים, לפי סדר ההצגה")


class FigureTypes(Vocabulary):
    terms: tuple[FigureType, ...] = about("המונחים, לפי סדר ההצגה")


class Glossary(Vocabulary):
    terms: tuple[GlossaryTerm, ...] = about("המונחים, לפי סדר ההצגה")
