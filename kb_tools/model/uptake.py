"""Uptake (קליטת לקחים): what an authority answers about the lessons that concern it."""

from typing import Annotated

from kb_tools.model.base import Day, Entry, Id, Labelled, LessonId, Line, Ref, RoleId, Sourced, about

AdaptationId = Annotated[Id, Ref("adaptation", within="municipality")]


class Decision(Labelled):
    """A lesson of another is taken as it is, taken in another form, or set aside; the last two with a reason."""

    ADOPTED = "adopted", "אומץ"
    ADAPTED = "adapted", "הותאם"
    NOT_RELEVANT = "not_relevant", "לא רלוונטי"


class Answer(Sourced):
    """What was decided about one lesson, by whom and why."""

    lesson: LessonId = about("הלקח", "first-lesson")
    decision: Decision = about("מה הוחלט: אומץ, הותאם או לא רלוונטי", "adopted")
    decided_on: Day = about("מתי הוחלט", "2026-11-22")
    owner: RoleId = about("התפקיד האחראי לתשובה ולביצוע", "first-role")
    because: Line | None = about("הסיבה; חובה כשהלקח הותאם או אינו רלוונטי", "אצלנו המיפוי כבר מתעדכן פעם ברבעון", None)
    adaptation: AdaptationId | None = about("ההתאמה של ספר ההפעלה שנולדה מן הלקח, כשהלקח הותאם", None, None)


class UptakeFile(Entry):
    """uptake.yml: the answers of one authority."""

    answers: tuple[Answer, ...] = about("התשובות, אחת לכל לקח", min_length=1)
