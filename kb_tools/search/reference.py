"""Documents of what is looked up: terms of all vocabularies, and the codes that the check can give."""

import re
from collections.abc import Iterator

from kb_tools.model.addresses import PROBLEMS_PAGE
from kb_tools.model.catalog import GROUPS, Code
from kb_tools.model.library import Library
from kb_tools.model.vocabulary import District, GlossaryTerm, Term, Trait, Vocabulary
from kb_tools.search.document import Document, Sheet
from kb_tools.views.addresses import VOCABULARY_PAGE
from kb_tools.views.vocabulary import rule_in_words

_BLANK = re.compile(r"{\w+}")


def vocabularies(library: Library, title: str) -> Iterator[Document]:
    """Each vocabulary and its terms, on the one page of all, whose title is given."""
    sheet = Sheet(VOCABULARY_PAGE, title, "term")
    for document in library.documents:
        vocabulary = document.content
        if isinstance(vocabulary, Vocabulary):
            anchor = document.kind.name.removeprefix("vocabulary-")
            yield sheet.part(anchor, vocabulary.title, vocabulary.description, kind="page")
            yield from (_term(library, sheet, term) for term in _terms(vocabulary))


def called(term: Term) -> str:
    """A term by its name, and by its full words when it is an abbreviation: `רח״ל (רשות חירום לאומית)`."""
    full = term.full if isinstance(term, GlossaryTerm) else None
    if not full:
        return term.name
    return full if term.name in full else f"{term.name} ({full})"


def problem_codes(title: str) -> Iterator[Document]:
    """Each code on the page of codes, whose title is given."""
    sheet = Sheet(PROBLEMS_PAGE, title, "problem")
    for group in GROUPS:
        yield from (sheet.part(code.code, code.title, *_of_code(code)) for code in group.codes)


def _terms(vocabulary: Vocabulary) -> Iterator[Term]:
    """Districts have pages of their own."""
    terms: tuple[Term, ...] = getattr(vocabulary, "terms", ())
    return (term for term in terms if not isinstance(term, District))


def _term(library: Library, sheet: Sheet, term: Term) -> Document:
    rule = rule_in_words(library, term) if isinstance(term, Trait) else None
    return sheet.thing((term.kind, term.id), called(term), term.description, rule, kind="term")


def _of_code(code: Code) -> Iterator[str]:
    yield code.code
    yield _BLANK.sub("…", code.message)
    yield _BLANK.sub("", code.hint)
