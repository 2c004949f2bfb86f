"""Who refers to a thing, as its page lists it."""

from kb_tools.model.document import Document
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import assemble
from kb_tools.model.page import Settings
from kb_tools.model.search import Synonyms
from kb_tools.views.backlinks import backlinks_of
from kb_tools.views.names import name_of


def test_a_source_of_synonyms_has_no_link_to_them_for_they_have_no_page() -> None:
    row = {"words": ["הג״א"], "also": ["פיקוד העורף"], "why": "שם קודם", "sources": [{"source": "law"}]}
    kind = KINDS_BY_NAME["synonyms"]
    settings = Settings.model_validate({"title": "מאגר", "tagline": "משפט", "lead_role": "lead"})
    document = Document(kind.path(), kind, {}, Synonyms.model_validate({"groups": [row]}))
    library = assemble(settings, [document], [], {})
    assert library.mentioned_by("source", "law") == (("synonyms", ""),)
    assert backlinks_of(library, "source", "law") == []
    assert name_of(library, "synonyms", "") == kind.label
