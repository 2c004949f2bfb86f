"""The index that the browser searches: small files, of which a query fetches the few that it needs.

`meta` is read first and says where everything is. `f…` hold families of words (`hebrew.spelling.family`) with what is known of each word
and where it stands, or for a word of many documents only in how many: where it stands is then in `p…`, which only a query reads that
means that word of its family. `w…` hold the same words by their beginning, for completion; `s…` and `e…` words by length and beginning or
end, for slips of the hand; `t…` the texts of documents; `titles` the titles of pages, `common` the words that stand nearly everywhere.
`assets/js/search/engine.js` reads them and ranks as `ranking.py` does.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kb_tools.hebrew import VERSION
from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.paradigms import Paradigms
from kb_tools.hebrew.particles import QUESTION_WORDS
from kb_tools.hebrew.spelling import family
from kb_tools.search import encoding
from kb_tools.search.collection import is_common, reached
from kb_tools.search.document import Document
from kb_tools.search.labels import Labels
from kb_tools.search.memory import MemoryCollection
from kb_tools.search.query import Names
from kb_tools.search.terms import MOST_READ

FORMAT = 2
"""Changes with the files' form; the engine refuses another."""

# Characters of a file before gzip. Smaller ones cost a query more requests, larger ones more bytes that it does not need.
_FAMILIES_FILE = 14_000
_POSTINGS_FILE = 4_000
_WORDS_FILE = 10_000
_SPELLING_FILE = 8_000
_TEXTS_FILE = 2_500
_TITLES_FILE = 20_000
_LONGEST_SPELLED = 24
_LONG_POSTINGS = 200
"""Characters of a word's postings from which on they are a file's own: what a family's file holds is read for every word of the family."""

File = tuple[str, str]
"""(name, text)"""


def browser_index(collection: MemoryCollection, analyser: Analyser, names: Names, labels: Labels) -> list[File]:
    """The files of the index: (name, text) to be published as `search/<name>.js`; the same for the same collection."""
    groups = {
        "f": list(_families(collection, analyser)),
        "p": list(_long_postings(collection)),
        "w": list(_beginnings(collection)),
        "s": list(_spellings(collection, forwards=True)),
        "e": list(_spellings(collection, forwards=False)),
        "t": list(_texts(collection.documents)),
    }
    alone = {"titles": {"t": _titles(collection.documents)}, "common": {"p": _common(collection)}}
    meta = _meta(collection, names, labels, groups)
    meta["id"] = build = _digest((meta, alone, groups))
    parts = [
        (f"{group}{number}-{build}", shard.data)
        for group, shards in groups.items()
        for number, shard in enumerate(shards)
    ]
    single = [(f"{name}-{build}", data) for name, data in alone.items()]
    return [(name, _wrapped(name, data)) for name, data in [("meta", meta), *single, *parts]]


@dataclass(frozen=True, slots=True)
class _Shard:
    """A file of a group: what divides it from the one before in the order of its group, and what is in it."""

    first: str
    data: dict[str, Any]


def _wrapped(name: str, data: Any) -> str:
    """One form for fetch and for a script tag: file:// knows only the second."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # In a script these two end a line, though JSON allows them.
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"kbIndex({json.dumps(name)},{safe})\n"


def _digest(data: Any) -> str:
    """What the files' names carry, so that a browser may keep them as long as it likes."""
    return sha256(repr(data).encode()).hexdigest()[:8]


# --- what is read first --------------------------------------------------------------------------------------


def _meta(
    collection: MemoryCollection, names: Names, labels: Labels, groups: dict[str, list[_Shard]]
) -> dict[str, Any]:
    documents = collection.documents
    return {
        "format": FORMAT,
        "analyser": VERSION,
        "count": collection.count,
        "sizes": encoding.sizes(collection.sizes),
        "kinds": _Facet(labels.kinds, [(document.kind,) for document in documents]).written(),
        "scenarios": _Facet(labels.scenarios, [document.scenarios for document in documents]).written(),
        "authorities": _Facet(
            labels.authorities, [(document.authority,) if document.authority else () for document in documents]
        ).written(),
        "names": {" ".join(name): [" ".join(other) for other in others] for name, others in names.items()},
        "firsts": {
            group: encoding.firsts(shard.first for shard in shards) for group, shards in groups.items() if group != "t"
        },
        "texts": "".join(encoding.number(len(shard.data["d"])) for shard in groups["t"]),
    }


@dataclass(frozen=True, slots=True)
class _Facet:
    """Which codes each document has: `codes` with their labels, `sets` of codes, and the set of each document in runs."""

    labels: Any
    of_documents: Sequence[tuple[str, ...]]

    def written(self) -> dict[str, Any]:
        used = {code for codes in self.of_documents for code in codes}
        codes = [code for code in self.labels if code in used] + sorted(used - set(self.labels))
        sets = sorted(set(self.of_documents))
        place = {code: number for number, code in enumerate(codes)}
        number_of = {one: number for number, one in enumerate(sets)}
        return {
            "codes": [[code, self.labels.get(code, code)] for code in codes],
            "sets": [[place[code] for code in one] for one in sets],
            "of": encoding.runs(number_of[one] for one in self.of_documents),
        }


# --- words by family -----------------------------------------------------------------------------------------


def _families(collection: MemoryCollection, analyser: Analyser) -> Iterator[_Shard]:
    """Whole families a file, those beside each other that one query reads together."""
    known = _by_family(collection.by_word)
    also = _by_family(_useful_forms(collection, analyser))
    titles = _titles_by_family(collection)
    strays = _strays(known, analyser)
    shard, size, divided, before = _new_families(), 0, "", ""
    for name in sorted(known.keys() | also.keys() | titles.keys() | strays.keys(), key=_place):
        one = _family(collection, analyser, known.get(name, ()), also.get(name, ()))
        one |= {"t": titles.get(name, {}), "i": strays.get(name, {})}
        cost = len(str(one))
        if size and size + cost > _FAMILIES_FILE:
            yield _Shard(divided, _packed(shard))
            shard, size, divided = _new_families(), 0, encoding.between(_place(before), _place(name))
        before = name
        for part, content in one.items():
            shard[part].update(content) if isinstance(content, dict) else shard[part].extend(content)
        size += cost
    yield _Shard(divided, _packed(shard))


def _place(name: str) -> str:
    """Where a family is in the order of files: those that a short one reaches come after it at once."""
    return f"{name[:-1]} {name[-1]}" if name[:-1] and name in reached(name[:-1]) else name


def _new_families() -> dict[str, Any]:
    return {"w": [], "n": [], "p": [], "x": [], "t": {}, "i": {}}


def _packed(shard: dict[str, Any]) -> dict[str, Any]:
    return {
        part: "|".join(content) if isinstance(content, list) else content for part, content in shard.items() if content
    }


def _by_family(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(family(word), []).append(word)
    return found


def _family(
    collection: MemoryCollection, analyser: Analyser, words: Iterable[str], forms: Iterable[str]
) -> dict[str, Any]:
    """`w`: words, `n`: how many of them are one family, `p`: where each stands; `x`: forms that only the lexicon knows, but that lead to a
    word of the collection."""
    listed = list(words)
    return {
        "w": [_record(analyser, word) for word in listed],
        "n": [str(len(listed))] if listed else [],
        "p": [_near_or_far(collection, word) for word in listed],
        "x": [_record(analyser, form) for form in forms],
    }


def _record(analyser: Analyser, word: str) -> str:
    return encoding.record(word, analyser.analysis(word), word in analyser.lexicon.lemmas)


def _where(collection: MemoryCollection, word: str) -> str:
    found = collection.postings(word)
    return "*" if is_common(len(found), collection.count) else encoding.postings(found)


def _near_or_far(collection: MemoryCollection, word: str) -> str:
    """Where a word stands, or `@` and in how many documents."""
    where = _where(collection, word)
    return where if len(where) < _LONG_POSTINGS else f"@{encoding.number(collection.frequency(word))}"


def _long_postings(collection: MemoryCollection) -> Iterator[_Shard]:
    """In the order of families, so that the words that a query means stand together."""
    long = ((word, where) for word in collection.by_word if len(where := _where(collection, word)) >= _LONG_POSTINGS)
    entries = sorted((f"{_place(family(word))} {word}", where) for word, where in long)
    for divided, group in _cut(entries, _POSTINGS_FILE):
        words = (key.rpartition(" ")[2] for key, _ in group)
        yield _Shard(divided, {"w": "|".join(words), "p": "|".join(where for _, where in group)})


def _useful_forms(collection: MemoryCollection, analyser: Analyser) -> Iterator[str]:
    """Forms that do not stand in the collection, of words of which another form does."""
    lemmas = {lemma for word in collection.by_word for lemma in analyser.analysis(word).lemmas}
    for form, listed in analyser.lexicon.lemmas_of.items():
        if form not in collection and not lemmas.isdisjoint(listed):
            yield form


def _titles_by_family(collection: MemoryCollection) -> dict[str, dict[str, str]]:
    """Whole titles are filed with their first word that does not only ask: its file a query for the title fetches anyway."""
    found: dict[str, dict[str, str]] = {}
    for title in sorted(collection.by_title):
        inside = title.split(" ")
        leading = next((word for word in inside if word not in QUESTION_WORDS), inside[0])
        found.setdefault(family(leading), {})[title] = encoding.postings(collection.by_title[title])
    return found


def _strays(known: Mapping[str, Iterable[str]], analyser: Analyser) -> dict[str, dict[str, str]]:
    """By the family of a lemma: the other families in which the collection's forms of it are filed (איש: אנשים)."""
    paradigms, strays, home = Paradigms(analyser.lexicon), dict[str, set[str]](), dict[str, str]()
    for filed, words in known.items():
        for lemma in {lemma for word in words for lemma in analyser.analysis(word).lemmas}:
            name = home.get(lemma) or home.setdefault(lemma, family(lemma))
            if filed not in reached(name) and filed in paradigms.families(lemma):
                strays.setdefault(lemma, set()).add(filed)
    found: dict[str, dict[str, str]] = {}
    for lemma in sorted(strays):
        found.setdefault(home[lemma], {})[lemma] = " ".join(sorted(strays[lemma]))
    return found


# --- words by beginning and by end ---------------------------------------------------------------------------


def _beginnings(collection: MemoryCollection) -> Iterator[_Shard]:
    entries = [(word, _where(collection, word)) for word in sorted(collection.by_word) if not word[0].isdigit()]
    for divided, group in _cut(entries, _WORDS_FILE):
        yield _Shard(divided, {"w": "|".join(word for word, _ in group), "p": "|".join(where for _, where in group)})


def _spellings(collection: MemoryCollection, forwards: bool) -> Iterator[_Shard]:
    """Words by length, then by beginning or by end, with how frequent each is."""
    words = (word for word in collection.by_word if not word[0].isdigit() and 1 < len(word) <= _LONGEST_SPELLED)
    spelled = sorted((chr(ord("a") + len(word)) + (word if forwards else word[::-1]), word) for word in words)
    entries = [(key, encoding.number(collection.frequency(word))) for key, word in spelled]
    for divided, group in _cut(entries, _SPELLING_FILE):
        yield _Shard(divided, {"w": "|".join(key[1:] for key, _ in group), "n": "".join(often for _, often in group)})


def _cut(entries: Sequence[tuple[str, str]], size: int) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Runs of entries of at most so many characters, or of one that has more, each with what divides it from the run before."""
    start, filled = 0, 0
    for number, (key, value) in enumerate(entries):
        cost = len(key) + len(value) + 2
        if filled and filled + cost > size:
            yield _divided(entries, start), entries[start:number]
            start, filled = number, 0
        filled += cost
    if entries:
        yield _divided(entries, start), entries[start:]


def _divided(entries: Sequence[tuple[str, str]], start: int) -> str:
    return encoding.between(entries[start - 1][0], entries[start][0]) if start else ""


# --- documents -----------------------------------------------------------------------------------------------


def _texts(documents: Sequence[Document]) -> Iterator[_Shard]:
    start, filled = 0, 0
    for number, document in enumerate(documents):
        if filled > _TEXTS_FILE:
            yield _Shard("", _text_file(documents[start:number]))
            start, filled = number, 0
        filled += len(document.text[:MOST_READ]) + len(document.title) + len(document.address)
    if start < len(documents):
        yield _Shard("", _text_file(documents[start:]))


def _text_file(documents: Iterable[Document]) -> dict[str, Any]:
    return {
        "d": [
            [one.address, one.page, "" if one.title == one.page else one.title, one.text[:MOST_READ]]
            for one in documents
        ]
    }


def _titles(documents: Sequence[Document]) -> list[list[str]]:
    """The titles of whole pages, until the file is full: the stream gives the knowledge of the place first, its register after."""
    found, filled = [], 0
    for document in documents:
        if "#" not in document.address:
            filled += len(document.title) + len(document.address) + 8
            if filled > _TITLES_FILE:
                break
            found.append([document.title, document.address, document.kind])
    return found


def _common(collection: MemoryCollection) -> dict[str, str]:
    return {
        word: encoding.postings(found)
        for word, found in sorted(collection.by_word.items())
        if is_common(len(found), collection.count)
    }
