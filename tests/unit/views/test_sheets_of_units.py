"""Papers of authorities: what is on them, what is counted instead, and when a paper is out of date."""

import dataclasses
import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from kb_tools.library import load_site
from kb_tools.model.document import Document
from kb_tools.model.library import assemble
from kb_tools.model.municipality import Forum, Need, NeedsFile, Plan, Profile
from kb_tools.model.provenance import History
from kb_tools.views import handover
from kb_tools.views.handover import handover_sheet
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_playbook import playbook_sheet
from kb_tools.views.sheets_profile import profile_sheet
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.views.rendered import Rendered, read

ROOT = Path(__file__).parents[3]
TOWN = "docs/municipalities/first-town"
Makes = Callable[..., Sheet]


@cache
def shipped() -> Site:
    site, problems = load_site(ROOT, TODAY)
    assert site is not None, problems
    return site


def small(today: date = TODAY) -> Site:
    return Site(small_library(), History("abc1234"), today)


def changed(site: Site, change: Callable[[Document], Document]) -> Site:
    library = site.library
    documents = [change(document) for document in library.documents]
    return dataclasses.replace(
        site, library=assemble(library.settings, documents, library.pages, library.prose), today=site.today
    )


def profile_of(site: Site, id_: str = "first-town") -> Sheet:
    return profile_sheet(site, site.library.municipalities[id_])


def pack_of(site: Site, id_: str = "first-town") -> Sheet:
    return handover_sheet(site, site.library.municipalities[id_])


def words(sheet: Sheet) -> str:
    return " ".join(read(sheet.render()).text.split())


def test_every_authority_has_a_profile_on_paper() -> None:
    """All that are shipped: drawn whole, in order, with their name first; nobody's page is asked for twice."""
    site = shipped()
    sheets = [profile_of(site, id_) for id_ in site.library.municipalities]
    assert len({sheet.address for sheet in sheets}) == len(sheets) > 250
    for sheet in sheets:
        drawn = read(sheet.render())
        assert (drawn.misnested, drawn.unclosed) == ([], [])
        assert sheet.head.unit_name in drawn.text
        assert sheet.most_pages == 2
        assert len(drawn.ids) == len(set(drawn.ids))
        assert next(tag for tag, _ in drawn.tags if tag in ("h1", "h2")) == "h1"


def test_a_link_on_a_paper_leads_into_the_site() -> None:
    """A paper has no anchors of the page: what the page has under `#need-…` is reached by the page's own address."""
    for sheet in (profile_of(shipped(), "example-city"), pack_of(shipped(), "example-city")):
        drawn = read(sheet.render())
        assert drawn.links
        assert not [link for link in drawn.links if link.startswith("#")]


def test_an_unmapped_authority_is_told_how_to_begin_and_shows_its_figures() -> None:
    drawn = words(profile_of(shipped(), "0031"))
    assert "עוד אין כאן מיפוי. כך מתחילים" in drawn
    assert "טרם מופה" in drawn
    assert "מה חסר קודם" not in drawn
    assert "profile.yml" not in read_without_screen(profile_of(shipped(), "0031"))


def read_without_screen(sheet: Sheet) -> str:
    """The words that stand on paper: what is for the screen alone is left out."""
    bare = re.sub(r'<(p|span|div) class="kb-noprint">.*?</\1>', "", sheet.render(), flags=re.DOTALL)
    return read(bare).text


@pytest.mark.parametrize("id_", ["example-city", "example-region"])
def test_what_is_left_out_is_counted(id_: str) -> None:
    site = shipped()
    unit = site.library.municipalities[id_]
    sheet = profile_of(site, id_)
    drawn = words(sheet)
    needs = sheet.render().partition('kb-brief">')[2].partition("</table>")[0].count('<th scope="row">')
    rest = len(unit.needs) - needs
    assert 0 < needs < len(unit.needs), "the examples are there to have more than fits"
    assert f"ועוד {rest} – בעמוד הרשות" in drawn
    for name in (
        "שני הנדבכים",
        "מה חסר קודם",
        "צרכים ומענים",
        "העומס לפי אגף",
        "מה פתוח, מה באיחור",
        "התרגילים האחרונים",
    ):
        assert name in drawn
    assert len(re.findall(r'<ol class="kb-painful">.*?</ol>', sheet.render(), re.DOTALL)) == 1


def test_the_five_gaps_that_hurt_most_come_before_the_whole() -> None:
    html = profile_of(shipped(), "example-city").render()
    painful = html.partition('<ol class="kb-painful">')[2].partition("</ol>")[0]
    assert painful.count("<li>") == 5
    assert html.index("kb-painful") < html.index("kb-brief")


# --- when a paper is out of date -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [profile_of, pack_of])
def test_a_later_day_puts_no_paper_out_of_date(make: Makes) -> None:
    assert make(small()).fingerprint == make(small(TODAY + timedelta(days=1))).fingerprint


def _task_put_off(document: Document) -> Document:
    forum = document.content
    if not isinstance(forum, Forum):
        return document
    meetings = tuple(
        meeting.model_copy(
            update={"actions": tuple(a.model_copy(update={"due": date(2027, 3, 1)}) for a in meeting.actions)}
        )
        for meeting in forum.meetings
    )
    return dataclasses.replace(document, content=forum.model_copy(update={"meetings": meetings}))


def _budgeted(document: Document) -> Document:
    plan = document.content
    if not isinstance(plan, Plan):
        return document
    items = tuple(item.model_copy(update={"what": "מה שסוכם מחדש"}) for item in plan.immediate)
    return dataclasses.replace(document, content=plan.model_copy(update={"immediate": items}))


def _renamed(document: Document) -> Document:
    profile = document.content
    if not isinstance(profile, Profile) or not document.path.startswith(TOWN):
        return document
    return dataclasses.replace(document, content=profile.model_copy(update={"name": "שם חדש"}))


@pytest.mark.parametrize("change", [_task_put_off, _budgeted, _renamed])
@pytest.mark.parametrize("make", [profile_of, pack_of])
def test_other_content_puts_a_paper_out_of_date(make: Makes, change: Callable[[Document], Document]) -> None:
    assert make(small()).fingerprint != make(changed(small(), change)).fingerprint


def test_another_need_puts_the_profile_out_of_date() -> None:
    def surveyed(document: Document) -> Document:
        if not isinstance(document.content, NeedsFile):
            return document
        more: tuple[Need, ...] = tuple(need.model_copy(update={"people": 7}) for need in document.content.needs)
        return dataclasses.replace(document, content=NeedsFile.model_construct(needs=more))

    assert profile_of(small()).fingerprint != profile_of(changed(small(), surveyed)).fingerprint


def test_another_authority_puts_nothing_out_of_date() -> None:
    def other(document: Document) -> Document:
        profile = document.content
        if not isinstance(profile, Profile) or document.path.startswith(TOWN):
            return document
        return dataclasses.replace(document, content=profile.model_copy(update={"name": "אחרת"}))

    assert profile_of(small()).fingerprint == profile_of(changed(small(), other)).fingerprint


# --- the hand-over pack ----------------------------------------------------------------------------------------------


def test_an_authority_with_content_of_its_own_has_a_pack_and_its_profile_leads_there() -> None:
    site = shipped()
    addresses = [page.address for page in handover.pages(site)]
    assert "municipalities/example-city/handover/" in addresses
    assert "municipalities/0031/handover/" not in addresses


def page_of(site: Site, id_: str) -> Rendered:
    return read(next(p for p in handover.pages(site) if p.address == f"municipalities/{id_}/handover/").render())


@pytest.mark.parametrize("id_", ["example-city", "example-region"])
def test_the_page_and_the_paper_say_the_same(id_: str) -> None:
    """One markup for both: whatever the paper says in its sections stands on the page too."""
    paper, page = read(pack_of(shipped(), id_).render()), page_of(shipped(), id_)
    said = {" ".join(word.split()) for word in page.words}
    missing = [word for word in (" ".join(word.split()) for word in paper.words) if word and word not in said]
    assert [word for word in missing if "רח״ל" not in word and word not in " ".join(page.text.split())] == []


@pytest.mark.parametrize("id_", ["example-city", "example-region"])
def test_a_whole_pack(id_: str) -> None:
    """All that it says, a line a block. `UPDATE_CASES=1` writes the cases anew: read the difference."""
    case = ROOT / "tests/cases/handover" / f"{id_}.txt"
    said = "\n".join(lines(pack_of(shipped(), id_).render())) + "\n"
    if os.environ.get("UPDATE_CASES"):
        case.parent.mkdir(exist_ok=True)
        case.write_text(said, encoding="utf-8")
    assert said == case.read_text(encoding="utf-8")


def lines(html: str) -> list[str]:
    """The words of each block on a line of its own; cells of a row stand on one, with a bar between them."""
    bare = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    bare = re.sub(r"</t[hd]>\s*<t[hd][^>]*>", " | ", bare)
    bare = re.sub(r"<br>|</?(?:h[1-6]|p|li|tr|dt|dd|caption|section|article|ul|ol|dl|div|table)\b[^>]*>", "\n", bare)
    words = (" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in bare.split("\n"))
    return [line for line in words if line]


def test_a_pack_names_no_people_and_no_phones_of_theirs() -> None:
    drawn = words(pack_of(shipped(), "example-city"))
    assert "106" in drawn
    assert not re.search(r"05\d-?\d{7}", drawn)


def test_the_pack_of_an_authority_that_nobody_mapped_opens_its_profile() -> None:
    sheet = pack_of(shipped(), "0031")
    assert sheet.page == "municipalities/0031/"
    assert "לא נקבעה" in words(sheet)


def test_whoever_has_a_page_of_a_playbook_is_told_when_it_begins() -> None:
    site = shipped()
    for book in site.library.playbooks.values():
        drawn = playbook_sheet(site, book).render()
        index = drawn[drawn.index("<table") : drawn.index("</table>")]
        assert "<td></td>" not in index, book.id


def test_another_field_has_papers_in_its_own_words() -> None:
    """Hospitals: their name for a unit stands where ours would."""
    site, problems = load_site(ROOT / "tests/sites/hospitals", TODAY)
    assert site is not None, problems
    for id_, unit in site.library.municipalities.items():
        for sheet in (profile_of(site, id_), pack_of(site, id_)):
            drawn = words(sheet)
            assert unit.profile.name in drawn
            assert "רשות" not in drawn
