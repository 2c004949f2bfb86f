"""Papers of drills as they come out of the printer: pages, tags, fonts, words in their order, nothing beyond the margins."""

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from kb_tools.insight.checklist import checklist_parts
from kb_tools.library import load_site
from kb_tools.model.base import Entry
from kb_tools.model.provenance import History
from kb_tools.printing.jobs import job_of, too_long
from kb_tools.printing.printer import FetchRefusedError, Job, Printed, Printer, fetch
from kb_tools.views.paper import FONTS, PAGE_STYLE
from kb_tools.views.sheets import Sheet
from kb_tools.views.sheets_drill import checklist_sheet, evaluation_sheet, injects_sheet, sheets
from kb_tools.views.site import Site
from tests.unit.insight.tiny import drill, library, playbook, profile, role, scenario, step

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 22)
HOME = "https://kb.example.org/"
MM = 96 / 25.4
"""The printer's own pixels."""
PAPERS = ("checklist", "injects", "evaluation")


@cache
def shipped() -> Site:
    site, problems = load_site(ROOT, TODAY)
    assert site is not None, problems
    return dataclasses.replace(site, home=HOME)


@cache
def printer() -> Printer:
    return Printer()


@cache
def shipped_paper(id_: str, name: str) -> tuple[Sheet, Printed]:
    sheet = sheets(shipped(), shipped().library.drills[id_])[name]
    return sheet, printer().print(job_of(shipped(), sheet))


SHIPPED = [
    (id_, name) for id_ in sorted(path.stem for path in ROOT.glob("playbooks/*/drills/*.yml")) for name in PAPERS
]
every_paper = pytest.mark.parametrize(("id_", "name"), SHIPPED)


def tree(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """The tags of a PDF in their order."""
    with pikepdf.open(BytesIO(pdf)) as file:
        yield from _tags(file.Root.StructTreeRoot.K)


def _tags(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).lstrip("/"), str(node.get("/Alt", ""))
        yield from _tags(node.get("/K", pikepdf.Array()))


def said(job: Job) -> list[str]:
    """The words of each page in the order of the layout, without what is repeated in the margins."""
    laid_out, _ = printer()._fitting(job)
    return [" ".join(" ".join(_texts(page._page_box.children[0])).split()) for page in laid_out.pages]


def _texts(box: Any) -> Iterator[str]:
    yield getattr(box, "text", "") or ""
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def boxes(job: Job) -> Iterator[tuple[int, Any]]:
    """Every line of text with its page, margins left out."""
    laid_out, _ = printer()._fitting(job)
    for number, page in enumerate(laid_out.pages, 1):
        yield from ((number, box) for box in _lines(page._page_box.children[0]))


def _lines(box: Any) -> Iterator[Any]:
    if type(box).__name__ == "TextBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def bare(text: str) -> str:
    """Letters and digits alone: spaces and marks stand otherwise in extracted text."""
    return re.sub(r"[^\w]", "", text)


# --- what is shipped -------------------------------------------------------------------------------------------------


def test_no_shipped_drill_is_left_out() -> None:
    assert {id_ for id_, _ in SHIPPED} == set(shipped().library.drills)


@pytest.mark.parametrize("id_", sorted({id_ for id_, _ in SHIPPED}))
def test_a_checklist_takes_one_page(id_: str) -> None:
    sheet, done = shipped_paper(id_, "checklist")
    assert (done.pages, too_long(sheet, done.pages)) == (1, None)


@every_paper
def test_a_paper_is_tagged_and_says_its_language_and_title(id_: str, name: str) -> None:
    sheet, done = shipped_paper(id_, name)
    with pikepdf.open(BytesIO(done.pdf)) as file:
        assert str(file.Root.Lang) == "he"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title) == sheet.title
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    found = [tag for tag, _ in tree(done.pdf)]
    assert found.count("H1") == 1
    wanted = {
        "Document",
        "H1",
        "H2",
        "P",
        *({"L", "LI", "LBody"} if name == "checklist" else {"Table", "TR", "TH", "TD"}),
    }
    assert wanted <= set(found)
    assert [alt for tag, alt in tree(done.pdf) if tag == "Figure" and not alt] == []


@every_paper
def test_all_fonts_are_inside_and_ours(id_: str, name: str) -> None:
    with pikepdf.open(BytesIO(shipped_paper(id_, name)[1].pdf)) as file:
        fonts = [
            each
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert [str(font.FontName) for font in fonts if "/FontFile2" not in font and "/FontFile3" not in font] == []
        assert [str(font.FontName) for font in fonts if "Paper-" not in str(font.FontName)] == []


@every_paper
def test_no_text_runs_beyond_the_margins(id_: str, name: str) -> None:
    sheet, _ = shipped_paper(id_, name)
    assert beyond(job_of(shipped(), sheet)) == []


def beyond(job: Job) -> list[tuple[int, str]]:
    """The texts that leave the margins, with their pages."""
    left, right, bottom = 15 * MM, (210 - 15) * MM, (297 - 16) * MM
    return [
        (page, box.text)
        for page, box in boxes(job)
        if box.text.strip()
        and (
            box.position_x < left - 1
            or box.position_x + box.width > right + 1
            or box.position_y + box.height > bottom + 2
        )
    ]


@pytest.mark.parametrize("id_", sorted({id_ for id_, _ in SHIPPED}))
def test_a_checklist_says_its_items_in_their_order_with_owners(id_: str) -> None:
    site = shipped()
    text = bare(" ".join(said(job_of(site, shipped_paper(id_, "checklist")[0]))))
    places = [
        text.find(bare(line.text))
        for part in checklist_parts(site.library, site.library.drills[id_])
        for line in part.lines
    ]
    assert -1 not in places
    assert places == sorted(places)
    owners = {
        site.name(*line.owner)
        for part in checklist_parts(site.library, site.library.drills[id_])
        for line in part.lines
    }
    assert [owner for owner in owners if bare(owner) not in text] == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
@every_paper
def test_another_reader_finds_the_words_as_they_are_written(id_: str, name: str, tmp_path: Path) -> None:
    """Poppler puts right-to-left lines in logical order itself: what comes out is what was written."""
    done = shipped_paper(id_, name)[1]
    (tmp_path / "paper.pdf").write_bytes(done.pdf)
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "paper.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    drill = shipped().library.drills[id_]
    for words in (drill.title, *(objective.what for objective in drill.objectives)):
        assert bare(words) in bare(plain), words


@every_paper
def test_a_library_of_another_hand_opens_it_and_counts_the_same_pages(id_: str, name: str) -> None:
    done = shipped_paper(id_, name)[1]
    assert len(pypdf.PdfReader(BytesIO(done.pdf)).pages) == done.pages


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not here")
@pytest.mark.parametrize("name", PAPERS)
def test_it_is_black_on_white(name: str, tmp_path: Path) -> None:
    """The picture stays in the test's folder, for a look."""
    (tmp_path / "paper.pdf").write_bytes(shipped_paper("next-wave-tabletop", name)[1].pdf)
    subprocess.run(["pdftoppm", "-r", "40", str(tmp_path / "paper.pdf"), str(tmp_path / "paper")], check=True)
    data = next(tmp_path.glob("paper-*1.ppm")).read_bytes()
    pixels = data.split(b"\n", 3)[3]
    assert all(pixels[at] == pixels[at + 1] == pixels[at + 2] for at in range(0, len(pixels) - 2, 3))
    assert 0.9 < sum(pixels) / (255 * len(pixels)) < 1


# --- what is hard ----------------------------------------------------------------------------------------------------


LONG = ("מילה ארוכה מאוד " * 40)[:399].strip()


def small(*things: Entry, **about: Any) -> Site:
    items = about.pop("items", [{"id": "one", "step": "book/call"}])
    base = (role("lead"), scenario("fire"), playbook("book", step("call")), drill("practice", *items, **about))
    return dataclasses.replace(Site(library(*base, *things), History(), TODAY), home=HOME)


def checklist(site: Site) -> Sheet:
    return checklist_sheet(site, site.library.drills["practice"])


@pytest.mark.parametrize(
    "text",
    [
        "התקבל אישור של רח״ל עד 08:30–10:00",
        "התקשרו ל־*6911 (קו החם) ול־1-800-22-33-44",
        "נרשמו 12 שמות (לפחות) ועוד 3.5%",
        "הופעלה תוכנת Google Forms ע״י צוות IT",
        "הטמפרטורה ירדה ל־‎-5°C בלילה",
        "״מי שלא הגיע — הוחלף״, כך נכתב ביומן",
        "מד״א, כב״ה ופקע״ר: כולם ענו",
        "נפתח 🙂 חדר רגיעה",
    ],
)
def test_tricky_words_come_out_whole_on_one_page(text: str) -> None:
    site = small(items=[{"id": "one", "step": "book/call", "text": text}])
    pages = said(job_of(site, checklist(site)))
    assert len(pages) == 1
    assert bare(text) in bare(pages[0])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
@pytest.mark.parametrize(
    ("text", "runs"), [("מ־08:30–10:00 ברציפות", "08:30–10:00"), ("חייגו 1-800-22-33-44 עכשיו", "1-800-22-33-44")]
)
def test_a_range_and_a_phone_do_not_swap_their_ends(text: str, runs: str, tmp_path: Path) -> None:
    site = small(items=[{"id": "one", "step": "book/call", "text": text}])
    (tmp_path / "paper.pdf").write_bytes(printer().print(job_of(site, checklist(site))).pdf)
    found = subprocess.run(["pdftotext", "-raw", str(tmp_path / "paper.pdf"), "-"], capture_output=True, check=True)
    assert runs in re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", found.stdout.decode())


def test_a_pictograph_leaves_no_square_that_looks_like_a_box() -> None:
    site = small(items=[{"id": "one", "step": "book/call", "text": "נפתח \U0001f642 חדר \u2764\ufe0f רגיעה \u2714"}])
    (page,) = said(job_of(site, checklist(site)))
    assert "נפתח חדר רגיעה" in page
    assert not re.search("[\u2600-\u27bf\ufe0f\U0001f600-\U0001f64f]", page)


@pytest.mark.parametrize("name", PAPERS)
def test_a_word_longer_than_a_line_is_broken_inside_the_margins(name: str) -> None:
    site = small(items=[{"id": "one", "step": "book/call", "text": f"כתבו {'x' * 150} סוף"}])
    sheet = sheets(site, site.library.drills["practice"])[name]
    assert beyond(job_of(site, sheet)) == []


def test_a_list_that_cannot_fit_is_printed_whole_and_named() -> None:
    items = [{"id": f"item-{n}", "step": "book/call", "text": f"סעיף מספר {n}"} for n in range(200)]
    site = small(items=items)
    sheet = checklist(site)
    done = printer().print(job_of(site, sheet))
    told = too_long(sheet, done.pages)
    assert told is not None
    assert (told.code, told.level) == ("sheet-long", "notice")
    assert sheet.title in told.message
    assert str(done.pages) in told.message
    assert "עמוד אחד" in told.message
    assert "סעיף מספר 199" in said(job_of(site, sheet))[-1]


def test_long_items_tighten_the_page_before_it_gives_up() -> None:
    def tightness(count: int) -> tuple[int, int]:
        items = [{"id": f"item-{n}", "step": "book/call", "text": LONG[:150]} for n in range(count)]
        site = small(items=items)
        done = printer().print(job_of(site, checklist(site)))
        return done.pages, done.tightness

    found = [tightness(count) for count in (4, 11, 13, 16)]
    assert found[0] == (1, 0)
    assert {step for pages, step in found if pages == 1} & {1, 2}
    assert [pages for pages, _ in found] == sorted(pages for pages, _ in found)


def test_letters_are_never_under_eleven_points() -> None:
    items = [{"id": f"item-{n}", "step": "book/call", "text": LONG[:90]} for n in range(15)]
    site = small(items=items)
    for step_ in range(3):
        job = dataclasses.replace(job_of(site, checklist(site)), tightness=step_, most_pages=None)
        sizes = {round(box.style["font_size"] * 0.75, 1): box.text for _, box in boxes(job) if box.text.strip()}
        small_print = {size: text for size, text in sizes.items() if size < 11}
        assert set(small_print) <= {9.0}, small_print  # the day, the revision and the address of the page


def test_a_tick_box_has_five_millimetres() -> None:
    site = small()
    laid_out, _ = printer()._fitting(job_of(site, checklist(site)))
    found = [
        box for page in laid_out.pages for box in _all(page._page_box) if getattr(box, "element_tag", "") == "input"
    ]
    assert [(round(box.border_width() / MM, 1), round(box.border_height() / MM, 1)) for box in found] == [(5.0, 5.0)]


def _all(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _all(child)


def test_an_authority_of_a_long_name_has_it_in_the_head_and_its_own_words() -> None:
    name = "מועצה אזורית " + "עמק הדוגמאות הארוכות מאוד " * 3
    site = small(profile("town", name=name.strip(), example="true"))
    sheet = checklist_sheet(site, site.library.drills["practice"], site.library.municipalities["town"])
    text = " ".join(said(job_of(site, sheet)))
    assert name.strip() in text
    assert "דוגמה, לא רשות אמיתית" in text
    assert sheet.address.endswith("checklist-town.pdf")


def test_no_injects_are_said_in_words() -> None:
    site = small()
    assert "אין הזרמות בתרגיל הזה" in " ".join(said(job_of(site, injects_sheet(site, site.library.drills["practice"]))))


def test_an_evaluator_has_a_circle_for_each_rating_and_a_box_for_each_outcome() -> None:
    site = small()
    html = evaluation_sheet(site, site.library.drills["practice"]).render()
    assert html.count('type="radio"') == 4
    assert html.count('class="kb-box"') == 4


# --- the printer itself ----------------------------------------------------------------------------------------------


def test_the_same_sheet_has_the_same_bytes() -> None:
    job = job_of(shipped(), shipped_paper("next-wave-tabletop", "checklist")[0])
    assert Printer().print(job).pdf == Printer().print(job).pdf


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.png",
        "file:///etc/passwd",
        PAGE_STYLE.as_uri(),
        f"{FONTS.as_uri()}/../page.css",
        f"{(FONTS / 'assistant-hebrew.woff2').as_uri()}?5",
        f"{FONTS.as_uri()}/OFL.txt",
        "data:text/plain,x",
    ],
)
def test_nothing_is_fetched_but_fonts(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        fetch(url)


def test_a_document_that_asks_for_more_gets_nothing() -> None:
    head = '<head><title>x</title><link rel="stylesheet" href="https://example.org/a.css"></head>'
    body = '<body class="paper"><p>טקסט</p><img alt="x" src="file:///etc/passwd"></body>'
    html = f'<html lang="he">{head}{body}</html>'
    done = printer().print(Job(html, HOME))
    with pikepdf.open(BytesIO(done.pdf)) as file:
        assert not [
            each for each in file.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]


def test_several_papers_in_one_file_keep_their_pages_and_tags() -> None:
    site = shipped()
    jobs = [job_of(site, shipped_paper("next-wave-tabletop", name)[0]) for name in PAPERS]
    whole, taken = printer().print_together(jobs, "הכול")
    assert taken == tuple(shipped_paper("next-wave-tabletop", name)[1].pages for name in PAPERS)
    assert whole.pages == sum(taken)
    assert [tag for tag, _ in tree(whole.pdf)].count("H1") == 3
    with pikepdf.open(BytesIO(whole.pdf)) as file:
        assert str(file.docinfo.Title) == "הכול"
