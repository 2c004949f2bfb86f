"""Runs the browser tests of a drill that is run, and reads what they saved as the intake does."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from kb_tools.content.compose import compose
from kb_tools.content.drafts import file_path
from kb_tools.content.record_text import record_text
from kb_tools.content.versions import values_said
from kb_tools.intake.submission import read_submission
from kb_tools.library import current_day, load_library
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.submission import file_values
from kb_tools.views.asked import asked_today
from tests.browser.node import in_browser
from tests.conftest import kb

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run")]
HERE = Path(__file__).parent
INTAKE = "\nintake:\n  source: first-source\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base whose drill has three items, two injects and two objectives, and was never held."""
    base = tmp_path_factory.mktemp("run") / "base"
    made = kb("init", str(base))
    assert made.returncode == 0, made.stderr
    shutil.copy(HERE / "drill.yml", base / "playbooks/first-playbook/drills/first-drill.yml")
    for result in base.glob("docs/municipalities/*/results/*.yml"):
        result.unlink()
    with (base / "kb.yml").open("a", encoding="utf-8") as settings:
        settings.write(INTAKE)
    return base


@pytest.fixture(scope="module")
def site(base: Path) -> Path:
    built = kb("build", "--root", str(base), "--site", str(base.parent / "site"))
    assert built.returncode == 0, built.stdout + built.stderr
    return base.parent / "site"


@pytest.fixture(scope="module")
def saved(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the pages saved while the browser's tests ran."""
    folder = tmp_path_factory.mktemp("saved")
    in_browser("run.test.mjs", SITE=str(site), SAVED=str(folder))
    return folder


def test_what_a_run_saves_is_what_the_intake_takes(saved: Path, base: Path) -> None:
    library = load_library(base, current_day()).library
    assert library is not None
    (file,) = saved.glob("*.json")
    submission = read_submission(file.read_bytes(), library.settings, date.max.replace(year=2199))
    assert submission.id == file.stem, "the browser makes the same id"
    kind = KINDS_BY_NAME[submission.kind.name]
    text = record_text(
        file_path(library.settings, kind, submission.captures), kind, file_values(submission, library.settings)
    )
    written = compose(text).value
    assert {name: written[name] for name in submission.fields} == submission.fields


def test_the_result_is_imported_as_it_was_saved_and_once(saved: Path, base: Path, tmp_path: Path) -> None:
    (file,) = saved.glob("*.json")
    copy = Path(shutil.copytree(base, tmp_path / "base"))
    imported = kb("drill", "import", "--root", str(copy), str(file))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    (result,) = copy.glob("docs/municipalities/example-unit/results/*.yml")
    assert result.name == "first-drill-2026-11-22.yml"
    written = result.read_text(encoding="utf-8")
    again = kb("drill", "import", "--root", str(copy), str(file))
    assert (again.returncode, result.read_text(encoding="utf-8")) == (0, written)
    checked = kb("check", "--root", str(copy), SOURCE_DATE_EPOCH="7258118399")
    assert checked.returncode == 0, checked.stdout + checked.stderr


MINUTES = {"first-item": 4, "second-item": 11, "third-item": 37}


def test_a_paper_that_was_ticked_comes_back_with_the_same_items_and_minutes(
    base: Path, site: Path, tmp_path: Path
) -> None:
    """Printed, read, ticked and saved in a browser, imported."""
    copy, paper = Path(shutil.copytree(base, tmp_path / "base")), tmp_path / "paper.pdf"
    home = "https://kb.example.org/"
    printed = kb("print", "drill", "first-drill", "--pdf", str(paper), "--home", home, "--root", str(copy))
    assert printed.returncode == 0, printed.stdout + printed.stderr
    items, link = items_on(paper, base), link_on(paper)
    assert items == list(MINUTES)
    assert link.startswith(f"{home}drills/first-drill/?paper=")
    waits = [MINUTES[item] - before for item, before in zip(items, [0, *MINUTES.values()], strict=False)]
    ticks = list(zip(items, waits, strict=True))
    told = json.dumps({"link": link.removeprefix(home), "ticks": ticks})
    in_browser("paper_run.test.mjs", SITE=str(site), SAVED=str(tmp_path), PAPER=told)
    (saved,) = tmp_path.glob("*.json")
    imported = kb("drill", "import", "--root", str(copy), str(saved))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    (result,) = copy.glob("docs/municipalities/example-unit/results/*.yml")
    said = values_said(result.read_bytes()) or {}
    came_back = {item["item"]: (item["outcome"], int(item["minute"])) for item in said["items"]}
    assert came_back == {item: ("done", minute) for item, minute in MINUTES.items()}


def items_on(paper: Path, base: Path) -> list[str]:
    """The items whose wording stands on the paper, in its order."""
    library = load_library(base, current_day()).library
    assert library is not None
    wording = {item.id: Counter(words(item.text)) for item in asked_today(library, library.drills["first-drill"]).items}
    return [id_ for line in lines_of(paper) for id_, said in wording.items() if said <= Counter(words(line))]


def lines_of(paper: Path) -> Iterator[str]:
    """Lines of text; the order of words within one is the reading library's own guess at Hebrew."""
    for page in pypdf.PdfReader(paper).pages:
        yield from page.extract_text().splitlines()


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]+", text)


def link_on(paper: Path) -> str:
    """Where the code leads: the same address stands under it."""
    pages = pypdf.PdfReader(paper).pages
    links = [note.get_object()["/A"]["/URI"] for page in pages for note in page.get("/Annots", ())]
    (found,) = {str(link) for link in links if "?paper=" in str(link)}
    return found


def test_nothing_but_facilitators_pages_has_what_they_alone_may_read(site: Path) -> None:
    secrets = ("חשאיים", "החשאית", "בחשאי", "נאמר שם של תפקיד")
    leaks = [
        f"{path.relative_to(site)}: {secret}"
        for path in site.rglob("*")
        if path.suffix in (".html", ".js", ".json", ".xml", ".ics", ".txt") and "facilitator" not in path.parts
        for secret in secrets
        if secret in path.read_text(encoding="utf-8")
    ]
    assert leaks == []
    lead = (site / "drills/first-drill/facilitator/run/index.html").read_text(encoding="utf-8")
    assert all(secret in lead for secret in secrets)
