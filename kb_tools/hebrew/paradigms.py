"""All the forms of a dictionary word, and the families that they are filed in."""

from functools import cached_property

from kb_tools.hebrew.lexicon import Lexicon
from kb_tools.hebrew.spelling import family


class Paradigms:
    """The lexicon read from its lemmas to their forms; turned over at the first question."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._families: dict[str, frozenset[str]] = {}

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        forms: dict[str, list[str]] = {}
        for form, lemmas in self._lexicon.lemmas_of.items():
            for lemma in lemmas:
                forms.setdefault(lemma, []).append(form)
        return forms

    def families(self, lemma: str) -> frozenset[str]:
        """The families of the word's forms: one for most, several where the stem changes (איש, אנשים)."""
        found = self._families.get(lemma)
        if found is None:
            found = self._families[lemma] = frozenset(map(family, self._forms.get(lemma, ())))
        return found
