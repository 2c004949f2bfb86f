"""What the content calls by more than one name: acronyms of the glossary with their full names, and synonyms."""

from collections.abc import Iterator

from kb_tools.hebrew.text import words
from kb_tools.model.library import Library
from kb_tools.search.query import Names


def names(library: Library) -> Names:
    """Each name → the others for the same, as normalised words. Acronyms go both ways, synonyms as their group says."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for one, other in _pairs(library):
        name, called = _words(one), _words(other)
        if name and called and name != called and called not in found.setdefault(name, []):
            found[name].append(called)
    return {name: tuple(called) for name, called in found.items() if called}


def _pairs(library: Library) -> Iterator[tuple[str, str]]:
    for term in library.glossary.values():
        if term.full:
            yield term.name, term.full
            yield term.full, term.name
    for group in library.synonyms:
        for word, others in group.expansions():
            yield from ((word, other) for other in others)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text) if not word.joined)
