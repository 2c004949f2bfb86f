"""What contributors tell the search: synonyms that contradict each other, expectations of what is not there."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.content.unread import Unread
from kb_tools.model.addresses import INDEX_PAGES, page_address
from kb_tools.model.document import Document
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library
from kb_tools.model.problem import FieldPath
from kb_tools.model.search import Expectations, SynonymGroup, Synonyms

_QUOTE_MARKS = re.compile("[\"'\u05f3\u05f4\u2018-\u201f`]|[\u0591-\u05bd\u05bf-\u05c7]")
_HYPHENS = re.compile("[-\u05be\u2010-\u2015]")


def searching(library: Library, unread: Unread) -> Findings:
    for document in library.documents:
        if isinstance(document.content, Synonyms):
            yield from _synonyms(library, document.path, document.content)
        elif isinstance(document.content, Expectations):
            yield from _expectations(library, document, unread)


# --- synonyms --------------------------------------------------------------------------------------------


def _synonyms(library: Library, file: str, synonyms: Synonyms) -> Findings:
    acronyms = {folded(term.name): folded(term.full) for term in library.glossary.values() if term.full}
    leading: dict[str, str] = {}
    for index, group in enumerate(synonyms.groups):
        path = ("groups", index)
        if len(group.all_words) < 2:
            yield Finding(file, (*path, "words"), "synonym-alone", {"found": shown(group.words[0])})
        yield from _repeated(file, path, group, leading)
        yield from _acronyms(file, path, group, acronyms)


def _repeated(file: str, path: FieldPath, group: SynonymGroup, leading: dict[str, str]) -> Findings:
    """Words that say again what this group or an earlier one says. `leading`: word → first word of its group."""
    here: set[str] = set()
    for place, word in _placed(path, group):
        key = folded(word)
        leads = place[-2] == "words"
        first = group.words[0] if key in here else leading.get(key) if leads else None
        if first is not None:
            yield Finding(file, place, "synonym-twice", {"found": shown(word), "right": shown(first)})
        here.add(key)
    for word in group.words:
        leading.setdefault(folded(word), group.words[0])


def _acronyms(file: str, path: FieldPath, group: SynonymGroup, acronyms: dict[str, str]) -> Findings:
    """Acronyms beside their full names: the glossary says that already."""
    words = {folded(word): word for word in group.all_words}
    for place, word in _placed(path, group):
        if full := words.get(acronyms.get(folded(word), "")):
            yield Finding(file, place, "synonym-acronym", {"found": shown(word), "right": shown(full)})


def _placed(path: FieldPath, group: SynonymGroup) -> Iterator[tuple[FieldPath, str]]:
    for name, words in (("words", group.words), ("also", group.also)):
        for index, word in enumerate(words):
            yield (*path, name, index), word


def folded(phrase: str) -> str:
    """What two spellings of one phrase have in common: no quote marks, points, hyphens or capitals."""
    lower = unicodedata.normalize("NFKC", phrase).casefold()
    bare = _HYPHENS.sub(" ", _QUOTE_MARKS.sub("", lower))
    # Once more: what stood apart may compose now.
    return " ".join(unicodedata.normalize("NFKC", bare).split())


# --- expectations ----------------------------------------------------------------------------------------


def _expectations(library: Library, document: Document, unread: Unread) -> Findings:
    content = document.content
    asked: set[str] = set()
    for index, expected in enumerate(content.expectations if isinstance(content, Expectations) else ()):
        path = ("expectations", index)
        query = " ".join(expected.query.split())
        if query in asked:
            yield Finding(document.path, (*path, "query"), "query-twice", {"found": shown(query)})
        asked.add(query)
        if not _exists(library, unread, *expected.target):
            facts = {"found": shown(expected.finds), "right": _nearest(library, *expected.target)}
            yield Finding(document.path, (*path, "finds"), "expected-nothing", facts)


def _exists(library: Library, unread: Unread, kind: str, id_: str) -> bool:
    if kind == "page":
        return id_ in library.pages_by_path or (id_.endswith(".md") and page_address(id_) in INDEX_PAGES)
    return (kind, id_) in library.defined or unread.may_define((kind, id_))


def _nearest(library: Library, kind: str, wanted: str) -> str:
    """What a target was probably meant to be: another kind, or another id of the same kind."""
    if kind not in KIND_LABELS:
        near = get_close_matches(kind, KIND_LABELS, 1, 0.5)
        return (
            f"אולי {near[0]}:{wanted}? "
            if near
            else f"הסוגים: {', '.join(kind for kind in KIND_LABELS if kind != 'settings')}. "
        )
    known = list(library.pages_by_path) if kind == "page" else list(library.of(kind))
    own_name = wanted.rpartition("/")[2]
    same_name = [id_ for id_ in known if id_.rpartition("/")[2] == own_name]
    near = same_name[:3] or get_close_matches(wanted, known, 3, 0.55)
    return f"אולי {' / '.join(f'{kind}:{id_}' for id_ in near)}? " if near else ""
