"""What the site computes about a thing and nobody types, as types of their own: so that their schemas write themselves."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from kb_tools.insight.coverage import Exercised, unit_rows
from kb_tools.insight.evidence import Standing, characteristics_matrix
from kb_tools.insight.freshness import care_of
from kb_tools.insight.gaps import GapState, coverage, tally
from kb_tools.insight.national import last_result
from kb_tools.insight.resilience import is_expired
from kb_tools.insight.standing import ORDER
from kb_tools.insight.trends import Course, Trends
from kb_tools.insight.workload import department_load, idle_actors
from kb_tools.model.base import (
    CharacteristicId,
    Count,
    Day,
    DepartmentId,
    DrillId,
    Entry,
    Flag,
    Kept,
    MunicipalityId,
    PhaseId,
    ScenarioId,
    StepRef,
    TraitId,
    about,
)
from kb_tools.model.lesson import LessonStatus
from kb_tools.model.municipality import ActorId, ResilienceWave
from kb_tools.model.uptake import Decision
from kb_tools.views.records import Record, model_of
from kb_tools.views.site import Site


class GapTally(Entry):
    """How many needs are in each state; an authority that has mapped nothing has none of them."""

    met: Count = about(GapState.MET.label)
    fragile: Count = about(f"{GapState.FRAGILE.label}: תלוי במי שנותן אותו לבדו")
    partial: Count = about(GapState.PARTIAL.label)
    unmapped: Count = about(GapState.UNMAPPED.label)
    none: Count = about(f"{GapState.NONE.label}: המענה רק מתוכנן")
    checked_none: Count = about(GapState.CHECKED_NONE.label)


class Share(Entry):
    department: DepartmentId = about("האגף")
    responses: Count = about("כמה מענים באחריותו")


class Witnessed(Entry):
    characteristic: CharacteristicId = about("המאפיין")
    standing: Standing = about("מה מעיד עליו, ועד כמה זה עדכני")
    newest: Day | None = about("תאריך הראיה החדשה ביותר", None, None)


class Reviewed(Entry):
    """Of whatever is reviewed by a rhythm."""

    review_due: Day | None = about("מועד הבדיקה הבאה", None, None)


class OfUnit(Reviewed):
    traits: tuple[TraitId, ...] = about("התכונות, לפי הנתונים ולפי הסוג")
    mapped: Flag = about("true כאשר החלו למפות: יש צורך, שחקן או מענה")
    gaps: GapTally = about("כמה צרכים בכל מצב")
    load: tuple[Share, ...] = about("המענים לפי אגף, מן העמוס")
    idle_actors: tuple[ActorId, ...] = about("שחקנים שמופו ואינם בשום מענה")
    characteristics: tuple[Witnessed, ...] = about("מאפייני התפקיד ומה מעיד על כל אחד")
    last_drill: Day | None = about("מתי היה התרגיל האחרון", None, None)
    drilled: dict[ScenarioId, Day] = about("מתי תורגל כל תרחיש לאחרונה; תרחיש שאינו כאן, לא נרשם לו תרגיל")
    better: tuple[StepRef, ...] = about("צעדים שבתוצאה האחרונה בוצעו טוב יותר מבראשונה")
    worse: tuple[StepRef, ...] = about("צעדים שבתוצאה האחרונה בוצעו פחות טוב מבראשונה")


class OfNeed(Entry):
    state: GapState = about("המצב: הגרוע שבשלבים")
    by_phase: dict[PhaseId, GapState] = about("המצב בכל שלב שבו הצורך קיים")
    reached: Count | None = about("לכמה אנשים המענים הפעילים מגיעים, בשלב שבו הם מגיעים למעט ביותר", None, None)
    rests_on: tuple[ActorId, ...] = about("שחקנים שבלעדיהם אין מענה באחד השלבים")


class OfStep(Entry):
    fingerprint: str = about("טביעת האצבע שהתאמה נבדקת מולה")
    drills: tuple[DrillId, ...] = about("התרגילים שמתרגלים את הצעד")
    exercised: Exercised = about("מה ידוע עליו מתרגילים, לפי תוצאות של רשויות אמיתיות")
    asked: Count = about("בכמה תוצאות של רשויות אמיתיות הוא נבדק והיה רלוונטי")
    done: Count = about("בכמה מהן בוצע")


class OfDrill(Reviewed):
    held: Count = about("כמה פעמים נערך, לפי תוצאות של רשויות אמיתיות ובלי אירועי אמת")
    last_held: Day | None = about("מתי נערך לאחרונה", None, None)


class OfWave(Entry):
    expired: Flag = about("true כאשר המדידה אינה בתוקף, ומה שמדדה אינו ידוע עוד")


class Answered(Entry):
    """Of the real authorities; of a lesson of an example, none is asked."""

    asked: Count = about("כמה נשאלו: הלקח נוגע להן")
    adopted: Count = about(Decision.ADOPTED.label)
    adapted: Count = about(Decision.ADAPTED.label)
    not_relevant: Count = about(Decision.NOT_RELEVANT.label)


class OfLesson(Reviewed):
    borne: LessonStatus | None = about("המצב שהראיות נושאות היום; אינו כאן כשאין היסטוריה לשאול", None, None)
    lacking: tuple[str, ...] = about("מה חסר לראיות כדי לשאת את המצב הבא", None, ())
    eroded: tuple[str, ...] = about("מה אבד מן השינוי שהלקח הביא", None, ())
    uptake: Answered = about("מה השיבו הרשויות")


class OfTrait(Entry):
    municipalities: tuple[MunicipalityId, ...] = about("מי שהתכונה מתקיימת בהן, בלי הדוגמאות")


_Made = tuple[type[Entry], Callable[[Site, Record], Entry]]


def computed_type(kind: str) -> type[Entry] | None:
    """The type of what is computed about things of a kind; None when nothing is."""
    made = _made(kind)
    return made[0] if made else None


def computed(site: Site, record: Record) -> Entry | None:
    """What is computed about one thing on the site's day."""
    made = _made(record.kind)
    return made[1](site, record) if made else None


def _made(kind: str) -> _Made | None:
    return _OF.get(kind) or ((Reviewed, _reviewed) if issubclass(model_of(kind), Kept) else None)


def _reviewed(site: Site, record: Record) -> Entry:
    return Reviewed(review_due=_review_due(site, record))


def _review_due(site: Site, record: Record) -> date | None:
    care = care_of(site.library, (record.kind, record.id))
    return care.next_review if care else None


def _of_unit(site: Site, record: Record) -> Entry:
    unit = site.library.municipalities[record.id]
    lessons = site.insights.lessons_by_unit.get(record.id, ())
    matrix = characteristics_matrix(site.library.characteristics.values(), unit, lessons, site.today)
    states = tally(row.state for row in coverage(unit))
    result = last_result(unit)
    found = site.insights.drill_trends_by_unit[unit.id]
    (drills,) = unit_rows(site.library, (unit,), site.today)
    return OfUnit(
        review_due=_review_due(site, record),
        traits=tuple(trait.id for trait in site.insights.kinship.traits[record.id]),
        mapped=unit.is_mapped,
        gaps=GapTally(**{state.value.replace("-", "_"): count for state, count in states.items()}),
        load=tuple(Share(department=row.department, responses=row.responses) for row in department_load(unit)),
        idle_actors=tuple(actor.id for actor in idle_actors(unit)),
        characteristics=tuple(
            Witnessed(characteristic=row.characteristic.id, standing=row.standing, newest=row.newest) for row in matrix
        ),
        last_drill=result.held_on if result else None,
        drilled={id_: one.day for id_, one in drills.by_scenario.items() if one.day},
        better=_turned(found, Course.BETTER),
        worse=_turned(found, Course.WORSE),
    )


def _turned(found: Trends, course: Course) -> tuple[str, ...]:
    return tuple(step.step for step in found.steps if step.courses[course])


def _of_need(site: Site, record: Record) -> Entry:
    row = site.insights.coverage_of_needs[record.id]
    return OfNeed(state=row.state, by_phase=dict(row.by_phase), reached=row.capacity, rests_on=row.sole)


def _of_step(site: Site, record: Record) -> Entry:
    covered = site.insights.step_coverage_by_ref[record.id]
    return OfStep(
        fingerprint=covered.step.fingerprint,
        drills=tuple(drill.id for drill in covered.drills),
        exercised=covered.state,
        asked=covered.times,
        done=covered.done,
    )


def _of_drill(site: Site, record: Record) -> Entry:
    points = site.insights.drill_trends.points.get(record.id, ())
    days = [point.held.result.held_on for point in points if not point.held.is_event]
    return OfDrill(review_due=_review_due(site, record), held=len(days), last_held=max(days, default=None))


def _of_wave(site: Site, record: Record) -> Entry:
    return OfWave(expired=is_expired(cast("ResilienceWave", record.entry), site.today))


def _of_lesson(site: Site, record: Record) -> Entry:
    lesson = site.library.lessons[record.id]
    standing = site.insights.standings.get(record.id)
    tally = site.insights.uptake.tally(lesson)
    upwards = _above(standing.borne) if standing else None
    return OfLesson(
        review_due=_review_due(site, record),
        borne=standing.borne if standing else None,
        lacking=tuple(each.text for each in standing.lacking_for(upwards)) if standing and upwards else (),
        eroded=tuple(erosion.text for erosion in standing.erosions) if standing else (),
        uptake=Answered(asked=tally.asked, **{decision.value: count for decision, count in tally.answered.items()}),
    )


def _above(status: LessonStatus) -> LessonStatus | None:
    """The next status on a lesson's way; None at its end and beside it."""
    at = ORDER.index(status) + 1 if status in ORDER else len(ORDER)
    return ORDER[at] if at < len(ORDER) else None


def _of_trait(site: Site, record: Record) -> Entry:
    return OfTrait(municipalities=tuple(unit.id for unit in site.insights.units_by_trait.get(record.id, ())))


_OF: Mapping[str, _Made] = {
    "municipality": (OfUnit, _of_unit),
    "need": (OfNeed, _of_need),
    "step": (OfStep, _of_step),
    "drill": (OfDrill, _of_drill),
    "wave": (OfWave, _of_wave),
    "lesson": (OfLesson, _of_lesson),
    "trait": (OfTrait, _of_trait),
}
