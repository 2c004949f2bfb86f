"""A correction may be about any page that the site has: each page's foot leads to the form."""

from datetime import date
from pathlib import Path

import pytest

from kb_tools.content.crosscheck import across_files
from kb_tools.library import load_site
from kb_tools.model.correction import HOME, Correction
from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import assemble
from kb_tools.views import all_pages

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("base", [ROOT, ROOT / "tests/sites/hospitals"], ids=["shipped", "hospitals"])
def test_every_page_of_the_site_can_be_corrected(base: Path) -> None:
    site, _ = load_site(base, TODAY)
    assert site is not None
    addresses = [page.address for page in all_pages.pages(site)]
    assert len(addresses) > 20
    kind, library = KINDS_BY_NAME["correction"], site.library
    wrong = {"right": "כך", "because": "כי", "submitted_on": "2026-11-22"}
    proposals = [
        Correction.model_validate({"id": f"c-{number}", "page": address or HOME, **wrong})
        for number, address in enumerate([*addresses, "lessons/no-such-lesson/", "no-such-page/"])
    ]
    documents = [Document(f"{each.id}.yml", kind, {"correction": each.id}, each) for each in proposals]
    grown = assemble(library.settings, (*library.documents, *documents), library.pages, library.prose)
    found = [finding.facts["found"] for finding in across_files(grown, TODAY) if finding.code == "correction-page"]
    assert found == ["״lessons/no-such-lesson/״", "״no-such-page/״"]
