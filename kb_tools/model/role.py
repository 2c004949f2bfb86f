"""Roles, the scenarios they act in, and calls for proposals that fund them."""

from typing import ClassVar

from kb_tools.model.base import (
    Count,
    DepartmentId,
    Line,
    PhaseId,
    Prose,
    RoleId,
    Statement,
    Thing,
    TraitId,
    about,
)


class Role(Thing):
    """A role in an authority: never a person."""

    kind: ClassVar[str] = "role"
    name: Line = about("שם התפקיד", "מנהל/ת שותפויות ומשאבי קהילה")
    summary: Line = about("התפקיד במשפט אחד", "מחבר/ת את כל הכוחות ביישוב סביב צורכי התושבים.")
    reports_to: RoleId | None = about("למי התפקיד כפוף", None, None)
    department: DepartmentId | None = about("האגף שבו התפקיד יושב", None, None)
    duties: tuple[Statement, ...] = about("מה עושים בתפקיד", None, ())
    skills: tuple[Statement, ...] = about("כישורים נדרשים", None, ())
    conditions: tuple[Statement, ...] = about("תנאים שהרשות צריכה להבטיח", None, ())
    receives: tuple[Statement, ...] = about("מה הרשות מקבלת בזכות התפקיד", None, ())
    body: Prose | None = about("טקסט חופשי, Markdown", None, None)


class Scenario(Thing):
    """תרחיש ייחוס: what may happen, and what to prepare for."""

    kind: ClassVar[str] = "scenario"
    name: Line = about("שם התרחיש", "מגפה")
    question: Line = about("איך זה נשמע למי שנמצא בתוכו, לכפתור בדף הבית", "התפרצה מחלה?")
    summary: Line = about("התרחיש במשפט אחד", "תחלואה נרחבת שמשבשת את שגרת היישוב.")
    phases: tuple[PhaseId, ...] = about("השלבים שיש בו", None, ())
    order: Count = about("מקומו ברשימה: קטן קודם", None, 100)
    traits: tuple[TraitId, ...] = about("תכונות: רשות שיש לה אחת מהן מתרגלת את התרחיש לפני אחרים", None, ())
    body: Prose | None = about("טקסט חופשי, Markdown", None, None)


class Condition(Statement):
    """What a call asks of the authority, with the question that checks it."""

    check: Line | None = about("השאלה לבדיקה עצמית: תשובת כן פירושה מוכנות", "האם מונה בעל תפקיד?", None)


class CallForProposals(Thing):
    """קול קורא in its four parts: the role's components, the skills, the conditions, what the authority receives."""

    kind: ClassVar[str] = "call"
    title: Line = about("שם הקול הקורא", "קול קורא לדוגמה")
    summary: Line = about("במשפט אחד", "בסיס לקול קורא עתידי.")
    components: tuple[Condition, ...] = about("מרכיבי התפקיד")
    skills: tuple[Condition, ...] = about("כישורים נדרשים")
    conditions: tuple[Condition, ...] = about("תנאים נדרשים מהרשות")
    receives: tuple[Condition, ...] = about("מה תקבל הרשות")
    body: Prose | None = about("טקסט חופשי, Markdown", None, None)
