"""«מה לעשות ומתי» and the calendars: who sees what, under which address, and what stays the same between builds."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from icalendar import Calendar, Event

from kb_tools.insight.dues import dues, national
from kb_tools.model.library import Library, assemble
from kb_tools.model.provenance import History
from kb_tools.views import agenda, all_pages, home, municipalities, roles
from kb_tools.views.dues import headline_of, place_of, rows
from kb_tools.views.site import Site, pages_by_address
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.views.rendered import Rendered, read, resolved

PROFILE = "docs/municipalities/first-town/profile.yml"
LIBRARY = small_library()
LATER = date(2027, 6, 1)


def site(library: Library = LIBRARY, today: date = TODAY, home: str = "") -> Site:
    return Site(library, History(), today, home=home)


def example() -> Library:
    profile = LIBRARY.municipalities["first-town"].profile
    assert not profile.example
    return small_library(PROFILE, example=True)


def drawn(made: Site) -> Rendered:
    return read(next(iter(agenda.pages(made))).render())


def events(made: Site, at: str = "calendar.ics") -> list[Event]:
    data = {found.address: found for found in agenda.downloads(made)}[at].render()
    return [found for found in Calendar.from_ical(data).walk("VEVENT") if isinstance(found, Event)]


def test_everything_that_is_due_is_on_the_page_once_and_leads_to_where_it_is_told() -> None:
    found = national(dues(LIBRARY))
    page = drawn(site())
    cards = [attributes for tag, attributes in page.tags if tag == "li" and "kb-due" in attributes.get("class", "")]
    assert [card["data-duty"] for card in cards] == [due.duty.value for due in found]
    links = {resolved(link, "due/") for link in page.links}
    assert {tuple((place_of(LIBRARY, due) + "#").split("#")[:2]) for due in found} <= links
    for due in found:
        assert headline_of(LIBRARY, due) in page.text


def test_places_have_the_anchors_that_they_name() -> None:
    made = site(today=LATER)
    pages = pages_by_address(all_pages.pages(made))
    for due in dues(LIBRARY):
        address, _, anchor = place_of(LIBRARY, due).partition("#")
        if address in pages and anchor:
            assert anchor in read(pages[address].render()).ids, due


def test_late_things_stand_first_and_months_follow() -> None:
    groups = agenda.by_month(rows(site(today=LATER), dues(LIBRARY)))
    assert groups[0].id == "overdue"
    assert all(row.overdue for row in groups[0].rows)
    assert not any(row.overdue for group in groups[1:] for row in group.rows)
    months = [group.id for group in groups[1:]]
    assert months == sorted(months)


def test_a_role_is_counted_by_when() -> None:
    (share,) = agenda.shares(site(), national(dues(LIBRARY)))
    found = national(dues(LIBRARY))
    assert share.overdue == sum(due.due < TODAY for due in found)
    assert share.soon == sum(TODAY <= due.due <= TODAY + timedelta(days=30) for due in found)
    assert share.overdue + share.soon + share.later == len(found)


def test_examples_are_on_their_own_page_and_calendar_alone() -> None:
    made = site(example(), LATER)
    owed = [due for due in dues(made.library) if due.unit == "first-town"]
    assert owed
    assert not [event for event in events(made) if "דוגמה" in event["summary"]]
    own = events(made, "municipalities/first-town/calendar.ics")
    assert len(own) == len(owed)
    assert all("דוגמה" in event["summary"] for event in own)
    page = {page.address: page for page in municipalities.pages(made)}["municipalities/first-town/"]
    assert "due" in read(page.render()).ids
    assert "municipalities/first-town/" not in {resolved(link, "due/")[0] for link in _cards(drawn(made))}


def _cards(page: Rendered) -> Iterator[str]:
    """The links between the first card and the calendar's heading."""
    inside = False
    for tag, attributes in page.tags:
        inside = (inside or attributes.get("id") == "due-list") and attributes.get("id") != "calendar"
        if inside and tag == "a":
            yield attributes["href"]


def test_the_home_page_shows_what_is_late_and_leads_to_the_rest() -> None:
    library = assemble(LIBRARY.settings, LIBRARY.documents, (), LIBRARY.prose)
    (page,) = home.pages(site(library))
    html = read(page.render())
    assert ("due/", "") in {resolved(link, "") for link in html.links}
    late = [due for due in national(dues(library)) if due.due < TODAY]
    assert {due.action for due in late} == {"ממנים", "מתקצבים"}
    assert all(due.action in html.text for due in late)


def test_a_role_sees_its_own() -> None:
    made = site()
    page = {page.address: page for page in roles.pages(made)}["roles/first-role/"]
    html = read(page.render())
    assert "due" in html.ids
    assert ("roles/first-role/calendar.ics", "") in {resolved(link, "roles/first-role/") for link in html.links}


def test_every_role_has_a_calendar_and_only_those_authorities_that_wrote_something() -> None:
    addresses = {found.address for found in agenda.downloads(site())}
    assert addresses == {"calendar.ics", "roles/first-role/calendar.ics", "municipalities/first-town/calendar.ics"}


def test_identities_stay_while_days_move() -> None:
    book = "playbooks/first-playbook/playbook.yml"
    before = small_library(book, reviewed_on=date(2026, 1, 1))
    after = small_library(book, reviewed_on=date(2026, 11, 1))
    days = [{event["uid"]: event["dtstart"].dt for event in events(site(library))} for library in (before, after)]
    moved = {uid for uid in days[0] if days[0][uid] != days[1].get(uid)}
    assert set(days[0]) == set(days[1])
    assert len(moved) == 1


def test_no_two_events_share_an_identity() -> None:
    uids = [event["uid"] for event in events(site())]
    assert len(uids) == len(set(uids)) == len(national(dues(LIBRARY)))


def test_the_same_day_makes_the_same_calendar() -> None:
    data = [[found.render() for found in agenda.downloads(site())] for _ in range(2)]
    assert all(one == two for one, two in pairwise(data))


def test_links_are_whole_where_the_sites_address_is_known_and_absent_where_not() -> None:
    assert all("url" not in event for event in events(site()))
    assert not [link for link in drawn(site()).links if link.startswith("webcal:")]
    known = site(home="https://hosen.example.org/base/")
    assert all(str(event["url"]).startswith("https://hosen.example.org/base/") for event in events(known))
    assert "webcal://hosen.example.org/base/calendar.ics" in drawn(known).links


def test_what_is_late_says_so() -> None:
    late = [event for event in events(site(today=LATER)) if event["dtstart"].dt < LATER]
    assert late
    assert all(event["summary"].startswith("באיחור: ") for event in late)


def test_what_was_never_reviewed_is_counted() -> None:
    page = drawn(site())
    assert "unreviewed" in page.ids
    assert "אוצרות מילים" in page.text
