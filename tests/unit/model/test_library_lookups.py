"""What a library knows without going through all of it."""

from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import assemble
from tests.unit.insight.small_library import small_library

TOWN = "docs/municipalities/first-town"


def test_an_authority_knows_the_files_of_its_folder() -> None:
    library = small_library(without="forum.yml")
    files = library.municipalities["first-town"].files
    assert files["profile"] == f"{TOWN}/profile.yml"
    assert files["needs"] == f"{TOWN}/needs.yml"
    assert "forum" not in files


def test_of_several_files_of_a_kind_the_first_counts() -> None:
    library = small_library()
    needs = next(each for each in library.documents if each.path == f"{TOWN}/needs.yml")
    more = Document(f"{TOWN}/needs/north.yml", KINDS_BY_NAME["needs"], needs.captures, needs.content)
    grown = assemble(library.settings, (*library.documents, more), library.pages, library.prose)
    assert grown.municipalities["first-town"].files["needs"] == f"{TOWN}/needs.yml"


def test_pages_are_found_by_path() -> None:
    library = small_library()
    assert [library.pages_by_path[page.path] for page in library.pages] == list(library.pages)
