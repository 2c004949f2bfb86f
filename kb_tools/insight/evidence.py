"""The matrix of characteristics: what in a profile bears witness to each, and how fresh it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb_tools.model.base import Labelled
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Agreement
from kb_tools.model.vocabulary import Characteristic, Evidence

FRESH_DAYS = 365


class Standing(Labelled):
    FRESH = "fresh", "יש ראיה עדכנית"
    STALE = "stale", "הראיה ישנה משנה"
    UNKNOWN = "unknown", "טרם מופה"


@dataclass(frozen=True, slots=True)
class Witness:
    """How much there is of one kind of evidence, and of when the newest is."""

    evidence: Evidence
    count: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class CharacteristicRow:
    characteristic: Characteristic
    witnesses: tuple[Witness, ...]
    standing: Standing
    newest: date | None


def characteristics_matrix(
    characteristics: Iterable[Characteristic], municipality: Municipality, lessons: Iterable[Lesson], today: date
) -> tuple[CharacteristicRow, ...]:
    """One row for each characteristic, in the order given. `lessons` are the authority's own."""
    dates = _dates(municipality, lessons)
    return tuple(_row(term, dates, today) for term in characteristics)


def _row(term: Characteristic, dates: dict[Evidence, list[date | None]], today: date) -> CharacteristicRow:
    witnesses = tuple(_witness(evidence, dates[evidence]) for evidence in term.evidence)
    present = [witness for witness in witnesses if witness.count]
    newest = max((witness.newest for witness in present if witness.newest), default=None)
    if not present:
        standing = Standing.UNKNOWN
    elif newest and (today - newest).days <= FRESH_DAYS:
        standing = Standing.FRESH
    else:
        standing = Standing.STALE
    return CharacteristicRow(term, witnesses, standing, newest)


def _witness(evidence: Evidence, days: list[date | None]) -> Witness:
    return Witness(evidence, len(days), max((day for day in days if day), default=None))


def _dates(municipality: Municipality, lessons: Iterable[Lesson]) -> dict[Evidence, list[date | None]]:
    """For each kind of evidence, one date an item; None where the item states none."""
    forum, plan = municipality.forum, municipality.plan
    reviewed = municipality.profile.reviewed_on
    return {
        Evidence.NEEDS: [need.surveyed_on for need in municipality.needs],
        Evidence.ACTORS: [actor.updated_on for actor in municipality.actors],
        Evidence.RESPONSES: [response.checked_on for response in municipality.responses],
        Evidence.PLAN_IMMEDIATE: [reviewed for _ in plan.immediate] if plan else [],
        Evidence.PLAN_MULTI_YEAR: [reviewed for _ in plan.multi_year] if plan else [],
        Evidence.AGREEMENTS: [a.agreed_on for a in municipality.actors if a.agreement is not Agreement.NONE],
        Evidence.MEETINGS: [meeting.held_on for meeting in forum.meetings] if forum else [],
        Evidence.TRAININGS: [training.held_on for training in forum.trainings] if forum else [],
        Evidence.DRILL_RESULTS: [result.held_on for result in municipality.results],
        Evidence.LESSONS: [lesson.reviewed_on for lesson in lessons],
        Evidence.ADAPTATIONS: [adaptation.reviewed_on for adaptation in municipality.adaptations],
        Evidence.RESILIENCE: [wave.measured_on for wave in municipality.waves],
    }
