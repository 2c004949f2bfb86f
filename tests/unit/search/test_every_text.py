"""Each field of text is in the stream or is left out for a reason that is named here: a new field must be placed."""

import re
from collections.abc import Set

import pytest

from kb_tools.model.provenance import History
from kb_tools.search.documents import Document, documents
from kb_tools.views.site import Site
from tests.unit.search.every_text import TODAY, library_of_words, text_fields

FACILITATORS = "facilitators alone may know it"
LINK = "the words of a link to a source"
NUMBERS = "of money or of a revision, not a thing to find"
PROPOSED = "what somebody proposed, not what the knowledge base says"
NOT_SHOWN = "on no page"
INSTEAD = "shown only where the words that were printed are not known"

LEFT_OUT = {
    "Inject.sender": FACILITATORS,
    "Inject.to": FACILITATORS,
    "Inject.how": FACILITATORS,
    "Inject.message": FACILITATORS,
    "Inject.expected": FACILITATORS,
    "Objective.criteria": FACILITATORS,
    "Citation.at": LINK,
    "Action.budget": NUMBERS,
    "PlanItem.budget": NUMBERS,
    "RoleHolder.budget": NUMBERS,
    "DrillResult.revision": NUMBERS,
    "GoneItem.item": INSTEAD,
    "GoneObjective.objective": INSTEAD,
    "SynonymGroup.why": NOT_SHOWN,
    "Expectation.why": NOT_SHOWN,
    "Correction.found": PROPOSED,
    "Correction.right": PROPOSED,
    "Correction.because": PROPOSED,
    "Correction.outcome_because": PROPOSED,
    "UnitNames.one": "inside sentences of the pages",
    "UnitNames.short": "inside sentences of the pages",
}


@pytest.fixture(scope="module")
def stream() -> tuple[Document, ...]:
    return tuple(documents(Site(library_of_words(), History(), TODAY)))


@pytest.fixture(scope="module")
def words(stream: tuple[Document, ...]) -> Set[str]:
    return {word for document in stream for word in re.findall(r"\w+", repr(document))}


def test_every_field_is_found_or_named_as_left_out(words: Set[str]) -> None:
    assert {field for word, field in text_fields().items() if word not in words} == set(LEFT_OUT)


def test_what_facilitators_alone_may_know_is_nowhere_in_the_stream(words: Set[str]) -> None:
    """The canary: by the name of the field, in any part of any document."""
    assert "DrillOpening" in words
    restricted = {word for word, field in text_fields().items() if LEFT_OUT.get(field) == FACILITATORS}
    assert len(restricted) == 6
    assert [word for word in words if any(each in word for each in restricted)] == []
