"""Forms of Hebrew words and the dictionary words they belong to: simplemma's table (MIT; built of open sources, see NOTICE)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from kb_tools.hebrew.text import is_hebrew, normalise


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`lemmas_of`: form → the words a dictionary lists it under; `lemmas`: all of those. Everything normalised."""

    lemmas_of: Mapping[str, tuple[str, ...]]
    lemmas: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return word in self.lemmas_of or word in self.lemmas


def lexicon(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """A lexicon of (form, lemma) pairs; those that are not of Hebrew letters are left out."""
    found: dict[str, tuple[str, ...]] = {}
    normal = cache(lambda lemma: (normalise(lemma),))  # ten forms a lemma, which share what it comes to
    for written, lemma in pairs:
        form = normalise(written)
        if is_hebrew(form):
            own = normal(lemma)
            listed = found.setdefault(form, own)
            if own[0] not in listed:
                found[form] = listed + own
    return Lexicon(found, frozenset(chain.from_iterable(found.values())))


@cache
def hebrew_lexicon() -> Lexicon:
    """The table that is shipped: about 104,000 forms of 10,000 words, read once a process."""
    return lexicon(DefaultDictionaryFactory().get_dictionary("he").items())
