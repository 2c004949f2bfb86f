"""Playbooks (ספרי הפעלה) and their steps."""

import hashlib
import json
from typing import Annotated, ClassVar

from kb_tools.model.base import (
    Day,
    DepartmentId,
    Id,
    LessonId,
    Line,
    NeedTypeId,
    Offset,
    PhaseId,
    Prose,
    Ref,
    RoleId,
    ScenarioId,
    SectorId,
    Sourced,
    Thing,
    about,
)


class Step(Sourced):
    """One action with one owner. Its id never changes: drills, lessons and adaptations point at it."""

    kind: ClassVar[str] = "step"
    within: ClassVar[str] = "playbook"
    id: Id = about("מזהה קבוע של הצעד בתוך הספר", "call-forum")
    what: Line = about("הפעולה, מתחילה בפועל בלשון רבים", "כנסו את הפורום")
    detail: Prose | None = about("איך עושים, במשפטים קצרים", None, None)
    owner: RoleId | None = about("התפקיד האחראי לצעד", "first-role", None)
    department: DepartmentId | None = about("האגף האחראי, כשאין תפקיד מוגדר", None, None)
    alternatives: tuple[RoleId, ...] = about("מי מחליף כשהאחראי אינו זמין", None, ())
    phase: PhaseId = about("השלב שבו עושים את הצעד", "emergency")
    offset: Offset | None = about("מתי, ביחס לתחילת האירוע או המהלך: T+0h, T+2d, T-14d", "T+2h", None)
    needs: tuple[NeedTypeId, ...] = about("הצרכים שהצעד משרת", None, ())
    sectors: tuple[SectorId, ...] = about("המגזרים שהצעד מפעיל", None, ())
    done_when: Line = about("איך יודעים שבוצע; זה גם הנוסח ברשימת התיוג", "הפורום התכנס ויש סיכום החלטות")
    if_not: Line | None = about("מה עושים אם אי אפשר", None, None)
    lessons: tuple[LessonId, ...] = about("הלקחים שמהם הצעד נולד", None, ())

    @property
    def fingerprint(self) -> str:
        """12 hex digits of SHA-256 over the step's content; an adaptation keeps the one it was reviewed against."""
        content = self.model_dump(mode="json", exclude={"sources", "lessons"}, exclude_defaults=True)
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


StepInPlaybook = Annotated[Id, Ref("step", within="playbook")]


class Playbook(Thing):
    """ספר הפעלה: what is done, by whom and when, in the scenarios it serves."""

    kind: ClassVar[str] = "playbook"
    title: Line = about("הכותרת אומרת מה יושג", "הפורום הבין־מגזרי פועל")
    summary: Line = about("הספר במשפט או שניים", "כך מקימים פורום קבוע ומחזיקים אותו פעיל.")
    scenarios: tuple[ScenarioId, ...] = about("התרחישים שבהם פותחים אותו", ["first-scenario"], min_length=1)
    audience: tuple[RoleId, ...] = about("למי הוא מיועד", ["first-role"], min_length=1)
    lead: RoleId = about("מי מוביל", "first-role")
    takes: Line = about("כמה זמן זה לוקח", "שלושה חודשים")
    start: Line = about("מה נקודת האפס (T) שממנה נמדדים הזמנים", "החלטת המנכ״ל לצאת לדרך")
    valid_until: Day | None = about("עד מתי הוא בתוקף", "2027-11-22", None)
    steps: tuple[Step, ...] = about("הצעדים, לפי סדר", min_length=1)
