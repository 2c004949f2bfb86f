"""Peers fed with our analyser: what its keys would reach in an engine that is not ours.

Documents are written as the keys of their words, queries are asked as keys. What our engines do beyond keys when a query is asked
(repair of typing, completion of the last word, acronyms) has no place in them, but for the keyboard layout, which is a matter of the
query's text alone. The keys of a query are made here and not in the script: an engine that shipped would need the analyser too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from search_data import Query
from search_peers import MiniSearch, Pagefind, build_in_node

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.spelling import typed_in_hebrew
from kb_tools.hebrew.text import words
from kb_tools.search.document import Document

Keys = Mapping[str, float]
_HEBREW_LETTER = re.compile("[א-ת]")


class _Fed:
    """Makes keys of words; after `build` it knows the collection's words."""

    script: str
    keys: Callable[[str], Keys]

    def build(self, documents: Sequence[Document], folder: Path) -> None:
        self.keys = _keys_of(documents, self.kinds)
        build_in_node(self.script, [self._as_keys(document) for document in documents], folder)

    kinds = "sbltk"
    """The kinds of keys that are used."""

    def asked(self, query: Query) -> dict[str, Any]:
        text = query.text if _HEBREW_LETTER.search(query.text) else typed_in_hebrew(query.text)
        return asdict(query) | {"words": [list(self.keys(word.text).items()) for word in words(text)]}

    def _as_keys(self, document: Document) -> Document:
        return replace(document, title=self._of(document.title), text=self._of(document.text))

    def _of(self, text: str) -> str:
        return " ".join(key for word in words(text) for key in self.keys(word.text))


class FedMiniSearch(_Fed, MiniSearch):
    """MiniSearch over all keys of a word, each counting by its weight."""

    name = "MiniSearch, our keys"
    script = "minisearch_fed"


class FedPagefind(_Fed, Pagefind):
    """Pagefind over surfaces and lemmas, asked word by word, for it finds only pages that have all words; the scores are summed."""

    name = "Pagefind, our keys"
    script = "pagefind_fed"
    kinds = "sl"


def _keys_of(documents: Sequence[Document], kinds: str) -> Callable[[str], Keys]:
    known = {word.text for document in documents for word in words(f"{document.title} {document.text}")}
    analyser = Analyser(known.__contains__, hebrew_lexicon())
    return lambda word: {key: weight for key, weight in analyser.keys(word).items() if key[0] in kinds}
