"""A year of drills where people meet it: on the authority's page, among what is due, in its calendar."""

from datetime import date

from icalendar import Calendar, Event

from kb_tools.insight.dues import Duty
from kb_tools.model.library import Library
from kb_tools.model.municipality import Plan, PlannedDrill
from kb_tools.model.provenance import History
from kb_tools.views import agenda, municipalities
from kb_tools.views.dues import place_of
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY
from tests.unit.insight.test_dues import TOWN, with_file
from tests.unit.views.rendered import Rendered, read

WHY = "כי הלקח ״א <ב>״ מחכה להוכחה"
FIXED = PlannedDrill(drill="first-drill", planned_on=date(2027, 2, 16), owner="lead")
PROPOSED = FIXED.model_copy(update={"planned_on": date(2027, 4, 29), "proposed": True, "why": (WHY, "כי כן")})


def library(*drills: PlannedDrill) -> Library:
    return with_file(f"{TOWN}/plan.yml", Plan(drills=drills))


def page(*drills: PlannedDrill) -> Rendered:
    made = Site(library(*drills), History(), TODAY)
    return read(
        next(each for each in municipalities.pages(made) if each.address == "municipalities/first-town/").render()
    )


def events(*drills: PlannedDrill) -> dict[date, Event]:
    made = Site(library(*drills), History(), TODAY)
    data = {found.address: found for found in agenda.downloads(made)}["municipalities/first-town/calendar.ics"].render()
    return {
        found.decoded("dtstart"): found for found in Calendar.from_ical(data).walk("VEVENT") if isinstance(found, Event)
    }


def test_what_is_proposed_stands_apart_with_its_day_in_both_calendars_and_its_reasons() -> None:
    both = page(FIXED, PROPOSED)
    assert {"drills-planned", "drills-proposed"} <= set(both.ids)
    assert "נקבעו" in both.words
    assert "מוצעים, ומחכים לאישור" in both.words
    assert {WHY, "כי כן"} <= set(both.words)
    assert "29 באפריל 2027" in both.text
    assert "כ״ב בניסן תשפ״ז" in both.text
    assert not both.misnested
    assert "drills-proposed" not in page(FIXED).ids
    assert "drills-planned" not in page(PROPOSED).ids


def test_the_calendar_says_what_is_only_proposed_and_why() -> None:
    found = events(FIXED, PROPOSED)
    fixed, proposed = found[FIXED.planned_on], found[PROPOSED.planned_on]
    assert str(proposed["categories"].cats[0]) == Duty.PROPOSED.label
    assert str(proposed["summary"]).startswith("הצעה: ")
    assert not str(fixed["summary"]).startswith("הצעה")
    assert str(fixed["categories"].cats[0]) == Duty.DRILL.label
    assert str(proposed["description"]).splitlines()[:1] == [Duty.PROPOSED.label]
    assert WHY in str(proposed["description"])
    assert proposed["uid"] != fixed["uid"]


def test_what_is_due_leads_to_where_it_is_told() -> None:
    made = Site(library(PROPOSED), History(), TODAY)
    (due,) = [each for each in made.insights.dues if each.duty is Duty.PROPOSED]
    assert place_of(made.library, due) == "municipalities/first-town/#drills-proposed"
